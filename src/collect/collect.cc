#include "collect/collect.h"

#include <algorithm>
#include <future>
#include <iterator>
#include <variant>

#include "access/access.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "collect/source_store.h"
#include "people/people.h"
#include "storage/workspaces.h"

namespace throughline::collect {
namespace {

constexpr std::size_t random_id_bytes = 16;
constexpr std::string_view follower_failed = "follower_failed";

std::string target_of(SourceId id) {
  return "source:" + std::to_string(id.value);
}

void count(Tally& tally, const Draft& draft, timeline::Outcome outcome) {
  switch (outcome) {
    case timeline::Outcome::accepted:
      ++tally.accepted;
      tally.random_ids += draft.message_id_is_random ? 1 : 0;
      return;
    case timeline::Outcome::repeated:
      ++tally.repeated;
      return;
    case timeline::Outcome::collided:
      ++tally.collided;
      return;
    case timeline::Outcome::refused:
      ++tally.refused;
      return;
  }
}

// An item as it is kept: with the kind that its path gave it, so that it can be sent again.
std::string kept_payload(codec::JsonView item, std::optional<EventKind> kind) {
  std::string text = item.to_text();
  if (!kind || !item.is_object() || item.find("type")) {
    return text;
  }
  return R"({"type":)" + quote_json(name_of(*kind)) + (text == "{}" ? "" : ",") + text.substr(1);
}

}  // namespace

// The items of one request, read and checked, and what became of them. Read by the body, which may
// run again; `report` and `decided` are made anew each time.
struct Collect::Prepared {
  OpenSource source = {};
  Intake intake = {};
  std::vector<std::variant<Draft, Refusal>> messages = {};
  Report report = {};
  std::vector<Decision> decided = {};
  std::size_t bytes = 0;
};

Collect::Collect(storage::Workspaces& workspaces, access::Access& access,
                 timeline::Timeline& timeline, people::People& people, Clock& clock, Random& random)
    : workspaces_(workspaces),
      access_(access),
      timeline_(timeline),
      people_(people),
      clock_(clock),
      random_(random) {
  people.after_erase([this](WorkspaceId workspace) { decisions_.forget(workspace); });
}

Result<Source> Collect::settings_of(WorkspaceId workspace, SourceId id) {
  const auto& cached = settings_;
  auto found = cached.with([&](const auto& settings) -> std::optional<Source> {
    const auto at = settings.find({workspace, id});
    return at == settings.end() ? std::nullopt : std::optional(at->second);
  });
  if (found) {
    return *std::move(found);
  }
  TL_TRY_ASSIGN(Source source, workspaces_.read(workspace, [&](storage::Transaction& tx) {
    return collect::find_source(tx, id);
  }));
  settings_.with([&](auto& settings) { settings.emplace(std::pair(workspace, id), source); });
  return source;
}

void Collect::forget_settings(WorkspaceId workspace, SourceId id) {
  settings_.with([&](auto& settings) { settings.erase({workspace, id}); });
}

Result<OpenSource> Collect::open_source(std::string_view write_key) {
  const auto key = access_.find_write_key(write_key);
  if (!key) {
    return Error::unauthenticated("this write key is not known here; check it, or make a new one");
  }
  auto source = settings_of(key->workspace, key->source);
  if (!source.ok()) {
    return source.error().code == ErrorCode::not_found
               ? Error::unauthenticated("the source of this write key was removed")
               : source.error();
  }
  if (!source->enabled) {
    return Error::forbidden("this source is switched off");
  }
  return OpenSource{key->workspace, *std::move(source)};
}

Result<std::shared_ptr<Collect::Prepared>> Collect::prepare(const OpenSource& source,
                                                            Intake intake) {
  auto prepared = std::make_shared<Prepared>();
  prepared->source = source;
  prepared->intake = std::move(intake);
  const Intake& from = prepared->intake;
  const Envelope envelope = {.source = source.source.id,
                             .source_kind = source.source.kind,
                             .properties_email = source.source.properties_email,
                             .received = from.received,
                             .kind = from.kind,
                             .context = from.context,
                             .integrations = from.integrations,
                             .sent_at = from.sent_at,
                             .from_file = from.from_file};
  prepared->messages.reserve(from.items.size());
  std::string random_id;
  for (const codec::JsonView item : from.items) {
    // Only an item without an id of its own takes one.
    if (random_id.empty()) {
      random_id = "random-" + to_hex(random_.bytes(random_id_bytes));
    }
    prepared->messages.push_back(read_message(item, envelope, random_id));
    auto* draft = std::get_if<Draft>(&prepared->messages.back());
    if (draft == nullptr || draft->message_id_is_random) {
      random_id.clear();
    }
    if (draft != nullptr) {
      TL_TRY_ASSIGN(auto clean, people_.clean(source.workspace, draft->identifiers));
      draft->identifiers = std::move(clean.identifiers);
      std::move(clean.notes.begin(), clean.notes.end(), std::back_inserter(draft->notes));
      draft->payload = kept_payload(item, from.kind);
      if (draft->sequence == 0 && !from.sequences.empty()) {
        draft->sequence = from.sequences.at(prepared->messages.size() - 1);
      }
      prepared->bytes += sizeof(Draft) + draft->properties.size() + draft->context.size();
    }
  }
  return prepared;
}

Result<void> Collect::keep_refusal(storage::Transaction& tx, Prepared& prepared, std::size_t item,
                                   Decision& decision) {
  const Refusal& refusal = std::get<Refusal>(prepared.messages[item]);
  TL_TRY(timeline_.keep_dead_letter(
      tx, {.source = prepared.source.source.id,
           .message_id = refusal.message_id,
           .reason = refusal.reason,
           .detail = refusal.detail,
           .payload = kept_payload(prepared.intake.items[item], prepared.intake.kind)}));
  ++prepared.report.tally.refused;
  prepared.report.rejected.push_back({item, refusal.reason, refusal.detail});
  decision.outcome = "refused";
  decision.reason = refusal.reason;
  decision.decisions = {refusal.detail};
  decision.message_id = refusal.message_id;
  decision.name = std::string(prepared.intake.items[item].find("event").text());
  return {};
}

Result<void> Collect::record_draft(storage::Transaction& tx, Prepared& prepared, std::size_t item,
                                   Decision& decision) {
  const Draft& draft = std::get<Draft>(prepared.messages[item]);
  Report& report = prepared.report;
  TL_TRY_ASSIGN(timeline::Recorded recorded, timeline_.record(tx, draft));
  count(report.tally, draft, recorded.outcome);
  report.position = std::max(report.position, recorded.position);
  switch (recorded.outcome) {
    case timeline::Outcome::accepted:
    case timeline::Outcome::repeated:
      report.last = recorded.seq;
      break;
    case timeline::Outcome::collided:
      report.rejected.push_back({item, "id_collision", "this id already names another event"});
      break;
    case timeline::Outcome::refused:
      report.rejected.push_back({item, recorded.reason,
                                 recorded.decisions.empty() ? "" : recorded.decisions.front(),
                                 recorded.forgotten});
      decision.reason = recorded.reason;
      break;
  }
  decision.outcome = name_of(recorded.outcome);
  decision.decisions = std::move(recorded.decisions);
  decision.kind = draft.kind;
  decision.event = recorded.seq;
  decision.key_identifier = recorded.key_identifier;
  if (recorded.forgotten) {
    decision.document = nullptr;
    decision.item = {};
  } else {
    decision.message_id = draft.message_id;
    decision.name = draft.name;
  }
  return {};
}

Result<void> Collect::record(storage::Transaction& tx, const std::shared_ptr<Prepared>& prepared) {
  prepared->report = {};
  prepared->decided.clear();
  for (std::size_t i = 0; i < prepared->messages.size(); ++i) {
    Decision decision = {.at = prepared->intake.received,
                         .document = prepared->intake.document,
                         .item = prepared->intake.items[i]};
    const bool is_refused = std::holds_alternative<Refusal>(prepared->messages[i]);
    TL_TRY(is_refused ? keep_refusal(tx, *prepared, i, decision)
                      : record_draft(tx, *prepared, i, decision));
    prepared->decided.push_back(std::move(decision));
  }
  const Report& report = prepared->report;
  TL_TRY(add_tally(tx, prepared->source.source.id, report.tally, prepared->intake.received));
  if (prepared->intake.beside) {
    TL_TRY(prepared->intake.beside(tx, report));
  }
  tx.after_commit(storage::Stage::live, [this, prepared] {
    decisions_.add(prepared->source.workspace, prepared->source.source.id,
                   std::move(prepared->decided));
  });
  return {};
}

void Collect::collect(const OpenSource& source, Intake intake, Done done) {
  const auto database = workspaces_.find(source.workspace);
  if (!database.ok()) {
    done(database.error());
    return;
  }
  auto made = prepare(source, std::move(intake));
  if (!made.ok()) {
    done(made.error());
    return;
  }
  const std::shared_ptr<Prepared> prepared = *std::move(made);
  const std::size_t bytes = prepared->bytes;
  (*database)->submit([this, prepared](storage::Transaction& tx) { return record(tx, prepared); },
                      bytes,
                      [prepared, done = std::move(done)](const Result<void>& committed) {
                        if (committed.ok()) {
                          done(prepared->report);
                        } else {
                          done(committed.error());
                        }
                      });
}

Result<Report> Collect::collect_now(const OpenSource& source, Intake intake) {
  std::promise<Result<Report>> promise;
  auto future = promise.get_future();
  collect(source, std::move(intake),
          [&](Result<Report> report) { promise.set_value(std::move(report)); });
  return future.get();
}

Result<std::vector<ListedSource>> Collect::sources(const Actor& actor) {
  return workspaces_.read(
      actor, [&](storage::Transaction& tx) -> Result<std::vector<ListedSource>> {
        TL_TRY_ASSIGN(const auto sources, find_sources(tx, Removed::left_out));
        std::vector<ListedSource> listed;
        for (const Source& source : sources) {
          TL_TRY_ASSIGN(auto health, find_health(tx, source.id, clock_.now()));
          TL_TRY_ASSIGN(const auto letters, timeline_.dead_letters_kept(tx, source.id));
          listed.push_back({source, health, letters});
        }
        return listed;
      });
}

Result<ListedSource> Collect::find_source(const Actor& actor, SourceId id) {
  return workspaces_.read(actor, [&](storage::Transaction& tx) -> Result<ListedSource> {
    TL_TRY_ASSIGN(auto source, collect::find_source(tx, id));
    TL_TRY_ASSIGN(auto health, find_health(tx, id, clock_.now()));
    TL_TRY_ASSIGN(const auto letters, timeline_.dead_letters_kept(tx, id));
    return ListedSource{std::move(source), health, letters};
  });
}

Result<std::vector<Source>> Collect::all_sources(const Actor& actor) {
  return workspaces_.read(
      actor, [](storage::Transaction& tx) { return find_sources(tx, Removed::included); });
}

Result<NewSource> Collect::create_source(const Actor& actor, std::string_view name,
                                         SourceKind kind) {
  TL_TRY_ASSIGN(const std::string checked, checked_source_name(name));
  Source source = {.name = checked, .kind = kind, .created_at = clock_.now()};
  TL_TRY_ASSIGN(source.id,
                workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<SourceId> {
                  TL_TRY_ASSIGN(const SourceId id, add_source(tx, source));
                  TL_TRY(access_.audit(tx, actor, "source.create", target_of(id)));
                  return id;
                }));
  return rotate_write_key(actor, source.id);
}

