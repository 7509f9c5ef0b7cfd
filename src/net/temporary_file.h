// TemporaryFile: a file of our own that is gone when its owner is.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace throughline::net {

class TemporaryFile {
 public:
  TemporaryFile() = default;
  static Result<TemporaryFile> create(const std::string& directory);
  ~TemporaryFile();
  TemporaryFile(TemporaryFile&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::exchange(other.file_, -1)) {}
  TemporaryFile& operator=(TemporaryFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    return *this;
  }

  // Error::unavailable where the disk does not take it.
  Result<void> append(std::string_view bytes) const;
  // Empty where there is no file.
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  int file_ = -1;
};

}  // namespace throughline::net
