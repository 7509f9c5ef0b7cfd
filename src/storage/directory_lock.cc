#include "storage/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace throughline::storage {

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::acquire(const std::string& directory) {
  const std::string path = directory + "/lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Error::unavailable("the data directory " + directory +
                              " cannot be used: " + std::generic_category().message(errno));
  }
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return Error::conflict("another Throughline process is using the data directory " + directory);
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(file));
}

DirectoryLock::~DirectoryLock() {
  ::close(file_);
}

}  // namespace throughline::storage
