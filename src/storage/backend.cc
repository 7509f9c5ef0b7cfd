#include "storage/backend.h"

#include <algorithm>

namespace throughline::storage {

std::unique_ptr<Backend> make_backend(const StorageOptions& options) {
  return options.postgres_url.empty() ? make_sqlite_backend(options)
                                      : make_postgres_backend(options);
}

std::string workspace_directory(const StorageOptions& options, WorkspaceId id) {
  return options.data_directory + "/workspaces/" + std::to_string(id.value);
}

std::string backup_path(const StorageOptions& options, WorkspaceId id, std::string_view version,
                        std::string_view extension) {
  std::string name(version);
  std::replace(name.begin(), name.end(), '/', '-');
  const std::string owner = id ? "workspace_" + std::to_string(id.value) : "instance";
  return options.data_directory + "/backups/" + owner + "-before-" + name + std::string(extension);
}

}  // namespace throughline::storage
