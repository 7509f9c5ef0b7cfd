// RocksdbIndex: the derived indexes of one SQLite workspace as RocksDB files beside its record.
//
// Ids of the open group wait in memory, where units of the same group see them; the group goes into
// the files after its COMMIT and before anybody is told. If the files cannot take it, units and
// readers are refused until they can: nothing is ever counted twice or missing from a line. Files
// that are missing, altered, unreadable or of another record are built again from the record.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/guarded.h"
#include "base/signal.h"
#include "storage/database.h"
#include "timeline/line_index.h"
#include "timeline/rocksdb_files.h"

namespace throughline::timeline {

// Where the index of one workspace is, and whose it is.
struct RocksdbPlace {
  std::string directory = {};
  std::string record = {};     // The record's own random name.
  std::string index_key = {};  // Secret of the id digests.
};

// Thread-safe. find_id() and add() by the thread of the only writer.
class RocksdbIndex : public LineIndex {
 public:
  // Opens or builds the files and reads what they miss from the record.
  static Result<std::unique_ptr<RocksdbIndex>> open(storage::Database& database, RocksdbPlace place,
                                                    RocksdbOptions options);
  ~RocksdbIndex() override;

  Result<std::optional<Seen>> find_id(storage::Transaction& tx, SourceId source,
                                      std::string_view message_id) override;
  Result<void> add(storage::Transaction& tx, IndexEntry entry) override;
  Result<std::vector<LineRow>> rows(storage::Transaction& tx, const RowsQuery& query) override;
  Result<void> each_time(storage::Transaction& tx, const RowsQuery& query,
                         const std::function<void(Time)>& sink) override;
  Result<void> each_day(storage::Transaction& tx, const RowsQuery& query,
                        const DaySink& sink) override;
  Result<std::int64_t> differences(storage::Transaction& tx) override;
  Result<void> forget(const std::vector<IdentifierId>& identifiers) override;
  Result<void> rebuild() override;

 private:
  struct DigestHash {
    std::size_t operator()(const std::string& digest) const;
  };
  using Files = std::shared_ptr<RocksdbFiles>;
  // Committed, but not in the files yet: empty unless the files failed.
  struct Behind {
    std::vector<IndexEntry> entries;
    EventSeq committed = {};  // The newest event that was ever committed.
  };

  RocksdbIndex(storage::Database& database, RocksdbPlace place, RocksdbOptions options);
  Result<void> open_files();
  Result<bool> fit(const RocksdbFiles& files);
  Result<Files> make_files(int generation);
  // Writes what the record has in (files' covered, last] into `files`.
  Result<void> catch_up(storage::Transaction& tx, RocksdbFiles& files, EventSeq last,
                        std::size_t limit, bool& done);
  Result<void> catch_up_fully(RocksdbFiles& files);
  Result<std::int64_t> unknown_ids(storage::Transaction& tx, const RocksdbFiles& files,
                                   EventSeq newest,
                                   std::unordered_map<std::int64_t, std::int64_t>& rows);
  void withdraw(std::size_t entry);
  void publish();
  Result<void> write_behind(Behind& behind);
  // The files, once they hold everything that was committed.
  Result<Files> ready_files();
  Result<void> take_over(storage::Transaction& tx, const Files& files, Files& old);
  Result<void> settle_doubt(storage::Transaction& tx);
  // Damage becomes `unavailable` and is repaired.
  template <class T>
  Result<T> checked(Result<T> result);
  void repair_later();
  void repair(const std::stop_token& stop);
  void verify_in_background();
  std::string path_of(int generation) const;

  storage::Database& database_;
  const RocksdbPlace place_;
  const RocksdbOptions options_;

  // Of the open group; the writer's thread only.
  std::vector<IndexEntry> open_;
  std::unordered_map<std::string, std::size_t, DigestHash> open_ids_;
  struct {
    SourceId source = {};
    std::string message_id = {};
    std::string digest = {};
  } last_asked_;

  Guarded<Behind> behind_;
  std::atomic<bool> is_behind_ = false;
  Guarded<Files> files_;
  std::atomic<bool> damaged_ = false;
  // After a failed COMMIT nobody knows what the record holds.
  std::atomic<bool> doubtful_ = false;
  Guarded<int> generation_;  // Held for the whole of a rebuild.
  Signal stopping_;
  Guarded<std::jthread> repairer_;
  std::jthread verifier_;
};

}  // namespace throughline::timeline