Result<Source> Collect::change_source(const Actor& actor, SourceId id, const SourceChange& change) {
  SourceChange checked = change;
  if (change.name) {
    TL_TRY_ASSIGN(checked.name, checked_source_name(*change.name));
  }
  return workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<Source> {
    TL_TRY_ASSIGN(const Source before, collect::find_source(tx, id));
    Source after = changed(before, checked);
    TL_TRY(save_source(tx, after));
    TL_TRY(access_.audit(tx, actor, "source.change", target_of(id)));
    tx.after_commit(storage::Stage::cache,
                    [this, &actor, id] { forget_settings(actor.workspace, id); });
    return after;
  });
}

Result<NewSource> Collect::rotate_write_key(const Actor& actor, SourceId id) {
  TL_TRY_ASSIGN(auto listed, find_source(actor, id));
  TL_TRY_ASSIGN(auto issued, access_.issue_write_key(actor.workspace, id));
  listed.source.write_key_prefix = issued.prefix;
  TL_TRY(workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(save_source(tx, listed.source));
    return access_.audit(tx, actor, "source.write_key", target_of(id));
  }));
  forget_settings(actor.workspace, id);
  return NewSource{std::move(listed.source), std::move(issued.secret)};
}

Result<void> Collect::remove_source(const Actor& actor, SourceId id) {
  TL_TRY(find_source(actor, id));
  TL_TRY(access_.revoke_write_keys(actor.workspace, id));
  TL_TRY(workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(collect::remove_source(tx, id, clock_.now()));
    return access_.audit(tx, actor, "source.remove", target_of(id));
  }));
  forget_settings(actor.workspace, id);
  return {};
}

