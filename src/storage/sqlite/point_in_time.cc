#include "storage/sqlite/point_in_time.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "storage/archive_segment.h"

namespace throughline::storage::sqlite {
namespace {

using Segments = std::vector<SegmentFile>;

Time second_before(Time time) {
  return {(time.us - 1) / us_per_second * us_per_second};
}

Time second_after(Time time) {
  return {(time.us / us_per_second + 1) * us_per_second};
}

// The database's file, page by page.
class PageFile {
 public:
  static Result<std::unique_ptr<PageFile>> open(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
      return failure(path);
    }
    return std::unique_ptr<PageFile>(new PageFile(file, path));
  }
  ~PageFile() { ::close(file_); }
  PageFile(const PageFile&) = delete;
  PageFile& operator=(const PageFile&) = delete;

  Result<void> put(const ArchivedPage& page) {
    page_bytes_ = page.bytes.size();
    std::string bytes = page.bytes;
    const auto offset = static_cast<off_t>((page.number - 1) * page_bytes_);
    if (page.form == ArchivedPage::Form::difference) {
      std::string before(bytes.size(), '\0');
      if (::pread(file_, before.data(), before.size(), offset) !=
          static_cast<ssize_t>(before.size())) {
        return failure(path_);
      }
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(bytes[i] ^ before[i]);
      }
    }
    if (::pwrite(file_, bytes.data(), bytes.size(), offset) != static_cast<ssize_t>(bytes.size())) {
      return failure(path_);
    }
    return {};
  }
  void set_pages(std::uint32_t pages) { pages_ = pages; }

  Result<void> finish() {
    if (pages_ != 0 && ::ftruncate(file_, static_cast<off_t>(pages_ * page_bytes_)) != 0) {
      return failure(path_);
    }
    return ::fsync(file_) == 0 ? Result<void>() : failure(path_);
  }

 private:
  PageFile(int file, std::string path) : file_(file), path_(std::move(path)) {}
  static Error failure(const std::string& path) {
    return Error::unavailable("the file " + path +
                              " cannot be written: " + std::generic_category().message(errno));
  }

  const int file_;
  const std::string path_;
  std::size_t page_bytes_ = 0;
  std::size_t pages_ = 0;
};

// Puts segments over a file, one after the other, until the instant is reached.
class Replay {
 public:
  Replay(const Archived& archived, Time until, PageFile& file)
      : archived_(archived), until_(until), file_(file) {}

  Result<void> run(const Segments& segments, std::size_t first) {
    for (std::size_t i = first; i < segments.size(); ++i) {
      TL_TRY_ASSIGN(const auto reader, SegmentReader::open(segments[i].path, archived_.key));
      TL_TRY(check_joins(reader->head(), segments[i], i == first));
      reached_ = reader->head().follows;
      TL_TRY_ASSIGN(const bool done, put_over(*reader));
      if (done) {
        return file_.finish();
      }
    }
    return refused("reaches only to " + to_rfc3339(second_before(covered_)));
  }

 private:
  [[nodiscard]] Error refused(const std::string& what) const {
    return Error::invalid("the archive of " + archived_.name + " " + what);
  }

  [[nodiscard]] Result<void> check_joins(const SegmentHead& head, const SegmentFile& file,
                                         bool first) {
    if (head.sequence != file.sequence) {
      return refused("has a segment under another's name: " + file.path);
    }
    const std::uint64_t before = std::exchange(sequence_, head.sequence);
    if (first) {
      covered_ = head.at;
      return {};
    }
    if (head.sequence != before + 1) {
      return refused("lacks segment " + std::to_string(before + 1) + ", after " +
                     to_rfc3339(second_before(covered_)));
    }
    if (head.begins != SegmentHead::Begins::after_another) {
      return refused("has a gap: nothing was archived from " + to_rfc3339(second_before(covered_)) +
                     " to " + to_rfc3339(head.at));
    }
    if (head.follows != reached_) {
      return refused("is not whole: segment " + std::to_string(before) +
                     " was cut short or altered, after " + to_rfc3339(second_before(covered_)));
    }
    return {};
  }

  [[nodiscard]] Result<void> check_times(const ArchiveBatch& batch) const {
    const bool within = until_ >= covered_ && until_ < batch.until;
    if (!batch.times_unknown || batch.seconds.empty() || !within) {
      return {};
    }
    return refused(
        "does not know when what came last before a stop without notice was committed: choose an"
        " instant until " +
        to_rfc3339(second_before(covered_)) + ", or from " + to_rfc3339(second_after(batch.until)) +
        " on");
  }

  Result<void> put_over(const ArchivedSecond& second) {
    if (second.until > until_) {
      return {};
    }
    for (const ArchivedPage& page : second.pages) {
      TL_TRY(file_.put(page));
    }
    if (second.database_pages != 0) {
      file_.set_pages(second.database_pages);
    }
    return {};
  }

  // Whether the instant was reached.
  Result<bool> put_over(SegmentReader& reader) {
    while (const auto batch = reader.next()) {
      TL_TRY(check_times(*batch));
      for (const ArchivedSecond& second : batch->seconds) {
        TL_TRY(put_over(second));
      }
      reached_ = batch->reached;
      covered_ = batch->until;
      if (until_ < covered_) {
        return true;
      }
    }
    return false;
  }

  const Archived& archived_;
  const Time until_;
  PageFile& file_;
  std::uint64_t sequence_ = 0;
  LogPosition reached_ = {};
  Time covered_ = {};
};

Result<void> replay(const std::string& file, const Archived& archived, Time until,
                    const Segments& segments, std::size_t first) {
  TL_TRY_ASSIGN(const auto pages, PageFile::open(file));
  return Replay(archived, until, *pages).run(segments, first);
}

}  // namespace

Result<void> bring_to(const std::string& file, const Archived& archived, Time taken_at,
                      Time until) {
  const Segments segments = segments_in(archived.folder);
  const auto later = std::ranges::upper_bound(segments, taken_at, {},
                                              [](const auto& segment) { return segment.at; });
  if (later == segments.begin()) {
    return Error::invalid(
        segments.empty()
            ? "nothing of " + archived.name + " is in the archive: " + archived.folder
            : "the archive of " + archived.name + " begins at " + to_rfc3339(segments.front().at) +
                  ", after the backup was begun at " + to_rfc3339(taken_at));
  }
  return replay(file, archived, until, segments,
                static_cast<std::size_t>(later - segments.begin()) - 1);
}

Result<bool> bring_from_nothing(const std::string& file, const Archived& archived, Time until) {
  const Segments segments = segments_in(archived.folder);
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < segments.size() && segments[i].at <= until; ++i) {
    TL_TRY_ASSIGN(const auto reader, SegmentReader::open(segments[i].path, archived.key));
    if (reader->head().begins == SegmentHead::Begins::with_nothing) {
      first = i;
    }
  }
  if (!first) {
    if (!segments.empty() && segments.front().at <= until) {
      return Error::invalid(
          "the archive of " + archived.name +
          " does not begin with an empty database, and the backup has none of it");
    }
    return false;
  }
  TL_TRY(replay(file, archived, until, segments, *first));
  return true;
}

}  // namespace throughline::storage::sqlite
