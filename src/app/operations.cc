#include "app/operations.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>

#include "app/commands.h"
#include "app/doctor.h"
#include "app/throughline.h"
#include "app/version.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "storage/installation_backup.h"
#include "storage/key_file.h"
#include "storage/log_archive.h"

namespace throughline::app {
namespace {

constexpr int tries_max = 10'000;  // Of 2 s each.

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return 2;
}

std::string own_key_file(const Configuration& configuration) {
  return configuration.data + "/" + storage::backup_key_file_name;
}

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// What a new backup is sealed with.
Result<std::optional<storage::SealKey>> key_for(const Configuration& configuration,
                                                const BackupChoice& choice) {
  if (choice.plain) {
    return choice.key_file.empty() ? Result<std::optional<storage::SealKey>>(std::nullopt)
                                   : Error::invalid("a plain backup takes no key file");
  }
  if (!choice.key_file.empty()) {
    TL_TRY_ASSIGN(storage::SealKey key, storage::read_seal_key(choice.key_file));
    return std::optional(std::move(key));
  }
  if (!exists(configuration.data)) {
    return Error::not_found("there is no installation in " + configuration.data);
  }
  TL_TRY_ASSIGN(storage::SealKey key, storage::read_or_make_backup_key(configuration.data));
  return std::optional(std::move(key));
}

// What a backup may have been sealed with: the file that is named, or one that was put into the new
// data directory.
Result<std::optional<storage::SealKey>> key_to_restore(const Configuration& configuration,
                                                       const BackupChoice& choice) {
  const std::string file = choice.key_file.empty() ? own_key_file(configuration) : choice.key_file;
  if (choice.key_file.empty() && !exists(file)) {
    return std::optional<storage::SealKey>();
  }
  TL_TRY_ASSIGN(storage::SealKey key, storage::read_seal_key(file));
  return std::optional(std::move(key));
}

Result<std::optional<storage::PointInTime>> instant_of(const BackupChoice& choice,
                                                       const std::optional<storage::SealKey>& key) {
  if (choice.until.empty()) {
    return std::optional<storage::PointInTime>();
  }
  const auto until = parse_time(choice.until);
  if (!until || until->us % us_per_second != 0) {
    return Error::invalid("`--until` must be a whole second, such as 2026-03-01T08:30:00Z");
  }
  if (choice.archive.empty()) {
    return Error::invalid("`--until` needs `--archive`, the directory of the archive");
  }
  if (!key) {
    return Error::invalid("the archive is sealed: its key file is needed");
  }
  return std::optional(
      storage::PointInTime{.until = *until, .archive = choice.archive, .key = *key});
}

Result<storage::BackupManifest> restore_files(const Configuration& configuration,
                                              const BackupChoice& choice) {
  if (!choice.until.empty() && !configuration.database.empty()) {
    return Error::invalid(
        "PostgreSQL is restored to an instant by its server's own archive (archive_command and"
        " recovery_target_time), not by this command");
  }
  TL_TRY_ASSIGN(const auto key, key_to_restore(configuration, choice));
  TL_TRY_ASSIGN(const auto instant, instant_of(choice, key));
  return storage::restore_installation(storage_options(configuration), choice.target, key, instant);
}

std::uint64_t bytes_of(const storage::BackupManifest& manifest) {
  std::uint64_t bytes = 0;
  for (const storage::BackupFile& file : manifest.files) {
    bytes += file.bytes;
  }
  return bytes;
}

void print_manifest(const storage::BackupManifest& manifest, std::string_view verb,
                    const std::string& directory, bool json) {
  if (json) {
    std::cout << codec::JsonWriter()
                     .begin_object()
                     .member("directory", directory)
                     .member("version", manifest.version)
                     .member("taken_at", to_rfc3339(manifest.taken_at))
                     .member("database", manifest.database)
                     .member("sealed", manifest.sealed)
                     .member("workspaces", manifest.workspaces.size())
                     .member("files", manifest.files.size())
                     .member("bytes", bytes_of(manifest))
                     .end_object()
                     .take()
              << "\n";
    return;
  }
  std::cout << fmt::format("{} {}: {} workspace(s), {} files, {} bytes, taken {} by version {}\n",
                           verb, directory, manifest.workspaces.size(), manifest.files.size(),
                           bytes_of(manifest), to_rfc3339(manifest.taken_at), manifest.version);
}

// Opened for one look or one repair, and closed again.
class Opened {
 public:
  explicit Opened(const Configuration& configuration)
      : throughline_(Throughline::open(configuration, clock_, random_, "My company")) {}
  Result<Throughline*> get() {
    return throughline_.ok() ? Result<Throughline*>(throughline_->get()) : throughline_.error();
  }

