// The rows of erasing: certificates, tombstones, and what identity keeps of the people who go.
//
// Functions run in the caller's unit.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "people/erasure.h"
#include "people/identity_rows_store.h"
#include "storage/database.h"

namespace throughline::people {

// The workspace's key; made when it is first asked for.
Result<std::string> tombstone_key(storage::Transaction& tx, const std::string& fresh);
// The workspace's own set first, though it may be empty; then those that came in with exports.
Result<std::vector<TombstoneSet>> tombstone_sets(storage::Transaction& tx);
Result<void> add_tombstones(storage::Transaction& tx, const std::vector<std::string>& macs,
                            std::int64_t erasure, ErasureMode mode, Time now);
// One that the ledger remembers; those that are known stay as they are.
Result<void> keep_tombstone(storage::Transaction& tx, const std::string& mac, ErasureMode mode,
                            Time since);
Result<void> keep_foreign_tombstone(storage::Transaction& tx, const std::string& key,
                                    const Tombstone& stone);
Result<void> remove_tombstones(storage::Transaction& tx, const std::vector<std::string>& macs);

Result<std::int64_t> add_certificate(storage::Transaction& tx, const Certificate& certificate);
Result<void> finish_certificates(storage::Transaction& tx, const std::vector<std::int64_t>& ids);
Result<std::set<Time>> erasure_times(storage::Transaction& tx);
Result<std::vector<std::int64_t>> unfinished_certificates(storage::Transaction& tx);
Result<Certificate> find_certificate(storage::Transaction& tx, std::int64_t id);
// The id of the newest, or 0.
Result<std::int64_t> last_erasure(storage::Transaction& tx);
// Newest first, below `before` where it is not 0.
Result<std::vector<Certificate>> certificates(storage::Transaction& tx, std::int64_t before,
                                              std::size_t limit);

// Removes the claims of a component and the component, so that they can be noted again. The people
// in it stay as they are until then.
Result<void> forget_component(storage::Transaction& tx, std::int64_t component);
// Removes identifiers with everything that stands under their ids. Adds what that was to `stores`.
Result<void> remove_identifiers(storage::Transaction& tx, const std::vector<IdentifierId>& ids,
                                std::vector<ErasedStore>& stores);
// Takes identifiers out of decisions; those that say nothing without them go.
Result<std::int64_t> remove_from_decisions(storage::Transaction& tx,
                                           const std::vector<IdentifierId>& ids,
                                           const Mentions& mentions);

// Accounts of which these identifiers are members.
Result<std::vector<AccountId>> accounts_of(storage::Transaction& tx,
                                           const std::vector<IdentifierId>& ids);
Result<std::vector<IdentifierId>> identifiers_in(storage::Transaction& tx, AccountId account);
// What an identifier said: its traits and memberships.
Result<void> clear_statements(storage::Transaction& tx, IdentifierId identifier);
// Addresses as the identifier's own traits write them.
Result<std::vector<std::string>> spellings_of(storage::Transaction& tx, IdentifierId identifier);
// Takes `mentions` out of the reasons for which pairs were judged; how many.
Result<std::int64_t> remove_from_duplicates(storage::Transaction& tx, const Mentions& mentions);
Result<void> clear_account_traits(storage::Transaction& tx, AccountId account);
Result<void> remove_account(storage::Transaction& tx, AccountId account);

// Takes `mentions` out of the names that the list keeps.
Result<void> rename_in_list(storage::Transaction& tx, const Mentions& mentions);

}  // namespace throughline::people
