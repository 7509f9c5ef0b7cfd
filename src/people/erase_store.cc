#include "people/erase_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "codec/json_view.h"
#include "codec/json_writer.h"

namespace throughline::people {
namespace {

using storage::Arguments;
using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view key_value = "tombstone_key";
constexpr std::string_view certificate_columns =
    "id, erased_at, profile, mode, actor, reason, stores, finished, backups_expire_at";

std::string to_json(const std::vector<ErasedStore>& stores) {
  codec::JsonWriter writer;
  writer.begin_object();
  for (const ErasedStore& store : stores) {
    writer.member(store.store, store.rows);
  }
  return writer.end_object().take();
}

std::vector<ErasedStore> stores_in(const std::string& json) {
  std::vector<ErasedStore> stores;
  if (const auto document = codec::JsonDocument::parse(json); document.ok()) {
    for (const auto& [name, rows] : document->root().members()) {
      stores.push_back({std::string(name), rows.integer().value_or(0)});
    }
  }
  return stores;
}

Certificate certificate_of(const Row& row) {
  return {.id = row[0].number(),
          .erased_at = row[1].time(),
          .profile = row[2].text(),
          .mode = static_cast<ErasureMode>(row[3].number()),
          .actor = row[4].bytes(),
          .reason = row[5].bytes(),
          .stores = stores_in(row[6].text()),
          .finished = row[7].number() != 0,
          .backups_expire_at = row[8].time()};
}

// How many rows went.
Result<std::int64_t> remove_where(Transaction& tx, std::string_view table, std::string_view column,
                                  std::int64_t value) {
  TL_TRY_ASSIGN(
      const Row count,
      tx.row(fmt::format("SELECT COUNT(*) FROM {} WHERE {} = ?", table, column), {value}));
  if (count[0].number() > 0) {
    TL_TRY(tx.run(fmt::format("DELETE FROM {} WHERE {} = ?", table, column), {value}));
  }
  return count[0].number();
}

std::string joined(const std::vector<IdentifierId>& ids) {
  std::string text;
  for (const IdentifierId id : ids) {
    text += (text.empty() ? "" : ",") + std::to_string(id.value);
  }
  return text;
}

bool take_out(std::vector<IdentifierId>& from, const std::vector<IdentifierId>& ids) {
  return std::erase_if(from, [&](IdentifierId id) {
           return std::find(ids.begin(), ids.end(), id) != ids.end();
         }) > 0;
}

bool says_something(const DecisionRow& row) {
  if (row.kind == "merge") {
    return row.identifiers.size() > 1;
  }
  return !row.identifiers.empty() && (row.kind != "unmerge" || !row.others.empty());
}

}  // namespace

Result<std::string> tombstone_key(Transaction& tx, const std::string& fresh) {
  TL_TRY_ASSIGN(auto known, find_value(tx, key_value));
  if (known && (fresh.empty() || *known == fresh)) {
    return *std::move(known);
  }
  TL_TRY(save_value(tx, key_value, fresh));
  return fresh;
}

Result<std::vector<TombstoneSet>> tombstone_sets(Transaction& tx) {
  std::vector<TombstoneSet> sets(1);
  TL_TRY_ASSIGN(sets.front().key, tombstone_key(tx, {}));
  const auto take = [&](const Row& row) -> Result<void> {
    if (row[0].bytes() != sets.back().key) {
      sets.push_back({.key = row[0].bytes()});
    }
    sets.back().stones.push_back(
        {row[1].bytes(), static_cast<ErasureMode>(row[2].number()), row[3].time()});
    return {};
  };
  TL_TRY(
      tx.each("SELECT v.value, t.mac, t.mode, t.since FROM tombstones t, people_values v "
              "WHERE v.name = ? ORDER BY t.mac",
              {key_value}, take));
  TL_TRY(
      tx.each("SELECT digest_key, mac, mode, since FROM foreign_tombstones "
              "ORDER BY digest_key, mac",
              {}, take));
  return sets;
}

Result<void> add_tombstones(Transaction& tx, const std::vector<std::string>& macs,
                            std::int64_t erasure, ErasureMode mode, Time now) {
  for (const std::string& mac : macs) {
    TL_TRY(
        tx.run("INSERT INTO tombstones (mac, erasure, mode, since) VALUES (?, ?, ?, ?) "
               "ON CONFLICT (mac) DO UPDATE SET erasure = excluded.erasure, mode = excluded.mode",
               {Bytes{mac}, erasure, static_cast<int>(mode), now}));
  }
  return {};
}

Result<void> keep_tombstone(Transaction& tx, const std::string& mac, ErasureMode mode, Time since) {
  return tx.run(
      "INSERT INTO tombstones (mac, erasure, mode, since) VALUES (?, 0, ?, ?) "
      "ON CONFLICT DO NOTHING",
      {Bytes{mac}, static_cast<int>(mode), since});
}

Result<void> keep_foreign_tombstone(Transaction& tx, const std::string& key,
                                    const Tombstone& stone) {
  return tx.run(
      "INSERT INTO foreign_tombstones (mac, digest_key, mode, since) VALUES (?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      {Bytes{stone.mac}, Bytes{key}, static_cast<int>(stone.mode), stone.since});
}

Result<void> remove_tombstones(Transaction& tx, const std::vector<std::string>& macs) {
  for (const std::string& mac : macs) {
    TL_TRY(tx.run("DELETE FROM tombstones WHERE mac = ?", {Bytes{mac}}));
    TL_TRY(tx.run("DELETE FROM foreign_tombstones WHERE mac = ?", {Bytes{mac}}));
  }
  return {};
}

Result<std::int64_t> add_certificate(Transaction& tx, const Certificate& certificate) {
  return tx.insert(
      "INSERT INTO erasures (erased_at, profile, mode, actor, reason, stores, finished, "
      "backups_expire_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {certificate.erased_at, certificate.profile, static_cast<int>(certificate.mode),
       Bytes{certificate.actor}, Bytes{certificate.reason}, to_json(certificate.stores),
       certificate.finished ? 1 : 0, certificate.backups_expire_at});
}

Result<void> finish_certificates(Transaction& tx, const std::vector<std::int64_t>& ids) {
  for (const std::int64_t id : ids) {
    TL_TRY(tx.run("UPDATE erasures SET finished = 1 WHERE id = ?", {id}));
  }
  return {};
}

Result<std::set<Time>> erasure_times(Transaction& tx) {
  std::set<Time> times;
  TL_TRY(tx.each("SELECT erased_at FROM erasures", {}, [&](const Row& row) -> Result<void> {
    times.insert(row[0].time());
    return {};
  }));
  return times;
}

Result<std::vector<std::int64_t>> unfinished_certificates(Transaction& tx) {
  std::vector<std::int64_t> ids;
  TL_TRY(tx.each("SELECT id FROM erasures WHERE finished = 0", {},
                 [&](const Row& row) -> Result<void> {
                   ids.push_back(row[0].number());
                   return {};
                 }));
  return ids;
}

Result<Certificate> find_certificate(Transaction& tx, std::int64_t id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT " + std::string(certificate_columns) +
                                                " FROM erasures WHERE id = ?",
                                            {id}));
  if (!row) {
    return Error::not_found("there is no such certificate");
  }
  return certificate_of(*row);
}

