#include "storage/sqlite/log_archiver.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "storage/files.h"
#include "storage/sqlite/connection.h"

namespace throughline::storage::sqlite {
namespace {

constexpr std::uint64_t frames_max = 2048;  // Of one batch.
constexpr std::size_t images_max = 2048;    // 8 MB.
constexpr std::uint64_t segment_bytes_max = std::uint64_t{16} << 20U;
constexpr std::int64_t segment_us_max = us_per_hour;
constexpr std::int64_t mark_every_us = us_per_minute;  // Where nothing is committed.
constexpr std::uint64_t page_bytes = 4096;             // All of a database that was just made.
constexpr std::chrono::seconds pause{1};
constexpr std::chrono::seconds pause_max{64};  // After failures.

Time end_of_second(Time time) {
  const std::int64_t seconds = (time.us + us_per_second - 1) / us_per_second;
  return {seconds * us_per_second};
}

std::string difference(std::string_view now, std::string_view before) {
  std::string out(now);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<char>(out[i] ^ before[i]);
  }
  return out;
}

}  // namespace

struct LogArchiver::Second {
  Time until = {};
  std::uint32_t database_pages = 0;
  std::map<std::uint32_t, std::string> pages = {};

  void add(const LogFrame& frame) {
    pages[frame.page] = frame.content;
    database_pages = frame.database_pages != 0 ? frame.database_pages : database_pages;
  }
};

LogArchiver::LogArchiver(LogArchive& archive, std::string name, std::string path,
                         StorageOptions options)
    : archive_(archive),
      name_(std::move(name)),
      path_(std::move(path)),
      options_(std::move(options)),
      opened_at_(archive.clock().now()),
      reader_(path_ + "-wal") {
  reader_.begin();
  while (const auto frame = reader_.next()) {
    if (frame->database_pages != 0) {
      frames_before_ = reader_.position().frame;
    }
  }
  if (frames_before_ == 0) {
    empty_at_ = mark_of(path_);
  }
  pending_.with([&](Pending& pending) {
    pending.frames = frames_before_;
    pending.latest = opened_at_;
  });
  LogArchiver::archive();
  thread_ = std::thread([this] { loop(); });
}

LogArchiver::~LogArchiver() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  thread_.join();
  archive();
}

void LogArchiver::loop() {
  std::unique_lock lock(mutex_);
  // Monotonic time: it decides how soon, and never what was committed when.
  auto wait = pause;
  for (;;) {
    changed_.wait_for(lock, wait, [this] { return stopped_ || due_; });
    if (stopped_) {
      return;
    }
    due_ = false;
    lock.unlock();
    wait = archive() ? pause : std::min(2 * wait, pause_max);
    lock.lock();
  }
}

void LogArchiver::committed(int pages) {
  if (pin_ == nullptr) {
    notice_new_log();
  }
  pending_.with([&](Pending& pending) {
    pending.latest = std::max(pending.latest, archive_.clock().now());
    pending.frames = static_cast<std::uint64_t>(pages);
    pending.commits.push_back({pending.frames, pending.latest});
  });
  const bool first = pin_ == nullptr;
  if (first || pages - pin_pages_ >= lag_pages) {
    pin(pages);
  }
  if (first) {
    // After a crash only the archive can tell that this log came after the one before it.
    const std::lock_guard lock(mutex_);
    due_ = true;
    changed_.notify_all();
  }
}

// Only without a pin can a log begin anew.
void LogArchiver::notice_new_log() {
  const std::lock_guard lock(archiving_);
  const auto beginning = reader_.beginning();
  const LogPosition& known = reader_.position();
  if (beginning && beginning->salt_1 == known.salt_1 && beginning->salt_2 == known.salt_2) {
    return;
  }
  pending_.with([&](Pending& pending) {
    // Of a log that was there before, everything had to be archived.
    lost_ = lost_ || !pending.commits.empty() || (!established_ && pending.frames > 0);
    pending.commits.clear();
    pending.frames = 0;
  });
  established_ = established_ && !lost_;
  frames_before_ = 0;
  reader_.begin();
}

// On the writer's thread, right after a commit: the log is exactly so long. The new reader is there
// before the old one goes.
void LogArchiver::pin(int pages) {
  auto opened = Connection::open(path_, Access::read, options_);
  if (!opened.ok()) {
    return;
  }
  (*opened)->keep_log();
  if ((*opened)->script("BEGIN; SELECT COUNT(*) FROM sqlite_master").ok()) {
    pin_ = *std::move(opened);
    pin_pages_ = pages;
    pinned_ = true;
  }
}

