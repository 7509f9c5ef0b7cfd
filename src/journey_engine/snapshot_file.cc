#include "journey_engine/snapshot_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "base/log.h"

namespace throughline::journey_engine {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::array<char, 8> magic = {'T', 'L', 'l', 'i', 'n', 'e', 's', '2'};

enum class Part : std::uint64_t {
  head = 1,
  owners,
  shape,
  columns,
  entries,
  inserts,
  removals,
  end
};

struct PartHeader {
  Part part = Part::end;
  std::uint64_t number = 0;
  std::uint64_t bytes = 0;
};
static_assert(sizeof(PartHeader) == 24);

struct Head {
  std::uint64_t shards = 0;
  std::uint64_t pages = 0;
  std::uint64_t events = 0;
  EnginePosition position = {};
  RecordMark mark = {};
};
static_assert(sizeof(Head) == 72);

template <class T>
Bytes bytes_of(const T& value) {
  return std::as_bytes(std::span<const T, 1>(&value, 1));
}

// Four lanes of 64 bits. Each step is one-to-one in what is added and in the lane, so that one
// altered word always changes the result.
std::uint64_t checksum(std::uint64_t seed, Bytes bytes) {
  constexpr std::uint64_t prime = 0x9e3779b185ebca87ULL;
  std::array<std::uint64_t, 4> lanes = {seed ^ 1U, seed ^ 2U, seed ^ 3U, seed ^ 4U};
  const auto step = [](std::uint64_t& lane, std::uint64_t word) {
    lane = std::rotl((lane ^ word) * prime, 31);
  };
  std::size_t place = 0;
  for (; place + 32 <= bytes.size(); place += 32) {
    std::array<std::uint64_t, 4> words = {};
    std::memcpy(words.data(), bytes.data() + place, 32);
    for (std::size_t i = 0; i < 4; ++i) {
      step(lanes[i], words[i]);
    }
  }
  for (; place < bytes.size(); place += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + place, std::min<std::size_t>(8, bytes.size() - place));
    step(lanes[0], word);
  }
  std::uint64_t sum = bytes.size() * prime;
  for (const std::uint64_t lane : lanes) {
    sum = std::rotl((sum ^ lane) * prime, 29);
  }
  return sum ^ (sum >> 32U);
}

Error disk_error(const char* what, const std::string& path) {
  const std::error_code why(errno, std::generic_category());
  log(LogLevel::error, "a file of the journey engine cannot be used",
      {{"what", what}, {"path", path}, {"why", why.message()}});
  return Error::unavailable("the data directory cannot be used: " + why.message());
}

Error damaged(const std::string& path, const char* why) {
  log(LogLevel::error, "a file of the journey engine is damaged", {{"path", path}, {"why", why}});
  return Error::invalid("the journey engine's file is damaged");
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags)
      : file_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}  // NOLINT: it varies.
  ~OpenFile() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] int get() const { return file_; }

 private:
  int file_;
};

class PartWriter {
 public:
  explicit PartWriter(const std::string& path)
      : path_(path), file_(path, O_WRONLY | O_CREAT | O_TRUNC) {}

  Result<void> begin() {
    if (file_.get() < 0) {
      return disk_error("open", path_);
    }
    return write(bytes_of(magic));
  }
  Result<void> add(Part part, std::uint64_t number, Bytes bytes) {
    const PartHeader header = {.part = part, .number = number, .bytes = bytes.size()};
    const std::uint64_t sum = checksum(checksum(0, bytes_of(header)), bytes);
    TL_TRY(write(bytes_of(header)));
    TL_TRY(write(bytes));
    return write(bytes_of(sum));
  }
  Result<void> sync() {
    if (::fsync(file_.get()) != 0) {
      return disk_error("fsync", path_);
    }
    return {};
  }

 private:
  Result<void> write(Bytes bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        return disk_error("write", path_);
      }
      bytes = bytes.subspan(static_cast<std::size_t>(std::max<ssize_t>(0, written)));
    }
    return {};
  }

  const std::string path_;
  OpenFile file_;
};

