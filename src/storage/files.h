// What must hold for files to survive a power cut: synced files and synced directories.
//
// Every function answers Error::unavailable, with a log line that says why.
#pragma once

#include <string>

#include "base/result.h"

namespace throughline::storage {

Result<void> make_directories(const std::string& path);  // And syncs those it made.
Result<void> sync_file(const std::string& path);
Result<void> sync_directory(const std::string& path);
// Renames within one directory and syncs it.
Result<void> replace_file(const std::string& from, const std::string& to);
// A missing file is fine.
Result<void> remove_file(const std::string& path);
Result<void> copy_file(const std::string& from, const std::string& to);  // Synced.
// The directory that holds `path`.
std::string parent_of(const std::string& path);

}  // namespace throughline::storage