 private:
  SystemClock clock_;
  SecureRandom random_;
  Result<std::unique_ptr<Throughline>> throughline_;
};

// Until everything that follows the line has seen all of it.
Result<void> catch_up(Throughline& throughline) {
  TL_TRY_ASSIGN(const auto workspaces, throughline.access().all_workspaces());
  for (const access::Workspace& workspace : workspaces) {
    TL_TRY(throughline.timeline().start(workspace.id));
    TL_TRY_ASSIGN(const auto position, throughline.timeline().position(workspace.id));
    Result<void> reached = Error::unavailable("");
    for (int i = 0; i < tries_max && !reached.ok(); ++i) {
      reached = throughline.timeline().wait_for(workspace.id, position,
                                                timeline::Timeline::Followers::all);
      if (!reached.ok() && reached.error().code != ErrorCode::unavailable) {
        return reached;
      }
    }
    TL_TRY(reached);
  }
  return {};
}

Result<std::vector<Finding>> examine_closed(const Configuration& configuration,
                                            const DoctorOptions& options) {
  Opened opened(configuration);
  TL_TRY_ASSIGN(Throughline* const throughline, opened.get());
  TL_TRY(catch_up(*throughline));
  return examine(*throughline, options);
}

Result<void> repair_closed(const Configuration& configuration,
                           const std::vector<Finding>& findings) {
  Opened opened(configuration);
  TL_TRY_ASSIGN(Throughline* const throughline, opened.get());
  return repair(*throughline, findings);
}

Result<std::string> examine_and_repair(const Configuration& configuration,
                                       const DoctorOptions& options) {
  TL_TRY_ASSIGN(const auto before, examine_closed(configuration, options));
  if (all_hold(before)) {
    return to_json(before);
  }
  TL_TRY(repair_closed(configuration, before));
  TL_TRY_ASSIGN(const auto after, examine_closed(configuration, options));
  return to_json(after, before);
}

// What `check` found, as a line.
std::string line_of(codec::JsonView check) {
  const std::int64_t broken = check.find("broken").integer().value_or(0);
  const std::string_view skipped = check.find("skipped").text();
  const std::string_view state = broken > 0                                         ? "BROKEN"
                                 : check.find("repaired").boolean().value_or(false) ? "repaired"
                                 : skipped.empty()                                  ? "ok"
                                                                                    : "skipped";
  std::string line = fmt::format("{:9}{:13}{:24}{}", state, check.find("where").text(),
                                 check.find("check").text(), check.find("states").text());
  if (broken > 0) {
    line += fmt::format("\n         not so {} time(s), such as {}: {}", broken,
                        check.find("example").text_or("one"), check.find("advice").text());
  } else if (!skipped.empty()) {
    line += fmt::format(" ({})", skipped);
  }
  return line;
}

int print_findings(const Result<std::string>& answer, bool json) {
  if (!answer.ok()) {
    return fail(answer.error());
  }
  const auto document = codec::JsonDocument::parse(*answer);
  if (!document.ok()) {
    return fail(document.error());
  }
  const bool healthy = document->root().find("healthy").boolean().value_or(false);
  if (json) {
    std::cout << *answer << "\n";
    return healthy ? 0 : 1;
  }
  for (const codec::JsonView check : document->root().find("checks").items()) {
    std::cout << line_of(check) << "\n";
  }
  std::cout << (healthy ? "Everything holds.\n" : "Something does not hold.\n");
  return healthy ? 0 : 1;
}

std::string_view name_of(storage::ArchiveTrouble::Kind kind) {
  return kind == storage::ArchiveTrouble::Kind::gap ? "gap" : "failing";
}

int print_archive(const Configuration& configuration, bool json) {
  const auto read = storage::read_archive_settings(configuration.data);
  if (!read.ok()) {
    return fail(read.error());
  }
  const std::optional<storage::ArchiveSettings>& settings = *read;
  const auto troubles = storage::archive_troubles(configuration.data);
  if (json) {
    codec::JsonWriter writer;
    writer.begin_object().member("archives", settings.has_value());
    if (settings) {
      writer.member("directory", settings->directory).member("days", settings->days);
    }
    writer.key("troubles").begin_array();
    for (const storage::ArchiveTrouble& trouble : troubles) {
      writer.begin_object()
          .member("database", trouble.database)
          .member("kind", name_of(trouble.kind))
          .member("since", to_rfc3339(trouble.since))
          .member("why", trouble.why)
          .end_object();
    }
    std::cout << writer.end_array().end_object().take() << "\n";
    return 0;
  }
  std::cout << (settings ? fmt::format("What changes is archived in {} and kept for {} days.\n",
                                       settings->directory, settings->days)
                         : "Nothing is archived.\n");
  for (const storage::ArchiveTrouble& trouble : troubles) {
    std::cout << fmt::format("{}: {} since {}: {}\n", trouble.database, name_of(trouble.kind),
                             to_rfc3339(trouble.since), trouble.why);
  }
  return 0;
}

}  // namespace

