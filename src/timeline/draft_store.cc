#include "timeline/draft_store.h"

#include <algorithm>
#include <map>

#include "timeline/event_store.h"

namespace throughline::timeline {
namespace {

// What an event no longer says when it is read back.
struct Kept {
  std::string payload_hash = {};
  bool random_id = false;
};

Result<std::map<EventSeq, Kept>> kept_of(storage::Transaction& tx, EventSeq first, EventSeq last) {
  std::map<EventSeq, Kept> kept;
  TL_TRY(tx.each("SELECT seq, payload_hash, flags FROM events WHERE seq >= ? AND seq <= ?",
                 {first, last}, [&](const storage::Row& row) -> Result<void> {
                   kept[row.at(0).id<EventSeq>()] = {row.at(1).bytes(),
                                                     (row.at(2).number() & flag_random_id) != 0};
                   return {};
                 }));
  return kept;
}

Draft draft_of(Event event, const Kept& kept) {
  return {.source = event.source,
          .source_kind = event.source_kind,
          .message_id = std::move(event.message_id),
          .message_id_is_random = kept.random_id,
          .kind = event.kind,
          .name = std::move(event.name),
          .channel = event.channel,
          .occurred_at = event.occurred_at,
          .clock = event.clock,
          .times = event.times,
          .sequence = event.sequence,
          .identifiers = std::move(event.identifiers),
          .notes = std::move(event.notes),
          .previous_id = std::move(event.previous_id),
          .account = std::move(event.account),
          .reference = std::move(event.reference),
          .properties = std::move(event.properties),
          .context = std::move(event.context),
          .integrations = std::move(event.integrations),
          .extra = std::move(event.extra),
          .payload_hash = kept.payload_hash};
}

}  // namespace

Result<DraftPage> drafts_after(storage::Transaction& tx, Position after, std::size_t limit) {
  TL_TRY_ASSIGN(auto events, events_after(tx, after, limit));
  DraftPage page = {.reached = after};
  if (events.empty()) {
    return page;
  }
  const auto by_seq = [](const PositionedEvent& a, const PositionedEvent& b) {
    return a.event.seq < b.event.seq;
  };
  const auto [first, last] = std::minmax_element(events.begin(), events.end(), by_seq);
  TL_TRY_ASSIGN(const auto kept, kept_of(tx, first->event.seq, last->event.seq));
  page.reached = events.back().position;
  for (PositionedEvent& one : events) {
    if (!one.erased) {
      const EventSeq seq = one.event.seq;
      const Position position = one.position;
      const IdentifierId key = one.event.key_identifier;
      page.drafts.push_back({position, key, draft_of(std::move(one.event), kept.at(seq))});
    }
  }
  return page;
}

}  // namespace throughline::timeline
