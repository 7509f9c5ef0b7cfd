#include "timeline/rocksdb_files.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <limits>
#include <utility>

#include "base/guarded.h"
#include "base/log.h"
#include "timeline/day_tallies.h"
#include "timeline/rocksdb_walk.h"
#include "timeline/row_key.h"

namespace throughline::timeline {
namespace {

// Each is looked up and begun by itself; of more, all rows are read at once.
constexpr std::size_t tallied_identifiers_max = 64;

constexpr std::string_view format = "1";
constexpr std::string_view format_key = "format";
constexpr std::string_view record_key = "record";
constexpr std::string_view covered_key = "covered";

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

// Error::internal where only building the files again can help.
Error unreadable(const rocksdb::Status& status) {
  log(LogLevel::error, "the index of a workspace failed", {{"why", status.ToString()}});
  const bool may_pass = (status.IsIOError() && !status.IsPathNotFound()) || status.IsNoSpace() ||
                        status.IsBusy() || status.IsTryAgain() || status.IsTimedOut() ||
                        status.IsIncomplete();
  return may_pass ? Error::unavailable("the index of events failed; please try again")
                  : Error::internal("the index of events is damaged");
}

Result<void> to_result(const rocksdb::Status& status) {
  if (!status.ok()) {
    return unreadable(status);
  }
  return {};
}

rocksdb::DBOptions database_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.atomic_flush = true;
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;
  options.max_background_jobs = 2;
  options.keep_log_file_num = 2;
  options.max_log_file_size = std::size_t{1} << 20U;
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.max_open_files = 1024;
  // The list of files names the first and the last key of each: it is written anew with every
  // change, so that it names none of files that are gone.
  options.max_manifest_file_size = 1;
  return options;
}

rocksdb::ColumnFamilyOptions family_options(const RocksdbOptions& options) {
  rocksdb::ColumnFamilyOptions family;
  // A row finds its place in a small buffer within the processor's cache; some of them are sorted
  // together into one file.
  constexpr int buffers_in_a_file = 4;
  family.write_buffer_size = options.write_buffer_bytes / buffers_in_a_file;
  family.min_write_buffer_number_to_merge = buffers_in_a_file;
  family.max_write_buffer_number = 3 * buffers_in_a_file;
  family.target_file_size_base = std::uint64_t{64} << 20U;
  family.compression = rocksdb::kNoCompression;
  return family;
}

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  return table;
}

// Random keys, mostly asked for in vain.
rocksdb::ColumnFamilyOptions duplicates_options(const RocksdbOptions& options,
                                                const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions family = family_options(options);
  family.compaction_style = rocksdb::kCompactionStyleUniversal;
  family.memtable_prefix_bloom_size_ratio = 0.1;
  family.memtable_whole_key_filtering = true;
  rocksdb::BlockBasedTableOptions table = table_options(cache);
  table.whole_key_filtering = true;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return family;
}

// Short runs of neighbours, read by prefix.
rocksdb::ColumnFamilyOptions rows_options(const RocksdbOptions& options,
                                          const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions family = family_options(options);
  family.compression_per_level = {rocksdb::kNoCompression, rocksdb::kNoCompression,
                                  rocksdb::kLZ4Compression};
  family.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(row_prefix_bytes));
  rocksdb::BlockBasedTableOptions table = table_options(cache);
  table.whole_key_filtering = false;
  table.block_size = std::size_t{8} << 10U;
  family.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return family;
}

std::string seen_bytes(const IndexEntry& entry) {
  std::string bytes(sizeof entry.seq.value, '\0');
  std::memcpy(bytes.data(), &entry.seq.value, bytes.size());
  return bytes + entry.payload_hash;
}

}  // namespace

struct RocksdbFiles::State {
  RocksdbOptions options;
  std::unique_ptr<rocksdb::DB> database;
  rocksdb::ColumnFamilyHandle* meta = nullptr;
  rocksdb::ColumnFamilyHandle* duplicates = nullptr;
  rocksdb::ColumnFamilyHandle* rows = nullptr;
  rocksdb::WriteOptions writing;
  // Held while rows are written, so that whoever begins to count has all rows or hears of them.
  Guarded<DayTallies> tallies;

