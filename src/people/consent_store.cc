#include "people/consent_store.h"

#include <map>

namespace throughline::people {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

ConsentStatement statement_of_row(const Row& row) {
  return {.key = {row[0].text(), row[1].text()},
          .status = static_cast<ConsentStatus>(row[2].number()),
          .order = {.occurred_at = row[3].time(),
                    .sequence = row[4].number(),
                    .message_id = row[5].bytes(),
                    .source = row[6].id<SourceId>()},
          .event = row[7].id<EventSeq>(),
          .received_at = row[8].time()};
}

}  // namespace

Result<void> fold_consent(Transaction& tx, IdentifierId identifier, const ConsentStatement& said) {
  return tx.run(
      "INSERT INTO consents (identifier, channel, purpose, status, occurred_at, sequence, "
      "message_id, source, event, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (identifier, channel, purpose) DO UPDATE SET status = excluded.status, "
      "occurred_at = excluded.occurred_at, sequence = excluded.sequence, "
      "message_id = excluded.message_id, source = excluded.source, event = excluded.event, "
      "received_at = excluded.received_at "
      "WHERE (excluded.occurred_at, excluded.sequence, excluded.message_id, excluded.source) > "
      "(consents.occurred_at, consents.sequence, consents.message_id, consents.source)",
      {identifier, said.key.channel, said.key.purpose, static_cast<int>(said.status),
       said.order.occurred_at, said.order.sequence, Bytes{said.order.message_id}, said.order.source,
       said.event, said.received_at});
}

Result<std::vector<ConsentStatement>> consents_of(Transaction& tx, ProfileId profile) {
  std::map<ConsentKey, ConsentStatement> held;
  TL_TRY(tx.each(
      "SELECT c.channel, c.purpose, c.status, c.occurred_at, c.sequence, c.message_id, c.source, "
      "c.event, c.received_at FROM identifiers i JOIN consents c ON c.identifier = i.id "
      "WHERE i.profile = ?",
      {profile}, [&](const Row& row) -> Result<void> {
        ConsentStatement said = statement_of_row(row);
        const auto [at, is_new] = held.try_emplace(said.key, said);
        const bool stricter = said.status > at->second.status;
        const bool later = said.status == at->second.status && at->second.order < said.order;
        if (!is_new && (stricter || later)) {
          at->second = std::move(said);
        }
        return {};
      }));
  std::vector<ConsentStatement> statements;
  statements.reserve(held.size());
  for (auto& [key, said] : held) {
    statements.push_back(std::move(said));
  }
  return statements;
}

Result<void> clear_consents(Transaction& tx) {
  return tx.run("DELETE FROM consents");
}

}  // namespace throughline::people
