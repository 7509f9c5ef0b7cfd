#include "storage/saved_backups.h"

#include <filesystem>
#include <vector>

#include "storage/backend.h"
#include "storage/files.h"

namespace throughline::storage {

namespace fs = std::filesystem;

Result<std::int64_t> remove_saved_backups(const std::string& data_directory, WorkspaceId id) {
  StorageOptions options;
  options.data_directory = data_directory;
  const fs::path start = backup_path(options, id, "", "");
  std::vector<std::string> found;
  std::error_code failed;
  if (!fs::exists(start.parent_path(), failed)) {
    return 0;
  }
  for (const auto& entry : fs::directory_iterator(start.parent_path(), failed)) {
    if (entry.path().filename().string().starts_with(start.filename().string())) {
      found.push_back(entry.path().string());
    }
  }
  if (failed) {
    return Error::unavailable("the saved backups cannot be listed");
  }
  for (const std::string& path : found) {
    TL_TRY(remove_file(path));
  }
  if (!found.empty()) {
    TL_TRY(sync_directory(start.parent_path().string()));
  }
  return static_cast<std::int64_t>(found.size());
}

}  // namespace throughline::storage
