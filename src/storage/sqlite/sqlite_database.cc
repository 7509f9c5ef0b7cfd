#include "storage/sqlite/sqlite_database.h"

#include <utility>

#include "storage/reader_pool.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/writer.h"
#include "storage/unit_transaction.h"

namespace throughline::storage::sqlite {
namespace {

using Readers = ReaderPool<Connection>;

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::unique_ptr<Connection> connection, const std::string& path,
                 StorageOptions options, const ArchiveTarget& target)
      : options_(std::move(options)),
        archives_(target.archive != nullptr),
        readers_([this, path] { return open_reader(path); }, options_.idle_readers_max),
        path_(path),
        writer_(
            std::make_unique<Writer>(*this, std::move(connection), path, options_, target, [this] {
              readers_.drop_all();
              reset();
            })) {}

  ~SqliteDatabase() override {
    // Threads of attached objects may still want to write: they are refused, and find a writer.
    writer_->stop();
    release_attached();
  }
  SqliteDatabase(const SqliteDatabase&) = delete;
  SqliteDatabase& operator=(const SqliteDatabase&) = delete;

  void submit(Body body, std::size_t bytes, Completion done) override {
    writer_->queue().push({std::move(body), bytes, std::move(done)});
  }
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }

  Result<void> truncate_log() override { return writer_->checkpointer().truncate(); }

 protected:
  Result<void> run_write(const Body& body) override { return writer_->queue().push_and_wait(body); }

  Result<void> run_read(const Body& body) override {
    TL_TRY_ASSIGN(Readers::Lease lease, readers_.take());
    Result<void> result = run_snapshot(*lease.connection, body);
    if (!lease.connection->in_transaction()) {
      lease.connection->trim_cache();
      readers_.give_back(std::move(lease));
    }
    return result;
  }

 private:
  Result<std::unique_ptr<Connection>> open_reader(const std::string& path) {
    auto opened = Connection::open(path, Access::read, options_);
    if (opened.ok() && archives_) {
      (*opened)->keep_log();
    }
    return opened;
  }

  Result<void> run_snapshot(Connection& connection, const Body& body) {
    const NoBlockingWrites here;
    TL_TRY(connection.control(Call::begin, "BEGIN"));
    UnitTransaction transaction(*this, connection, nullptr, options_.faults);
    Result<void> result = transaction.run_body(body);
    // Nothing was written, so that a failed end only costs the connection.
    (void)connection.control(Call::commit, "ROLLBACK");
    return result;
  }

  const StorageOptions options_;
  const bool archives_;
  Readers readers_;
  const std::string path_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_database(const std::string& path,
                                                const StorageOptions& options,
                                                const ArchiveTarget& target) {
  TL_TRY_ASSIGN(std::unique_ptr<Connection> connection,
                Connection::open(path, Access::write, options));
  return std::unique_ptr<Database>(
      std::make_unique<SqliteDatabase>(std::move(connection), path, options, target));
}

}  // namespace throughline::storage::sqlite
