#include "storage/postgres/postgres_database.h"

#include <utility>

#include "storage/postgres/connection.h"
#include "storage/postgres/writers.h"
#include "storage/reader_pool.h"
#include "storage/unit_transaction.h"

namespace throughline::storage::postgres {
namespace {

using Readers = ReaderPool<Connection>;

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(StorageOptions options, std::string schema)
      : options_(std::move(options)),
        schema_(std::move(schema)),
        readers_(opener(), options_.idle_readers_max) {
    writers_ = std::make_unique<Writers>(*this, opener(), options_, [this] { reset(); });
  }
  ~PostgresDatabase() override {
    // Threads of attached objects may still want to write: they are refused, and find a writer.
    writers_->stop();
    release_attached();
  }
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  void submit(Body body, std::size_t bytes, Completion done) override {
    writers_->queue().push({std::move(body), bytes, std::move(done)});
  }
  [[nodiscard]] Dialect dialect() const override { return Dialect::postgres; }
  Result<void> truncate_log() override { return {}; }

 protected:
  Result<void> run_write(const Body& body) override {
    return writers_->queue().push_and_wait(body);
  }

  Result<void> run_read(const Body& body) override {
    TL_TRY_ASSIGN(Readers::Lease lease, begin_read());
    Result<void> result = run_snapshot(*lease.connection, body);
    if (!lease.connection->broken() && !lease.connection->in_transaction()) {
      lease.connection->trim_cache();
      readers_.give_back(std::move(lease));
    }
    return result;
  }

 private:
  Writers::Opener opener() {
    return [this] { return Connection::open(options_.postgres_url, schema_, options_.faults); };
  }

  // An idle connection may have died with its server; one opened now has not.
  Result<Readers::Lease> begin_read() {
    for (;;) {
      TL_TRY_ASSIGN(Readers::Lease lease, readers_.take());
      Result<void> begun =
          lease.connection->control(Call::begin, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      if (begun.ok()) {
        return lease;
      }
      if (lease.fresh || !lease.connection->broken()) {
        return std::move(begun).error();
      }
    }
  }

  Result<void> run_snapshot(Connection& connection, const Body& body) {
    const NoBlockingWrites here;
    UnitTransaction transaction(*this, connection, nullptr, options_.faults);
    Result<void> result = transaction.run_body(body);
    // Nothing was written, so that a failed end only costs the connection.
    (void)connection.control(Call::roll_back_to, "ROLLBACK");
    return result;
  }

  const StorageOptions options_;
  const std::string schema_;
  Readers readers_;
  std::unique_ptr<Writers> writers_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_database(const StorageOptions& options,
                                                const std::string& schema) {
  // To refuse now rather than at the first unit.
  TL_TRY(Connection::open(options.postgres_url, schema, options.faults));
  return std::unique_ptr<Database>(std::make_unique<PostgresDatabase>(options, schema));
}

}  // namespace throughline::storage::postgres
