// RocksdbFiles: the duplicate index and the row lists of one workspace as RocksDB files.
//
// Written without a log of their own: after a crash the files hold what was written up to some
// group of commits, never half of one, and `covered` says up to which; the rest is read from the
// record again. write() by one thread at a time, reads by any. Errors: unavailable where the next
// call may succeed, internal where the files are damaged and must be built again.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "timeline/line_index.h"

namespace throughline::timeline {

enum class IndexCall { open, find, write, scan };

struct RocksdbOptions {
  std::size_t write_buffer_bytes = std::size_t{16} << 20U;
  std::size_t cache_bytes = std::size_t{16} << 20U;
  // Tests only: asked before each call; a call that fails has no effect.
  std::function<bool(IndexCall)> fails = {};
};

// The newest event that the files hold, and its id's digest, by which a record that is not the one
// they were made from is told.
struct Covered {
  EventSeq seq = {};
  std::string digest = {};
};

class RocksdbFiles {
 public:
  // Creates them where there are none. Error::internal too where they belong to another `record`.
  static Result<std::unique_ptr<RocksdbFiles>> open(const std::string& directory,
                                                    std::string_view record,
                                                    const RocksdbOptions& options);
  static void remove(const std::string& directory);
  ~RocksdbFiles();
  RocksdbFiles(const RocksdbFiles&) = delete;
  RocksdbFiles& operator=(const RocksdbFiles&) = delete;

  [[nodiscard]] Result<Covered> covered() const;
  // Position.xid is 0.
  [[nodiscard]] Result<std::optional<Seen>> find(std::string_view digest) const;
  // All or nothing. Entries in seq order.
  Result<void> write(const std::vector<const IndexEntry*>& entries);
  [[nodiscard]] Result<std::vector<LineRow>> rows(const RowsQuery& query) const;
  Result<void> each_time(const RowsQuery& query, const std::function<void(Time)>& sink) const;
  // As each_time(), but a long list is counted once and then kept counted (day_tallies.h).
  Result<void> each_day(const RowsQuery& query, const DaySink& sink) const;

  // Takes the rows of these identifiers out. Nothing of them is in any file afterwards.
  Result<void> forget(const std::vector<IdentifierId>& identifiers);

  // Reads every block and compares checksums, until `stop` says so.
  [[nodiscard]] Result<void> verify(const std::function<bool()>& stop) const;
  // Makes what was written survive a crash of the machine.
  Result<void> flush();
  // What the files take, in bytes.
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct State;
  Result<void> count_days(const RowsQuery& query, const DaySink& sink) const;
  explicit RocksdbFiles(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace throughline::timeline
