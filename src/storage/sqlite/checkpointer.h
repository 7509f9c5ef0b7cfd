// Checkpointer: copies the write-ahead log into a SQLite database beside its writer, so that no
// unit waits for it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "storage/options.h"

namespace throughline::storage::sqlite {

class Connection;

// A log begins anew only once it was copied whole. While units commit, another thread never gets
// that far: the newest pages are always missing. So this thread copies until little is left and
// leaves the rest to the writer, which then takes no longer than a commit.
class Checkpointer {
 public:
  Checkpointer(std::string path, const StorageOptions& options);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // On the writer's thread, after a commit.
  void after_commit(Connection& writer);
  // Copies everything and leaves an empty log. Unavailable while a long read needs it. Any thread.
  Result<void> truncate();

 private:
  bool is_writers_turn(int pages);
  void loop();
  bool copy();  // Whether little is left.
  bool wait();

  const std::string path_;
  const StorageOptions options_;
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
