#include "app/operations.h"

#include <fmt/format.h>

#include <iostream>
#include <optional>

#include "app/commands.h"
#include "app/doctor.h"
#include "app/throughline.h"
#include "app/version.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "storage/installation_backup.h"

namespace throughline::app {
namespace {

constexpr int tries_max = 10'000;  // Of 2 s each.

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return 2;
}

Result<std::optional<storage::SealKey>> key_of(const std::string& file) {
  if (file.empty()) {
    return std::optional<storage::SealKey>();
  }
  TL_TRY_ASSIGN(storage::SealKey key, storage::read_seal_key(file));
  return std::optional(std::move(key));
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

}  // namespace

int back_up(const Configuration& configuration, const BackupChoice& choice) {
  storage::BackupOptions options;
  options.version = version;
  options.now = SystemClock().now();
  options.progress = [&](std::string_view part) {
    if (!choice.json) {
      std::cerr << "Saving " << part << "\n";
    }
  };
  auto key = key_of(choice.key_file);
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
  const auto key = key_of(choice.key_file);
  if (!key.ok()) {
    return fail(key.error());
  }
  const auto restored =
      storage::restore_installation(storage_options(configuration), choice.target, *key);
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