class PartReader {
 public:
  explicit PartReader(const std::string& path) : path_(path), file_(path, O_RDONLY) {}

  Result<void> begin() {
    struct stat about = {};
    if (file_.get() < 0 && errno == ENOENT) {
      return Error::not_found("there is no such file");
    }
    if (file_.get() < 0 || ::fstat(file_.get(), &about) != 0) {
      return disk_error("open", path_);
    }
    left_ = static_cast<std::uint64_t>(about.st_size);
    std::array<char, 8> found = {};
    TL_TRY(read(std::as_writable_bytes(std::span(found))));
    return found == magic ? Result<void>() : damaged(path_, "magic");
  }
  // The next part, which has to be this one; `place` gives memory for so many bytes, or null.
  template <class Place>
  Result<void> next(Part part, std::uint64_t number, Place&& place) {
    PartHeader header;
    TL_TRY(read(std::as_writable_bytes(std::span(&header, 1))));
    if (header.part != part || header.number != number || header.bytes > left_) {
      return damaged(path_, "order");
    }
    std::byte* memory = place(header.bytes);
    if (memory == nullptr) {
      return damaged(path_, "length");
    }
    TL_TRY(read({memory, header.bytes}));
    std::uint64_t sum = 0;
    TL_TRY(read(std::as_writable_bytes(std::span(&sum, 1))));
    if (sum != checksum(checksum(0, bytes_of(header)), {memory, header.bytes})) {
      return damaged(path_, "checksum");
    }
    return {};
  }
  template <class T>
  Result<T> value(Part part, std::uint64_t number) {
    T out = {};
    TL_TRY(next(part, number, [&](std::uint64_t bytes) {
      return bytes == sizeof(T) ? reinterpret_cast<std::byte*>(&out) : nullptr;
    }));
    return out;
  }
  template <class T>
  Result<std::vector<T>> list(Part part, std::uint64_t number) {
    std::vector<T> out;
    TL_TRY(next(part, number, [&](std::uint64_t bytes) {
      out.resize(bytes / sizeof(T) + 1);  // One more, so that there is memory for none.
      return bytes % sizeof(T) == 0 ? reinterpret_cast<std::byte*>(out.data()) : nullptr;
    }));
    out.pop_back();
    return out;
  }
  [[nodiscard]] bool at_end() const { return left_ == 0; }
  Error error(const char* why) const { return damaged(path_, why); }

 private:
  Result<void> read(std::span<std::byte> into) {
    if (into.size() > left_) {
      return damaged(path_, "cut");
    }
    left_ -= into.size();
    while (!into.empty()) {
      const ssize_t got = ::read(file_.get(), into.data(), into.size());
      if (got == 0) {
        return damaged(path_, "cut");
      }
      if (got < 0 && errno != EINTR) {
        return disk_error("read", path_);
      }
      into = into.subspan(static_cast<std::size_t>(std::max<ssize_t>(0, got)));
    }
    return {};
  }

  const std::string path_;
  OpenFile file_;
  std::uint64_t left_ = 0;
};

