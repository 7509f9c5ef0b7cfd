#include "storage/sqlite/sqlite_database.h"

#include <mutex>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/transaction.h"
#include "storage/sqlite/writer.h"

namespace throughline::storage::sqlite {
namespace {

// Idle reader connections. Grows with the readers, so that a read inside a read cannot wait for
// itself; keeps a few.
class Readers {
 public:
  Readers(std::string path, const StorageOptions& options)
      : path_(std::move(path)), options_(options) {}

  struct Lease {
    std::unique_ptr<Connection> connection;
    std::uint64_t generation = 0;
  };

  Result<Lease> take() {
    std::uint64_t generation = 0;
    {
      const std::lock_guard lock(mutex_);
      generation = generation_;
      if (!idle_.empty()) {
        Lease lease{std::move(idle_.back()), generation};
        idle_.pop_back();
        return lease;
      }
    }
    TL_TRY_ASSIGN(std::unique_ptr<Connection> opened,
                  Connection::open(path_, Access::read, options_));
    return Lease{std::move(opened), generation};
  }

  void give_back(Lease lease) {
    lease.connection->trim_cache();
    const std::lock_guard lock(mutex_);
    if (lease.generation == generation_ && idle_.size() < options_.idle_readers_max) {
      idle_.push_back(std::move(lease.connection));
    }
  }

  // Every connection opened so far is closed when it comes back.
  void drop_all() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    idle_.clear();
  }

 private:
  const std::string path_;
  const StorageOptions& options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::uint64_t generation_ = 0;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<Connection> connection, const std::string& path,
                 const StorageOptions& options)
      : options_(options),
        readers_(path, options_),
        path_(path),
        writer_(std::make_unique<Writer>(*this, std::move(connection), path, options_, [this] {
          readers_.drop_all();
          reset();
        })) {}

  ~SqliteDatabase() override {
    writer_.reset();
    release_attached();
  }
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  void submit(Body body, std::size_t bytes, Completion done) override {
    writer_->queue().push({std::move(body), bytes, std::move(done)});
  }
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }

  Result<void> truncate_log() override {
    TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection,
                  Connection::open(path_, Access::write, options_));
    bool complete = false;
    TL_TRY(connection->each("PRAGMA wal_checkpoint(TRUNCATE)", {},
                            [&complete](const Row& row) -> Result<void> {
                              complete = row.at(0).number() == 0;
                              return {};
                            }));
    if (!complete) {
      return Error::unavailable("a long read keeps the write-ahead log in use");
    }
    return {};
  }

 protected:
  Result<void> run_write(const Body& body) override { return writer_->queue().push_and_wait(body); }

  Result<void> run_read(const Body& body) override {
    TL_TRY_ASSIGN(Readers::Lease lease, readers_.take());
    Result<void> result = run_snapshot(*lease.connection, body);
    if (!lease.connection->in_transaction()) {
      readers_.give_back(std::move(lease));
    }
    return result;
  }

 private:
  Result<void> run_snapshot(Connection& connection, const Body& body) {
    const NoBlockingWrites here;
    TL_TRY(connection.control(Call::begin, "BEGIN"));
    SqliteTransaction transaction(*this, connection, nullptr, options_.faults);
    Result<void> result = run_guarded(body, transaction);
    if (result.ok() && transaction.doomed()) {
      result = *transaction.doomed();
    }
    // Nothing was written, so that a failed end only costs the connection.
    (void)connection.control(Call::commit, "ROLLBACK");
    return result;
  }

  const StorageOptions options_;
  Readers readers_;
  const std::string path_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_database(const std::string& path,
                                                const StorageOptions& options) {
  TL_TRY_ASSIGN(std::unique_ptr<Connection> connection,
                Connection::open(path, Access::write, options));
  return std::unique_ptr<Database>(
      std::make_unique<SqliteDatabase>(std::move(connection), path, options));
}

}  // namespace throughline::storage::sqlite
