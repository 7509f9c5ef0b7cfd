#include "transfer/input_file.h"

#include <filesystem>

namespace throughline::transfer {
namespace {

constexpr std::size_t read_bytes = 256 * 1024;

}  // namespace

Result<InputFile> InputFile::open(const std::string& path) {
  InputFile file;
  file.file_.open(path, std::ios::binary);
  if (!file.file_.is_open()) {
    return Error::not_found("the file cannot be read any more: " +
                            std::filesystem::path(path).filename().string());
  }
  return file;
}

Result<void> InputFile::fill() {
  const bool first = bytes_read_ == 0;
  packed_.resize(read_bytes);
  file_.read(packed_.data(), static_cast<std::streamsize>(packed_.size()));
  if (file_.bad()) {
    return Error::unavailable("the file cannot be read");
  }
  packed_.resize(static_cast<std::size_t>(file_.gcount()));
  bytes_read_ += file_.gcount();
  waiting_ = packed_;
  if (first && codec::is_gzip(packed_)) {
    gunzip_.emplace();
    unpacked_.resize(read_bytes);
  }
  return {};
}

Result<std::string_view> InputFile::next() {
  for (;;) {
    if (waiting_.empty()) {
      TL_TRY(fill());
    }
    if (!gunzip_) {
      return std::exchange(waiting_, {});
    }
    if (waiting_.empty()) {
      return gunzip_->is_whole() ? Result<std::string_view>(std::string_view())
                                 : Error::invalid("the packed file ends too early");
    }
    TL_TRY_ASSIGN(const std::size_t count, gunzip_->take(waiting_, unpacked_));
    if (count > 0) {
      return std::string_view(unpacked_).substr(0, count);
    }
  }
}

}  // namespace throughline::transfer
