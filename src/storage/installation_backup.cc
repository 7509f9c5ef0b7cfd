#include "storage/installation_backup.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/log.h"
#include "base/number_in.h"
#include "storage/backend.h"
#include "storage/directory_lock.h"
#include "storage/files.h"
#include "storage/key_file.h"
#include "storage/log_archive.h"
#include "storage/sqlite/point_in_time.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* unfinished_mark = "/restore-unfinished";
constexpr WorkspaceId the_instance = {};

std::string in(const std::string& directory, std::string_view path) {
  return directory + "/" + std::string(path);
}

bool is_missing_or_empty(const std::string& directory) {
  std::error_code ignored;
  return !fs::exists(directory, ignored) ||
         (fs::is_directory(directory, ignored) && fs::is_empty(directory, ignored));
}

// The ledger of erasures and the keys are in no backup: they are put there first, so that they hold
// for what comes.
bool may_be_restored_into(const std::string& directory) {
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored)) {
    return is_missing_or_empty(directory);
  }
  const fs::directory_iterator entries(directory, ignored);
  return std::all_of(fs::begin(entries), fs::end(entries), [](const auto& entry) {
    const std::string name = entry.path().filename().string();
    return name == "erasures" || name == key_file_name || name == backup_key_file_name;
  });
}

std::string record_path(WorkspaceId id, std::string_view extension) {
  return id ? "workspaces/" + std::to_string(id.value) + "/record" + std::string(extension)
            : "instance" + std::string(extension);
}

Result<void> write_text(const std::string& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (file.fail()) {
    return Error::unavailable("the file " + path + " cannot be written");
  }
  TL_TRY(sync_file(path));
  return sync_directory(parent_of(path));
}

Result<BackupManifest> read_manifest(const std::string& backup) {
  const std::ifstream file(in(backup, manifest_name), std::ios::binary);
  if (!file) {
    return Error::invalid(backup + " is no backup of an installation: it has no MANIFEST");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return parse_manifest(text.str());
}

// One backup in the making.
class Saving {
 public:
  Saving(const StorageOptions& options, const std::string& target, const BackupOptions& backup)
      : options_(options), target_(target), backup_(backup), backend_(make_backend(options)) {
    manifest_.version = backup.version;
    manifest_.taken_at = backup.clock->now();
    manifest_.database = options.postgres_url.empty() ? "sqlite" : "postgres";
    manifest_.sealed = backup.key.has_value();
  }

  Result<BackupManifest> run() {
    TL_TRY(make_directories(target_));
    // Before the instance: one that is made meanwhile is then missing in both.
    TL_TRY_ASSIGN(manifest_.workspaces, backend_->workspaces());
    TL_TRY(save_record(the_instance, "instance"));
    for (const WorkspaceId id : manifest_.workspaces) {
      TL_TRY(save_record(id, "workspace " + std::to_string(id.value)));
      // After the record, so that every blob that it names is there.
      TL_TRY(save_blobs(id));
    }
    manifest_.complete_at = backup_.clock->now();
    TL_TRY(write_text(in(target_, manifest_name), to_text(manifest_)));
    forget_gaps(options_.data_directory, manifest_.taken_at);
    return manifest_;
  }

 private:
  void tell(const std::string& part) const {
    if (backup_.progress) {
      backup_.progress(part);
    }
  }

  Result<void> save_record(WorkspaceId id, const std::string& part) {
    tell(part);
    const std::string path = record_path(id, backend_->extension());
    const std::string file = in(target_, path);
    TL_TRY(make_directories(parent_of(file)));
    if (!backup_.key) {
      TL_TRY(backend_->save(id, file));
      TL_TRY_ASSIGN(StoredFile stored, measure_file(file));
      manifest_.files.push_back({path, stored.bytes, std::move(stored.sha256)});
      return {};
    }
    const std::string plain = file + ".plain";
    TL_TRY(backend_->save(id, plain));
    TL_TRY(add(plain, path));
    return remove_file(plain);
  }

  Result<void> add(const std::string& from, const std::string& path) {
    const std::string file = in(target_, path);
    TL_TRY(make_directories(parent_of(file)));
    TL_TRY_ASSIGN(StoredFile stored, copy_sealed(from, file, backup_.key));
    manifest_.files.push_back({path, stored.bytes, std::move(stored.sha256)});
    return {};
  }

  Result<void> save_blobs(WorkspaceId id) {
    const std::string below = "workspaces/" + std::to_string(id.value) + "/blobs";
    const std::string root = in(options_.data_directory, below);
    std::error_code ignored;
    if (!fs::exists(root, ignored)) {
      return {};
    }
    tell("files of workspace " + std::to_string(id.value));
    for (const auto& entry : fs::recursive_directory_iterator(root, ignored)) {
      const std::string relative = entry.path().string().substr(root.size() + 1);
      // What is being written has no name yet, and no row names it.
      if (!entry.is_regular_file(ignored) || relative.starts_with("unfinished")) {
        continue;
      }
      TL_TRY(add(entry.path().string(), in(below, relative)));
    }
    return {};
  }

  const StorageOptions& options_;
  const std::string& target_;
  const BackupOptions& backup_;
  const std::unique_ptr<Backend> backend_;
  BackupManifest manifest_;
};

Result<void> compare(const std::string& backup, const BackupManifest& manifest) {
  for (const BackupFile& file : manifest.files) {
    const std::string path = in(backup, file.path);
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) {
      return Error::invalid("the backup is not whole: " + file.path + " is missing");
    }
    TL_TRY_ASSIGN(const StoredFile found, measure_file(path));
    if (found.bytes != file.bytes || found.sha256 != file.sha256) {
      return Error::invalid("the backup was altered: " + file.path +
                            " is not what the MANIFEST says");
    }
  }
  return {};
}

