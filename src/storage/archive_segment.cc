#include "storage/archive_segment.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <type_traits>
#include <utility>

#include "base/log.h"
#include "storage/files.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr char head_letter = 'H';
constexpr char batch_letter = 'B';
constexpr std::string_view file_begin = "throughline-archive 1\n";
constexpr std::string_view file_ending = ".segment";
constexpr std::size_t page_bytes_max = 65'536;
constexpr std::size_t raw_bytes_max = std::size_t{256} << 20U;
constexpr std::size_t header_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t seal_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Little-endian, whatever the machine.
template <class Number>
void put(std::string& out, Number number) {
  auto rest = static_cast<std::make_unsigned_t<Number>>(number);
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    out += static_cast<char>(rest & 0xffU);
    rest = static_cast<std::make_unsigned_t<Number>>(sizeof(Number) == 1 ? 0 : rest >> 8U);
  }
}

// Takes from the front; after a failure everything is zero and `good` is false.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}
  template <class Number>
  Number take() {
    const std::string_view bytes = take_bytes(sizeof(Number));
    std::make_unsigned_t<Number> number = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
      number = static_cast<std::make_unsigned_t<Number>>((sizeof(Number) == 1 ? 0U : number << 8U) |
                                                         static_cast<unsigned char>(bytes[i - 1]));
    }
    return static_cast<Number>(number);
  }
  std::string_view take_bytes(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }
  std::string_view take_rest() { return take_bytes(rest_.size()); }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

void put(std::string& out, const LogPosition& position) {
  put(out, position.salt_1);
  put(out, position.salt_2);
  put(out, position.frame);
}

LogPosition take_position(Taker& taker) {
  LogPosition position;
  position.salt_1 = taker.take<std::uint32_t>();
  position.salt_2 = taker.take<std::uint32_t>();
  position.frame = taker.take<std::uint64_t>();
  return position;
}

void put(std::string& out, const std::optional<FileMark>& mark) {
  put(out, static_cast<std::uint8_t>(mark ? 1 : 0));
  put(out, mark ? mark->changed_ns : 0);
  put(out, mark ? mark->bytes : 0);
}

std::optional<FileMark> take_mark(Taker& taker) {
  const bool there = taker.take<std::uint8_t>() != 0;
  FileMark mark;
  mark.changed_ns = taker.take<std::int64_t>();
  mark.bytes = taker.take<std::uint64_t>();
  return there ? std::optional(mark) : std::nullopt;
}

// Nothing where there is no memory for it.
std::optional<std::string> deflated(const std::string& raw) {
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::string out(size, '\0');
  if (compress2(bytes_of(out), &size, bytes_of(std::string_view(raw)),
                static_cast<uLong>(raw.size()), Z_BEST_SPEED) != Z_OK) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::optional<std::string> inflated(std::string_view bytes, std::size_t raw_size) {
  if (raw_size > raw_bytes_max) {
    return std::nullopt;
  }
  std::string raw(raw_size, '\0');
  auto size = static_cast<uLongf>(raw_size);
  if (uncompress(bytes_of(raw), &size, bytes_of(bytes), static_cast<uLong>(bytes.size())) != Z_OK ||
      size != raw_size) {
    return std::nullopt;
  }
  return raw;
}

std::string encode_seconds(const std::vector<ArchivedSecond>& seconds) {
  std::string raw;
  for (const ArchivedSecond& second : seconds) {
    put(raw, second.until.us);
    put(raw, second.database_pages);
    put(raw, static_cast<std::uint32_t>(second.pages.size()));
    for (const ArchivedPage& page : second.pages) {
      put(raw, page.number);
      put(raw, static_cast<std::uint8_t>(page.form));
      put(raw, static_cast<std::uint32_t>(page.bytes.size()));
      raw += page.bytes;
    }
  }
  return raw;
}

std::optional<std::vector<ArchivedSecond>> decode_seconds(std::string_view raw) {
  std::vector<ArchivedSecond> seconds;
  Taker taker(raw);
  while (!taker.at_end()) {
    ArchivedSecond& second = seconds.emplace_back();
    second.until.us = taker.take<std::int64_t>();
    second.database_pages = taker.take<std::uint32_t>();
    const auto count = taker.take<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && taker.good(); ++i) {
      ArchivedPage page;
      page.number = taker.take<std::uint32_t>();
      page.form = taker.take<std::uint8_t>() == 0 ? ArchivedPage::Form::whole
                                                  : ArchivedPage::Form::difference;
      page.bytes = taker.take_bytes(taker.take<std::uint32_t>());
      if (page.number == 0 || page.bytes.size() > page_bytes_max) {
        return std::nullopt;
      }
      second.pages.push_back(std::move(page));
    }
    if (!taker.good()) {
      return std::nullopt;
    }
  }
  return seconds;
}

