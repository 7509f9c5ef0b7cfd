// DirectoryLock: one process at a time uses a data directory.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace throughline::storage {

// Held from acquire() to destruction; the system releases it when the process dies.
class DirectoryLock {
 public:
  // Error::conflict with a sentence for the operator when another process holds it.
  static Result<std::unique_ptr<DirectoryLock>> acquire(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_;
};

}  // namespace throughline::storage