Result<void> check_target(const StorageOptions& options, Backend& backend,
                          const BackupManifest& manifest) {
  const std::string wanted = options.postgres_url.empty() ? "sqlite" : "postgres";
  if (manifest.database != wanted) {
    return Error::invalid("the backup is of " + manifest.database + " and cannot become " + wanted);
  }
  if (restore_is_unfinished(options.data_directory)) {
    return {};
  }
  if (!may_be_restored_into(options.data_directory)) {
    return Error::conflict("the data directory " + options.data_directory +
                           " is not empty; a backup is restored into a new one");
  }
  if (!options.postgres_url.empty()) {
    TL_TRY_ASSIGN(const bool used, backend.exists(the_instance));
    TL_TRY_ASSIGN(const auto workspaces, backend.workspaces());
    if (used || !workspaces.empty()) {
      return Error::conflict(
          "the PostgreSQL database holds an installation; a backup is restored into a new one");
    }
  }
  return {};
}

Result<void> check_instant(const BackupManifest& manifest, const PointInTime& instant) {
  if (manifest.database != "sqlite") {
    return Error::invalid(
        "the archive is of SQLite; PostgreSQL is restored to an instant by its server's own archive"
        " (archive_command and recovery_target_time)");
  }
  if (manifest.complete_at.us == 0) {
    return Error::invalid("the backup is of an earlier version, which did not say when it ended");
  }
  if (instant.until < manifest.complete_at) {
    return Error::invalid("the backup may hold what came after " + to_rfc3339(instant.until) +
                          ": it was taken until " + to_rfc3339(manifest.complete_at) +
                          "; choose an earlier backup");
  }
  std::error_code ignored;
  if (!fs::is_directory(instant.archive, ignored)) {
    return Error::invalid("there is no archive in " + instant.archive);
  }
  return {};
}

class Restoring {
 public:
  Restoring(const StorageOptions& options, const std::string& backup,
            const std::optional<SealKey>& key, const std::optional<PointInTime>& instant,
            Backend& backend)
      : options_(options),
        backup_(backup),
        key_(key),
        instant_(instant ? &*instant : nullptr),
        backend_(backend) {}

  Result<void> restore(const BackupManifest& manifest) {
    for (const BackupFile& file : manifest.files) {
      TL_TRY(restore(file, manifest.taken_at));
    }
    return instant_ != nullptr ? restore_later_workspaces(manifest) : Result<void>();
  }

 private:
  Result<void> restore(const BackupFile& file, Time taken_at) {
    const std::string from = in(backup_, file.path);
    const std::string to = in(options_.data_directory, file.path);
    TL_TRY(make_directories(parent_of(to)));
    const auto id = record_of(file.path);
    if (!id) {
      TL_TRY(copy_opened(from, to, key_));
      return sync_directory(parent_of(to));
    }
    if (!key_ && instant_ == nullptr) {
      return backend_.restore(*id, from);
    }
    const std::string plain = in(options_.data_directory, "restore.plain");
    TL_TRY(copy_opened(from, plain, key_));
    if (instant_ != nullptr) {
      TL_TRY(sqlite::bring_to(plain, archived(*id), taken_at, instant_->until));
    }
    TL_TRY(backend_.restore(*id, plain));
    return remove_file(plain);
  }