Result<std::int64_t> last_erasure(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row,
                tx.row("SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) FROM erasures"));
  return row[0].number();
}

Result<std::vector<Certificate>> certificates(Transaction& tx, std::int64_t before,
                                              std::size_t limit) {
  const std::int64_t below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  std::vector<Certificate> found;
  TL_TRY(tx.each("SELECT " + std::string(certificate_columns) +
                     " FROM erasures WHERE id < ? ORDER BY id DESC LIMIT ?",
                 {below, limit}, [&](const Row& row) -> Result<void> {
                   found.push_back(certificate_of(row));
                   return {};
                 }));
  return found;
}

Result<void> forget_component(Transaction& tx, std::int64_t component) {
  TL_TRY(
      tx.run("DELETE FROM claims WHERE first IN (SELECT id FROM identifiers WHERE component = ?)",
             {component}));
  TL_TRY(tx.run("DELETE FROM components WHERE id = ?", {component}));
  return tx.run(
      "UPDATE identifiers SET component = 0, verified = 0, join_bucket = 0, joins = 0, held = 0 "
      "WHERE component = ?",
      {component});
}

Result<void> remove_identifiers(Transaction& tx, const std::vector<IdentifierId>& ids,
                                std::vector<ErasedStore>& stores) {
  struct Place {
    std::string_view table;
    std::string_view column;
  };
  for (const IdentifierId id : ids) {
    TL_TRY(
        tx.run("UPDATE indexed_names SET events = events - (SELECT SUM(c.events) FROM event_counts "
               "c WHERE c.name = indexed_names.id AND c.identifier = ?) "
               "WHERE id IN (SELECT name FROM event_counts WHERE identifier = ?)",
               {id, id}));
  }
  constexpr std::array<Place, 9> places = {{{"identifier_traits", "subject"},
                                            {"memberships", "identifier"},
                                            {"consents", "identifier"},
                                            {"event_counts", "identifier"},
                                            {"decided_identifiers", "identifier"},
                                            {"duplicates", "one"},
                                            {"duplicates", "other"},
                                            {"profiles", "id"},
                                            {"identifiers", "id"}}};
  for (const Place& place : places) {
    ErasedStore store{.store = std::string(place.table)};
    for (const IdentifierId id : ids) {
      TL_TRY_ASSIGN(const std::int64_t rows, remove_where(tx, place.table, place.column, id.value));
      store.rows += rows;
    }
    stores.push_back(std::move(store));
  }
  return {};
}