  ~State() {
    for (rocksdb::ColumnFamilyHandle* family : {meta, duplicates, rows}) {
      if (family != nullptr) {
        database->DestroyColumnFamilyHandle(family);
      }
    }
  }

  [[nodiscard]] rocksdb::Status injected(IndexCall call) const {
    return options.fails && options.fails(call) ? rocksdb::Status::IOError("injected")
                                                : rocksdb::Status::OK();
  }

  // New files get the record's name; others must carry it.
  Result<void> check_owner(std::string_view record) const {
    std::string owner;
    std::string version;
    const rocksdb::Status found = database->Get({}, meta, slice(record_key), &owner);
    if (found.IsNotFound()) {
      rocksdb::WriteBatch batch;
      (void)batch.Put(meta, slice(record_key), slice(record));
      (void)batch.Put(meta, slice(format_key), slice(format));
      return to_result(database->Write(writing, &batch));
    }
    TL_TRY(to_result(found));
    TL_TRY(to_result(database->Get({}, meta, slice(format_key), &version)));
    if (owner != record || version != format) {
      return Error::internal("the index belongs to another record");
    }
    return {};
  }
};

RocksdbFiles::RocksdbFiles(std::unique_ptr<State> state) : state_(std::move(state)) {}

RocksdbFiles::~RocksdbFiles() {
  // What stays unflushed is read from the record again at the next start.
  (void)flush();
}

Result<std::unique_ptr<RocksdbFiles>> RocksdbFiles::open(const std::string& directory,
                                                         std::string_view record,
                                                         const RocksdbOptions& options) {
  auto state = std::make_unique<State>();
  state->options = options;
  state->writing.disableWAL = true;
  TL_TRY(to_result(state->injected(IndexCall::open)));
  std::error_code created;
  std::filesystem::create_directories(directory, created);
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(options.cache_bytes);
  RocksdbOptions small = options;
  small.write_buffer_bytes = std::size_t{1} << 20U;
  const std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, family_options(small)},
      {"duplicates", duplicates_options(options, cache)},
      {"rows", rows_options(options, cache)}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* database = nullptr;
  TL_TRY(
      to_result(rocksdb::DB::Open(database_options(), directory, families, &handles, &database)));
  state->database.reset(database);
  state->meta = handles.at(0);
  state->duplicates = handles.at(1);
  state->rows = handles.at(2);
  TL_TRY(state->check_owner(record));
  return std::unique_ptr<RocksdbFiles>(new RocksdbFiles(std::move(state)));
}

void RocksdbFiles::remove(const std::string& directory) {
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
}

Result<Covered> RocksdbFiles::covered() const {
  std::string bytes;
  const rocksdb::Status found = state_->database->Get({}, state_->meta, slice(covered_key), &bytes);
  if (found.IsNotFound()) {
    return Covered{};
  }
  TL_TRY(to_result(found));
  return Covered{{static_cast<std::int64_t>(read_big_endian(bytes))}, bytes.substr(8)};
}

Result<std::optional<Seen>> RocksdbFiles::find(std::string_view digest) const {
  TL_TRY(to_result(state_->injected(IndexCall::find)));
  rocksdb::PinnableSlice bytes;
  const rocksdb::Status found =
      state_->database->Get({}, state_->duplicates, slice(digest), &bytes);
  if (found.IsNotFound()) {
    return std::optional<Seen>();
  }
  TL_TRY(to_result(found));
  Seen seen;
  if (bytes.size() < sizeof seen.position.seq) {
    return unreadable(rocksdb::Status::Corruption("an entry is too short"));
  }
  std::memcpy(&seen.position.seq, bytes.data(), sizeof seen.position.seq);
  seen.payload_hash = bytes.ToStringView().substr(sizeof seen.position.seq);
  return std::optional<Seen>(std::move(seen));
}