// A file that a crash left shorter holds nothing.
std::size_t whole_head_bytes() {
  return file_begin.size() + header_bytes + sizeof(std::uint32_t) + seal_bytes +
         encode(SegmentHead{}).size();
}

Error write_error(const std::string& path) {
  return Error::unavailable("the archive's file " + path +
                            " cannot be written: " + std::generic_category().message(errno));
}

}  // namespace

std::optional<FileMark> mark_of(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    return std::nullopt;
  }
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  return FileMark{status.st_mtim.tv_sec * ns_per_second + status.st_mtim.tv_nsec,
                  static_cast<std::uint64_t>(status.st_size)};
}

std::string encode(const SegmentHead& head) {
  std::string out(1, head_letter);
  put(out, head.sequence);
  put(out, static_cast<std::uint8_t>(head.begins));
  put(out, head.follows);
  put(out, head.at.us);
  put(out, head.emptied);
  return out;
}

std::optional<SegmentHead> decode_head(std::string_view bytes) {
  Taker taker(bytes);
  SegmentHead head;
  const char letter = static_cast<char>(taker.take<std::uint8_t>());
  head.sequence = taker.take<std::uint64_t>();
  const auto begins = taker.take<std::uint8_t>();
  head.follows = take_position(taker);
  head.at.us = taker.take<std::int64_t>();
  head.emptied = take_mark(taker);
  if (letter != head_letter || !taker.good() || !taker.at_end() || begins > 2) {
    return std::nullopt;
  }
  head.begins = static_cast<SegmentHead::Begins>(begins);
  return head;
}

std::string encode(const ArchiveBatch& batch) {
  std::string out(1, batch_letter);
  put(out, batch.reached);
  put(out, batch.until.us);
  put(out, static_cast<std::uint8_t>(batch.times_unknown ? 1 : 0));
  put(out, batch.emptied);
  const std::string raw = encode_seconds(batch.seconds);
  put(out, static_cast<std::uint64_t>(raw.size()));
  if (raw.empty()) {
    return out;
  }
  const auto pages = deflated(raw);
  return pages ? out + *pages : std::string();
}

std::optional<ArchiveBatch> decode_batch(std::string_view bytes) {
  Taker taker(bytes);
  ArchiveBatch batch;
  const char letter = static_cast<char>(taker.take<std::uint8_t>());
  batch.reached = take_position(taker);
  batch.until.us = taker.take<std::int64_t>();
  batch.times_unknown = taker.take<std::uint8_t>() != 0;
  batch.emptied = take_mark(taker);
  const auto raw_size = taker.take<std::uint64_t>();
  if (letter != batch_letter || !taker.good()) {
    return std::nullopt;
  }
  if (raw_size == 0) {
    return taker.at_end() ? std::optional(std::move(batch)) : std::nullopt;
  }
  const auto raw = inflated(taker.take_rest(), raw_size);
  auto seconds = raw ? decode_seconds(*raw) : std::nullopt;
  if (!seconds) {
    return std::nullopt;
  }
  batch.seconds = *std::move(seconds);
  return batch;
}

std::string segment_name(std::uint64_t sequence, Time at) {
  const std::string number = std::to_string(sequence);
  constexpr std::size_t digits = 10;
  return std::string(digits - std::min(digits, number.size()), '0') + number + "-" +
         std::to_string(at.us) + std::string(file_ending);
}

std::vector<SegmentFile> segments_in(const std::string& folder) {
  std::vector<SegmentFile> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    SegmentFile file;
    file.path = entry.path().string();
    const char* const end = name.data() + name.size();
    const auto number = std::from_chars(name.data(), end, file.sequence);
    if (!name.ends_with(file_ending) || number.ec != std::errc() || *number.ptr != '-' ||
        std::from_chars(number.ptr + 1, end, file.at.us).ec != std::errc()) {
      continue;
    }
    if (fs::file_size(entry.path(), ignored) >= whole_head_bytes()) {
      found.push_back(std::move(file));
    }
  }
  std::ranges::sort(found, {}, &SegmentFile::sequence);
  return found;
}

