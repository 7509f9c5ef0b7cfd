// The kept answers of a workspace, in its database.
#pragma once

#include <optional>

#include "access/kept_answer.h"
#include "storage/database.h"

namespace throughline::access {

// The answer kept under the key; nothing where the key was free and is now taken by this request.
Result<std::optional<KeptAnswer>> find_or_begin_answer(storage::Transaction& tx,
                                                       const AnswerKey& key, Time now);
Result<void> save_answer(storage::Transaction& tx, const AnswerKey& key, const KeptAnswer& answer);
// Takes the bodies of all answers away: their requests stay done, and are not answered again. How
// many there were.
Result<std::int64_t> forget_answer_bodies(storage::Transaction& tx);
// The key is free again.
Result<void> forget_answer(storage::Transaction& tx, const AnswerKey& key);

}  // namespace throughline::access