void LogArchiver::let_go() {
  if (!archive()) {
    const std::lock_guard lock(archiving_);
    lost_ = true;
  }
  pinned_ = false;
  pin_.reset();
}

void LogArchiver::emptied() {
  const std::lock_guard lock(archiving_);
  const Pending pending = look();
  if (!established_ || !pending.commits.empty()) {
    return;
  }
  empty_at_ = mark_of(path_);
  emptied_ = empty_at_;
  established_ = append({.reached = reached_, .until = pending.latest}).ok();
  pending_.with([](Pending& current) { current.frames = 0; });
  frames_before_ = 0;
  reader_.begin();
}

bool LogArchiver::archive() {
  const std::lock_guard lock(archiving_);
  const Result<void> done = archive_pending();
  if (done.ok()) {
    archive_.note_well(name_);
    return true;
  }
  // How much of it is in the archive is read from there before the next attempt.
  established_ = false;
  segment_.reset();
  archive_.note(ArchiveTrouble::Kind::failing, name_, done.error().message);
  return false;
}

// Everything that was committed until `latest` is then in `commits`, or has been archived.
LogArchiver::Pending LogArchiver::look() {
  return pending_.with([&](Pending& pending) {
    pending.latest = std::max(pending.latest, archive_.clock().now());
    return pending;
  });
}

Result<void> LogArchiver::archive_pending() {
  const Pending pending = look();
  if (!established_) {
    TL_TRY(establish(pending));
  }
  if (segment_ == nullptr || segment_->bytes() >= segment_bytes_max ||
      pending.latest.us - segment_begun_.us >= segment_us_max) {
    TL_TRY(begin_segment(SegmentHead::Begins::after_another, pending.latest));
  }
  const bool nothing = reader_.position().frame >= pending.frames;
  while (reader_.position().frame < pending.frames) {
    TL_TRY(append_frames(pending));
  }
  if (nothing && pending.latest.us - until_.us >= mark_every_us) {
    TL_TRY(append({.reached = reached_, .until = pending.latest}));
  }
  pending_.with([&](Pending& current) {
    const std::uint64_t done = reader_.position().frame;
    std::erase_if(current.commits, [&](const Commit& commit) { return commit.frame <= done; });
  });
  return {};
}

std::optional<LogArchiver::Last> LogArchiver::read_last(
    const std::vector<SegmentFile>& files) const {
  if (files.empty()) {
    return std::nullopt;
  }
  const auto reader = SegmentReader::open(files.back().path, archive_.key());
  if (!reader.ok()) {
    return std::nullopt;
  }
  Last last;
  last.reached = (*reader)->head().follows;
  last.until = (*reader)->head().at;
  last.emptied = (*reader)->head().emptied;
  while (const auto batch = (*reader)->next()) {
    last = {batch->reached, batch->until, batch->emptied};
  }
  return last;
}

// Whether nothing was committed between the archive's end and what the log holds; reader_ then
// stands there.
bool LogArchiver::continues(const Last& last) {
  const bool log = reader_.begin();
  const LogPosition position = reader_.position();
  if (log && position.salt_1 == last.reached.salt_1 && position.salt_2 == last.reached.salt_2) {
    return skip_to(last.reached.frame);
  }
  // All of it was in the file, which nobody has changed since.
  return last.emptied && last.emptied == empty_at_ && !lost_;
}

bool LogArchiver::skip_to(std::uint64_t frame) {
  while (reader_.position().frame < frame) {
    if (!reader_.next()) {
      return false;
    }
  }
  return true;
}

Result<void> LogArchiver::establish(const Pending& pending) {
  segment_.reset();
  TL_TRY_ASSIGN(folder_, archive_.folder_of(name_));
  const std::vector<SegmentFile> files = segments_in(folder_);
  next_sequence_ = files.empty() ? 1 : files.back().sequence + 1;
  auto begins = SegmentHead::Begins::after_another;
  if (const auto last = read_last(files); last && continues(*last)) {
    reached_ = last->reached;
    until_ = last->until;
    emptied_ = last->emptied;
  } else {
    const bool just_made = empty_at_ && empty_at_->bytes <= page_bytes && !lost_;
    begins = just_made ? SegmentHead::Begins::with_nothing : SegmentHead::Begins::anew;
    reader_.begin();
    if (!just_made && !skip_to(pending.frames)) {
      return Error::unavailable("the write-ahead log cannot be read");
    }
    reached_ = reader_.position();
    until_ = pending.latest;
    emptied_ = lost_ ? std::nullopt : empty_at_;
  }
  if (begins == SegmentHead::Begins::anew && !files.empty()) {
    archive_.note(ArchiveTrouble::Kind::gap, name_,
                  "something was committed that was not archived; take a backup");
  }
  TL_TRY(begin_segment(begins, pending.latest));
  established_ = true;
  lost_ = false;
  return {};
}