Result<void> RocksdbFiles::write(const std::vector<const IndexEntry*>& entries) {
  if (entries.empty()) {
    return {};
  }
  TL_TRY(to_result(state_->injected(IndexCall::write)));
  // In the order of their keys, each is found a place from where the one before has gone.
  std::vector<const IndexEntry*> by_digest = entries;
  std::sort(by_digest.begin(), by_digest.end(),
            [](const IndexEntry* a, const IndexEntry* b) { return a->digest < b->digest; });
  std::vector<std::pair<std::string, const IndexEntry*>> by_place;
  by_place.reserve(entries.size());
  for (const IndexEntry* entry : entries) {
    if (entry->key_identifier) {
      by_place.emplace_back(
          row_prefix(entry->key_identifier) +
              place_of({entry->occurred_at, entry->sequence, entry->message_id, entry->source}),
          entry);
    }
  }
  std::sort(by_place.begin(), by_place.end());
  rocksdb::WriteBatch batch(entries.size() * 192);
  for (const IndexEntry* entry : by_digest) {
    (void)batch.Put(state_->duplicates, slice(entry->digest), seen_bytes(*entry));
  }
  for (const auto& [key, entry] : by_place) {
    (void)batch.Put(state_->rows, key,
                    to_bytes({entry->seq, entry->name, entry->kind, entry->channel}));
  }
  std::string covered;
  append_big_endian(covered, static_cast<std::uint64_t>(entries.back()->seq.value));
  covered += entries.back()->digest;
  (void)batch.Put(state_->meta, slice(covered_key), covered);
  const rocksdb::Status written = state_->tallies.with([&](DayTallies& tallies) {
    rocksdb::Status status = state_->database->Write(state_->writing, &batch);
    if (status.ok()) {
      tallies.add(entries);
    }
    return status;
  });
  if (!written.ok()) {
    (void)state_->database->Resume();
  }
  return to_result(written);
}

Result<std::vector<LineRow>> RocksdbFiles::rows(const RowsQuery& query) const {
  TL_TRY(to_result(state_->injected(IndexCall::scan)));
  rocksdb::ReadOptions reading;
  reading.prefix_same_as_start = true;
  const std::unique_ptr<rocksdb::Iterator> rows(
      state_->database->NewIterator(reading, state_->rows));
  BestRows best(query.direction, query.limit);
  for (const IdentifierId identifier : query.identifiers) {
    if (query.limit > 0) {
      walk(*rows, identifier, query, [&](std::string_view place, const RowValue& value) {
        return best.offer(place, value.seq);
      });
    }
    TL_TRY(to_result(rows->status()));
  }
  return best.take();
}

Result<void> RocksdbFiles::each_time(const RowsQuery& query,
                                     const std::function<void(Time)>& sink) const {
  TL_TRY(to_result(state_->injected(IndexCall::scan)));
  rocksdb::ReadOptions reading;
  reading.prefix_same_as_start = true;
  reading.fill_cache = false;
  const std::unique_ptr<rocksdb::Iterator> rows(
      state_->database->NewIterator(reading, state_->rows));
  RowsQuery all = query;
  all.bound.reset();
  all.direction = Direction::newer;
  for (const IdentifierId identifier : query.identifiers) {
    walk(*rows, identifier, all, [&](std::string_view place, const RowValue&) {
      sink(time_of_place(place));
      return true;
    });
    TL_TRY(to_result(rows->status()));
  }
  return {};
}

Result<void> RocksdbFiles::each_day(const RowsQuery& query, const DaySink& sink) const {
  // Parts of days are counted row by row.
  const auto is_start = [](const std::optional<Time>& time) {
    return !time || time->us % us_per_day == 0;
  };
  if (query.identifiers.size() > tallied_identifiers_max || !is_start(query.filter.from) ||
      !is_start(query.filter.until)) {
    return each_time(query, [&](Time time) { sink(day_of(time), 1); });
  }
  for (const IdentifierId identifier : query.identifiers) {
    RowsQuery one = query;
    one.identifiers = {identifier};
    const bool told = state_->tallies.with([&](DayTallies& tallies) {
      const DayTally* const tally = tallies.find(identifier);
      return tally != nullptr && tally->each(query.filter, query.newest, sink);
    });
    if (!told) {
      TL_TRY(count_days(one, sink));
    }
  }
  return {};
}

