#include "storage/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "base/secret_box.h"
#include "base/text.h"
#include "storage/files.h"
#include "storage/sealed_file.h"

namespace throughline::storage {
namespace {

constexpr mode_t others = S_IRWXG | S_IRWXO;

Result<void> write_key(const std::string& path, const std::string& key) {
  const std::string part = path + ".part";
  TL_TRY(remove_file(part));
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const std::string text = to_hex(key) + "\n";
  const bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  // For the program's user, also where it is another who asks first for a backup.
  struct stat owner = {};
  const bool given =
      written && (::geteuid() != 0 || (::stat(parent_of(path).c_str(), &owner) == 0 &&
                                       ::fchown(file, owner.st_uid, owner.st_gid) == 0));
  if (file >= 0) {
    ::close(file);
  }
  if (!given) {
    return Error::unavailable("the key file " + path + " cannot be written");
  }
  TL_TRY(sync_file(part));
  return replace_file(part, path);
}

Result<SealKey> read_or_make(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    TL_TRY(write_key(path, SecureRandom().bytes(secret_box_key_bytes)));
  } else if ((status.st_mode & others) != 0) {
    return Error::invalid("others may read the key file " + path + "; run: chmod 600 " + path);
  }
  return read_seal_key(path);
}

}  // namespace

Result<std::string> read_or_make_key(const std::string& data_directory) {
  TL_TRY_ASSIGN(SealKey key, read_or_make(data_directory + "/" + key_file_name));
  return std::move(key.bytes);
}

Result<SealKey> read_or_make_backup_key(const std::string& data_directory) {
  return read_or_make(data_directory + "/" + backup_key_file_name);
}

}  // namespace throughline::storage
