// The rows of accounts and memberships. Functions run in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "people/account.h"
#include "storage/database.h"

namespace throughline::people {

Result<std::optional<AccountId>> find_account_id(storage::Transaction& tx, const std::string& key);
Result<AccountId> find_or_add_account(storage::Transaction& tx, const std::string& key, Time now);
Result<Account> find_account(storage::Transaction& tx, AccountId id);

// Keeps the earliest `since`. No roles: a member without one.
Result<void> add_membership(storage::Transaction& tx, IdentifierId identifier, AccountId account,
                            const std::vector<std::string>& roles, Time since);

// Of all her identifiers, by the account's key.
Result<std::vector<Membership>> memberships_of(storage::Transaction& tx, ProfileId profile);
// Profiles, each once, above `after`.
Result<std::vector<ProfileId>> members_of(storage::Transaction& tx, AccountId account,
                                          ProfileId after, std::size_t limit);
Result<std::vector<AccountId>> accounts_after(storage::Transaction& tx, AccountId after,
                                              std::size_t limit);

Result<void> clear_accounts(storage::Transaction& tx);  // Their ids stay.

}  // namespace throughline::people
