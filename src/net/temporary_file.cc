#include "net/temporary_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "base/log.h"

namespace throughline::net {
namespace {

Error disk_error() {
  log(LogLevel::error, "cannot keep a request's body",
      {{"why", std::generic_category().message(errno)}});
  return Error::unavailable("The server cannot keep the request's body now.");
}

}  // namespace

Result<TemporaryFile> TemporaryFile::create(const std::string& directory) {
  TemporaryFile made;
  std::string path = directory + "/throughline-body-XXXXXX";
  made.file_ = mkostemp(path.data(), O_CLOEXEC);
  if (made.file_ < 0) {
    return disk_error();
  }
  made.path_ = std::move(path);
  return made;
}

TemporaryFile::~TemporaryFile() {
  if (file_ >= 0) {
    close(file_);
    unlink(path_.c_str());
  }
}

Result<void> TemporaryFile::append(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t written = write(file_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return disk_error();
    }
  }
  return {};
}

}  // namespace throughline::net