int back_up(const Configuration& configuration, const BackupChoice& choice) {
  storage::BackupOptions options;
  options.version = version;
  const SystemClock clock;
  options.clock = &clock;
  options.progress = [&](std::string_view part) {
    if (!choice.json) {
      std::cerr << "Saving " << part << "\n";
    }
  };
  auto key = key_for(configuration, choice);
  if (!key.ok()) {
    return fail(key.error());
  }
  options.key = *std::move(key);
  const auto saved =
      storage::back_up_installation(storage_options(configuration), choice.target, options);
  if (!saved.ok()) {
    return fail(saved.error());
  }
  print_manifest(*saved, "Saved", choice.target, choice.json);
  if (saved->sealed && !choice.json) {
    std::cout << "Sealed with "
              << (choice.key_file.empty() ? own_key_file(configuration) : choice.key_file)
              << ". Without that key nobody can read it: keep a copy elsewhere.\n";
  }
  return 0;
}

int check_backup(const BackupChoice& choice) {
  const auto verified = storage::verify_backup(choice.target);
  if (!verified.ok()) {
    return fail(verified.error());
  }
  print_manifest(*verified, "Whole:", choice.target, choice.json);
  return 0;
}

int restore(const Configuration& configuration, const BackupChoice& choice) {
  const auto restored = restore_files(configuration, choice);
  if (!restored.ok()) {
    return fail(restored.error());
  }
  const auto findings = examine_closed(configuration, {});
  if (!findings.ok()) {
    return fail(findings.error());
  }
  print_manifest(*restored, "Restored", choice.target, choice.json);
  if (!all_hold(*findings)) {
    return print_findings(to_json(*findings), false);
  }
  return 0;
}

int archive(const Configuration& configuration, const ArchiveChoice& choice) {
  if (!configuration.database.empty()) {
    return fail(Error::invalid("PostgreSQL's server archives its own log (archive_command)"));
  }
  if (!exists(configuration.data)) {
    return fail(Error::not_found("there is no installation in " + configuration.data));
  }
  if (choice.off || !choice.directory.empty()) {
    const std::string directory =
        choice.off ? "" : std::filesystem::absolute(choice.directory).lexically_normal().string();
    const Result<void> set =
        choice.off ? storage::remove_archive_settings(configuration.data)
                   : storage::save_archive_settings(configuration.data, {directory, choice.days});
    if (!set.ok()) {
      return fail(set.error());
    }
    if (!choice.json) {
      std::cerr << "From the next start on.\n";
    }
  }
  return print_archive(configuration, choice.json);
}

int print_backup_key(const Configuration& configuration, const BackupKeyChoice& choice) {
  if (!exists(configuration.data)) {
    return fail(Error::not_found("there is no installation in " + configuration.data));
  }
  const auto key = storage::read_or_make_backup_key(configuration.data);
  if (!key.ok()) {
    return fail(key.error());
  }
  const std::string digits = to_hex(key->bytes);
  std::cout << (choice.json
                    ? codec::JsonWriter().begin_object().member("key", digits).end_object().take()
                    : digits)
            << "\n";
  return 0;
}

int run_doctor(const Configuration& configuration, const DoctorChoice& choice) {
  if (choice.repair) {
    return print_findings(examine_and_repair(configuration, {.deep = choice.deep}), choice.json);
  }
  const std::string request = codec::JsonWriter()
                                  .begin_object()
                                  .member("command", "doctor")
                                  .member("deep", choice.deep)
                                  .end_object()
                                  .take();
  return print_findings(run_command_anywhere(configuration, request), choice.json);
}

}  // namespace throughline::app
