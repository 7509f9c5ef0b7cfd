#include "storage/sqlite/connection.h"

#include <sqlite3.h>

#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "base/overloaded.h"
#include "base/text.h"

namespace throughline::storage::sqlite {
namespace {

constexpr std::size_t cached_statements_max = 2000;
constexpr int busy_timeout_ms = 10'000;

// Once per process and before the first connection: counting memory takes a lock at each
// allocation. In a process that has used SQLite before, it stays as it is.
void stop_counting_memory() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
}

Value value_of(sqlite3_stmt* statement, int i) {
  switch (sqlite3_column_type(statement, i)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, i)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, i);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
      return std::string(text, size);
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
      return Bytes{size == 0 ? std::string() : std::string(bytes, size)};
    }
    default:
      return {};
  }
}

int bind_value(sqlite3_stmt* statement, int i, const Value& value) {
  // The arguments outlive the step, so nothing is copied.
  return std::visit(
      overloaded{[&](std::monostate) { return sqlite3_bind_null(statement, i); },
                 [&](std::int64_t number) { return sqlite3_bind_int64(statement, i, number); },
                 [&](double number) { return sqlite3_bind_double(statement, i, number); },
                 [&](const std::string& text) {
                   return sqlite3_bind_text64(statement, i, text.data(), text.size(), SQLITE_STATIC,
                                              SQLITE_UTF8);
                 },
                 [&](const Bytes& bytes) {
                   return sqlite3_bind_blob64(statement, i, bytes.bytes.data(), bytes.bytes.size(),
                                              SQLITE_STATIC);
                 }},
      value.variant());
}

}  // namespace

// A statement in use. Gives it back, reset, at the end of the scope.
class Connection::Use {
 public:
  explicit Use(Statement& cached) : cached_(&cached), handle_(cached.handle) { cached.busy = true; }
  explicit Use(sqlite3_stmt* own) : handle_(own) {}
  ~Use() {
    if (cached_ == nullptr) {
      sqlite3_finalize(handle_);
      return;
    }
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
    cached_->busy = false;
  }
  Use(const Use&) = delete;
  Use& operator=(const Use&) = delete;

  [[nodiscard]] sqlite3_stmt* handle() const { return handle_; }

 private:
  Statement* cached_ = nullptr;
  sqlite3_stmt* handle_;
};

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Access access,
                                                     const StorageOptions& options) {
  if (options.faults != nullptr && options.faults->fails(Call::open)) {
    return Error::unavailable("the database cannot be opened");
  }
  stop_counting_memory();
  sqlite3* handle = nullptr;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (access == Access::write) {
    flags |= SQLITE_OPEN_CREATE;
  }
  const char* vfs = options.sqlite_vfs.empty() ? nullptr : options.sqlite_vfs.c_str();
  const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  std::unique_ptr<Connection> connection(new Connection(handle, options.faults));
  if (opened != SQLITE_OK) {
    return connection->failure("opening the database " + path);
  }
  TL_TRY(connection->configure(access, options));
  return connection;
}

