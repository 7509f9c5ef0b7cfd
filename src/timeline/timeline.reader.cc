#include "timeline/timeline.reader.h"

#include <array>

#include "timeline/digest.h"
#include "timeline/event_store.h"
#include "timeline/workspace_line_store.h"

namespace throughline::timeline {

using storage::Transaction;

Result<std::string> record_name(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT value FROM timeline_values WHERE name = 'record'"));
  return row.at(0).bytes();
}

Result<std::vector<PositionedEvent>> record_after(Transaction& tx, Position after,
                                                  std::size_t limit, EventParts parts) {
  return events_after(tx, after, limit, parts);
}

Result<void> each_json(Transaction& tx, EventJson which, EventSeq first, EventSeq last,
                       const EventJsonSink& sink) {
  const auto sql_of = [](const std::string& column) {
    return "SELECT seq, " + column + " FROM events WHERE seq >= ? AND seq < ? AND (flags & ?) = 0" +
           " AND " + column + " IS NOT NULL";
  };
  static const std::array sql = {sql_of("properties"), sql_of("context")};
  return tx.each(sql.at(static_cast<std::size_t>(which)), {first, last, flag_erased},
                 [&](const storage::Row& row) -> Result<void> {
                   sink(row.at(0).id<EventSeq>(), row.at(1).text());
                   return {};
                 });
}

Result<LinePosition> line_position_of(Transaction& tx, EventSeq seq) {
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row("SELECT occurred_at, sequence, message_id, source FROM events WHERE seq = ?",
                  {seq}));
  if (!row) {
    return Error::not_found("there is no such event in the record");
  }
  return LinePosition{
      row->at(0).time(), row->at(1).number(), row->at(2).bytes(), {row->at(3).number()}};
}

Result<std::string> fingerprint_of(Transaction& tx, EventSeq seq) {
  TL_TRY_ASSIGN(const LinePosition at, line_position_of(tx, seq));
  TL_TRY_ASSIGN(const std::string record, record_name(tx));
  return digest_of(record + ' ' + std::to_string(at.occurred_at.us) + ' ' +
                   std::to_string(at.sequence) + ' ' + std::to_string(at.source.value) + ' ' +
                   at.message_id);
}

Signal& record_changed(storage::Database& database) {
  return database.attached<WorkspaceLine>().changed();
}

}  // namespace throughline::timeline
