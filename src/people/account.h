// Accounts: companies and households, and who belongs to them.
//
// A group event makes the account, adds to its traits, and makes its sender a member. `role` or
// `roles` in its traits (a text or a list of texts) is what the member is there, and no trait of
// the account. `type` says what sort of account it is, `parents` (or `parent`) which accounts it
// belongs to itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "people/trait.h"

namespace throughline::people {

constexpr std::string_view default_account_type = "company";
constexpr std::size_t roles_max = 20;  // Of one event; more are left out.

// What one group event says.
struct GroupStatement {
  std::vector<Assertion> traits = {};
  std::vector<std::string> roles = {};  // Sorted, each once.
};
// Says nothing where the traits are no JSON object.
GroupStatement parse_group(std::string_view traits, const TraitOrigin& origin);

struct Membership {
  AccountId account = {};
  std::string key = {};                 // The account's id as the customer knows it.
  std::vector<std::string> roles = {};  // Sorted.
  Time since = {};                      // The earliest event that says so.
};

struct Account {
  AccountId id = {};
  std::string key = {};
  std::string type = std::string(default_account_type);
  std::vector<std::string> parents = {};  // Keys of accounts.
  Time created_at = {};
  TraitStates traits = {};
  std::int64_t members = 0;
};
// Reads `type` and `parents` out of the traits.
void describe_by_traits(Account& account);

// Words of names or group ids, each of which must be found; empty: all. In the order of creation.
struct AccountQuery {
  std::string search = {};
  AccountId after = {};
  std::size_t limit = 100;  // At most 1 000.
};

struct AccountPage {
  std::vector<Account> accounts = {};
  std::int64_t total = 0;
  std::optional<AccountId> next = {};
};

}  // namespace throughline::people
