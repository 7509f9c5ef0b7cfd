// WorkspaceLine: what the timeline keeps in memory per workspace; attached to its database.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "base/guarded.h"
#include "base/signal.h"
#include "storage/database.h"
#include "timeline/line_index.h"
#include "timeline/name_store.h"
#include "timeline/options.h"
#include "timeline/position.h"

namespace throughline::timeline {

// Thread-safe.
class WorkspaceLine {
 public:
  // `directory` is where the derived files go.
  static Result<std::unique_ptr<WorkspaceLine>> open(WorkspaceId workspace,
                                                     storage::Database& database,
                                                     const std::string& directory,
                                                     const TimelineOptions& options);

  [[nodiscard]] WorkspaceId workspace() const { return workspace_; }
  storage::Database& database() { return database_; }
  LineIndex& index() { return *index_; }
  Names& names() { return names_; }
  // Secret of the digests of message ids.
  [[nodiscard]] const std::string& index_key() const { return index_key_; }

  // SQLite, where the only writer numbers the events. A unit that rolls back leaves a gap.
  EventSeq take_seq() { return {++last_seq_}; }

  // Whether followers run, or have nothing to do.
  [[nodiscard]] bool followed() const { return followed_.load(std::memory_order_relaxed); }
  void set_followed() { followed_ = true; }

  // After the commit of a unit that recorded something, on the committing thread.
  void committed(Position position);
  // Once everybody who waits for that commit was answered: wakes followers and readers.
  void announce();
  // The highest position committed here. SQLite: everything up to it has committed.
  [[nodiscard]] Position newest_committed() const;
  // Raised after commits, and by whoever moves a reader of the record on.
  Signal& changed() { return changed_; }

 private:
  WorkspaceLine(WorkspaceId workspace, storage::Database& database)
      : workspace_(workspace), database_(database) {}

  const WorkspaceId workspace_;
  storage::Database& database_;
  std::int64_t last_seq_ = 0;
  Guarded<Position> newest_;
  std::atomic<bool> followed_ = false;
  std::atomic<std::int64_t> commits_ = 0;
  std::atomic<std::int64_t> announced_ = 0;
  Signal changed_;
  std::string index_key_;
  Names names_;
  std::unique_ptr<LineIndex> index_;
};

}  // namespace throughline::timeline
