#include "timeline/erase_store.h"

#include "timeline/digest.h"
#include "timeline/event_store.h"
#include "timeline/text_list.h"

namespace throughline::timeline {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;
using storage::Value;

Value text_or_null(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}
Value bytes_or_null(const std::string& text) {
  return text.empty() ? Value() : Value(Bytes{text});
}

}  // namespace

Result<void> erase_event(Transaction& tx, std::string_view index_key, const Event& event) {
  return tx.run(
      "UPDATE events SET message_id = ?, payload_hash = ?, key_identifier = 0, sequence = 0,"
      " name = 0, flags = (flags & 3) | 4, clock = 0, sent_at = NULL, original_at = NULL,"
      " identifiers = NULL, notes = NULL, previous_id = NULL, account = NULL, reference = NULL,"
      " properties = NULL, context = NULL, integrations = NULL, extra = NULL"
      " WHERE seq = ? AND flags < 4",
      {Bytes{id_digest(index_key, event.source, event.message_id)}, Bytes{""}, event.seq});
}

Result<void> rewrite_event(Transaction& tx, const Event& event) {
  return tx.run(
      "UPDATE events SET identifiers = ?, notes = ?, previous_id = ?, account = ?, reference = ?,"
      " properties = ?, context = ?, integrations = ?, extra = ? WHERE seq = ?",
      {text_or_null(to_json(event.identifiers)), text_or_null(to_json(event.notes)),
       bytes_or_null(event.previous_id), bytes_or_null(event.account),
       bytes_or_null(event.reference), text_or_null(event.properties), text_or_null(event.context),
       text_or_null(event.integrations), text_or_null(event.extra), event.seq});
}

Result<std::vector<EventName>> all_names(Transaction& tx) {
  std::vector<EventName> names;
  TL_TRY(tx.each("SELECT id, name FROM event_names", {}, [&](const Row& row) -> Result<void> {
    names.push_back({row.at(0).number(), row.at(1).bytes()});
    return {};
  }));
  return names;
}

Result<void> rename_events(Transaction& tx, std::int64_t id, const std::string& name) {
  return tx.run("UPDATE event_names SET name = ?, digest = ? WHERE id = ?",
                {Bytes{name}, Bytes{digest_of(name)}, id});
}

}  // namespace throughline::timeline
