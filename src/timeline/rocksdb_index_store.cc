#include "timeline/rocksdb_index_store.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "base/number_in.h"
#include "timeline/digest.h"
#include "timeline/event_store.h"

namespace throughline::timeline {
namespace {

using storage::Stage;
using storage::Transaction;

constexpr std::size_t catch_up_batch = 10'000;
constexpr EventSeq everything = {std::numeric_limits<std::int64_t>::max()};
// Up to this size every block is verified before the workspace opens, above it in the background.
constexpr std::uint64_t verified_at_start_max = std::uint64_t{256} << 20U;
constexpr std::chrono::milliseconds repair_pause(200);
// Each has files rewritten; with more of them, all may as well be.
constexpr std::size_t forgotten_at_once_max = 64;

Error repairing() {
  return Error::unavailable("the index of events is being repaired; please try again");
}

// The numbered directories in `path`, newest first.
std::vector<int> generations_in(const std::string& path) {
  std::vector<int> generations;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path, ignored)) {
    const std::string name = entry.path().filename().string();
    if (const auto number = number_in<int>(name)) {
      generations.push_back(*number);
    }
  }
  std::sort(generations.rbegin(), generations.rend());
  return generations;
}

}  // namespace

std::size_t RocksdbIndex::DigestHash::operator()(const std::string& digest) const {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), std::min(sizeof hash, digest.size()));
  return hash;
}

RocksdbIndex::RocksdbIndex(storage::Database& database, RocksdbPlace place, RocksdbOptions options)
    : database_(database), place_(std::move(place)), options_(std::move(options)) {}

RocksdbIndex::~RocksdbIndex() {
  verifier_.request_stop();
  verifier_ = {};  // It may start the repairer.
  std::jthread repairer;
  repairer_.with([&](std::jthread& thread) { repairer = std::move(thread); });
  repairer.request_stop();
  stopping_.raise();
}

std::string RocksdbIndex::path_of(int generation) const {
  return place_.directory + "/" + std::to_string(generation);
}

Result<std::unique_ptr<RocksdbIndex>> RocksdbIndex::open(storage::Database& database,
                                                         RocksdbPlace place,
                                                         RocksdbOptions options) {
  std::unique_ptr<RocksdbIndex> index(
      new RocksdbIndex(database, std::move(place), std::move(options)));
  TL_TRY(index->open_files());
  RocksdbIndex* const self = index.get();
  database.on_reset([self] {
    self->open_.clear();
    self->open_ids_.clear();
    self->doubtful_ = true;
  });
  return index;
}

// Only the newest generation counts: an unfinished rebuild goes on where it stopped.
Result<void> RocksdbIndex::open_files() {
  const std::vector<int> found = generations_in(place_.directory);
  int newest = found.empty() ? 1 : found.front();
  for (const int older : found) {
    if (older != newest) {
      RocksdbFiles::remove(path_of(older));
    }
  }
  Result<Files> files = make_files(newest);
  bool fits = files.ok();
  if (fits) {
    const Result<bool> fitting = fit(**files);
    if (!fitting.ok() && fitting.error().code != ErrorCode::internal) {
      return fitting.error();
    }
    fits = fitting.ok() && *fitting;
  } else if (files.error().code != ErrorCode::internal) {
    return files.error();
  }
  if (!fits) {
    log(LogLevel::warning, "the index of events is built again from the record");
    files = repairing();  // Closes them.
    RocksdbFiles::remove(path_of(newest));
    ++newest;
    files = make_files(newest);
  }
  TL_TRY_ASSIGN(const Files opened, std::move(files));
  TL_TRY(catch_up_fully(*opened));
  TL_TRY_ASSIGN(const Covered covered, opened->covered());
  files_.with([&](Files& current) { current = opened; });
  generation_.with([&](int& generation) { generation = newest; });
  behind_.with([&](Behind& behind) { behind.committed = covered.seq; });
  if (opened->size() > verified_at_start_max) {
    verify_in_background();
  }
  return {};
}

Result<RocksdbIndex::Files> RocksdbIndex::make_files(int generation) {
  TL_TRY_ASSIGN(std::unique_ptr<RocksdbFiles> files,
                RocksdbFiles::open(path_of(generation), place_.record, options_));
  return Files(std::move(files));
}

// Whether the record holds the event up to which the files say they cover it, and they are
// readable.
Result<bool> RocksdbIndex::fit(const RocksdbFiles& files) {
  TL_TRY_ASSIGN(const Covered covered, files.covered());
  if (files.size() <= verified_at_start_max) {
    TL_TRY(files.verify([] { return false; }));
  }
  if (!covered.seq) {
    return true;
  }
  return database_.read([&](Transaction& tx) -> Result<bool> {
    TL_TRY_ASSIGN(const std::vector<ErasableEntry> found,
                  index_entries(tx, {covered.seq.value - 1}, covered.seq, 1));
    if (found.empty()) {
      return false;
    }
    const IndexEntry& entry = found.front().entry;
    return covered.digest == (found.front().erased
                                  ? entry.message_id
                                  : id_digest(place_.index_key, entry.source, entry.message_id));
  });
}

