#include <sqlite3.h>

#include <memory>

#include "base/log.h"
#include "storage/files.h"
#include "storage/sqlite/sqlite_database.h"

namespace throughline::storage::sqlite {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Error backup_error(const std::string& path, int code) {
  log(LogLevel::error, "a backup failed", {{"path", path}, {"why", sqlite3_errstr(code)}});
  return Error::unavailable("the backup failed: " + std::string(sqlite3_errstr(code)));
}

Result<Handle> open_file(const std::string& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) {
    return backup_error(path, code);
  }
  sqlite3_busy_timeout(handle.get(), 10'000);
  return handle;
}

// All pages in one step: one read transaction, so one consistent state.
Result<void> copy_pages(const std::string& from, const std::string& to) {
  TL_TRY_ASSIGN(const Handle source, open_file(from, SQLITE_OPEN_READWRITE));
  // Who archives the log wants to find it as it was.
  sqlite3_db_config(source.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  TL_TRY_ASSIGN(const Handle target, open_file(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  sqlite3_backup* backup = sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (backup == nullptr) {
    return backup_error(to, sqlite3_errcode(target.get()));
  }
  sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) {
    return backup_error(to, code);
  }
  return {};
}

Result<void> check(const std::string& path) {
  TL_TRY_ASSIGN(const Handle handle, open_file(path, SQLITE_OPEN_READWRITE));
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle.get(), "PRAGMA quick_check(1)", -1, &statement, nullptr);
  bool sound = false;
  if (code == SQLITE_OK) {
    code = sqlite3_step(statement);
  }
  if (code == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sound = text != nullptr && std::string(text) == "ok";
    code = SQLITE_CORRUPT;
  }
  sqlite3_finalize(statement);
  if (!sound) {
    return backup_error(path, code);
  }
  return {};
}

Result<void> remove_with_logs(const std::string& path) {
  for (const char* suffix : {"-wal", "-shm", "-journal", ""}) {
    TL_TRY(remove_file(path + suffix));
  }
  return {};
}

}  // namespace

Result<void> back_up(const std::string& path, const std::string& target) {
  const std::string part = target + ".part";
  TL_TRY(remove_with_logs(part));
  TL_TRY(copy_pages(path, part));
  TL_TRY(check(part));
  TL_TRY(remove_file(part + "-wal"));
  TL_TRY(remove_file(part + "-shm"));
  TL_TRY(sync_file(part));
  return replace_file(part, target);
}

Result<void> restore(const std::string& backup, const std::string& path) {
  const std::string part = path + ".part";
  TL_TRY(remove_with_logs(part));
  TL_TRY(copy_file(backup, part));
  TL_TRY(check(part));
  // A log of the replaced database must never meet the restored file.
  for (const char* suffix : {"-wal", "-shm"}) {
    TL_TRY(remove_file(part + suffix));
    TL_TRY(remove_file(path + suffix));
  }
  TL_TRY(sync_file(part));
  return replace_file(part, path);
}

}  // namespace throughline::storage::sqlite
