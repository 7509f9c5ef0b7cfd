#include "journeys/journeys.lines_file.h"

#include <algorithm>
#include <utility>

#include "base/if_found.h"
#include "base/log.h"
#include "journey_engine/snapshot_file.h"
#include "storage/files.h"
#include "timeline/timeline.reader.h"

namespace throughline::journeys {

using journey_engine::Image;

namespace {

// A file is written anew when so large a part of it has been added.
constexpr std::int64_t due_part = 10;

using Fingerprint = decltype(journey_engine::RecordMark::fingerprint);

// Of the record up to the image's position.
Result<Fingerprint> fingerprint_of(storage::Database& database, const Image& image) {
  TL_TRY_ASSIGN(const std::string bytes, database.read([&](storage::Transaction& tx) {
    return timeline::fingerprint_of(tx, {image.lines.position.seq});
  }));
  Fingerprint fingerprint = {};
  std::copy_n(bytes.begin(), std::min(bytes.size(), fingerprint.size()), fingerprint.begin());
  return fingerprint;
}

}  // namespace

LinesFile::LinesFile(storage::Database& database, LinesFileOptions options)
    : database_(database), options_(std::move(options)), path_(options_.directory + "/columns") {}

LinesFile::~LinesFile() = default;

std::optional<Image> LinesFile::load(std::uint64_t codes) {
  (void)storage::remove_file(path_ + ".new");  // Of a stop amid writing.
  auto image = journey_engine::read_snapshot(path_);
  if (!image.ok()) {
    if (image.error().code == ErrorCode::invalid) {
      remove();  // It was logged why.
    }
    return std::nullopt;
  }
  const auto fingerprint = if_found(fingerprint_of(database_, *image));
  if (!fingerprint.ok()) {
    return std::nullopt;
  }
  if (*fingerprint != image->mark.fingerprint || image->mark.codes > codes) {
    log(LogLevel::warning, "the kept lines are not of this record; they are read from it again");
    remove();
    return std::nullopt;
  }
  kept_events_ = static_cast<std::int64_t>(image->lines.events);
  return *std::move(image);
}

bool LinesFile::is_due(std::int64_t events) const {
  const std::int64_t kept = kept_events_;
  return !writing_ && events - kept >= std::max(options_.events_min, kept / due_part);
}

void LinesFile::save(Image image) {
  if (writing_.exchange(true)) {
    return;
  }
  const std::uint64_t forgotten = [&] {
    const std::lock_guard lock(mutex_);
    return forgotten_;
  }();
  writer_ = std::jthread([this, forgotten, image = std::move(image)]() mutable {
    if (mark(image)) {
      write(image, forgotten);
    }
    writing_ = false;
  });
}

void LinesFile::finish(Image image) {
  if (writer_.joinable()) {
    writer_.join();
  }
  const auto events = static_cast<std::int64_t>(image.lines.events);
  if (events - kept_events_ >= options_.events_min) {
    save(std::move(image));
    writer_.join();
  }
}

void LinesFile::forget() {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  kept_events_ = 0;
  remove();
}

bool LinesFile::mark(Image& image) const {
  auto fingerprint = fingerprint_of(database_, image);
  if (fingerprint.ok()) {
    image.mark.fingerprint = *fingerprint;
  }
  return fingerprint.ok();
}

void LinesFile::write(const Image& image, std::uint64_t forgotten) {
  if (!storage::make_directories(options_.directory).ok()) {
    return;
  }
  const bool written = journey_engine::write_snapshot(image, path_).ok();  // Else it was logged.
  const std::lock_guard lock(mutex_);
  if (forgotten_ != forgotten) {
    remove();
  } else if (written) {
    kept_events_ = static_cast<std::int64_t>(image.lines.events);
  }
}

void LinesFile::remove() const {
  (void)storage::remove_file(path_);
}

}  // namespace throughline::journeys
