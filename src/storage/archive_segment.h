// Segments: the files of an archive. Each is a run of sealed messages: first a SegmentHead, then
// batches of pages as the log of a SQLite database brought them.
//
// docs/formats/archive.md describes the bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "storage/sealed_file.h"

namespace throughline::storage {

// How far a log was followed: which one, and how many of its frames. All zero: before its first.
struct LogPosition {
  std::uint32_t salt_1 = 0;
  std::uint32_t salt_2 = 0;
  std::uint64_t frame = 0;
  bool operator==(const LogPosition&) const = default;
};

// A database file that nobody changed since.
struct FileMark {
  std::int64_t changed_ns = 0;
  std::uint64_t bytes = 0;
  bool operator==(const FileMark&) const = default;
};
std::optional<FileMark> mark_of(const std::string& path);

struct SegmentHead {
  enum class Begins : std::uint8_t {
    after_another,  // Where the segment before it ended, at `follows`.
    anew,           // With a state that only a backup holds.
    with_nothing,   // With a database that was just made.
  };
  std::uint64_t sequence = 0;
  Begins begins = Begins::anew;
  LogPosition follows = {};
  Time at = {};  // What was committed before is in the segments before it, or in this one.
  std::optional<FileMark> emptied = {};  // As of the batch before it.
};

struct ArchivedPage {
  std::uint32_t number = 0;  // From 1.
  // Whole, or to be XORed onto what this page last was in the same segment.
  enum class Form : std::uint8_t { whole, difference } form = Form::whole;
  std::string bytes = {};
};

// What was committed in the second that ends at `until`, or a part of it: the last state of each
// page.
struct ArchivedSecond {
  Time until = {};
  std::uint32_t database_pages = 0;  // How long the file then is; 0: more of this commit follows.
  std::vector<ArchivedPage> pages = {};
};

struct ArchiveBatch {
  LogPosition reached = {};
  Time until = {};             // Everything that was committed until then has been archived.
  bool times_unknown = false;  // Of its commits only that they were before `until`.
  // All of the log is in the database file, and the log is empty.
  std::optional<FileMark> emptied = {};
  std::vector<ArchivedSecond> seconds = {};
};

std::string encode(const SegmentHead& head);
std::string encode(const ArchiveBatch& batch);  // Empty: there is no memory for it.
std::optional<SegmentHead> decode_head(std::string_view bytes);
std::optional<ArchiveBatch> decode_batch(std::string_view bytes);

struct SegmentFile {
  std::uint64_t sequence = 0;
  Time at = {};
  std::string path = {};
};
std::string segment_name(std::uint64_t sequence, Time at);
std::vector<SegmentFile> segments_in(const std::string& folder);  // Ascending.

// Owned by one thread at a time.
class SegmentWriter {
 public:
  static Result<std::unique_ptr<SegmentWriter>> create(const std::string& path, const SealKey& key);
  ~SegmentWriter();
  SegmentWriter(const SegmentWriter&) = delete;
  SegmentWriter& operator=(const SegmentWriter&) = delete;

  // Sealed and synced. After a failure nothing more may be appended.
  Result<void> append(std::string_view message);
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  class Sealing;
  SegmentWriter(int file, std::string path, std::unique_ptr<Sealing> sealing);
  Result<void> write(std::string_view bytes);

  const int file_;
  const std::string path_;
  const std::unique_ptr<Sealing> sealing_;
  std::uint64_t bytes_ = 0;
};

// Reads up to the first message that is not whole: what a crash cut short, or somebody altered.
class SegmentReader {
 public:
  // Error::invalid where not even the head can be read, with this key.
  static Result<std::unique_ptr<SegmentReader>> open(const std::string& path, const SealKey& key);
  ~SegmentReader();
  SegmentReader(const SegmentReader&) = delete;
  SegmentReader& operator=(const SegmentReader&) = delete;

  [[nodiscard]] const SegmentHead& head() const { return head_; }
  std::optional<ArchiveBatch> next();

 private:
  class Opening;
  explicit SegmentReader(std::unique_ptr<Opening> opening);
  std::optional<std::string> next_message();

  const std::unique_ptr<Opening> opening_;
  SegmentHead head_;
};

}  // namespace throughline::storage
