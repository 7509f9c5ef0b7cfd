#include "access/kept_answer_store.h"

namespace throughline::access {

using storage::Bytes;
using storage::Transaction;

Result<std::optional<KeptAnswer>> find_or_begin_answer(Transaction& tx, const AnswerKey& key,
                                                       Time now) {
  TL_TRY(tx.run("DELETE FROM kept_answers WHERE at < ?", {Time{now.us - answers_kept_us}}));
  TL_TRY_ASSIGN(const auto begun,
                tx.find_row("INSERT INTO kept_answers (caller, key_hash, request_hash, at) "
                            "VALUES (?, ?, ?, ?) ON CONFLICT (caller, key_hash) DO NOTHING "
                            "RETURNING at",
                            {key.caller, Bytes{key.key_hash}, Bytes{key.request_hash}, now}));
  if (begun) {
    return std::optional<KeptAnswer>();
  }
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT request_hash, status, body, content_type "
                                       "FROM kept_answers WHERE caller = ? AND key_hash = ?",
                                       {key.caller, Bytes{key.key_hash}}));
  KeptAnswer kept = {.request_hash = row[0].bytes()};
  if (!row[1].is_null()) {
    kept.status = static_cast<int>(row[1].number());
    kept.content_type = row[3].text();
  }
  if (!row[2].is_null()) {
    kept.body = row[2].text();
  }
  return std::optional(std::move(kept));
}

Result<void> save_answer(Transaction& tx, const AnswerKey& key, const KeptAnswer& answer) {
  return tx.run(
      "UPDATE kept_answers SET status = ?, body = ?, content_type = ? "
      "WHERE caller = ? AND key_hash = ?",
      {answer.status.value_or(0), answer.body ? storage::Value(*answer.body) : storage::Value(),
       answer.content_type, key.caller, Bytes{key.key_hash}});
}

Result<std::int64_t> forget_answer_bodies(Transaction& tx) {
  TL_TRY_ASSIGN(const auto count,
                tx.row("SELECT COUNT(*) FROM kept_answers WHERE body IS NOT NULL"));
  TL_TRY(tx.run("UPDATE kept_answers SET body = NULL WHERE body IS NOT NULL"));
  return count[0].number();
}

Result<void> forget_answer(Transaction& tx, const AnswerKey& key) {
  return tx.run("DELETE FROM kept_answers WHERE caller = ? AND key_hash = ?",
                {key.caller, Bytes{key.key_hash}});
}

}  // namespace throughline::access