// The rows of one identifier: those that are asked for to the sink, and all of them into a tally
// that is kept where they are many.
Result<void> RocksdbFiles::count_days(const RowsQuery& query, const DaySink& sink) const {
  TL_TRY(to_result(state_->injected(IndexCall::scan)));
  const IdentifierId identifier = query.identifiers.front();
  rocksdb::ReadOptions reading;
  reading.prefix_same_as_start = true;
  reading.fill_cache = false;
  std::unique_ptr<rocksdb::Iterator> rows;
  const std::optional<std::uint64_t> began =
      state_->tallies.with([&](DayTallies& tallies) -> std::optional<std::uint64_t> {
        rows.reset(state_->database->NewIterator(reading, state_->rows));
        return tallies.begin(identifier);
      });
  RowsQuery walked;
  walked.direction = Direction::newer;
  walked.newest = began ? EventSeq{std::numeric_limits<std::int64_t>::max()} : query.newest;
  walked.filter = began ? RowFilter() : query.filter;
  DayTally counted;
  walk(*rows, identifier, walked, [&](std::string_view place, const RowValue& value) {
    if (began) {
      counted.add(time_of_place(place), value);
    } else {
      sink(day_of(time_of_place(place)), 1);
    }
    return true;
  });
  Result<void> read = to_result(rows->status());
  if (began) {
    const bool is_told = read.ok() && counted.each(query.filter, query.newest, sink);
    state_->tallies.with([&](DayTallies& tallies) {
      tallies.finish(identifier, *began, read.ok() ? std::move(counted) : DayTally());
    });
    if (read.ok() && !is_told) {
      return each_time(query, [&](Time time) { sink(day_of(time), 1); });
    }
  }
  return read;
}

Result<void> RocksdbFiles::forget(const std::vector<IdentifierId>& identifiers) {
  TL_TRY(to_result(state_->injected(IndexCall::write)));
  rocksdb::DB& database = *state_->database;
  rocksdb::CompactRangeOptions rewriting;
  rewriting.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (const IdentifierId identifier : identifiers) {
    TL_TRY(to_result(database.DeleteRange(state_->writing, state_->rows, row_prefix(identifier),
                                          row_prefix({identifier.value + 1}))));
  }
  TL_TRY(flush());
  for (const IdentifierId identifier : identifiers) {
    const std::string first = row_prefix(identifier);
    const std::string last = row_prefix({identifier.value + 1});
    const rocksdb::Slice begin = first;
    const rocksdb::Slice end = last;
    TL_TRY(to_result(database.CompactRange(rewriting, state_->rows, &begin, &end)));
  }
  state_->tallies.with([&](DayTallies& tallies) { tallies.forget(identifiers); });
  // The newest list of files begins with what there was before the last change: one more change.
  TL_TRY(to_result(database.Put(state_->writing, state_->meta, slice(format_key), slice(format))));
  TL_TRY(flush());
  // Removes the files that are no longer used, before it returns.
  TL_TRY(to_result(database.DisableFileDeletions()));
  return to_result(database.EnableFileDeletions());
}

Result<void> RocksdbFiles::verify(const std::function<bool()>& stop) const {
  TL_TRY(to_result(state_->injected(IndexCall::scan)));
  std::vector<rocksdb::LiveFileMetaData> files;
  state_->database->GetLiveFilesMetaData(&files);
  for (const rocksdb::LiveFileMetaData& file : files) {
    if (stop()) {
      return {};
    }
    rocksdb::SstFileReader reader{rocksdb::Options(state_->database->GetOptions())};
    const rocksdb::Status opened = reader.Open(file.directory + "/" + file.relative_filename);
    if (opened.IsPathNotFound()) {
      continue;  // Compacted away meanwhile; what is really missing is seen when it is read.
    }
    TL_TRY(to_result(opened));
    TL_TRY(to_result(reader.VerifyChecksum()));
  }
  return {};
}

Result<void> RocksdbFiles::flush() {
  return to_result(state_->database->Flush(rocksdb::FlushOptions(),
                                           {state_->meta, state_->duplicates, state_->rows}));
}

std::uint64_t RocksdbFiles::size() const {
  std::uint64_t total = 0;
  for (rocksdb::ColumnFamilyHandle* family : {state_->meta, state_->duplicates, state_->rows}) {
    std::uint64_t bytes = 0;
    if (state_->database->GetIntProperty(family, rocksdb::DB::Properties::kTotalSstFilesSize,
                                         &bytes)) {
      total += bytes;
    }
  }
  return total;
}

}  // namespace throughline::timeline
