// LogArchive: where an installation keeps what changed since its backups, so that one of them can
// be brought to any second since. With SQLite; PostgreSQL's servers archive on their own.
//
// The settings are a file of the data directory, so that every process that writes to the data
// archives it, whatever it was started with. What goes wrong is noted there too until it is over.
// docs/formats/archive.md describes what is archived.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/directory_lock.h"
#include "storage/sealed_file.h"

namespace throughline::storage {

// No longer than what a certificate of erasure promises.
constexpr int archive_days_max = 30;

struct ArchiveSettings {
  std::string directory = {};  // Absolute.
  int days = 14;               // That what was archived is kept.
};

// Nothing where nothing is to be archived.
Result<std::optional<ArchiveSettings>> read_archive_settings(const std::string& data_directory);
// They count for whoever opens the data from now on.
Result<void> save_archive_settings(const std::string& data_directory,
                                   const ArchiveSettings& settings);
Result<void> remove_archive_settings(const std::string& data_directory);

// Archiving fails now; or something was not archived, so that older backups cannot be brought past
// it. A gap is forgotten with the next backup.
struct ArchiveTrouble {
  enum class Kind { failing, gap };
  Kind kind = Kind::failing;
  std::string database = {};  // "instance" or "workspace_1".
  Time since = {};
  std::string why = {};
};
std::vector<ArchiveTrouble> archive_troubles(const std::string& data_directory);
void forget_gaps(const std::string& data_directory, Time before);

std::string archive_name(WorkspaceId id);  // Of a database: "instance" or "workspace_1".

// Thread-safe. Outlives the databases that are archived into it; `clock` outlives this.
class LogArchive {
 public:
  // Nothing where the data directory has no settings. The key is the one of its backups.
  static Result<std::unique_ptr<LogArchive>> find(const std::string& data_directory,
                                                  const Clock& clock);

  // The folder of one database, made where it is missing. Error::conflict while another process
  // archives into the same directory.
  Result<std::string> folder_of(std::string_view database);
  [[nodiscard]] const SealKey& key() const { return key_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] int days() const { return settings_.days; }

  void note(ArchiveTrouble::Kind kind, const std::string& database, std::string_view why);
  void note_well(const std::string& database);  // It does not fail (any more).

 private:
  LogArchive(std::string data_directory, ArchiveSettings settings, SealKey key, const Clock& clock);

  const std::string data_directory_;
  const ArchiveSettings settings_;
  const SealKey key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::unique_ptr<DirectoryLock> lock_;  // Of the archive's directory, once it could be taken.
};

}  // namespace throughline::storage
