#include "storage/sqlite/writer.h"

#include <algorithm>
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
constexpr int groups_apart_after_failure = 32;

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
  groups_apart_ = std::max(0, groups_apart_ - 1);
  for (std::optional<Unit> next = std::move(first); next;
       next = limits.reached() ? std::nullopt : queue_.try_pop()) {
    limits.add(next->bytes);
    Fate fate = run_unit(group.emplace_back(Running{*std::move(next), {}, {}}));
    if (fate == Fate::spoiled) {
      fate = run_again(group);
    }
    if (fate == Fate::lost) {
      return fate;
    }
  }
  return Fate::open;
}

Writer::Fate Writer::run_unit(Running& running) {
  return groups_apart_ > 0 ? run_apart(running) : run_body(running);
}

Writer::Fate Writer::run_apart(Running& running) {
  if (!connection_->control(Call::savepoint, "SAVEPOINT unit").ok()) {
    return Fate::lost;
  }
  const Fate fate = run_body(running);
  if (fate == Fate::lost) {
    return fate;
  }
  if (fate == Fate::spoiled) {
    if (!connection_->control(Call::roll_back_to, "ROLLBACK TO unit").ok()) {
      return Fate::lost;
    }
    running.hooks.run_rollback();
  }
  return connection_->control(Call::release, "RELEASE unit").ok() ? Fate::open : Fate::lost;
}

Writer::Fate Writer::run_body(Running& running) {
  UnitTransaction transaction(database_, *connection_, &running.hooks, options_.faults);
  running.result = transaction.run_body(running.unit.body);
  if (!connection_->in_transaction()) {
    return Fate::lost;
  }
  return running.result.ok() ? Fate::open : Fate::spoiled;
}

// The last of the group has failed, and nothing tells what it wrote from what the others did.
Writer::Fate Writer::run_again(Group& group) {
  if (!connection_->control(Call::roll_back_to, "ROLLBACK").ok()) {
    return Fate::lost;
  }
  for (Running& running : std::ranges::reverse_view(group)) {
    running.hooks.run_rollback();
    running.hooks = {};
  }
  if (!connection_->control(Call::begin, "BEGIN IMMEDIATE").ok()) {
    return Fate::lost;
  }
  if (group.size() == 1) {
    return Fate::open;
  }
  groups_apart_ = groups_apart_after_failure;
  for (Running& running : group) {
    if (run_apart(running) == Fate::lost) {
      return Fate::lost;
    }
  }
  return Fate::open;
}

Writer::Fate Writer::commit() {
  return connection_->control(Call::commit, "COMMIT").ok() && !connection_->in_transaction()
             ? Fate::open
             : Fate::lost;
}

void Writer::publish(Group& group) {
  for (const Stage stage : {Stage::index, Stage::cache}) {
    for (Running& unit : group) {
      if (unit.result.ok()) {
        unit.hooks.run(stage);
      }
    }
  }
  for (const Running& unit : group) {
    complete(unit.unit.done, unit.result);
  }
  for (Running& unit : group) {
    if (unit.result.ok()) {
      unit.hooks.run(Stage::live);
    }
  }
}

void Writer::lose(Group& group) {
  log(LogLevel::error, "a group of units was lost and the database is opened anew",
      {{"units", std::to_string(group.size())}});
  for (Running& unit : std::ranges::reverse_view(group)) {
    unit.hooks.run_rollback();
  }
  // Closing rolls back. What mirrors the record is read again only once it can be read.
  connection_.reset();
  reopen();
  for (const Running& unit : group) {
    complete(unit.unit.done, Error::unavailable(unavailable));
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
