#include "people/account_store.h"

#include <algorithm>
#include <map>

#include "people/trait_store.h"

namespace throughline::people {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

}  // namespace

Result<std::optional<AccountId>> find_account_id(Transaction& tx, const std::string& key) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT id FROM accounts WHERE key = ?", {Bytes{key}}));
  return row ? std::optional((*row)[0].id<AccountId>()) : std::nullopt;
}

Result<AccountId> find_or_add_account(Transaction& tx, const std::string& key, Time now) {
  TL_TRY_ASSIGN(const auto found, find_account_id(tx, key));
  if (found) {
    return *found;
  }
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO accounts (key, created_at) VALUES (?, ?)", {Bytes{key}, now}));
  return AccountId{id};
}

Result<Account> find_account(Transaction& tx, AccountId id) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT key, created_at FROM accounts WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such account");
  }
  Account account{.id = id, .key = (*row)[0].bytes(), .created_at = (*row)[1].time()};
  TL_TRY_ASSIGN(account.traits, traits_of_account(tx, id));
  TL_TRY_ASSIGN(const Row members,
                tx.row("SELECT COUNT(DISTINCT i.profile) FROM memberships m "
                       "JOIN identifiers i ON i.id = m.identifier WHERE m.account = ?",
                       {id}));
  account.members = members[0].number();
  describe_by_traits(account);
  return account;
}

Result<void> add_membership(Transaction& tx, IdentifierId identifier, AccountId account,
                            const std::vector<std::string>& roles, Time since) {
  for (const std::string& role : roles.empty() ? std::vector<std::string>{""} : roles) {
    TL_TRY(
        tx.run("INSERT INTO memberships (identifier, account, role, since) VALUES (?, ?, ?, ?) "
               "ON CONFLICT (identifier, account, role) DO UPDATE SET since = excluded.since "
               "WHERE excluded.since < memberships.since",
               {identifier, account, Bytes{role}, since}));
  }
  return {};
}

Result<std::vector<Membership>> memberships_of(Transaction& tx, ProfileId profile) {
  std::map<std::string, Membership> by_key;
  TL_TRY(tx.each(
      "SELECT a.key, a.id, m.role, MIN(m.since) FROM identifiers i "
      "JOIN memberships m ON m.identifier = i.id JOIN accounts a ON a.id = m.account "
      "WHERE i.profile = ? GROUP BY a.key, a.id, m.role ORDER BY a.key, m.role",
      {profile}, [&](const Row& row) -> Result<void> {
        const auto [at, is_new] = by_key.try_emplace(row[0].bytes());
        Membership& membership = at->second;
        membership.since = is_new ? row[3].time() : std::min(membership.since, row[3].time());
        membership.account = row[1].id<AccountId>();
        membership.key = row[0].bytes();
        if (!row[2].bytes().empty()) {
          membership.roles.push_back(row[2].bytes());
        }
        return {};
      }));
  std::vector<Membership> memberships;
  memberships.reserve(by_key.size());
  for (auto& [key, membership] : by_key) {
    memberships.push_back(std::move(membership));
  }
  return memberships;
}

Result<std::vector<ProfileId>> members_of(Transaction& tx, AccountId account, ProfileId after,
                                          std::size_t limit) {
  std::vector<ProfileId> members;
  TL_TRY(tx.each(
      "SELECT DISTINCT i.profile FROM memberships m JOIN identifiers i ON i.id = m.identifier "
      "WHERE m.account = ? AND i.profile > ? ORDER BY i.profile LIMIT ?",
      {account, after, limit}, [&](const Row& row) -> Result<void> {
        members.push_back(row[0].id<ProfileId>());
        return {};
      }));
  return members;
}

Result<std::vector<AccountId>> accounts_after(Transaction& tx, AccountId after, std::size_t limit) {
  std::vector<AccountId> accounts;
  TL_TRY(tx.each("SELECT id FROM accounts WHERE id > ? ORDER BY id LIMIT ?", {after, limit},
                 [&](const Row& row) -> Result<void> {
                   accounts.push_back(row[0].id<AccountId>());
                   return {};
                 }));
  return accounts;
}

Result<void> clear_accounts(Transaction& tx) {
  TL_TRY(tx.run("DELETE FROM memberships"));
  return clear_traits(tx, TraitSubject::account, {});
}

}  // namespace throughline::people
