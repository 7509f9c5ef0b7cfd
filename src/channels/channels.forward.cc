// What happens on the line, on its way into the outbox; and whether it may leave it.
#include "channels/channels.h"

#include <algorithm>

#include "base/clock.h"
#include "base/if_found.h"
#include "channels/channels.parts.h"
#include "channels/destination_store.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "people/people.h"
#include "storage/database.h"

namespace throughline::channels {

using storage::Transaction;

namespace {

// Of a suppression: nothing about the person leaves.
constexpr std::string_view channel_of_destinations = "destinations";

}  // namespace

std::string payload_of(const Errand& errand) {
  codec::JsonWriter writer;
  writer.begin_object().member("event", errand.event.value);
  if (errand.replay) {
    writer.member("replay", errand.replay.value);
  }
  return writer.end_object().take();
}

Errand errand_in(std::string_view payload) {
  const auto document = codec::JsonDocument::parse(payload);
  if (!document.ok()) {
    return {};
  }
  const codec::JsonView root = document->root();
  return {EventSeq{root.find("event").integer().value_or(0)},
          ReplayId{root.find("replay").integer().value_or(0)}};
}

Result<void> queue_event(Transaction& tx, DestinationId destination, const Errand& errand,
                         Time now) {
  const std::string event = std::to_string(errand.event.value);
  const std::string key =
      errand.replay ? "replay/" + std::to_string(errand.replay.value) + "/" + event : "e/" + event;
  TL_TRY(jobs::add_effect(
      tx, {.kind = outbox_kind(destination), .idempotency_key = key, .payload = payload_of(errand)},
      now));
  return {};
}

class Channels::Forwarder : public timeline::Follower {
 public:
  explicit Forwarder(Channels& channels) : channels_(channels) {}
  [[nodiscard]] std::string_view name() const override { return "destinations"; }
  // Whole events are read only where somebody wants them.
  [[nodiscard]] timeline::EventParts parts() const override {
    return timeline::EventParts::outline;
  }
  Result<void> follow(Transaction& tx, std::span<const Event> events) override {
    return channels_.forward(tx, events);
  }

 private:
  Channels& channels_;
};

std::unique_ptr<timeline::Follower> Channels::make_forwarder() {
  return std::make_unique<Forwarder>(*this);
}

Result<Channels::Wanted> Channels::wanted_by(const Destination& destination,
                                             std::string_view further) {
  Wanted wanted = {
      .destination = destination.id, .name = destination.name, .after = destination.after};
  TL_TRY_ASSIGN(wanted.filter, EventFilter::make(destination.filter));
  TL_TRY_ASSIGN(wanted.further, EventFilter::make(further));
  return wanted;
}

Result<std::vector<Channels::Wanted>> Channels::wanted_now(Transaction& tx) {
  TL_TRY_ASSIGN(const auto destinations, find_destinations(tx));
  std::vector<Wanted> wanted;
  for (const Destination& destination : destinations) {
    if (destination.enabled) {
      TL_TRY_ASSIGN(Wanted one, wanted_by(destination, ""));
      wanted.push_back(std::move(one));
    }
  }
  return wanted;
}

Result<void> Channels::forward_to(Transaction& tx, const Wanted& wanted, const Event& event,
                                  DeliveryCounts& count) {
  if (wanted.is_excluded(event)) {
    ++count.excluded;
    return {};
  }
  if (is_full(tx.database(), wanted.destination)) {
    ++count.dropped;
    return {};
  }
  return queue_event(tx, wanted.destination, {event.seq, {}}, clock_.now());
}

Result<void> Channels::forward(Transaction& tx, std::span<const Event> events) {
  TL_TRY_ASSIGN(const std::vector<Wanted> wanted, wanted_now(tx));
  if (wanted.empty()) {
    return {};
  }
  std::map<DestinationId, DeliveryCounts> counts;
  for (const Event& outline : events) {
    if (!may_go_out(outline.kind)) {
      continue;
    }
    TL_TRY_ASSIGN(const auto event, if_found(timeline_.find_event(tx, outline.seq)));
    if (!event) {  // Erased meanwhile.
      continue;
    }
    for (const Wanted& one : wanted) {
      if (event->seq > one.after && one.passes(*event)) {
        TL_TRY(forward_to(tx, one, *event, counts[one.destination]));
      }
    }
  }
  std::vector<DestinationId> ids;
  for (const auto& [id, count] : counts) {
    TL_TRY(add_counts(tx, id, count, clock_.now()));
    ids.push_back(id);
  }
  wake_after_commit(tx, std::move(ids));
  return {};
}

// Asked in the unit that takes the row for sending. Nobody's events have nobody to ask.
Result<std::optional<std::string>> Channels::may_send(Transaction& tx, const jobs::OutboxRow& row) {
  TL_TRY_ASSIGN(const auto event,
                if_found(timeline_.find_event(tx, errand_in(row.effect.payload).event)));
  if (!event) {
    return std::optional<std::string>("the event was erased");
  }
  if (!event->key_identifier) {
    return std::optional<std::string>();
  }
  TL_TRY_ASSIGN(const auto owner, if_found(people_.find_owner(tx, event->key_identifier)));
  if (!owner) {
    return std::optional<std::string>();
  }
  TL_TRY_ASSIGN(const auto held, people_.consents(tx, *owner));
  const bool suppressed =
      std::any_of(held.begin(), held.end(), [](const people::ConsentStatement& said) {
        return said.status == people::ConsentStatus::suppressed &&
               (said.key.channel == people::any_channel ||
                said.key.channel == channel_of_destinations);
      });
  return suppressed ? std::optional<std::string>("the person is suppressed")
                    : std::optional<std::string>();
}

}  // namespace throughline::channels
