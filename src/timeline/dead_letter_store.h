// The rows of dead letters, their exact counters and the limit of what a source may keep.
#pragma once

#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "timeline/dead_letter.h"

namespace throughline::timeline {

Result<void> keep_dead_letter(storage::Transaction& tx, const Refusal& refusal, Time now,
                              const DeadLetterLimits& limits);
// Counts a refusal of which nothing is kept.
Result<void> count_refusal(storage::Transaction& tx, const Refusal& refusal, Time now);
// Newest first.
Result<std::vector<DeadLetter>> dead_letters(storage::Transaction& tx,
                                             const DeadLetterQuery& query);
Result<DeadLetter> find_dead_letter(storage::Transaction& tx, DeadLetterId id);
// Error::not_found where there is none.
Result<void> remove_dead_letter(storage::Transaction& tx, DeadLetterId id);
Result<void> mark_dead_letter_replayed(storage::Transaction& tx, DeadLetterId id, Time now);
Result<std::vector<DeadLetterCount>> dead_letter_counts(storage::Transaction& tx);
Result<std::int64_t> dead_letters_kept(storage::Transaction& tx, SourceId source);

}  // namespace throughline::timeline