class SegmentWriter::Sealing {
 public:
  explicit Sealing(const SealKey& key) : header_(header_bytes, '\0') {
    crypto_secretstream_xchacha20poly1305_init_push(&state_, bytes_of(header_),
                                                    bytes_of(std::string_view(key.bytes)));
  }
  [[nodiscard]] const std::string& header() const { return header_; }
  std::string seal(std::string_view message) {
    std::string sealed(message.size() + seal_bytes, '\0');
    crypto_secretstream_xchacha20poly1305_push(&state_, bytes_of(sealed), nullptr,
                                               bytes_of(message), message.size(), nullptr, 0,
                                               crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    return sealed;
  }

 private:
  crypto_secretstream_xchacha20poly1305_state state_ = {};
  std::string header_;
};

SegmentWriter::SegmentWriter(int file, std::string path, std::unique_ptr<Sealing> sealing)
    : file_(file), path_(std::move(path)), sealing_(std::move(sealing)) {}

SegmentWriter::~SegmentWriter() {
  ::close(file_);
}

Result<std::unique_ptr<SegmentWriter>> SegmentWriter::create(const std::string& path,
                                                             const SealKey& key) {
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return write_error(path);
  }
  std::unique_ptr<SegmentWriter> writer(
      new SegmentWriter(file, path, std::make_unique<Sealing>(key)));
  TL_TRY(writer->write(std::string(file_begin) + writer->sealing_->header()));
  TL_TRY(sync_directory(parent_of(path)));
  return writer;
}

Result<void> SegmentWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return write_error(path_);
    }
    bytes_ += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> SegmentWriter::append(std::string_view message) {
  const std::string sealed = sealing_->seal(message);
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(sealed.size()));
  bytes += sealed;
  const std::uint64_t before = bytes_;
  Result<void> written = write(bytes);
  if (written.ok() && ::fdatasync(file_) != 0) {
    written = write_error(path_);
  }
  if (!written.ok() && ::ftruncate(file_, static_cast<off_t>(before)) != 0) {
    log(LogLevel::warning, "a part of a message stays in the archive", {{"path", path_}});
  }
  return written;
}

// A whole file in memory: segments are short.
class SegmentReader::Opening {
 public:
  Opening(std::string bytes, const SealKey& key) : bytes_(std::move(bytes)), rest_(bytes_) {
    good_ = rest_.take_bytes(file_begin.size()) == file_begin;
    const std::string_view header = rest_.take_bytes(header_bytes);
    good_ = good_ && rest_.good() &&
            crypto_secretstream_xchacha20poly1305_init_pull(
                &state_, bytes_of(header), bytes_of(std::string_view(key.bytes))) == 0;
  }
  std::optional<std::string> next() {
    const std::string_view sealed = rest_.take_bytes(rest_.take<std::uint32_t>());
    if (!good_ || !rest_.good() || sealed.size() < seal_bytes) {
      good_ = false;
      return std::nullopt;
    }
    std::string message(sealed.size() - seal_bytes, '\0');
    unsigned char tag = 0;
    good_ = crypto_secretstream_xchacha20poly1305_pull(&state_, bytes_of(message), nullptr, &tag,
                                                       bytes_of(sealed), sealed.size(), nullptr,
                                                       0) == 0;
    return good_ ? std::optional(std::move(message)) : std::nullopt;
  }

 private:
  const std::string bytes_;
  Taker rest_;
  crypto_secretstream_xchacha20poly1305_state state_ = {};
  bool good_ = false;
};

SegmentReader::SegmentReader(std::unique_ptr<Opening> opening) : opening_(std::move(opening)) {}
SegmentReader::~SegmentReader() = default;

Result<std::unique_ptr<SegmentReader>> SegmentReader::open(const std::string& path,
                                                           const SealKey& key) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  std::unique_ptr<SegmentReader> reader(
      new SegmentReader(std::make_unique<Opening>(bytes.str(), key)));
  const auto message = reader->next_message();
  const auto head = message ? decode_head(*message) : std::nullopt;
  if (!head) {
    return Error::invalid("the archive's segment " + path +
                          " cannot be read: it was altered, or sealed with another key");
  }
  reader->head_ = *head;
  return reader;
}

std::optional<std::string> SegmentReader::next_message() {
  return opening_->next();
}

std::optional<ArchiveBatch> SegmentReader::next() {
  const auto message = next_message();
  return message ? decode_batch(*message) : std::nullopt;
}

}  // namespace throughline::storage
