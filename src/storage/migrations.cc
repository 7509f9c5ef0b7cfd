#include "storage/migrations.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "storage/database.h"

namespace throughline::storage {
namespace {

constexpr std::string_view create_table =
    "CREATE TABLE IF NOT EXISTS migrations ("
    "name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";

std::string checksum_of(std::string_view sql) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest = {};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(sql.data()), sql.size());
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

using Applied = std::map<std::string, std::string, std::less<>>;  // Name to checksum.

Result<Applied> applied_in(Database& database) {
  return database.write([](Transaction& tx) -> Result<Applied> {
    TL_TRY(tx.script(create_table));
    Applied applied;
    TL_TRY(tx.each("SELECT name, checksum FROM migrations", {},
                   [&applied](const Row& row) -> Result<void> {
                     applied.emplace(row.at(0).text(), row.at(1).text());
                     return {};
                   }));
    return applied;
  });
}

Result<void> check_known(const Applied& applied, const std::vector<const Migration*>& known) {
  for (const auto& [name, checksum] : applied) {
    const auto same_name = [&name = name](const Migration* m) { return m->name == name; };
    const auto found = std::find_if(known.begin(), known.end(), same_name);
    if (found == known.end()) {
      return Error::conflict(
          "this database was written by a newer version of Throughline (it has " + name +
          "); start that version or a later one");
    }
    if (checksum_of((*found)->sql) != checksum) {
      return Error::conflict("the migration " + name +
                             " is not the one that this database was made with");
    }
  }
  return {};
}

Result<void> apply(Transaction& tx, const std::vector<const Migration*>& pending, Time now) {
  for (const Migration* migration : pending) {
    const Result<void> ran = tx.script(for_dialect(migration->sql, tx.dialect()));
    if (!ran.ok()) {
      log(LogLevel::error, "a migration failed", {{"name", std::string(migration->name)}});
      return Error{ran.error().code, "the migration " + std::string(migration->name) +
                                         " failed: " + ran.error().message};
    }
    TL_TRY(tx.run("INSERT INTO migrations (name, checksum, applied_at) VALUES (?, ?, ?)",
                  {migration->name, checksum_of(migration->sql), now}));
  }
  return {};
}

}  // namespace

Result<void> apply_migrations(Database& database, Scope scope, const Clock& clock,
                              const BackupHook& backup, const std::vector<Migration>& known) {
  std::vector<const Migration*> own;
  for (const Migration& migration : known) {
    if (migration.scope == scope) {
      own.push_back(&migration);
    }
  }
  TL_TRY_ASSIGN(const Applied applied, applied_in(database));
  TL_TRY(check_known(applied, own));
  std::vector<const Migration*> pending;
  for (const Migration* migration : own) {
    if (!applied.contains(migration->name)) {
      pending.push_back(migration);
    }
  }
  if (pending.empty()) {
    return {};
  }
  if (!applied.empty()) {
    TL_TRY(backup(pending.back()->name));
  }
  const Time now = clock.now();
  return database.write([&](Transaction& tx) -> Result<void> { return apply(tx, pending, now); });
}

}  // namespace throughline::storage