  // Of workspaces that were made after the backup the archive holds everything.
  Result<void> restore_later_workspaces(const BackupManifest& manifest) {
    for (const WorkspaceId id : archived_workspaces()) {
      if (std::ranges::find(manifest.workspaces, id) != manifest.workspaces.end()) {
        continue;
      }
      const std::string plain = in(options_.data_directory, "restore.plain");
      TL_TRY(remove_file(plain));
      TL_TRY_ASSIGN(const bool there,
                    sqlite::bring_from_nothing(plain, archived(id), instant_->until));
      if (there) {
        TL_TRY(backend_.restore(id, plain));
        TL_TRY(remove_file(plain));
      }
    }
    return {};
  }

  [[nodiscard]] sqlite::Archived archived(WorkspaceId id) const {
    return {archive_name(id), in(instant_->archive, archive_name(id)), instant_->key};
  }

  [[nodiscard]] std::vector<WorkspaceId> archived_workspaces() const {
    constexpr std::string_view begin = "workspace_";
    std::vector<WorkspaceId> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(instant_->archive, ignored)) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with(begin)) {
        continue;
      }
      if (const auto number = number_in(std::string_view(name).substr(begin.size()))) {
        found.push_back({*number});
      }
    }
    std::ranges::sort(found);
    return found;
  }

  // The database that a file of the backup is, or nothing for a blob.
  [[nodiscard]] std::optional<WorkspaceId> record_of(const std::string& path) const {
    if (path == record_path(the_instance, backend_.extension())) {
      return the_instance;
    }
    const std::string begin = "workspaces/";
    const std::string end = "/record" + std::string(backend_.extension());
    if (!path.starts_with(begin) || !path.ends_with(end)) {
      return std::nullopt;
    }
    return WorkspaceId{std::atoll(path.c_str() + begin.size())};
  }

  const StorageOptions& options_;
  const std::string& backup_;
  const std::optional<SealKey>& key_;
  const PointInTime* const instant_;  // Null: the backup as it is.
  Backend& backend_;
};

}  // namespace

bool restore_is_unfinished(const std::string& data_directory) {
  std::error_code ignored;
  return fs::exists(data_directory + unfinished_mark, ignored);
}

bool is_installation_backup(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

Result<BackupManifest> back_up_installation(const StorageOptions& options,
                                            const std::string& target,
                                            const BackupOptions& backup) {
  TL_TRY_ASSIGN(const bool exists, make_backend(options)->exists(the_instance));
  if (!exists) {
    return Error::not_found("there is no installation in " + options.data_directory);
  }
  if (!is_missing_or_empty(target)) {
    return Error::conflict(target + " exists and is not empty");
  }
  Result<BackupManifest> saved = Saving(options, target, backup).run();
  if (!saved.ok()) {
    std::error_code ignored;
    fs::remove_all(target, ignored);
  }
  return saved;
}

Result<BackupManifest> verify_backup(const std::string& backup) {
  TL_TRY_ASSIGN(BackupManifest manifest, read_manifest(backup));
  TL_TRY(compare(backup, manifest));
  return manifest;
}

Result<BackupManifest> restore_installation(const StorageOptions& options,
                                            const std::string& backup,
                                            const std::optional<SealKey>& given_key,
                                            const std::optional<PointInTime>& instant) {
  TL_TRY_ASSIGN(BackupManifest manifest, verify_backup(backup));
  if (manifest.sealed && !given_key) {
    return Error::invalid("the backup is sealed: its key file is needed");
  }
  const std::optional<SealKey> key = manifest.sealed ? given_key : std::nullopt;
  if (instant) {
    TL_TRY(check_instant(manifest, *instant));
  }
  const std::unique_ptr<Backend> backend = make_backend(options);
  TL_TRY(check_target(options, *backend, manifest));
  TL_TRY(make_directories(options.data_directory));
  TL_TRY_ASSIGN(const std::unique_ptr<DirectoryLock> lock,
                DirectoryLock::acquire(options.data_directory));
  TL_TRY(write_text(options.data_directory + unfinished_mark, backup + "\n"));
  TL_TRY(Restoring(options, backup, key, instant, *backend).restore(manifest));
  TL_TRY(remove_file(options.data_directory + unfinished_mark));
  TL_TRY(sync_directory(options.data_directory));
  return manifest;
}

}  // namespace throughline::storage
