#include "journeys/event_code_store.h"

#include "base/assert.h"

namespace throughline::journeys {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

Result<EventCodes> load_event_codes(Transaction& tx) {
  std::vector<NamedEvent> events;
  TL_TRY(tx.each("SELECT code, kind, name FROM journey_event_codes ORDER BY code", {},
                 [&](const Row& row) -> Result<void> {
                   TL_ASSERT(row.at(0).number() == static_cast<std::int64_t>(events.size()));
                   events.push_back(
                       {static_cast<EventKind>(row.at(1).number()), row.at(2).bytes()});
                   return {};
                 }));
  return EventCodes(std::move(events));
}

Result<void> save_event_codes(Transaction& tx, const EventCodes& codes, std::uint32_t first) {
  for (std::uint32_t code = first; code < codes.size(); ++code) {
    const NamedEvent& event = codes.at(code);
    TL_TRY(tx.run("INSERT INTO journey_event_codes (code, kind, name) VALUES (?, ?, ?)",
                  {std::int64_t{code}, static_cast<std::int64_t>(event.kind), Bytes{event.name}}));
  }
  return {};
}

Result<std::int64_t> rename_event_codes(Transaction& tx, const Rename& rename) {
  TL_TRY_ASSIGN(const EventCodes codes, load_event_codes(tx));
  std::int64_t renamed = 0;
  for (std::uint32_t code = 0; code < codes.size(); ++code) {
    if (const auto name = rename(codes.at(code).name)) {
      TL_TRY(tx.run("UPDATE journey_event_codes SET name = ? WHERE code = ?",
                    {Bytes{*name}, std::int64_t{code}}));
      ++renamed;
    }
  }
  return renamed;
}

}  // namespace throughline::journeys
