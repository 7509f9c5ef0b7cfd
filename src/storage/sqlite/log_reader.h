// LogReader: the frames of a SQLite write-ahead log, straight from its file, each compared with its
// checksum. https://www.sqlite.org/fileformat2.html#walformat describes the bytes.
//
// A frame that is there need not be committed: whoever reads while others write asks only for
// frames of which they know it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/archive_segment.h"

namespace throughline::storage::sqlite {

struct LogFrame {
  std::uint32_t page = 0;            // From 1.
  std::uint32_t database_pages = 0;  // The last of a commit says how long the database then is.
  std::string_view content = {};     // Until the next call.
};

// Owned by one thread at a time.
class LogReader {
 public:
  explicit LogReader(std::string path) : path_(std::move(path)) {}
  ~LogReader();
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;

  // To the log's beginning. False: there is no log, or an empty one; the position is then zero.
  bool begin();
  // Which log the file holds now; compared with position(), whether it was begun anew.
  [[nodiscard]] std::optional<LogPosition> beginning() const;
  // Nothing where no whole frame of this log follows.
  std::optional<LogFrame> next();
  [[nodiscard]] const LogPosition& position() const { return position_; }

 private:
  struct Header;
  bool open();
  [[nodiscard]] std::optional<Header> read_header() const;

  const std::string path_;
  int file_ = -1;
  std::uint32_t page_bytes_ = 0;
  bool big_endian_ = false;  // The words that are summed.
  std::array<std::uint32_t, 2> sum_ = {};
  LogPosition position_;
  std::string buffer_;
};

}  // namespace throughline::storage::sqlite
