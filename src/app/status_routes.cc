#include "app/status_routes.h"

#include <boost/describe/class.hpp>

#include "app/version.h"
#include "codec/describe.h"
#include "storage/log_archive.h"

namespace throughline::app {

struct StatusView {
  std::string version = {};
  std::string workspace = {};
  std::string database = {};
  Time started_at = {};
  std::string position = {};
  std::int64_t events = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(StatusView, (),
                      (version, workspace, database, started_at, position, events, people))

namespace {

Result<http::Response> status(Throughline& throughline, const http::Request& request) {
  TL_TRY_ASSIGN(const auto settings, throughline.access().settings(request.actor));
  TL_TRY_ASSIGN(const auto position, throughline.timeline().position(request.actor.workspace));
  StatusView view = {.version = std::string(version),
                     .workspace = settings.name,
                     .started_at = throughline.started_at(),
                     .position = timeline::to_text(position)};
  TL_TRY(
      throughline.workspaces().read(request.actor, [&](storage::Transaction& tx) -> Result<void> {
        view.database = tx.dialect() == storage::Dialect::sqlite ? "sqlite" : "postgres";
        TL_TRY_ASSIGN(view.events, throughline.people().count_events(tx));
        TL_TRY_ASSIGN(view.people, throughline.people().count_people(tx));
        return {};
      }));
  return http::json_response(codec::to_json(view));
}

// Whether requests can be served: the record answers.
Result<http::Response> ready(Throughline& throughline) {
  TL_TRY(throughline.workspaces().instance().read(
      [](storage::Transaction& tx) { return tx.run("SELECT 1"); }));
  // They go into the log whole; here only that the operator should look.
  const auto troubles = storage::archive_troubles(throughline.configuration().data);
  return http::json_response(troubles.empty() ? R"({"status":"ready"})"
                                              : R"({"status":"ready","warnings":["archive"]})");
}

}  // namespace

void add_status_routes(http::Router& router, codec::Schemas& schemas, Throughline& throughline) {
  codec::add_schema<StatusView>(schemas, "Status");
  const auto add_open = [&](std::string pattern, std::string summary, http::Handler handler) {
    router.add({.method = "GET",
                .pattern = std::move(pattern),
                .access = http::anyone(),
                .description = {.summary = std::move(summary), .tag = "Operations"},
                .handler = std::move(handler),
                .charge = http::Charge::nobody});
  };
  add_open("/healthz", "Whether the process is alive.",
           [](const http::Request&) -> Result<http::Response> {
             return http::json_response(R"({"status":"alive"})");
           });
  add_open("/readyz", "Whether the record can be reached.",
           [&throughline](const http::Request&) { return ready(throughline); });
  router.get("/api/v1/status", http::with_right(Right::view_people),
             {.summary = "What this installation is and how far its line reaches.",
              .tag = "Operations",
              .response_schema = "Status"},
             [&throughline](const http::Request& request) { return status(throughline, request); });
}

}  // namespace throughline::app
