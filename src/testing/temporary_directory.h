// TemporaryDirectory: a fresh directory in memory (/dev/shm) or /tmp, removed with its object.
#pragma once

#include <string>

namespace throughline::testing {

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace throughline::testing
