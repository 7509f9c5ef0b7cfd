// Access: what was answered to requests with an Idempotency-Key.
#include "access/access.h"

#include "access/kept_answer_store.h"

namespace throughline::access {

Result<std::optional<KeptAnswer>> Access::find_or_begin_answer(const Actor& actor,
                                                               const AnswerKey& key) {
  return workspaces_.write(actor, [&](storage::Transaction& tx) {
    return access::find_or_begin_answer(tx, key, clock_.now());
  });
}

Result<void> Access::save_answer(const Actor& actor, const AnswerKey& key,
                                 const KeptAnswer& answer) {
  return workspaces_.write(
      actor, [&](storage::Transaction& tx) { return access::save_answer(tx, key, answer); });
}

Result<void> Access::forget_answer(const Actor& actor, const AnswerKey& key) {
  return workspaces_.write(
      actor, [&](storage::Transaction& tx) { return access::forget_answer(tx, key); });
}

}  // namespace throughline::access