Result<void> Connection::configure(Access access, const StorageOptions& options) {
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  // As in PostgreSQL, "x" is a name and never a text.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  const bool writes = access == Access::write;
  const std::size_t cache =
      writes ? options.sqlite_writer_cache_bytes : options.sqlite_reader_cache_bytes;
  std::string pragmas;
  if (writes) {
    pragmas += "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;";
    pragmas += "PRAGMA wal_autocheckpoint=" + std::to_string(options.sqlite_checkpoint_pages) + ";";
  } else {
    pragmas += "PRAGMA query_only=ON;";
  }
  pragmas += "PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY;PRAGMA trusted_schema=OFF;";
  pragmas += "PRAGMA case_sensitive_like=ON;";
  pragmas += "PRAGMA cache_size=-" + std::to_string(cache / 1024) + ";";
  if (sqlite3_exec(handle_, pragmas.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure("configuring the database");
  }
  return {};
}

Connection::~Connection() {
  for (auto& [text, statement] : statements_) {
    sqlite3_finalize(statement.handle);
  }
  if (sqlite3_close(handle_) != SQLITE_OK) {
    abort_fatally("a statement outlived its connection", __FILE__, __LINE__);
  }
}

Error Connection::failure(std::string_view what) {
  const int code = sqlite3_extended_errcode(handle_);
  const std::string reason = handle_ == nullptr ? "no memory" : sqlite3_errmsg(handle_);
  const int primary = code & 0xff;
  if (primary == SQLITE_CONSTRAINT) {
    log(LogLevel::debug, "a constraint refused a row", {{"reason", reason}});
    return Error::conflict("this conflicts with what is stored already");
  }
  const bool bug = primary == SQLITE_ERROR || primary == SQLITE_MISUSE || primary == SQLITE_RANGE ||
                   primary == SQLITE_READONLY || primary == SQLITE_MISMATCH ||
                   primary == SQLITE_TOOBIG;
  log(LogLevel::error, bug ? "a statement is wrong" : "the database failed",
      {{"reason", reason}, {"code", std::to_string(code)}, {"at", std::string(what)}});
  return bug ? Error::internal("something went wrong on our side; it has been logged")
             : Error::unavailable("the database is unavailable; try again shortly");
}

Result<sqlite3_stmt*> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &handle, &rest) != SQLITE_OK) {
    return failure(sql);
  }
  TL_ASSERT(handle != nullptr);  // Only a comment.
  // A second statement would be dropped without a word.
  const std::string_view left(rest, sql.size() - static_cast<std::size_t>(rest - sql.data()));
  if (!trimmed(left).empty()) {
    sqlite3_finalize(handle);
    throw_broken_invariant("one statement at a time", __FILE__, __LINE__);
  }
  return handle;
}

Result<void> Connection::bind(sqlite3_stmt* statement, const Arguments& arguments) {
  TL_ASSERT(sqlite3_bind_parameter_count(statement) == static_cast<int>(arguments.size()));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (bind_value(statement, static_cast<int>(i) + 1, arguments[i]) != SQLITE_OK) {
      return failure("binding an argument");
    }
  }
  return {};
}

Result<void> Connection::step_through(sqlite3_stmt* statement, const RowSink& sink) {
  const int columns = sqlite3_column_count(statement);
  Row row(static_cast<std::size_t>(columns));
  for (;;) {
    const int stepped = sqlite3_step(statement);
    if (stepped == SQLITE_DONE) {
      return {};
    }
    if (stepped != SQLITE_ROW) {
      return failure(sqlite3_sql(statement));
    }
    for (int i = 0; i < columns; ++i) {
      row[static_cast<std::size_t>(i)] = value_of(statement, i);
    }
    TL_TRY(sink(row));
  }
}

Result<void> Connection::each(std::string_view sql, const Arguments& arguments,
                              const RowSink& sink) {
  auto cached = statements_.find(sql);
  if (cached == statements_.end()) {
    TL_TRY_ASSIGN(sqlite3_stmt* const handle, prepare(sql));
    cached = statements_.emplace(std::string(sql), Statement{handle}).first;
  }
  if (cached->second.busy) {
    TL_TRY_ASSIGN(sqlite3_stmt* const copy, prepare(sql));
    const Use use(copy);
    TL_TRY(bind(use.handle(), arguments));
    return step_through(use.handle(), sink);
  }
  const Use use(cached->second);
  TL_TRY(bind(use.handle(), arguments));
  return step_through(use.handle(), sink);
}

Result<void> Connection::script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure("a script");
  }
  return {};
}

Result<void> Connection::control(Call call, std::string_view sql) {
  if (faults_ != nullptr && faults_->fails(call)) {
    return Error::unavailable("the database is unavailable; try again shortly");
  }
  return each(sql, {}, [](const Row&) -> Result<void> { return {}; });
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void Connection::watch_log() {
  sqlite3_wal_hook(
      handle_,
      [](void* self, sqlite3*, const char*, int pages) {
        auto* const connection = static_cast<Connection*>(self);
        connection->log_pages_ = pages;
        connection->log_written_ = true;
        return SQLITE_OK;
      },
      this);
}

bool Connection::take_log_written() {
  return std::exchange(log_written_, false);
}

void Connection::keep_log() {
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Connection::use_cache(std::size_t bytes) {
  (void)script("PRAGMA cache_size=-" + std::to_string(bytes / 1024));
}

void Connection::trim_cache() {
  if (statements_.size() <= cached_statements_max) {
    return;
  }
  for (auto& [text, statement] : statements_) {
    sqlite3_finalize(statement.handle);
  }
  statements_.clear();
}

}  // namespace throughline::storage::sqlite
