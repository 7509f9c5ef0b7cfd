// LogArchiver: puts what one database's write-ahead log brings into the archive, before the log
// begins anew.
//
// A reader of its own (the pin) sees to it that the log cannot begin anew while something of it is
// not archived: SQLite never overwrites what a reader may still need. A thread archives once a
// second. Where archiving fails, the log only gets longer, until its writer needs it to begin anew:
// then that goes on, and the archive has a gap which it knows of.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/archive_segment.h"
#include "storage/log_archive.h"
#include "storage/options.h"
#include "storage/sqlite/log_reader.h"

namespace throughline::storage::sqlite {

class Connection;

class LogArchiver {
 public:
  // Pages by which the pin may lag behind the log, so that so many are not copied into the
  // database.
  static constexpr int lag_pages = 512;

  // Before the first commit. `path` is the database's.
  LogArchiver(LogArchive& archive, std::string name, std::string path, StorageOptions options);
  ~LogArchiver();
  LogArchiver(const LogArchiver&) = delete;
  LogArchiver& operator=(const LogArchiver&) = delete;

  // Held by the writer through each group, and by whoever else lets go.
  [[nodiscard]] std::unique_lock<std::mutex> gate() { return std::unique_lock(gate_); }
  // With the gate: after a commit, before anybody hears of it. `pages`: of the log.
  void committed(int pages);
  // With the gate: archives everything, and from here on the log may begin anew.
  void let_go();
  // With the gate, after let_go(): the log was emptied.
  void emptied();
  // Archives what has been committed. Any thread. Whether it could.
  bool archive();
  // Whether the log cannot begin anew now. Without that nobody but the writer may copy the log into
  // the database: a log of which nothing is missing there cannot be pinned.
  [[nodiscard]] bool is_pinned() const { return pinned_; }

 private:
  struct Commit {
    std::uint64_t frame = 0;  // Its last.
    Time time = {};
  };
  struct Pending {
    std::vector<Commit> commits = {};
    std::uint64_t frames = 0;  // Of the log, that are committed.
    Time latest = {};          // No later commit has an earlier time.
  };
  struct Last {  // What the archive says about its end.
    LogPosition reached = {};
    Time until = {};
    std::optional<FileMark> emptied = {};
  };
  struct Second;

  void loop();
  void notice_new_log();
  void pin(int pages);
  Pending look();
  // What follows is called with archiving_ held.
  Result<void> archive_pending();
  Result<void> establish(const Pending& pending);
  [[nodiscard]] std::optional<Last> read_last(const std::vector<SegmentFile>& files) const;
  bool continues(const Last& last);
  bool skip_to(std::uint64_t frame);
  Result<void> begin_segment(SegmentHead::Begins begins, Time now);
  [[nodiscard]] Time time_of(std::uint64_t frame, const Pending& pending) const;
  [[nodiscard]] Time covered_by(std::uint64_t frame, const Pending& pending) const;
  Result<void> append_frames(const Pending& pending);
  Result<void> append(ArchiveBatch batch);
  ArchivedSecond encode_second(const Second& second);
  void remove_old(Time now) const;

  LogArchive& archive_;
  const std::string name_;
  const std::string path_;
  const StorageOptions options_;
  const Time opened_at_;
  std::mutex gate_;
  std::unique_ptr<Connection> pin_;  // With gate_; and what follows.
  int pin_pages_ = 0;
  std::atomic<bool> pinned_ = false;

  std::mutex archiving_;  // After gate_; for what follows.
  LogReader reader_;
  std::uint64_t frames_before_ =
      0;  // Of this log, committed when this was made, nobody knows when.
  // The database's file when its log was last empty; nothing where it was not when this was made.
  std::optional<FileMark> empty_at_ = {};
  bool established_ = false;  // The archive is known to end where reader_ stands.
  bool lost_ = false;         // A log may have begun anew since then that was not archived.
  std::string folder_;
  std::uint64_t next_sequence_ = 1;
  std::unique_ptr<SegmentWriter> segment_;
  Time segment_begun_ = {};
  LogPosition reached_ = {};
  Time until_ = {};
  std::optional<FileMark> emptied_ = {};  // The log was, and nothing was archived since.
  std::unordered_map<std::uint32_t, std::string> images_;  // Of pages, as last in this segment.

  Guarded<Pending> pending_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  bool due_ = false;  // Sooner than after the pause.
  std::thread thread_;
};

}  // namespace throughline::storage::sqlite
