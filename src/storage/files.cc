#include "storage/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/log.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

Error file_error(const char* what, const std::string& path, const std::error_code& why) {
  log(LogLevel::error, "a file operation failed",
      {{"what", what}, {"path", path}, {"why", why.message()}});
  return Error::unavailable("the data directory cannot be used: " + why.message());
}

std::error_code last_error() {
  return {errno, std::generic_category()};
}

Result<void> sync_path(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) {
    return file_error("open", path, last_error());
  }
  const bool synced = ::fsync(file) == 0;
  const std::error_code why = last_error();
  ::close(file);
  if (!synced) {
    return file_error("fsync", path, why);
  }
  return {};
}

}  // namespace

std::string parent_of(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

Result<void> make_directories(const std::string& path) {
  std::error_code why;
  if (fs::is_directory(path, why)) {
    return {};
  }
  const std::string parent = parent_of(path);
  if (parent != path) {
    TL_TRY(make_directories(parent));
  }
  // Customers' data: for the owner alone.
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return file_error("mkdir", path, last_error());
  }
  return sync_directory(parent);
}

Result<void> sync_file(const std::string& path) {
  return sync_path(path, O_RDONLY);
}

Result<void> sync_directory(const std::string& path) {
  return sync_path(path, O_RDONLY | O_DIRECTORY);
}

Result<void> replace_file(const std::string& from, const std::string& to) {
  std::error_code why;
  fs::rename(from, to, why);
  if (why) {
    return file_error("rename", to, why);
  }
  return sync_directory(parent_of(to));
}

Result<void> remove_file(const std::string& path) {
  std::error_code why;
  fs::remove(path, why);
  if (why) {
    return file_error("remove", path, why);
  }
  return {};
}

Result<void> copy_file(const std::string& from, const std::string& to) {
  std::error_code why;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, why);
  if (why) {
    return file_error("copy", from, why);
  }
  return sync_file(to);
}

}  // namespace throughline::storage
