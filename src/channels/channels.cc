#include "channels/channels.h"

#include <algorithm>

#include "access/access.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "channels/channels.parts.h"
#include "channels/destination_store.h"
#include "channels/event_filter.h"
#include "channels/replay_store.h"
#include "channels/sender.h"
#include "channels/signature.h"
#include "codec/json_view.h"
#include "jobs/forget.h"
#include "jobs/outbox.h"
#include "people/people.h"
#include "storage/key_file.h"
#include "storage/workspaces.h"

namespace throughline::channels {
namespace {

using storage::Transaction;

constexpr std::size_t destinations_max = 50;
constexpr std::size_t key_bytes_max = 500;
constexpr std::size_t shown_bytes = 10;
// Above this the number of what waits is not counted on.
constexpr std::int64_t waiting_shown_max = 1'000'000;

std::string target_of(DestinationId id) {
  return "destination:" + std::to_string(id.value);
}

// Enough to recognise it by, at most a third of it.
std::string shown(std::string_view secret) {
  return std::string(secret.substr(0, std::min(shown_bytes, secret.size() / 3)));
}

Result<std::string> checked_write_key(std::string_view key) {
  const std::string_view text = trimmed(key);
  const bool visible = std::all_of(text.begin(), text.end(),
                                   [](char c) { return c > ' ' && c < '\x7f' && c != ':'; });
  if (text.empty() || text.size() > key_bytes_max || !visible) {
    return Error::invalid("`write_key` must be the other side's key, without spaces");
  }
  return std::string(text);
}

}  // namespace

Channels::Channels(storage::Workspaces& workspaces, access::Access& access,
                   timeline::Timeline& timeline, people::People& people, Sender& sender,
                   Clock& clock, Random& random, const DeliveryOptions& options)
    : workspaces_(workspaces),
      access_(access),
      timeline_(timeline),
      people_(people),
      sender_(sender),
      clock_(clock),
      random_(random),
      options_(options) {
  timeline.add_follower(make_forwarder());
  // Rows of the outbox name events, which are erased themselves; what the other side said of an
  // attempt may name anybody. Before the hook that takes whole rows.
  people.on_erase([](Transaction& tx, const people::ErasureScope& scope)
                      -> Result<std::vector<people::ErasedStore>> {
    const auto names = [&](std::string_view text) { return scope.mentions.in(text); };
    TL_TRY_ASSIGN(const std::int64_t errors, jobs::forget_errors(tx, outbox_kind_prefix, names));
    TL_TRY_ASSIGN(const std::int64_t attempts, forget_in_attempts(tx, names));
    return std::vector<people::ErasedStore>{{"destination_attempts", errors + attempts}};
  });
}

Channels::~Channels() {
  timeline_.stop();
  Couriers stopping;
  couriers_.with([&](Couriers& couriers) { stopping.swap(couriers); });
}

Result<void> Channels::open() {
  TL_TRY_ASSIGN(std::string key, storage::read_or_make_key(workspaces_.data_directory()));
  box_ = SecretBox(std::move(key));
  return {};
}

Result<void> Channels::start(WorkspaceId workspace) {
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
  TL_TRY_ASSIGN(const auto all,
                database->read([](Transaction& tx) { return find_destinations(tx); }));
  for (const Destination& destination : all) {
    start_courier(workspace, *database, destination);
  }
  return {};
}

// A courier that was there ends here and not under the lock: its worker may be waiting for an
// answer or for a commit, and is waited for. As a new one it forgets how long it meant to wait.
void Channels::start_courier(WorkspaceId workspace, storage::Database& database,
                             const Destination& destination) {
  stop_courier(workspace, destination.id);
  auto courier = std::make_shared<Courier>(*this, database, destination);
  couriers_.with([&](Couriers& couriers) { couriers[{workspace, destination.id}].swap(courier); });
}

void Channels::stop_courier(WorkspaceId workspace, DestinationId id) {
  std::shared_ptr<Courier> stopping;
  couriers_.with([&](Couriers& couriers) {
    if (const auto found = couriers.find({workspace, id}); found != couriers.end()) {
      stopping = std::move(found->second);
      couriers.erase(found);
    }
  });
}

Result<void> Channels::restart_courier(WorkspaceId workspace, const Destination& destination) {
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
  start_courier(workspace, *database, destination);
  return {};
}

void Channels::wake_after_commit(Transaction& tx, std::vector<DestinationId> ids) {
  tx.after_commit(storage::Stage::live, [this, &database = tx.database(), ids = std::move(ids)] {
    const auto& couriers_now = couriers_;
    couriers_now.with([&](const Couriers& couriers) {
      for (const auto& [key, courier] : couriers) {
        if (courier->is_of(database) &&
            std::find(ids.begin(), ids.end(), key.second) != ids.end()) {
          courier->wake();
        }
      }
    });
  });
}

bool Channels::is_full(const storage::Database& database, DestinationId id) {
  const auto& couriers_now = couriers_;
  return couriers_now.with([&](const Couriers& couriers) {
    return std::any_of(couriers.begin(), couriers.end(), [&](const auto& entry) {
      return entry.first.second == id && entry.second->is_of(database) && entry.second->full();
    });
  });
}

Result<std::string> Channels::checked_filter(std::string_view json) const {
  if (trimmed(json).empty() || trimmed(json) == "null") {
    return std::string();
  }
  TL_TRY_ASSIGN(std::string normal, codec::normalise_json(json));
  TL_TRY(EventFilter::make(normal));
  return normal;
}

namespace {

Result<ListedDestination> listed(Transaction& tx, Destination destination, Time now) {
  TL_TRY_ASSIGN(DestinationHealth health, find_health(tx, destination.id, now));
  const std::string kind = outbox_kind(destination.id);
  TL_TRY_ASSIGN(health.waiting,
                jobs::count_effects(tx, kind, jobs::OutboxState::waiting, waiting_shown_max));
  TL_TRY_ASSIGN(const std::int64_t sending,
                jobs::count_effects(tx, kind, jobs::OutboxState::sending, waiting_shown_max));
  health.waiting += sending;
  TL_TRY_ASSIGN(health.dead_letters,
                jobs::count_effects(tx, kind, jobs::OutboxState::dead, waiting_shown_max));
  return ListedDestination{std::move(destination), health};
}

}  // namespace

Result<std::vector<ListedDestination>> Channels::destinations(const Actor& actor) {
  const Time now = clock_.now();
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<ListedDestination>> {
    TL_TRY_ASSIGN(const auto all, find_destinations(tx));
    std::vector<ListedDestination> found;
    for (const Destination& destination : all) {
      TL_TRY_ASSIGN(ListedDestination one, listed(tx, destination, now));
      found.push_back(std::move(one));
    }
    return found;
  });
}