Result<void> RocksdbIndex::catch_up(Transaction& tx, RocksdbFiles& files, EventSeq last,
                                    std::size_t limit, bool& done) {
  TL_TRY_ASSIGN(const Covered covered, files.covered());
  TL_TRY_ASSIGN(std::vector<ErasableEntry> found, index_entries(tx, covered.seq, last, limit));
  done = found.size() < limit;
  std::vector<const IndexEntry*> entries;
  entries.reserve(found.size());
  for (ErasableEntry& item : found) {
    IndexEntry& entry = item.entry;
    if (item.erased) {
      entry.digest = entry.message_id;
      entry.key_identifier = {};
    } else {
      entry.digest = id_digest(place_.index_key, entry.source, entry.message_id);
    }
    entries.push_back(&entry);
  }
  return files.write(entries);
}

Result<void> RocksdbIndex::catch_up_fully(RocksdbFiles& files) {
  for (bool done = false; !done;) {
    TL_TRY(database_.read([&](Transaction& tx) -> Result<void> {
      return catch_up(tx, files, everything, catch_up_batch, done);
    }));
  }
  return {};
}

Result<std::optional<Seen>> RocksdbIndex::find_id(Transaction& tx, SourceId source,
                                                  std::string_view message_id) {
  TL_TRY(settle_doubt(tx));
  TL_TRY_ASSIGN(const Files files, ready_files());
  last_asked_ = {source, std::string(message_id), id_digest(place_.index_key, source, message_id)};
  const auto open = open_ids_.find(last_asked_.digest);
  if (open != open_ids_.end()) {
    const IndexEntry& entry = open_.at(open->second);
    return std::optional<Seen>(Seen{{0, entry.seq.value}, entry.payload_hash});
  }
  return checked(files->find(last_asked_.digest));
}

Result<void> RocksdbIndex::add(Transaction& tx, IndexEntry entry) {
  if (entry.source == last_asked_.source && entry.message_id == last_asked_.message_id) {
    entry.digest = last_asked_.digest;
  } else {
    entry.digest = id_digest(place_.index_key, entry.source, entry.message_id);
  }
  const std::size_t place = open_.size();
  open_ids_.emplace(entry.digest, place);
  open_.push_back(std::move(entry));
  tx.on_rollback([this, place] { withdraw(place); });
  tx.after_commit(Stage::index, [this] { publish(); });
  return {};
}

void RocksdbIndex::withdraw(std::size_t entry) {
  if (entry < open_.size()) {
    open_ids_.erase(open_.at(entry).digest);
    open_.at(entry).seq = {};
  }
  while (!open_.empty() && !open_.back().seq) {
    open_.pop_back();
  }
}

// The first unit after a failed COMMIT takes over what the record holds in spite of it. Nothing of
// its own group is in the record yet, because an id is asked for before it is added.
Result<void> RocksdbIndex::settle_doubt(Transaction& tx) {
  if (!doubtful_) {
    return {};
  }
  TL_TRY_ASSIGN(const Files files, ready_files());
  return behind_.with([&](Behind& behind) -> Result<void> {
    for (bool done = false; !done;) {
      TL_TRY(catch_up(tx, *files, everything, catch_up_batch, done));
    }
    TL_TRY_ASSIGN(const Covered covered, files->covered());
    behind.committed = covered.seq;
    doubtful_ = false;
    return {};
  });
}

// The first hook of a group publishes all of it: every unit that still has entries has committed.
void RocksdbIndex::publish() {
  if (open_.empty()) {
    return;
  }
  behind_.with([&](Behind& behind) {
    for (IndexEntry& entry : open_) {
      if (entry.seq) {
        behind.committed = entry.seq;
        behind.entries.push_back(std::move(entry));
      }
    }
    open_.clear();
    open_ids_.clear();
    const Result<void> written = write_behind(behind);
    is_behind_ = !written.ok();
  });
  if (is_behind_) {
    log(LogLevel::error, "the index of events could not take a commit; it will be tried again");
  }
}

Result<void> RocksdbIndex::write_behind(Behind& behind) {
  std::vector<const IndexEntry*> entries;
  entries.reserve(behind.entries.size());
  for (const IndexEntry& entry : behind.entries) {
    entries.push_back(&entry);
  }
  const Files files = std::as_const(files_).with([](const Files& current) { return current; });
  TL_TRY(files->write(entries));
  behind.entries.clear();
  return {};
}

Result<RocksdbIndex::Files> RocksdbIndex::ready_files() {
  if (damaged_) {
    return repairing();
  }
  if (is_behind_) {
    const bool written = behind_.with([&](Behind& behind) {
      is_behind_ = !write_behind(behind).ok();
      return !is_behind_;
    });
    if (!written) {
      return repairing();
    }
  }
  return std::as_const(files_).with([](const Files& current) { return current; });
}

template <class T>
Result<T> RocksdbIndex::checked(Result<T> result) {
  if (!result.ok() && result.error().code == ErrorCode::internal) {
    repair_later();
    return repairing();
  }
  return result;
}

