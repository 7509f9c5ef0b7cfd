// A backup of the whole installation: every database and every blob, as files in one directory.
//
// Taken while the program runs, by the same or another process: of each database one consistent
// state. The instance's is taken first, so that no key can open what the backup does not hold. What
// is derived is left out and made again when the restored data is opened. The MANIFEST is written
// last; a directory without one is no backup.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "storage/backup_manifest.h"
#include "storage/options.h"
#include "storage/sealed_file.h"

namespace throughline::storage {

struct BackupOptions {
  std::string version = {};      // Of the program.
  const Clock* clock = nullptr;  // Required; outlives the backup.
  std::optional<SealKey> key = {};
  // Called with each part as it begins: "instance", "workspace 1", "files of workspace 1".
  std::function<void(std::string_view part)> progress = {};
};

// `target` must not exist, or be an empty directory. Error::not_found where the data directory
// holds no installation. What a failure leaves behind is removed.
Result<BackupManifest> back_up_installation(const StorageOptions& options,
                                            const std::string& target, const BackupOptions& backup);

// Reads every byte and compares it with the MANIFEST. Error::invalid names the file that differs.
Result<BackupManifest> verify_backup(const std::string& backup);

// A second since a backup was taken, to which an archive brings it.
struct PointInTime {
  Time until = {};           // What was committed until then is there, and nothing else.
  std::string archive = {};  // The directory.
  SealKey key = {};
};

// Into an empty or missing data directory (and, with PostgreSQL, a database without our schemas):
// Error::conflict otherwise. Verifies first. A restore that did not finish leaves a mark, with
// which the data directory cannot be opened but restored into again. `key` is for a sealed backup;
// others need none. Error::invalid says what in the archive is missing or altered.
Result<BackupManifest> restore_installation(const StorageOptions& options,
                                            const std::string& backup,
                                            const std::optional<SealKey>& key,
                                            const std::optional<PointInTime>& instant = {});

// Whether a restore into this directory has begun and not finished.
bool restore_is_unfinished(const std::string& data_directory);

// A whole installation, or the file that a migration saved?
bool is_installation_backup(const std::string& path);

}  // namespace throughline::storage
