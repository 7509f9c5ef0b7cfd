// Rows of proposed duplicates and of the searches that found them, and what searches read of
// people.
//
// Functions run in the caller's transaction.
#pragma once

#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "people/duplicate.h"
#include "people/trait.h"
#include "storage/database.h"

namespace throughline::people {

struct ComparedPerson {
  ProfileId profile = {};
  ComparedValues values = {};
};
// At most `limit` people above `after`, in the order of their ids; of fewer there are no more.
Result<std::vector<ComparedPerson>> people_to_compare(storage::Transaction& tx, ProfileId after,
                                                      std::size_t limit, const TraitRules& rules);

struct FoundDuplicate {
  ProfileId one = {};
  ProfileId other = {};
  double weight = 0;
  std::vector<DuplicateEvidence> evidence = {};
};
// A pair that is known keeps its id; one that was decided keeps its decision.
Result<void> save_duplicate(storage::Transaction& tx, const FoundDuplicate& found,
                            DuplicateSearchId search, Time now);
// Forgets open pairs that the search did not find again.
Result<void> remove_outdated_duplicates(storage::Transaction& tx, DuplicateSearchId search);
Result<void> decide_duplicate(storage::Transaction& tx, DuplicateId id, DuplicateState state,
                              Time now, const std::string& by, const std::string& reason);

// As pairs of those who own them now, the lower first.
using ProfilePairs = std::set<std::pair<std::int64_t, std::int64_t>>;
Result<ProfilePairs> refused_pairs(storage::Transaction& tx);

// A refused pair by names, for taking it out and in.
struct RefusedPair {
  Identifier one = {};
  Identifier other = {};
  double weight = 0;
  std::string evidence = {};  // JSON.
  Time decided_at = {};
  std::string decided_by = {};
  std::string reason = {};
};
Result<std::vector<RefusedPair>> named_refusals(storage::Transaction& tx);
// False where it is refused already.
Result<bool> keep_refusal(storage::Transaction& tx, IdentifierId one, IdentifierId other,
                          const RefusedPair& pair);

Result<Duplicate> find_duplicate(storage::Transaction& tx, DuplicateId id);
// The likeliest first. Open ones only where both are still two people.
Result<DuplicatePage> duplicates_in(storage::Transaction& tx, DuplicateState state,
                                    DuplicateId after, std::size_t limit);

Result<DuplicateSearchId> add_search(storage::Transaction& tx, SearchState state, Time now);
Result<void> save_search(storage::Transaction& tx, const DuplicateSearch& search);
// The latest.
Result<std::optional<DuplicateSearch>> find_search(storage::Transaction& tx);

}  // namespace throughline::people