Result<std::vector<timeline::DeadLetter>> Collect::dead_letters(
    const Actor& actor, const timeline::DeadLetterQuery& query) {
  return workspaces_.read(
      actor, [&](storage::Transaction& tx) { return timeline_.dead_letters(tx, query); });
}

Result<std::vector<timeline::DeadLetterCount>> Collect::dead_letter_counts(const Actor& actor,
                                                                           SourceId source) {
  TL_TRY_ASSIGN(auto counts, workspaces_.read(actor, [&](storage::Transaction& tx) {
    return timeline_.dead_letter_counts(tx);
  }));
  std::erase_if(counts,
                [&](const timeline::DeadLetterCount& count) { return count.source != source; });
  return counts;
}

// What is sent again: the letter's own item, or what it was mended to. The id stays, so that a
// letter whose event has come in another way since is recognised; after a collision it would only
// collide again.
Result<std::string> Collect::replayed_item(const timeline::DeadLetter& letter,
                                           const std::optional<std::string>& payload) {
  const std::string& text = payload ? *payload : letter.refusal.payload;
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(text, codec::body_json_limits));
  if (!document.root().is_object()) {
    return Error::invalid("an item must be a JSON object");
  }
  const bool collision = letter.refusal.reason == "id_collision";
  const std::string id = collision ? "replay-" + std::to_string(letter.id.value) + "-" +
                                         to_hex(random_.bytes(random_id_bytes))
                                   : letter.refusal.message_id;
  codec::JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, value] : document.root().members()) {
    if (key != "messageId") {
      writer.raw_member(key, value.to_text());
    }
  }
  if (!id.empty()) {
    writer.member("messageId", id);
  }
  if (!document.root().find("type")) {
    // Mended by somebody who knows the message from its path.
    const auto kept = codec::JsonDocument::parse(letter.refusal.payload, codec::body_json_limits);
    if (kept.ok() && kept->root().find("type")) {
      writer.raw_member("type", kept->root().find("type").to_text());
    }
  }
  return writer.end_object().take();
}