Result<std::vector<LineRow>> RocksdbIndex::rows(Transaction& /*tx*/, const RowsQuery& query) {
  TL_TRY_ASSIGN(const Files files, ready_files());
  return checked(files->rows(query));
}

Result<void> RocksdbIndex::each_time(Transaction& /*tx*/, const RowsQuery& query,
                                     const std::function<void(Time)>& sink) {
  TL_TRY_ASSIGN(const Files files, ready_files());
  return checked(files->each_time(query, sink));
}

Result<void> RocksdbIndex::each_day(Transaction& /*tx*/, const RowsQuery& query,
                                    const DaySink& sink) {
  TL_TRY_ASSIGN(const Files files, ready_files());
  return checked(files->each_day(query, sink));
}

// Counts in `rows` how many events each key identifier has.
Result<std::int64_t> RocksdbIndex::unknown_ids(
    Transaction& tx, const RocksdbFiles& files, EventSeq newest,
    std::unordered_map<std::int64_t, std::int64_t>& rows) {
  std::int64_t unknown = 0;
  for (EventSeq after;;) {
    TL_TRY_ASSIGN(const auto found, index_entries(tx, after, newest, catch_up_batch));
    for (const ErasableEntry& item : found) {
      const IndexEntry& entry = item.entry;
      TL_TRY_ASSIGN(
          const auto seen,
          files.find(item.erased ? entry.message_id
                                 : id_digest(place_.index_key, entry.source, entry.message_id)));
      unknown += seen && seen->position.seq == entry.seq.value ? 0 : 1;
      if (!item.erased) {
        ++rows[entry.key_identifier.value];
      }
    }
    if (found.size() < catch_up_batch) {
      return unknown;
    }
    after = found.back().entry.seq;
  }
}

Result<std::int64_t> RocksdbIndex::differences(Transaction& tx) {
  TL_TRY_ASSIGN(const EventSeq newest, newest_seq(tx));
  TL_TRY_ASSIGN(const Files files, ready_files());
  std::unordered_map<std::int64_t, std::int64_t> rows;
  TL_TRY_ASSIGN(std::int64_t different, unknown_ids(tx, *files, newest, rows));
  for (const auto& [identifier, expected] : rows) {
    RowsQuery query;
    query.identifiers = {{identifier}};
    query.newest = newest;
    std::int64_t held = 0;
    TL_TRY(files->each_time(query, [&](Time) { ++held; }));
    different += identifier == 0 ? 0 : std::abs(held - expected);
  }
  return different;
}

Result<void> RocksdbIndex::forget(const std::vector<IdentifierId>& identifiers) {
  if (identifiers.size() > forgotten_at_once_max) {
    return rebuild();
  }
  return generation_.with([&](int& /*unchanged*/) -> Result<void> {
    TL_TRY_ASSIGN(const Files files, ready_files());
    return checked(files->forget(identifiers));
  });
}

// The last step runs in a unit of its own, so that no commit can be missed: what is committed comes
// from the record, what the open group holds will be published to the new files.
Result<void> RocksdbIndex::rebuild() {
  return generation_.with([&](int& generation) -> Result<void> {
    ++generation;
    TL_TRY_ASSIGN(const Files files, make_files(generation));
    TL_TRY(catch_up_fully(*files));
    Files old;
    TL_TRY(database_.write([&](Transaction& tx) { return take_over(tx, files, old); }));
    TL_TRY(files->flush());
    old.reset();
    for (const int older : generations_in(place_.directory)) {
      if (older < generation) {
        RocksdbFiles::remove(path_of(older));
      }
    }
    return {};
  });
}

Result<void> RocksdbIndex::take_over(Transaction& tx, const Files& files, Files& old) {
  return behind_.with([&](Behind& behind) -> Result<void> {
    for (bool done = false; !done;) {
      TL_TRY(catch_up(tx, *files, behind.committed, catch_up_batch, done));
    }
    behind.entries.clear();
    is_behind_ = false;
    files_.with([&](Files& current) { old = std::exchange(current, files); });
    damaged_ = false;
    return {};
  });
}

void RocksdbIndex::repair_later() {
  if (damaged_.exchange(true)) {
    return;
  }
  repairer_.with([&](std::jthread& thread) {
    thread = std::jthread([this](const std::stop_token& stop) { repair(stop); });
  });
}

void RocksdbIndex::repair(const std::stop_token& stop) {
  log(LogLevel::warning, "the index of events is damaged and is built again from the record");
  while (!stop.stop_requested()) {
    const std::uint64_t seen = stopping_.count();
    if (rebuild().ok()) {
      log(LogLevel::info, "the index of events is whole again");
      return;
    }
    if (!stop.stop_requested()) {
      stopping_.wait(seen, repair_pause);
    }
  }
}

void RocksdbIndex::verify_in_background() {
  verifier_ = std::jthread([this](const std::stop_token& stop) {
    const Files files = std::as_const(files_).with([](const Files& current) { return current; });
    const Result<void> verified = files->verify([&] { return stop.stop_requested(); });
    if (!verified.ok() && verified.error().code == ErrorCode::internal) {
      repair_later();
    }
  });
}

}  // namespace throughline::timeline
