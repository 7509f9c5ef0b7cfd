// The traits of identifiers and accounts as they hold now: rows of TraitState by subject and key.
//
// Functions run in the caller's unit. Folding is done by trait.h; here is only what was folded.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "people/trait.h"
#include "storage/database.h"

namespace throughline::people {

// Whose traits: a key identifier's or an account's.
enum class TraitSubject { identifier, account };

Result<void> fold_traits(storage::Transaction& tx, TraitSubject kind, std::int64_t subject,
                         const std::vector<Assertion>& assertions, const TraitRules& rules);

// The fold over all identifiers of a person.
Result<TraitStates> traits_of_profile(storage::Transaction& tx, ProfileId profile,
                                      const TraitRules& rules);
Result<TraitStates> traits_of_account(storage::Transaction& tx, AccountId account);

// The keys of which this source said what holds of these identifiers.
Result<std::vector<std::string>> traits_said_by(storage::Transaction& tx,
                                                const std::vector<IdentifierId>& identifiers,
                                                SourceId source);

// Forgets these keys, or everything where there are none, so that they can be folded again.
Result<void> clear_traits(storage::Transaction& tx, TraitSubject kind,
                          const std::vector<std::string>& keys);

}  // namespace throughline::people