Result<std::int64_t> remove_from_decisions(Transaction& tx, const std::vector<IdentifierId>& ids,
                                           const Mentions& mentions) {
  std::int64_t changed = 0;
  TL_TRY_ASSIGN(const auto decisions, decisions_by(tx, std::nullopt));
  for (DecisionRow row : decisions) {
    const bool first = take_out(row.identifiers, ids);
    const bool second = take_out(row.others, ids);
    const std::string reason = mentions.without(row.reason, Mentions::Short::taken);
    if (!first && !second && reason == row.reason) {
      continue;
    }
    ++changed;
    if (says_something(row)) {
      TL_TRY(tx.run("UPDATE decisions SET identifiers = ?, others = ?, reason = ? WHERE id = ?",
                    {joined(row.identifiers), joined(row.others), Bytes{reason}, row.id}));
      continue;
    }
    TL_TRY(tx.run("DELETE FROM decisions WHERE id = ?", {row.id}));
    TL_TRY(tx.run("DELETE FROM decided_identifiers WHERE decision = ?", {row.id}));
  }
  return changed;
}

Result<std::vector<AccountId>> accounts_of(Transaction& tx, const std::vector<IdentifierId>& ids) {
  std::vector<AccountId> accounts;
  for (const IdentifierId id : ids) {
    TL_TRY(tx.each("SELECT DISTINCT account FROM memberships WHERE identifier = ?", {id},
                   [&](const Row& row) -> Result<void> {
                     accounts.push_back(row[0].id<AccountId>());
                     return {};
                   }));
  }
  std::sort(accounts.begin(), accounts.end());
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  return accounts;
}

Result<std::vector<IdentifierId>> identifiers_in(Transaction& tx, AccountId account) {
  std::vector<IdentifierId> ids;
  TL_TRY(tx.each("SELECT DISTINCT identifier FROM memberships WHERE account = ?", {account},
                 [&](const Row& row) -> Result<void> {
                   ids.push_back(row[0].id<IdentifierId>());
                   return {};
                 }));
  return ids;
}

Result<void> clear_statements(Transaction& tx, IdentifierId identifier) {
  TL_TRY(tx.run("DELETE FROM identifier_traits WHERE subject = ?", {identifier}));
  return tx.run("DELETE FROM memberships WHERE identifier = ?", {identifier});
}

Result<std::vector<std::string>> spellings_of(Transaction& tx, IdentifierId identifier) {
  std::vector<std::string> spellings;
  TL_TRY(tx.each("SELECT value FROM identifier_traits WHERE subject = ? AND key IN (?, ?)",
                 {identifier, Bytes{"email"}, Bytes{"phone"}}, [&](const Row& row) -> Result<void> {
                   const auto value = codec::JsonDocument::parse(row[0].text());
                   if (value.ok() && !value->root().text().empty()) {
                     spellings.emplace_back(value->root().text());
                   }
                   return {};
                 }));
  return spellings;
}

Result<std::int64_t> remove_from_duplicates(Transaction& tx, const Mentions& mentions) {
  std::vector<std::pair<std::int64_t, std::string>> changed;
  TL_TRY(tx.each("SELECT id, reason FROM duplicates WHERE reason IS NOT NULL", {},
                 [&](const Row& row) -> Result<void> {
                   const std::string reason = row[1].bytes();
                   std::string next = mentions.without(reason, Mentions::Short::taken);
                   if (next != reason) {
                     changed.emplace_back(row[0].number(), std::move(next));
                   }
                   return {};
                 }));
  for (const auto& [id, reason] : changed) {
    TL_TRY(tx.run("UPDATE duplicates SET reason = ? WHERE id = ?", {Bytes{reason}, id}));
  }
  return static_cast<std::int64_t>(changed.size());
}

Result<void> clear_account_traits(Transaction& tx, AccountId account) {
  TL_TRY(tx.run("DELETE FROM account_traits WHERE subject = ?", {account}));
  return tx.run("DELETE FROM indexed_account_traits WHERE account = ?", {account});
}

Result<void> remove_account(Transaction& tx, AccountId account) {
  TL_TRY(tx.run("DELETE FROM indexed_accounts WHERE account = ?", {account}));
  return tx.run("DELETE FROM accounts WHERE id = ?", {account});
}

Result<void> rename_in_list(Transaction& tx, const Mentions& mentions) {
  std::vector<std::pair<std::int64_t, std::string>> renamed;
  TL_TRY(tx.each("SELECT id, name FROM indexed_names", {}, [&](const Row& row) -> Result<void> {
    const std::string name = row[1].text();
    const std::string next = mentions.without(name, Mentions::Short::kept);
    if (next != name) {
      renamed.emplace_back(row[0].number(), next + " " + std::to_string(row[0].number()));
    }
    return {};
  }));
  for (const auto& [id, name] : renamed) {
    TL_TRY(tx.run("UPDATE indexed_names SET name = ? WHERE id = ?", {name, id}));
  }
  return {};
}

}  // namespace throughline::people