Result<void> LogArchiver::begin_segment(SegmentHead::Begins begins, Time now) {
  segment_.reset();
  images_.clear();
  const SegmentHead head = {.sequence = next_sequence_,
                            .begins = begins,
                            .follows = reached_,
                            .at = now,
                            .emptied = emptied_};
  const std::string path = folder_ + "/" + segment_name(head.sequence, now);
  TL_TRY_ASSIGN(std::unique_ptr<SegmentWriter> made, SegmentWriter::create(path, archive_.key()));
  TL_TRY(made->append(encode(head)));
  segment_ = std::move(made);
  ++next_sequence_;
  segment_begun_ = now;
  remove_old(now);
  return {};
}

// When the commit was to which a frame belongs; when this was made, where nobody knows.
Time LogArchiver::time_of(std::uint64_t frame, const Pending& pending) const {
  const auto commit = std::ranges::lower_bound(pending.commits, frame, {}, &Commit::frame);
  return frame <= frames_before_ || commit == pending.commits.end() ? opened_at_ : commit->time;
}

// Until when everything is archived, with the frames up to `frame`.
Time LogArchiver::covered_by(std::uint64_t frame, const Pending& pending) const {
  if (frame == pending.frames) {
    return pending.latest;
  }
  return frame == frames_before_ ? std::max(until_, opened_at_) : until_;
}

Result<void> LogArchiver::append_frames(const Pending& pending) {
  const std::uint64_t begin = reader_.position().frame;
  ArchiveBatch batch;
  batch.times_unknown = begin < frames_before_;
  const std::uint64_t known_end = batch.times_unknown ? frames_before_ : pending.frames;
  const std::uint64_t end = std::min({known_end, pending.frames, begin + frames_max});
  Second second;
  for (std::uint64_t i = begin + 1; i <= end; ++i) {
    const auto frame = reader_.next();
    if (!frame) {
      return Error::unavailable("the write-ahead log cannot be read");
    }
    const Time until = end_of_second(time_of(i, pending));
    if (until != second.until && !second.pages.empty()) {
      batch.seconds.push_back(encode_second(std::exchange(second, {})));
    }
    second.until = until;
    second.add(*frame);
  }
  batch.seconds.push_back(encode_second(second));
  batch.reached = reader_.position();
  batch.until = covered_by(end, pending);
  return append(std::move(batch));
}

ArchivedSecond LogArchiver::encode_second(const Second& second) {
  ArchivedSecond out = {.until = second.until, .database_pages = second.database_pages};
  out.pages.reserve(second.pages.size());
  for (const auto& [number, content] : second.pages) {
    const auto image = images_.find(number);
    if (image != images_.end() && image->second.size() == content.size()) {
      out.pages.push_back(
          {number, ArchivedPage::Form::difference, difference(content, image->second)});
      image->second = content;
      continue;
    }
    out.pages.push_back({number, ArchivedPage::Form::whole, content});
    if (images_.size() < images_max) {
      images_.insert_or_assign(number, content);
    }
  }
  return out;
}

Result<void> LogArchiver::append(ArchiveBatch batch) {
  if (segment_ == nullptr) {
    return Error::unavailable("the archive has no open segment");
  }
  if (!batch.seconds.empty()) {
    emptied_.reset();
  }
  batch.emptied = emptied_;
  const std::string message = encode(batch);
  if (message.empty()) {
    return Error::unavailable("there is no memory to archive with");
  }
  TL_TRY(segment_->append(message));
  reached_ = batch.reached;
  until_ = batch.until;
  return {};
}

// What ended, which is when the next began, before the days that it is to be kept.
void LogArchiver::remove_old(Time now) const {
  const std::vector<SegmentFile> files = segments_in(folder_);
  const Time limit = {now.us - archive_.days() * us_per_day};
  for (std::size_t i = 0; i + 1 < files.size() && files[i + 1].at < limit; ++i) {
    (void)remove_file(files[i].path);  // Has been logged; the next segment tries again.
  }
}

}  // namespace throughline::storage::sqlite
