#include "storage/sqlite/log_reader.h"

#include <fcntl.h>
#include <unistd.h>

namespace throughline::storage::sqlite {
namespace {

constexpr std::size_t header_bytes = 32;
constexpr std::size_t frame_header_bytes = 24;
constexpr std::size_t summed_frame_header_bytes = 8;
constexpr std::uint32_t magic_little = 0x377f0682;
constexpr std::uint32_t magic_big = 0x377f0683;

using Sum = std::array<std::uint32_t, 2>;

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t big_word(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at) << 24U | byte_at(bytes, at + 1) << 16U | byte_at(bytes, at + 2) << 8U |
         byte_at(bytes, at + 3);
}

std::uint32_t little_word(std::string_view bytes, std::size_t at) {
  return byte_at(bytes, at + 3) << 24U | byte_at(bytes, at + 2) << 16U |
         byte_at(bytes, at + 1) << 8U | byte_at(bytes, at);
}

Sum summed(Sum sum, std::string_view bytes, bool big_endian) {
  const auto word = big_endian ? &big_word : &little_word;
  for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
    sum[0] += word(bytes, i) + sum[1];
    sum[1] += word(bytes, i + 4) + sum[0];
  }
  return sum;
}

bool read_at(int file, std::string& into, std::uint64_t offset) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t count =
        ::pread(file, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (count <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

struct LogReader::Header {
  bool big_endian = false;
  std::uint32_t page_bytes = 0;
  LogPosition beginning = {};
  Sum sum = {};
};

LogReader::~LogReader() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

bool LogReader::open() {
  // The file may have been removed and made again.
  if (file_ >= 0) {
    ::close(file_);
  }
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  return file_ >= 0;
}

std::optional<LogReader::Header> LogReader::read_header() const {
  std::string bytes(header_bytes, '\0');
  if (file_ < 0 || !read_at(file_, bytes, 0)) {
    return std::nullopt;
  }
  Header header;
  const std::uint32_t magic = big_word(bytes, 0);
  header.big_endian = magic == magic_big;
  header.page_bytes = big_word(bytes, 8);
  header.beginning = {big_word(bytes, 16), big_word(bytes, 20), 0};
  header.sum = summed({}, std::string_view(bytes).substr(0, 24), header.big_endian);
  const bool whole = (magic == magic_little || magic == magic_big) &&
                     header.sum == Sum{big_word(bytes, 24), big_word(bytes, 28)} &&
                     header.page_bytes >= 512 && header.page_bytes <= 65'536;
  return whole ? std::optional(header) : std::nullopt;
}

bool LogReader::begin() {
  position_ = {};
  page_bytes_ = 0;
  const auto header = open() ? read_header() : std::nullopt;
  if (!header) {
    return false;
  }
  big_endian_ = header->big_endian;
  page_bytes_ = header->page_bytes;
  position_ = header->beginning;
  sum_ = header->sum;
  buffer_.resize(frame_header_bytes + page_bytes_);
  return true;
}

std::optional<LogPosition> LogReader::beginning() const {
  const auto header = read_header();
  return header ? std::optional(header->beginning) : std::nullopt;
}

std::optional<LogFrame> LogReader::next() {
  if (page_bytes_ == 0 ||
      !read_at(file_, buffer_, header_bytes + position_.frame * buffer_.size())) {
    return std::nullopt;
  }
  const std::string_view bytes = buffer_;
  LogFrame frame;
  frame.page = big_word(bytes, 0);
  frame.database_pages = big_word(bytes, 4);
  frame.content = bytes.substr(frame_header_bytes);
  Sum sum = summed(sum_, bytes.substr(0, summed_frame_header_bytes), big_endian_);
  sum = summed(sum, frame.content, big_endian_);
  if (frame.page == 0 || big_word(bytes, 8) != position_.salt_1 ||
      big_word(bytes, 12) != position_.salt_2 ||
      sum != Sum{big_word(bytes, 16), big_word(bytes, 20)}) {
    return std::nullopt;
  }
  sum_ = sum;
  ++position_.frame;
  return frame;
}

}  // namespace throughline::storage::sqlite
