// The key files of a data directory: the key that stored secrets are sealed with and the key of its
// backups, kept apart from the databases and readable by the program's user alone.
#pragma once

#include <string>

#include "base/result.h"
#include "storage/sealed_file.h"

namespace throughline::storage {

constexpr const char* key_file_name = "secret.key";
constexpr const char* backup_key_file_name = "backup.key";

// The key's 32 bytes; made at the first call. Error::invalid where others may read the file, or it
// holds no key.
Result<std::string> read_or_make_key(const std::string& data_directory);

// The key that backups and the archive are sealed with, in the same way.
Result<SealKey> read_or_make_backup_key(const std::string& data_directory);

}  // namespace throughline::storage
