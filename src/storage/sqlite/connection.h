// Connection: one SQLite connection with its cache of prepared statements.
//
// Owned by one thread at a time. Errors: a broken constraint is `conflict`, wrong SQL is `internal`
// (a bug, logged), all else is `unavailable` (a full or failing disk, logged).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "storage/fault_plan.h"
#include "storage/options.h"

struct sqlite3;
struct sqlite3_stmt;

namespace throughline::storage::sqlite {

enum class Access { read, write };

class Connection {
 public:
  // Access::write creates a missing file.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Access access,
                                                  const StorageOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> each(std::string_view sql, const Arguments& arguments, const RowSink& sink);
  Result<void> script(std::string_view sql);
  // BEGIN, COMMIT and the like, as `call` for the fault plan.
  Result<void> control(Call call, std::string_view sql);

  // False: SQLite has rolled everything back on its own, or there is no transaction.
  [[nodiscard]] bool in_transaction() const;
  // From now on a commit copies nothing from the write-ahead log, and says how long the log is.
  void watch_log();
  [[nodiscard]] int log_pages() const { return log_pages_; }
  // Whether a commit wrote to the log since this was last asked.
  bool take_log_written();
  // The last connection to close then leaves the write-ahead log as it is.
  void keep_log();
  void use_cache(std::size_t bytes);
  // After the group: at most as many statements as the cache may hold.
  void trim_cache();

 private:
  struct Statement {
    sqlite3_stmt* handle = nullptr;
    bool busy = false;  // A sink that runs the statement it is called from gets another copy.
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  class Use;

  Connection(sqlite3* handle, FaultPlan* faults) : handle_(handle), faults_(faults) {}
  Result<void> configure(Access access, const StorageOptions& options);
  Result<sqlite3_stmt*> prepare(std::string_view sql);
  Result<void> bind(sqlite3_stmt* statement, const Arguments& arguments);
  Result<void> step_through(sqlite3_stmt* statement, const RowSink& sink);
  Error failure(std::string_view what);

  sqlite3* handle_;
  FaultPlan* faults_;
  int log_pages_ = 0;  // After the last commit that wrote.
  bool log_written_ = false;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
};

}  // namespace throughline::storage::sqlite