Result<ListedDestination> Channels::find(const Actor& actor, DestinationId id) {
  const Time now = clock_.now();
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<ListedDestination> {
    TL_TRY_ASSIGN(Destination destination, find_destination(tx, id));
    return listed(tx, std::move(destination), now);
  });
}

Result<NewlyMade> Channels::create(const Actor& actor, const NewDestination& form) {
  NewlyMade made;
  Destination& destination = made.destination;
  destination.kind = form.kind;
  destination.url = form.url;
  destination.created_at = clock_.now();
  TL_TRY_ASSIGN(destination.name, checked_destination_name(form.name));
  TL_TRY_ASSIGN(destination.filter, checked_filter(form.filter));
  TL_TRY(sender_.check_url(form.url));
  std::string secret;
  if (form.kind == DestinationKind::webhook) {
    made.secret = make_webhook_secret(random_);
    secret = made.secret;
  } else {
    TL_TRY_ASSIGN(secret, checked_write_key(form.write_key));
  }
  destination.secret = box_.seal(random_, secret);
  destination.secret_shown = shown(secret);
  TL_TRY_ASSIGN(destination.id,
                workspaces_.write(actor, [&](Transaction& tx) -> Result<DestinationId> {
                  TL_TRY_ASSIGN(const auto others, find_destinations(tx));
                  if (others.size() >= destinations_max) {
                    return Error::conflict("a workspace has at most 50 destinations");
                  }
                  for (const Destination& other : others) {
                    if (equal_ignoring_case(other.name, destination.name)) {
                      return Error::conflict("another destination has this name already");
                    }
                  }
                  TL_TRY_ASSIGN(destination.after, timeline_.newest_event(tx));
                  TL_TRY_ASSIGN(const DestinationId id, add_destination(tx, destination));
                  TL_TRY(access_.audit(tx, actor, "destination.create", target_of(id)));
                  return id;
                }));
  TL_TRY(restart_courier(actor.workspace, destination));
  return made;
}