Result<void> write_parts(const Image& image, PartWriter& writer) {
  TL_TRY(writer.begin());
  TL_TRY(writer.add(Part::head, 0,
                    bytes_of(Head{.shards = image.lines.shards.size(),
                                  .pages = image.owners.size(),
                                  .events = image.lines.events,
                                  .position = image.lines.position,
                                  .mark = image.mark})));
  std::uint64_t page = 0;
  for (const auto& [number, owners] : image.owners) {
    // The number of the page, then its owners up to the last one that there is.
    std::vector<std::int64_t> values = {number};
    for (const CustomerId owner : owners->owners) {
      values.push_back(owner.value);
    }
    while (values.size() > 1 && values.back() == 0) {
      values.pop_back();
    }
    TL_TRY(writer.add(Part::owners, page++, std::as_bytes(std::span(values))));
  }
  static const OverlayLists nothing;
  for (std::size_t s = 0; s < image.lines.shards.size(); ++s) {
    const Shard& shard = image.lines.shards[s];
    const OverlayLists& lists = shard.overlay == nullptr ? nothing : shard.overlay->lists();
    TL_TRY(writer.add(Part::shape, s, bytes_of(shard.block->shape())));
    TL_TRY(writer.add(Part::columns, s, shard.block->bytes()));
    TL_TRY(writer.add(Part::entries, s, std::as_bytes(std::span(lists.entries))));
    TL_TRY(writer.add(Part::inserts, s, std::as_bytes(std::span(lists.inserts))));
    TL_TRY(writer.add(Part::removals, s, std::as_bytes(std::span(lists.removals))));
  }
  TL_TRY(writer.add(Part::end, 0, {}));
  return writer.sync();
}

Result<void> read_owners(PartReader& reader, std::uint64_t pages, Owners::Pages& into) {
  for (std::uint64_t p = 0; p < pages; ++p) {
    TL_TRY_ASSIGN(const auto values, reader.list<std::int64_t>(Part::owners, p));
    if (values.empty() || values.size() > Owners::page_ids + 1) {
      return reader.error("owners");
    }
    auto page = std::make_shared<Owners::Page>();
    for (std::size_t i = 1; i < values.size(); ++i) {
      page->owners[i - 1] = {values[i]};
    }
    into[values.front()] = std::move(page);
  }
  return {};
}

Result<Shard> read_shard(PartReader& reader, std::uint64_t number) {
  TL_TRY_ASSIGN(const BlockShape shape, reader.value<BlockShape>(Part::shape, number));
  std::shared_ptr<Block> block;
  TL_TRY(reader.next(Part::columns, number, [&](std::uint64_t bytes) -> std::byte* {
    if (bytes != layout_of(shape).bytes) {
      return nullptr;
    }
    block = std::make_shared<Block>(shape);
    return block->bytes().data();
  }));
  OverlayLists lists;
  TL_TRY_ASSIGN(lists.entries, reader.list<OverlayEntry>(Part::entries, number));
  TL_TRY_ASSIGN(lists.inserts, reader.list<Insert>(Part::inserts, number));
  TL_TRY_ASSIGN(lists.removals, reader.list<std::uint32_t>(Part::removals, number));
  Shard shard = {.block = block};
  if (!lists.entries.empty()) {
    shard.overlay = Overlay::restored(std::move(lists), block->customers());
  }
  return shard;
}

}  // namespace

Result<void> write_snapshot(const Image& image, const std::string& path) {
  const std::string fresh = path + ".new";
  {
    PartWriter writer(fresh);
    TL_TRY(write_parts(image, writer));
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) {
    return disk_error("rename", path);
  }
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const OpenFile directory(parent.empty() ? "." : parent, O_RDONLY | O_DIRECTORY);
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) {
    return disk_error("fsync", path);
  }
  return {};
}

Result<Image> read_snapshot(const std::string& path) {
  PartReader reader(path);
  TL_TRY(reader.begin());
  TL_TRY_ASSIGN(const Head head, reader.value<Head>(Part::head, 0));
  Image image;
  image.lines.events = head.events;
  image.lines.position = head.position;
  image.mark = head.mark;
  TL_TRY(read_owners(reader, head.pages, image.owners));
  for (std::uint64_t s = 0; s < head.shards; ++s) {
    TL_TRY_ASSIGN(Shard shard, read_shard(reader, s));
    image.lines.shards.push_back(std::move(shard));
  }
  TL_TRY_ASSIGN(const auto end, reader.list<std::byte>(Part::end, 0));
  if (!end.empty() || !reader.at_end() || image.lines.shards.empty()) {
    return reader.error("end");
  }
  return image;
}

}  // namespace throughline::journey_engine
