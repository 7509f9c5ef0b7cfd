// Writer: the one thread that writes to a SQLite database, many units to a commit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "storage/options.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/unit_queue.h"

namespace throughline::storage::sqlite {

// A group is what waits when the writer is free; it grows while the group before it is synced. Its
// units run one after the other without savepoints, for which SQLite would keep a copy of every
// page that a unit changes. Where one fails, all that ran are rolled back and run again, each in a
// savepoint, so that the one is left out; and so do the next groups. If anything makes the whole
// group uncertain, every unit of it fails and the database is opened anew before the next.
class Writer {
 public:
  // `reset` runs on the writer's thread after the database was opened anew.
  Writer(Database& database, std::unique_ptr<Connection> connection, std::string path,
         const StorageOptions& options, const ArchiveTarget& target, std::function<void()> reset);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Runs what waits, then ends. What is queued later is refused as unavailable.
  void stop();

  UnitQueue& queue() { return queue_; }
  Checkpointer& checkpointer() { return checkpointer_; }

 private:
  struct Running {
    Unit unit;
    Hooks hooks;
    Result<void> result;
  };
  using Group = std::vector<Running>;
  enum class Fate {
    open,
    spoiled,  // A unit failed that was not apart from the others.
    lost
  };

  void loop();
  void run_group(Unit first);
  Fate run_units(Unit first, Group& group);
  Fate run_unit(Running& running);
  Fate run_apart(Running& running);
  Fate run_body(Running& running);
  Fate run_again(Group& group);
  Fate commit();
  void publish(Group& group);
  void lose(Group& group);
  void reopen();
  void watch();
  void grow_cache();

  Database& database_;
  std::unique_ptr<Connection> connection_;  // Null: to be opened before the next group.
  bool cache_is_large_ = false;
  std::uint64_t groups_ = 0;
  int groups_apart_ = 0;  // In how many more of them each unit runs in a savepoint.
  const std::string path_;
  const StorageOptions options_;
  const bool archives_;
  const std::function<void()> reset_;
  UnitQueue queue_;
  Checkpointer checkpointer_;
  std::thread thread_;
};

}  // namespace throughline::storage::sqlite