Result<Replayed> Collect::replay(const Actor& actor, timeline::DeadLetterId id,
                                 const std::optional<std::string>& payload) {
  TL_TRY_ASSIGN(const auto letter, workspaces_.read(actor, [&](storage::Transaction& tx) {
    return timeline_.find_dead_letter(tx, id);
  }));
  if (letter.refusal.reason == follower_failed) {
    return Error::conflict("this event is on the line already and cannot be sent again");
  }
  TL_TRY_ASSIGN(const ListedSource source, find_source(actor, letter.refusal.source));
  TL_TRY_ASSIGN(const std::string item, replayed_item(letter, payload));
  TL_TRY_ASSIGN(auto parsed, codec::JsonDocument::parse(item, codec::body_json_limits));
  const auto document = std::make_shared<const codec::JsonDocument>(std::move(parsed));
  Intake intake = {.document = document, .items = {document->root()}, .received = clock_.now()};
  Replayed replayed;
  TL_TRY_ASSIGN(replayed.report,
                collect_now(OpenSource{actor.workspace, source.source}, std::move(intake)));
  if (replayed.report.tally.accepted + replayed.report.tally.repeated == 0) {
    return replayed;
  }
  TL_TRY(workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(timeline_.mark_dead_letter_replayed(tx, id));
    if (const auto event = timeline_.find_event(tx, replayed.report.last); event.ok()) {
      replayed.event = {event->seq, event->times.received};
    }
    return access_.audit(tx, actor, "dead_letter.replay",
                         "dead_letter:" + std::to_string(id.value));
  }));
  return replayed;
}

bool is_replayable(const timeline::DeadLetter& letter) {
  const auto document = codec::JsonDocument::parse(letter.refusal.payload, codec::body_json_limits);
  return letter.refusal.reason != follower_failed && document.ok() && document->root().is_object();
}

Result<std::map<std::int64_t, std::string>> Collect::people_of(
    const Actor& actor, const std::vector<Decision>& decisions) {
  return workspaces_.read(
      actor, [&](storage::Transaction& tx) -> Result<std::map<std::int64_t, std::string>> {
        std::map<std::int64_t, std::string> people;
        for (const Decision& decision : decisions) {
          if (!decision.key_identifier || people.contains(decision.key_identifier.value)) {
            continue;
          }
          TL_TRY_ASSIGN(const ProfileId owner, people_.find_owner(tx, decision.key_identifier));
          TL_TRY_ASSIGN(const auto profile, people_.profile(tx, owner));
          people.emplace(decision.key_identifier.value, profile.public_id);
        }
        return people;
      });
}

Result<void> Collect::remove_dead_letter(const Actor& actor, timeline::DeadLetterId id) {
  return workspaces_.write(actor, [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY(timeline_.remove_dead_letter(tx, id));
    return access_.audit(tx, actor, "dead_letter.remove",
                         "dead_letter:" + std::to_string(id.value));
  });
}

}  // namespace throughline::collect
