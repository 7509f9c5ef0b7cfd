#include "app/metrics_routes.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/metrics_text.h"
#include "app/version.h"
#include "storage/log_archive.h"

namespace throughline::app {
namespace {

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t open_files() {
  std::error_code ignored;
  const std::filesystem::directory_iterator files("/proc/self/fd", ignored);
  return std::distance(begin(files), end(files));
}

std::int64_t disk_free(const std::string& directory) {
  std::error_code why;
  const auto space = std::filesystem::space(directory, why);
  return why ? 0 : static_cast<std::int64_t>(space.available);
}

Result<void> add_counts(storage::Transaction& tx, InstallationMetrics& metrics) {
  TL_TRY_ASSIGN(const storage::Row items,
                tx.row("SELECT COALESCE(SUM(accepted), 0), COALESCE(SUM(repeated), 0),"
                       " COALESCE(SUM(collided), 0), COALESCE(SUM(refused), 0)"
                       " FROM source_hours"));
  metrics.accepted += items.at(0).number();
  metrics.repeated += items.at(1).number();
  metrics.collided += items.at(2).number();
  metrics.refused += items.at(3).number();
  TL_TRY_ASSIGN(const storage::Row letters,
                tx.row("SELECT COALESCE(SUM(letters), 0) FROM dead_letter_sizes"));
  metrics.dead_letters += letters.at(0).number();
  TL_TRY_ASSIGN(const storage::Row deliveries,
                tx.row("SELECT CAST(COALESCE(SUM(sent), 0) AS BIGINT),"
                       " CAST(COALESCE(SUM(failed), 0) AS BIGINT),"
                       " CAST(COALESCE(SUM(dead), 0) AS BIGINT),"
                       " CAST(COALESCE(SUM(withheld), 0) AS BIGINT) FROM destination_hours"));
  metrics.sent_on += deliveries.at(0).number();
  metrics.failed_attempts += deliveries.at(1).number();
  metrics.given_up += deliveries.at(2).number();
  metrics.withheld += deliveries.at(3).number();
  TL_TRY_ASSIGN(const storage::Row waiting,
                tx.row("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')"));
  metrics.waiting_to_be_sent += waiting.at(0).number();
  return {};
}

Result<http::Response> metrics(Throughline& throughline) {
  InstallationMetrics metrics;
  metrics.version = version;
  metrics.uptime_s =
      static_cast<double>(throughline.clock().now().us - throughline.started_at().us) /
      us_per_second;
  metrics.resident_bytes = resident_bytes();
  metrics.open_files = open_files();
  metrics.disk_free_bytes = disk_free(throughline.configuration().data);
  TL_TRY_ASSIGN(const auto workspaces, throughline.access().all_workspaces());
  for (const auto& trouble : storage::archive_troubles(throughline.configuration().data)) {
    ++(trouble.kind == storage::ArchiveTrouble::Kind::gap ? metrics.archive_gaps
                                                          : metrics.archive_failing);
  }
  const journeys::QuestionCounts questions = throughline.journeys().question_counts();
  metrics.questions_answered = questions.answered;
  metrics.questions_refused = questions.refused;
  metrics.questions_cancelled = questions.cancelled;
  metrics.workspaces = static_cast<std::int64_t>(workspaces.size());
  for (const access::Workspace& workspace : workspaces) {
    TL_TRY(throughline.workspaces().read(
        workspace.id, [&](storage::Transaction& tx) { return add_counts(tx, metrics); }));
  }
  return http::text_response(to_prometheus(metrics, throughline.server_metrics()),
                             "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void add_metrics_routes(http::Router& router, Throughline& throughline) {
  const bool open = throughline.configuration().metrics == "open";
  router.add({.method = "GET",
              .pattern = "/metrics",
              .access = open ? http::anyone() : http::with_right(Right::manage_workspace),
              .description = {.summary = "Figures of the installation, for Prometheus.",
                              .tag = "Operations"},
              .handler = [&throughline](const http::Request&) { return metrics(throughline); },
              .charge = http::Charge::nobody});
}

}  // namespace throughline::app
