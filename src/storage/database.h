// Database: the record of one workspace (or of the instance), on SQLite or PostgreSQL.
//
// read() runs a body on a reader connection and sees one consistent snapshot. write() runs a body
// as one unit of work: all of it is committed, or nothing. Many units share one commit (SQLite), or
// run side by side and are run again after a serialization failure (PostgreSQL); a body must
// therefore have no effect outside its transaction except through the hooks below.
//
// SQL is what both understand. LIKE tells capitals apart and "x" is a name. Text is ordered by code
// point where the column says {{binary_order}}; a NULL whose type nothing tells needs a CAST. On
// PostgreSQL a result is gathered whole before its first row: read long tables page by page.
//
// Thread-safe. Transactions are owned by the thread that runs the body and never stored.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "base/result.h"
#include "storage/value.h"

namespace throughline {
class Clock;
}

namespace throughline::storage {

class Database;

enum class Dialect { sqlite, postgres };

// When a hook runs after COMMIT. For a group: every unit's `index` hooks, then every unit's `cache`
// hooks, then the units are acknowledged, then every unit's `live` hooks.
enum class Stage { index, cache, live };

using RowSink = std::function<Result<void>(const Row&)>;

// One open transaction, or one unit of work within a group.
class Transaction {
 public:
  Transaction() = default;
  virtual ~Transaction() = default;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // `sql` marks arguments with '?' in both dialects. Statements are cached by their text. An error
  // of a statement dooms its transaction: what follows answers the same error and nothing commits,
  // even if the body returns a value. (Expected conflicts are what ON CONFLICT is for.) An error of
  // the sink ends the statement and dooms nothing.
  virtual Result<void> each(std::string_view sql, const Arguments& arguments,
                            const RowSink& sink) = 0;
  Result<std::vector<Row>> rows(std::string_view sql, const Arguments& arguments = {});
  // The first row, or Error::not_found.
  Result<Row> row(std::string_view sql, const Arguments& arguments = {});
  Result<std::optional<Row>> find_row(std::string_view sql, const Arguments& arguments = {});
  Result<void> run(std::string_view sql, const Arguments& arguments = {});
  // Runs an `INSERT ...` of one row into a table with an `id`, and gives the new id.
  Result<std::int64_t> insert(std::string_view sql, const Arguments& arguments = {});

  // Several statements without arguments, separated by ';': migrations.
  virtual Result<void> script(std::string_view sql) = 0;

  [[nodiscard]] virtual Database& database() = 0;
  [[nodiscard]] virtual Dialect dialect() const = 0;

  // Hooks of a unit of work; in a read() they are a bug. Bodies of hooks may not fail or throw, and
  // run on the committing thread, where a blocking write() is a bug too. On PostgreSQL several
  // units commit, and their hooks run, at the same time. A unit that rolls back runs its rollback
  // hooks and nothing else.
  virtual void after_commit(Stage stage, std::function<void()> hook) = 0;
  virtual void on_rollback(std::function<void()> hook) = 0;
};

using Body = std::function<Result<void>(Transaction&)>;
using Completion = std::function<void(Result<void>)>;

class Database {
 public:
  virtual ~Database();
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Blocking. A nested write() from inside a body is a bug (asserted).
  template <class F>
  auto write(const F& body) -> decltype(body(std::declval<Transaction&>())) {
    return run_body(body, [this](const Body& b) { return run_write(b); });
  }
  template <class F>
  auto read(const F& body) -> decltype(body(std::declval<Transaction&>())) {
    return run_body(body, [this](const Body& b) { return run_read(b); });
  }

  // Queues a unit and returns at once. `done` runs on the committing thread after the commit, and
  // must be quick. `bytes` counts against the queue's limit. A full queue calls `done` at once with
  // Error::unavailable.
  virtual void submit(Body body, std::size_t bytes, Completion done) = 0;

  [[nodiscard]] virtual Dialect dialect() const = 0;

  // Leaves no trace of overwritten rows in the write-ahead log (SQLite; elsewhere nothing to do).
  virtual Result<void> truncate_log() = 0;

  // Objects of other rooms that live as long as this database: indexes, caches, reactors. Attached
  // while the workspace opens and never replaced after, so reading them needs no lock. They are
  // destroyed in reverse order, after the last unit and before the last connection.
  template <class T>
  T& attach(std::unique_ptr<T> object) {
    T& reference = *object;
    keep(typeid(T), std::shared_ptr<void>(std::move(object)));
    return reference;
  }
  template <class T>
  [[nodiscard]] T& attached() {
    return *static_cast<T*>(find(typeid(T)));
  }

  // Runs when units of a group were lost although their bodies had succeeded (a failed COMMIT): all
  // in-memory state that mirrors the record must be dropped and read again.
  void on_reset(std::function<void()> hook);

 protected:
  virtual Result<void> run_write(const Body& body) = 0;
  virtual Result<void> run_read(const Body& body) = 0;
  void reset();
  // For destructors of implementations: the writers have stopped, readers still work.
  void release_attached();

 private:
  template <class F, class Run>
  static auto run_body(const F& body, const Run& run)
      -> decltype(body(std::declval<Transaction&>())) {
    using Outcome = decltype(body(std::declval<Transaction&>()));
    std::optional<Outcome> outcome;
    Result<void> ran = run([&](Transaction& tx) -> Result<void> {
      outcome.emplace(body(tx));
      if (!outcome->ok()) {
        return outcome->error();
      }
      return {};
    });
    if (!ran.ok()) {
      return std::move(ran).error();
    }
    return *std::move(outcome);  // NOLINT(bugprone-unchecked-optional-access): the body ran.
  }
  void keep(std::type_index type, std::shared_ptr<void> object);
  // Asserts that there is one.
  void* find(std::type_index type);

  std::vector<std::pair<std::type_index, std::shared_ptr<void>>> attached_;
  std::vector<std::function<void()>> reset_hooks_;
};

}  // namespace throughline::storage
