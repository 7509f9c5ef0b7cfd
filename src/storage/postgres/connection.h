// Connection: one libpq connection, bound to one schema, with its prepared statements.
//
// Owned by one thread at a time. Errors: a broken constraint is `conflict`, wrong SQL is `internal`
// (a bug, logged), all else is `unavailable`. A result is gathered whole before its first row is
// handed out, so that a sink may run statements of its own: read long tables page by page.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "storage/database.h"
#include "storage/fault_plan.h"

struct pg_conn;
struct pg_result;

namespace throughline::storage::postgres {

class Connection {
 public:
  // An empty schema keeps the server's search_path.
  static Result<std::unique_ptr<Connection>> open(const std::string& url, const std::string& schema,
                                                  FaultPlan* faults);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> each(std::string_view sql, const Arguments& arguments, const RowSink& sink);
  // Several statements without arguments.
  Result<void> script(std::string_view sql);
  // BEGIN, COMMIT and the like, as `call` for the fault plan.
  Result<void> control(Call call, const char* sql);

  // What the last error means for its unit.
  enum class Trouble {
    none,
    lost_race,  // Serialization failure or deadlock: the same body may succeed if run again.
    duplicate,  // A unique constraint, which may also be a lost race.
    other
  };
  [[nodiscard]] Trouble trouble() const { return trouble_; }
  [[nodiscard]] bool broken() const;
  [[nodiscard]] bool in_transaction() const;
  // Forgets all prepared statements if there are too many. Outside transactions.
  void trim_cache();

 private:
  struct Free {
    void operator()(pg_result* result) const;
  };
  using Answer = std::unique_ptr<pg_result, Free>;
  class Packed;

  Connection(pg_conn* handle, FaultPlan* faults) : handle_(handle), faults_(faults) {}
  Result<void> configure(const std::string& schema);
  Result<std::string> prepared(std::string_view sql, const Packed& packed);
  // The answer, or the error that its state means.
  Result<Answer> checked(pg_result* raw, std::string_view what);
  Error failure(const pg_result* answer, std::string_view what);

  pg_conn* handle_;
  FaultPlan* faults_;
  bool lost_ = false;  // It failed without an answer of the server.
  Trouble trouble_ = Trouble::none;
  // By the text and the types of the arguments; the name on the server.
  std::unordered_map<std::string, std::string> statements_;
};

}  // namespace throughline::storage::postgres