Result<Destination> Channels::change(const Actor& actor, DestinationId id,
                                     const DestinationChange& change) {
  DestinationChange checked = change;
  if (change.name) {
    TL_TRY_ASSIGN(checked.name, checked_destination_name(*change.name));
  }
  if (change.filter) {
    TL_TRY_ASSIGN(checked.filter, checked_filter(*change.filter));
  }
  if (change.url) {
    TL_TRY(sender_.check_url(*change.url));
  }
  std::string key;
  std::string sealed;
  if (change.write_key) {
    TL_TRY_ASSIGN(key, checked_write_key(*change.write_key));
    sealed = box_.seal(random_, key);
  }
  TL_TRY_ASSIGN(
      Destination after, workspaces_.write(actor, [&](Transaction& tx) -> Result<Destination> {
        TL_TRY_ASSIGN(Destination destination, find_destination(tx, id));
        if (!key.empty() && destination.kind == DestinationKind::webhook) {
          return Error::invalid("a webhook has no write key; make a new signing secret instead");
        }
        destination.name = checked.name.value_or(destination.name);
        destination.url = checked.url.value_or(destination.url);
        destination.filter = checked.filter.value_or(destination.filter);
        if (checked.enabled.value_or(false) && !destination.enabled) {
          TL_TRY_ASSIGN(destination.after, timeline_.newest_event(tx));
        }
        destination.enabled = checked.enabled.value_or(destination.enabled);
        destination.secret = key.empty() ? destination.secret : sealed;
        destination.secret_shown = key.empty() ? destination.secret_shown : shown(key);
        TL_TRY(save_destination(tx, destination));
        TL_TRY(access_.audit(tx, actor, "destination.change", target_of(id)));
        return destination;
      }));
  TL_TRY(restart_courier(actor.workspace, after));
  return after;
}

Result<NewlyMade> Channels::rotate_secret(const Actor& actor, DestinationId id) {
  NewlyMade made = {.secret = make_webhook_secret(random_)};
  const std::string sealed = box_.seal(random_, made.secret);
  TL_TRY_ASSIGN(made.destination,
                workspaces_.write(actor, [&](Transaction& tx) -> Result<Destination> {
                  TL_TRY_ASSIGN(Destination destination, find_destination(tx, id));
                  if (destination.kind != DestinationKind::webhook) {
                    return Error::invalid(
                        "only webhooks are signed; give the new write key"
                        " instead");
                  }
                  destination.secret = sealed;
                  destination.secret_shown = shown(made.secret);
                  TL_TRY(save_destination(tx, destination));
                  TL_TRY(access_.audit(tx, actor, "destination.secret", target_of(id)));
                  return destination;
                }));
  TL_TRY(restart_courier(actor.workspace, made.destination));
  return made;
}

Result<void> Channels::remove(const Actor& actor, DestinationId id) {
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(find_destination(tx, id));
    TL_TRY(remove_destination(tx, id, clock_.now()));
    TL_TRY(jobs::remove_effects(tx, outbox_kind(id)));
    return access_.audit(tx, actor, "destination.remove", target_of(id));
  }));
  stop_courier(actor.workspace, id);
  return {};
}

Result<void> Channels::test(const Actor& actor, DestinationId id) {
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(find_destination(tx, id));
    return access_.audit(tx, actor, "destination.test", target_of(id));
  }));
  const auto& couriers_now = couriers_;
  couriers_now.with([&](const Couriers& couriers) {
    if (const auto found = couriers.find({actor.workspace, id}); found != couriers.end()) {
      found->second->want_test();
    }
  });
  return {};
}

Result<std::vector<AttemptMade>> Channels::attempts(const Actor& actor, DestinationId id) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<AttemptMade>> {
    TL_TRY(find_destination(tx, id));
    return find_attempts(tx, id);
  });
}

Result<std::vector<Undelivered>> Channels::dead_letters(const Actor& actor, DestinationId id,
                                                        std::int64_t after, std::size_t limit) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<Undelivered>> {
    TL_TRY(find_destination(tx, id));
    TL_TRY_ASSIGN(const auto rows, jobs::effects_in(tx, outbox_kind(id), jobs::OutboxState::dead,
                                                    jobs::OutboxId{after}, limit));
    std::vector<Undelivered> letters;
    for (const jobs::OutboxRow& row : rows) {
      Undelivered letter = {.id = row.id.value,
                            .attempts = row.attempts,
                            .queued_at = row.created_at,
                            .error = row.last_error};
      const Errand errand = errand_in(row.effect.payload);
      if (auto event = timeline_.find_event(tx, errand.event); event.ok()) {
        letter.event = *std::move(event);
      }
      letters.push_back(std::move(letter));
    }
    return letters;
  });
}

Result<std::int64_t> Channels::retry_dead_letters(const Actor& actor, DestinationId id) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<std::int64_t> {
    TL_TRY(find_destination(tx, id));
    TL_TRY_ASSIGN(const std::int64_t revived,
                  jobs::revive_effects(tx, outbox_kind(id), clock_.now()));
    TL_TRY(access_.audit(tx, actor, "destination.retry", target_of(id)));
    wake_after_commit(tx, {id});
    return revived;
  });
}

Result<void> Channels::discard_dead_letters(const Actor& actor, DestinationId id) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY(find_destination(tx, id));
    TL_TRY(jobs::remove_effects(tx, outbox_kind(id), jobs::OutboxState::dead));
    return access_.audit(tx, actor, "destination.discard", target_of(id));
  });
}

}  // namespace throughline::channels
