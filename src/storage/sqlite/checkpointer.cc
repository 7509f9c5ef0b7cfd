#include "storage/sqlite/checkpointer.h"

#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <utility>

#include "storage/sqlite/connection.h"

namespace throughline::storage::sqlite {
namespace {

constexpr int rest_pages_max = 256;
constexpr int passes_max = 4;  // Each copies what was written during the one before.
// A log of so many times its size means that copying does not keep up: the writer helps.
constexpr int overdue_factor = 8;

struct Copied {
  bool busy = false;        // A reader or another copy kept it from the end.
  std::int64_t logged = 0;  // Pages in the log, and those of them that the database has.
  std::int64_t copied = 0;
};

Result<Copied> checkpoint(Connection& connection, std::string_view mode) {
  Copied result;
  TL_TRY(connection.each(fmt::format("PRAGMA wal_checkpoint({})", mode), {},
                         [&result](const Row& row) -> Result<void> {
                           result = {.busy = row.at(0).number() != 0,
                                     .logged = row.at(1).number(),
                                     .copied = row.at(2).number()};
                           return {};
                         }));
  return result;
}

}  // namespace

Checkpointer::Checkpointer(std::string path, const StorageOptions& options,
                           const ArchiveTarget& target)
    : path_(std::move(path)),
      options_(options),
      lag_pages_(target.archive == nullptr ? 0 : 2 * LogArchiver::lag_pages),
      archiver_(target.archive == nullptr
                    ? nullptr
                    : std::make_unique<LogArchiver>(*target.archive, target.name, path_, options)),
      begin_at_(options.sqlite_checkpoint_pages),
      thread_([this] { loop(); }) {}

// What throws here is out of memory: ending is all that can be done.
// NOLINTNEXTLINE(bugprone-exception-escape)
Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
  if (archiver_ != nullptr) {
    // The archive then ends with a file that it knows. If not, it goes on with the log's rest.
    (void)truncate();
  }
}

std::unique_lock<std::mutex> Checkpointer::gate() {
  return archiver_ == nullptr ? std::unique_lock<std::mutex>() : archiver_->gate();
}

void Checkpointer::committed(Connection& writer) {
  if (archiver_ != nullptr && writer.take_log_written()) {
    archiver_->committed(writer.log_pages());
  }
}

void Checkpointer::after_commit(Connection& writer) {
  if (!is_writers_turn(writer.log_pages())) {
    return;
  }
  const std::unique_lock alone(copying_, std::try_to_lock);
  if (alone.owns_lock()) {
    if (archiver_ != nullptr) {
      archiver_->let_go();
    }
    // A failure has been logged, and the log is only longer than it needs to be.
    (void)checkpoint(writer, "PASSIVE");
  }
}

Result<void> Checkpointer::truncate() {
  const std::lock_guard alone(copying_);
  const auto no_commits = gate();
  if (archiver_ != nullptr) {
    archiver_->let_go();
  }
  TL_TRY(empty_log());
  if (archiver_ != nullptr) {
    archiver_->emptied();
  }
  return {};
}

Result<void> Checkpointer::empty_log() {
  TL_TRY_ASSIGN(const std::unique_ptr<Connection> connection,
                Connection::open(path_, Access::write, options_));
  if (archiver_ != nullptr) {
    connection->keep_log();
  }
  TL_TRY_ASSIGN(const Copied result, checkpoint(*connection, "TRUNCATE"));
  if (result.busy) {
    return Error::unavailable("a long read keeps the write-ahead log in use");
  }
  return {};
}

bool Checkpointer::is_writers_turn(int pages) {
  const std::lock_guard lock(mutex_);
  if (pages < pages_) {
    begin_at_ = options_.sqlite_checkpoint_pages;  // The log began anew.
  }
  pages_ = pages;
  if (std::exchange(rest_, false) || pages / overdue_factor >= options_.sqlite_checkpoint_pages) {
    return true;
  }
  if (pages_ >= begin_at_) {
    changed_.notify_all();
  }
  return false;
}

bool Checkpointer::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || (pages_ >= begin_at_ && !rest_); });
  return !stopped_;
}

void Checkpointer::loop() {
  while (wait()) {
    const bool little_is_left = copy();
    if (archiver_ != nullptr) {
      archiver_->archive();  // So that the writer finds little of this left, too.
    }
    const std::lock_guard lock(mutex_);
    rest_ = little_is_left;
    // If readers kept the log in use, or the disk failed, no sooner than after as much again.
    begin_at_ = pages_ + options_.sqlite_checkpoint_pages;
  }
}

bool Checkpointer::copy() {
  const std::lock_guard alone(copying_);
  if (archiver_ != nullptr && !archiver_->is_pinned()) {
    return false;
  }
  const auto connection = Connection::open(path_, Access::write, options_);
  if (!connection.ok()) {
    return false;
  }
  if (archiver_ != nullptr) {
    (*connection)->keep_log();
  }
  for (int pass = 0; pass < passes_max; ++pass) {
    const Result<Copied> result = checkpoint(**connection, "PASSIVE");
    if (!result.ok() || result->copied + lag_pages_ < result->logged) {
      break;
    }
    const std::lock_guard lock(mutex_);
    if (stopped_ || pages_ - result->copied <= rest_pages_max + lag_pages_) {
      return true;
    }
  }
  return false;
}

}  // namespace throughline::storage::sqlite
