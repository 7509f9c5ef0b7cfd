#include "storage/sqlite/writer.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <ranges>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "storage/unit_transaction.h"

namespace throughline::storage::sqlite {
namespace {

constexpr std::uint64_t groups_between_looks = 1024;

constexpr const char* unavailable = "the database is unavailable; try again shortly";

// What one group may hold. Monotonic time, not a Clock's: this bounds how long the first unit waits
// for its commit and decides nothing else.
class Limits {
 public:
  explicit Limits(const StorageOptions& options)
      : options_(options),
        until_(std::chrono::steady_clock::now() + std::chrono::milliseconds(options.group_ms_max)) {
  }
  void add(std::size_t bytes) {
    ++units_;
    bytes_ += bytes;
  }
  [[nodiscard]] bool reached() const {
    return units_ >= options_.group_units_max || bytes_ >= options_.group_bytes_max ||
           std::chrono::steady_clock::now() >= until_;
  }

 private:
  const StorageOptions& options_;
  std::chrono::steady_clock::time_point until_;
  std::size_t units_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

Writer::Writer(Database& database, std::unique_ptr<Connection> connection, std::string path,
               const StorageOptions& options, const ArchiveTarget& target,
               std::function<void()> reset)
    : database_(database),
      connection_(std::move(connection)),
      path_(std::move(path)),
      options_(options),
      archives_(target.archive != nullptr),
      reset_(std::move(reset)),
      queue_(options.queue_units_max, options.queue_bytes_max),
      checkpointer_(path_, options, target),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
  stop();
}

void Writer::stop() {
  queue_.close();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Writer::loop() {
  const NoBlockingWrites here;
  watch();
  while (std::optional<Unit> first = queue_.pop()) {
    run_group(*std::move(first));
  }
}

void Writer::run_group(Unit first) {
  if (connection_ == nullptr) {
    reopen();
  }
  const auto gate = checkpointer_.gate();
  if (connection_ == nullptr || !connection_->control(Call::begin, "BEGIN IMMEDIATE").ok()) {
    complete(first.done, Error::unavailable(unavailable));
    connection_.reset();
    return;
  }
  Group group;
  if (run_units(std::move(first), group) == Fate::lost || commit() == Fate::lost) {
    lose(group);
    return;
  }
  checkpointer_.committed(*connection_);
  publish(group);
  connection_->trim_cache();
  checkpointer_.after_commit(*connection_);
  if (++groups_ % groups_between_looks == 0) {
    grow_cache();
  }
}

Writer::Fate Writer::run_units(Unit first, Group& group) {
  Limits limits(options_);
  limits.add(first.bytes);
  if (run_unit(std::move(first), group) == Fate::lost) {
    return Fate::lost;
  }
  while (!limits.reached()) {
    std::optional<Unit> next = queue_.try_pop();
    if (!next) {
      break;
    }
    limits.add(next->bytes);
    if (run_unit(*std::move(next), group) == Fate::lost) {
      return Fate::lost;
    }
  }
  return Fate::open;
}

Writer::Fate Writer::run_unit(Unit unit, Group& group) {
  Finished& finished = group.emplace_back(Finished{std::move(unit.done), {}, {}});
  if (!connection_->control(Call::savepoint, "SAVEPOINT unit").ok()) {
    return Fate::lost;
  }
  UnitTransaction transaction(database_, *connection_, &finished.hooks, options_.faults);
  finished.result = transaction.run_body(unit.body);
  if (!connection_->in_transaction()) {
    return Fate::lost;
  }
  if (!finished.result.ok()) {
    if (!connection_->control(Call::roll_back_to, "ROLLBACK TO unit").ok()) {
      return Fate::lost;
    }
    finished.hooks.run_rollback();
  }
  return connection_->control(Call::release, "RELEASE unit").ok() ? Fate::open : Fate::lost;
}

Writer::Fate Writer::commit() {
  return connection_->control(Call::commit, "COMMIT").ok() && !connection_->in_transaction()
             ? Fate::open
             : Fate::lost;
}

void Writer::publish(Group& group) {
  for (const Stage stage : {Stage::index, Stage::cache}) {
    for (Finished& unit : group) {
      if (unit.result.ok()) {
        unit.hooks.run(stage);
      }
    }
  }
  for (const Finished& unit : group) {
    complete(unit.done, unit.result);
  }
  for (Finished& unit : group) {
    if (unit.result.ok()) {
      unit.hooks.run(Stage::live);
    }
  }
}

void Writer::lose(Group& group) {
  log(LogLevel::error, "a group of units was lost and the database is opened anew",
      {{"units", std::to_string(group.size())}});
  for (Finished& unit : std::ranges::reverse_view(group)) {
    unit.hooks.run_rollback();
  }
  // Closing rolls back. What mirrors the record is read again only once it can be read.
  connection_.reset();
  reopen();
  for (const Finished& unit : group) {
    complete(unit.done, Error::unavailable(unavailable));
  }
}

void Writer::reopen() {
  Result<std::unique_ptr<Connection>> opened = Connection::open(path_, Access::write, options_);
  if (opened.ok()) {
    connection_ = *std::move(opened);
    watch();
    reset_();
  }
}

// While it balances a tree, SQLite puts a page under the number of the one that holds byte 2^30. In
// a database that does not reach so far, the commit afterwards looks through the whole cache for
// pages beyond the end, which costs more than a large cache saves.
void Writer::grow_cache() {
  constexpr std::uintmax_t large = std::uintmax_t{1} << 30U;
  std::error_code ignored;
  const std::uintmax_t bytes = std::filesystem::file_size(path_, ignored);
  if (!cache_is_large_ && !ignored && bytes > large &&
      options_.sqlite_large_cache_bytes > options_.sqlite_writer_cache_bytes) {
    connection_->use_cache(options_.sqlite_large_cache_bytes);
    cache_is_large_ = true;
  }
}

void Writer::watch() {
  connection_->watch_log();
  cache_is_large_ = false;
  grow_cache();
  if (archives_) {
    connection_->keep_log();
  }
}

}  // namespace throughline::storage::sqlite
