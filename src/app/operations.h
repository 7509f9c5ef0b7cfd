// The operator's commands that act on files rather than through a server: backup, restore, doctor.
// Each prints what it does and returns the exit code of the process: 0 when all is well, 1 when the
// doctor found something, 2 for an error.
#pragma once

#include <string>

#include "app/configuration.h"

namespace throughline::app {

struct BackupChoice {
  std::string target = {};    // A directory: to be made, or read.
  std::string key_file = {};  // Empty: the data directory's backup.key.
  bool plain = false;         // Not sealed at all.
  std::string until = {};     // Of a restore: to this second, with the archive.
  std::string archive = {};   // Its directory.
  bool json = false;
};
int back_up(const Configuration& configuration, const BackupChoice& choice);
// Compares every byte with the backup's MANIFEST.
int check_backup(const BackupChoice& choice);
// Into a new data directory, which is then opened, brought up to this version and examined.
int restore(const Configuration& configuration, const BackupChoice& choice);

struct ArchiveChoice {
  std::string directory = {};  // Empty: says what is archived.
  int days = 14;
  bool off = false;
  bool json = false;
};
// From the next start on.
int archive(const Configuration& configuration, const ArchiveChoice& choice);

struct BackupKeyChoice {
  bool json = false;
};
// Prints the key that backups are sealed with, as a key file holds it; makes it where there is
// none.
int print_backup_key(const Configuration& configuration, const BackupKeyChoice& choice);

struct DoctorChoice {
  bool repair = false;  // While no server runs.
  bool deep = false;
  bool json = false;
};
int run_doctor(const Configuration& configuration, const DoctorChoice& choice);

}  // namespace throughline::app
