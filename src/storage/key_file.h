// The key file of a data directory: the key that stored secrets are sealed with, kept apart from
// the databases and readable by the program's user alone.
#pragma once

#include <string>

#include "base/result.h"

namespace throughline::storage {

constexpr const char* key_file_name = "secret.key";

// The key's 32 bytes; made at the first call. Error::invalid where others may read the file, or it
// holds no key.
Result<std::string> read_or_make_key(const std::string& data_directory);

}  // namespace throughline::storage
