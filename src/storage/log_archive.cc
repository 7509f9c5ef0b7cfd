#include "storage/log_archive.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/log.h"
#include "base/number_in.h"
#include "base/text.h"
#include "storage/files.h"
#include "storage/key_file.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "throughline-archive-settings 1";
constexpr std::string_view failing_ending = ".failing";
constexpr std::string_view gap_ending = ".gap";

std::string settings_path(const std::string& data_directory) {
  return data_directory + "/archive.settings";
}

std::string troubles_directory(const std::string& data_directory) {
  return data_directory + "/archive-troubles";
}

std::optional<std::string> read_text(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  if (!file) {
    return std::nullopt;
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Result<void> write_text(const std::string& path, std::string_view text) {
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file.fail()) {
    return Error::unavailable("the file " + path + " cannot be written");
  }
  TL_TRY(sync_file(part));
  return replace_file(part, path);
}

std::string_view value_after(std::string_view line, std::string_view name) {
  return line.starts_with(name) ? line.substr(name.size()) : std::string_view();
}

std::string_view ending_of(ArchiveTrouble::Kind kind) {
  return kind == ArchiveTrouble::Kind::gap ? gap_ending : failing_ending;
}

// "2026-03-01T08:30:00Z why"
std::optional<ArchiveTrouble> read_trouble(const fs::path& path) {
  const std::string name = path.filename().string();
  ArchiveTrouble trouble;
  trouble.kind =
      name.ends_with(gap_ending) ? ArchiveTrouble::Kind::gap : ArchiveTrouble::Kind::failing;
  const std::string_view ending = ending_of(trouble.kind);
  const auto text = read_text(path.string());
  if (!text || !name.ends_with(ending)) {
    return std::nullopt;
  }
  const std::string_view line = trimmed(*text);
  const auto since = parse_time(line.substr(0, line.find(' ')));
  if (!since) {
    return std::nullopt;
  }
  trouble.database = name.substr(0, name.size() - ending.size());
  trouble.since = *since;
  trouble.why = line.substr(std::min(line.size(), line.find(' ') + 1));
  return trouble;
}

}  // namespace

Result<std::optional<ArchiveSettings>> read_archive_settings(const std::string& data_directory) {
  const std::string path = settings_path(data_directory);
  const auto text = read_text(path);
  if (!text) {
    return std::optional<ArchiveSettings>();
  }
  ArchiveSettings settings;
  bool begun = false;
  for (const std::string_view line : split(*text, '\n')) {
    begun = begun || line == first_line;
    if (const auto directory = value_after(line, "directory "); !directory.empty()) {
      settings.directory = directory;
    } else if (const auto days = value_after(line, "days "); !days.empty()) {
      settings.days = number_in<int>(days).value_or(0);
    }
  }
  if (!begun || settings.directory.empty() || settings.days < 1 ||
      settings.days > archive_days_max) {
    return Error::invalid(path + " cannot be read; `throughline archive` writes it");
  }
  return std::optional(std::move(settings));
}

Result<void> save_archive_settings(const std::string& data_directory,
                                   const ArchiveSettings& settings) {
  if (settings.days < 1 || settings.days > archive_days_max) {
    return Error::invalid("an archive is kept for 1 to 30 days");
  }
  if (settings.directory.empty() || settings.directory.front() != '/' ||
      settings.directory.find('\n') != std::string::npos) {
    return Error::invalid("the archive's directory must be an absolute path");
  }
  return write_text(settings_path(data_directory), std::string(first_line) + "\ndirectory " +
                                                       settings.directory + "\ndays " +
                                                       std::to_string(settings.days) + "\n");
}

Result<void> remove_archive_settings(const std::string& data_directory) {
  TL_TRY(remove_file(settings_path(data_directory)));
  std::error_code ignored;
  fs::remove_all(troubles_directory(data_directory), ignored);
  return {};
}

std::vector<ArchiveTrouble> archive_troubles(const std::string& data_directory) {
  std::vector<ArchiveTrouble> troubles;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(troubles_directory(data_directory), ignored)) {
    if (auto trouble = read_trouble(entry.path())) {
      troubles.push_back(*std::move(trouble));
    }
  }
  return troubles;
}

void forget_gaps(const std::string& data_directory, Time before) {
  const std::string directory = troubles_directory(data_directory);
  for (const ArchiveTrouble& trouble : archive_troubles(data_directory)) {
    if (trouble.kind == ArchiveTrouble::Kind::gap && trouble.since <= before) {
      // A note that stays only warns once more than needed.
      (void)remove_file(directory + "/" + trouble.database + std::string(gap_ending));
    }
  }
}

std::string archive_name(WorkspaceId id) {
  return id ? "workspace_" + std::to_string(id.value) : "instance";
}

LogArchive::LogArchive(std::string data_directory, ArchiveSettings settings, SealKey key,
                       const Clock& clock)
    : data_directory_(std::move(data_directory)),
      settings_(std::move(settings)),
      key_(std::move(key)),
      clock_(clock) {}

Result<std::unique_ptr<LogArchive>> LogArchive::find(const std::string& data_directory,
                                                     const Clock& clock) {
  TL_TRY_ASSIGN(auto settings, read_archive_settings(data_directory));
  if (!settings) {
    return std::unique_ptr<LogArchive>();
  }
  TL_TRY_ASSIGN(SealKey key, read_or_make_backup_key(data_directory));
  return std::unique_ptr<LogArchive>(
      new LogArchive(data_directory, *std::move(settings), std::move(key), clock));
}

Result<std::string> LogArchive::folder_of(std::string_view database) {
  const std::lock_guard guard(mutex_);
  if (lock_ == nullptr) {
    TL_TRY(make_directories(settings_.directory));
    TL_TRY_ASSIGN(lock_, DirectoryLock::acquire(settings_.directory));
  }
  std::string folder = settings_.directory + "/" + std::string(database);
  TL_TRY(make_directories(folder));
  return folder;
}

void LogArchive::note(ArchiveTrouble::Kind kind, const std::string& database,
                      std::string_view why) {
  const std::string directory = troubles_directory(data_directory_);
  const std::string path = directory + "/" + database + std::string(ending_of(kind));
  const std::lock_guard guard(mutex_);
  std::error_code ignored;
  if (fs::exists(path, ignored)) {
    return;  // Since then.
  }
  log(LogLevel::error,
      kind == ArchiveTrouble::Kind::gap ? "the archive has a gap" : "archiving fails",
      {{"database", database}, {"why", std::string(why)}});
  // What cannot be noted has been logged.
  if (make_directories(directory).ok()) {
    (void)write_text(path, to_rfc3339(clock_.now()) + " " + std::string(why) + "\n");
  }
}

void LogArchive::note_well(const std::string& database) {
  const std::string path =
      troubles_directory(data_directory_) + "/" + database + std::string(failing_ending);
  const std::lock_guard guard(mutex_);
  std::error_code ignored;
  if (fs::remove(path, ignored)) {
    log(LogLevel::info, "archiving works again", {{"database", database}});
  }
}

}  // namespace throughline::storage
