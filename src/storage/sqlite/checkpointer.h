// Checkpointer: copies the write-ahead log into a SQLite database beside its writer, so that no
// unit waits for it.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "storage/options.h"
#include "storage/sqlite/log_archiver.h"

namespace throughline::storage::sqlite {

class Connection;

// Where a database's log is archived.
struct ArchiveTarget {
  LogArchive* archive = nullptr;  // Null: nowhere. Outlives the database.
  std::string name = {};          // Of the database, there.
};

// A log begins anew only once it was copied whole. While units commit, another thread never gets
// that far: the newest pages are always missing. So this thread copies until little is left and
// leaves the rest to the writer, which then takes no longer than a commit.
class Checkpointer {
 public:
  Checkpointer(std::string path, const StorageOptions& options, const ArchiveTarget& target);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // The writer holds this from BEGIN until after_commit(); an empty one where nothing is archived.
  [[nodiscard]] std::unique_lock<std::mutex> gate();
  // On the writer's thread, after a commit and before anybody hears of it.
  void committed(Connection& writer);
  // On the writer's thread, after a commit.
  void after_commit(Connection& writer);
  // Copies everything and leaves an empty log. Unavailable while a long read needs it. Any thread.
  Result<void> truncate();

 private:
  bool is_writers_turn(int pages);
  void loop();
  bool copy();  // Whether little is left.
  bool wait();
  Result<void> empty_log();

  const std::string path_;
  const StorageOptions options_;
  const int lag_pages_;                    // That the thread may have to leave to the writer.
  std::unique_ptr<LogArchiver> archiver_;  // Null: nothing is archived.
  std::mutex copying_;  // One copies at a time: SQLite refuses a second, rather than have it wait.
  std::mutex mutex_;    // For what follows; taken after copying_.
  std::condition_variable changed_;
  int pages_ = 0;      // Of the log, when last heard.
  int begin_at_ = 0;   // Pages from which the thread copies.
  bool rest_ = false;  // The writer's turn.
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace throughline::storage::sqlite
