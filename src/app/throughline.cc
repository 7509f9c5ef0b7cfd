#include "app/throughline.h"

#include "access/access_routes.h"
#include "access/answer_memory_routes.h"
#include "access/authenticator_routes.h"
#include "access/kept_answer_store.h"
#include "app/metrics_routes.h"
#include "app/openapi_routes.h"
#include "app/outgoing.h"
#include "app/status_routes.h"
#include "app/ui_routes.h"
#include "base/if_found.h"
#include "channels/destination_routes.h"
#include "collect/dialect_routes.h"
#include "collect/segment_routes.h"
#include "collect/source_routes.h"
#include "dashboards/dashboard_routes.h"
#include "jobs/forget.h"
#include "journey_maps/journey_maps_routes.h"
#include "journeys/journeys_routes.h"
#include "people/duplicate_routes.h"
#include "people/people_routes.h"
#include "people/render_routes.h"
#include "segments/persona_routes.h"
#include "segments/segments_routes.h"
#include "transfer/transfer_routes.h"

namespace throughline::app {
Throughline::Throughline(const Configuration& configuration, Clock& clock, Random& random,
                         std::unique_ptr<storage::Workspaces> workspaces,
                         std::unique_ptr<channels::Sender> sender)
    : configuration_(configuration),
      clock_(clock),
      random_(random),
      started_at_(clock.now()),
      workspaces_(std::move(workspaces)),
      access_(*workspaces_, clock, random),
      timeline_(*workspaces_, clock),
      people_(*workspaces_, timeline_, clock, random),
      duplicates_(*workspaces_, people_, clock),
      collect_(*workspaces_, access_, timeline_, people_, clock, random),
      transfer_(*workspaces_, access_, timeline_, people_, collect_, clock),
      journeys_(
          *workspaces_, people_, clock,
          [this](WorkspaceId workspace) { return time_zone_of(workspace); },
          journeys_options(configuration)),
      segments_(*workspaces_, timeline_, people_, journeys_, clock),
      dashboards_(*workspaces_, people_, clock),
      personas_(*workspaces_, timeline_, people_, journeys_, segments_, clock),
      journey_maps_(*workspaces_, timeline_, people_, journeys_, clock),
      sender_(std::move(sender)),
      channels_(*workspaces_, access_, timeline_, people_, *sender_, clock, random),
      jobs_(*workspaces_, clock, random),
      people_api_(std::make_shared<people::PeopleApi>(
          people::PeopleApi{people_, [this](const Actor& actor) { return source_refs(actor); },
                            [this](const Actor& actor) { return people_by_event(actor); }})),
      limiter_(clock, {.requests = configuration.requests_per_minute, .window_s = 60}),
      answers_(access::make_answer_memory(access_)),
      router_(access::make_authenticator(access_), &limiter_) {
  router_.set_answer_memory(*answers_);
}

Throughline::~Throughline() = default;

Result<std::unique_ptr<Throughline>> Throughline::open(const Configuration& configuration,
                                                       Clock& clock, Random& random,
                                                       std::string_view name) {
  TL_TRY_ASSIGN(auto sender, make_sender(configuration));
  TL_TRY_ASSIGN(auto workspaces, storage::Workspaces::open(storage_options(configuration), clock));
  std::unique_ptr<Throughline> throughline(
      new Throughline(configuration, clock, random, std::move(workspaces), std::move(sender)));
  TL_TRY(throughline->start(name));
  return throughline;
}

Result<void> Throughline::start(std::string_view name) {
  TL_TRY_ASSIGN(auto proxies,
                http::Proxies::make(configuration_.public_url, configuration_.trusted_proxies));
  router_.set_proxies(std::move(proxies));
  duplicates_.work_with(jobs_);
  transfer_.wire(jobs_);
  // Each after what its rows name.
  transfer_.take_along(segments_.kept_tables());
  transfer_.take_along(journey_maps::JourneyMaps::kept_tables());
  transfer_.take_along(dashboards::Dashboards::kept_tables());
  segments_.work_with(jobs_);
  journey_maps_.work_with(jobs_);
  journey_maps_.be_asked_by(segments_);
  people_.on_erase(
      [](storage::Transaction& tx,
         const people::ErasureScope& scope) -> Result<std::vector<people::ErasedStore>> {
        TL_TRY_ASSIGN(const std::int64_t rows, jobs::forget(tx, [&](std::string_view payload) {
                        return scope.mentions.in(payload);
                      }));
        TL_TRY_ASSIGN(const std::int64_t answers, access::forget_answer_bodies(tx));
        return std::vector<people::ErasedStore>{{"jobs", rows}, {"kept_answers", answers}};
      });
  TL_TRY(access_.start(name));
  TL_TRY(channels_.open());
  // Opened now rather than with the first request, so that "ready" means it.
  TL_TRY_ASSIGN(const auto all, access_.all_workspaces());
  for (const access::Workspace& workspace : all) {
    TL_TRY(workspaces_->find(workspace.id));
    TL_TRY(people_.reapply_erasures(workspace.id));
    TL_TRY(jobs_.start(workspace.id));
  }
  add_routes();
  return {};
}

// A read may ask to show at least what a write answered; a write says how far the line then was.
Result<void> Throughline::wait_for_position(const http::Request& request) {
  const auto text = request.query("at_least");
  if (!text) {
    return {};
  }
  TL_TRY_ASSIGN(const auto position, timeline::parse_position(*text));
  return timeline_.wait_for(request.actor.workspace, position, timeline::Timeline::Followers::all);
}

void Throughline::add_position(const http::Request& request, http::Response& response) {
  if (request.method == "GET") {
    return;
  }
  if (const auto position = timeline_.written_position(request.actor.workspace); position.ok()) {
    response.headers.add("Throughline-Position", timeline::to_text(*position));
  }
}

Result<void> Throughline::follow() {
  TL_TRY_ASSIGN(const auto all, access_.all_workspaces());
  for (const access::Workspace& workspace : all) {
    TL_TRY(timeline_.start(workspace.id));
    TL_TRY(journeys_.start(workspace.id));
    TL_TRY(segments_.start(workspace.id));
    TL_TRY(channels_.start(workspace.id));
  }
  return {};
}

people::PeopleByEvent Throughline::people_by_event(const Actor& actor) {
  const auto position = timeline_.settled_position(actor.workspace);
  auto people = position.ok() ? journeys_.people_by_event(actor.workspace, *position)
                              : Result<people::PeopleByEvent>(position.error());
  return people.ok() ? *std::move(people) : people::PeopleByEvent();
}

Result<std::map<SourceId, people::SourceRef>> Throughline::source_refs(const Actor& actor) {
  TL_TRY_ASSIGN(const auto sources, collect_.all_sources(actor));
  std::map<SourceId, people::SourceRef> refs;
  for (const collect::Source& source : sources) {
    refs.emplace(source.id, people::SourceRef{collect::public_id_of(source), source.name});
  }
  return refs;
}

Result<std::string> Throughline::time_zone_of(WorkspaceId workspace) {
  TL_TRY_ASSIGN(const auto settings,
                access_.settings({.workspace = workspace, .role = Role::viewer}));
  return settings.time_zone;
}

Result<std::vector<journeys::PersonRef>> Throughline::names_of(
    const Actor& actor, const std::vector<ProfileId>& profiles) {
  return people_.read(actor,
                      [&](storage::Transaction& tx) -> Result<std::vector<journeys::PersonRef>> {
                        std::vector<journeys::PersonRef> names;
                        for (const ProfileId profile : profiles) {
                          TL_TRY_ASSIGN(auto name, if_found(people::name_of(people_, tx, profile)));
                          if (name) {
                            names.push_back({std::move(name->id), std::move(name->name)});
                          }
                        }
                        return names;
                      });
}

Result<std::map<ProfileId, segments::PersonName>> Throughline::names_by_id(
    const Actor& actor, const std::vector<ProfileId>& profiles) {
  using Names = std::map<ProfileId, segments::PersonName>;
  return people_.read(actor, [&](storage::Transaction& tx) -> Result<Names> {
    Names names;
    for (const ProfileId profile : profiles) {
      TL_TRY_ASSIGN(auto name, if_found(people::name_of(people_, tx, profile)));
      if (name) {
        names.emplace(profile, segments::PersonName{std::move(name->id), std::move(name->name)});
      }
    }
    return names;
  });
}

Result<std::string> Throughline::people_answer(const Actor& actor,
                                               const journeys::PeopleBehind& found) {
  return journeys::people_json(found, actor,
                               [this](const Actor& who, const std::vector<ProfileId>& profiles) {
                                 return names_of(who, profiles);
                               });
}

void Throughline::add_routes() {
  router_.set_around(
      {.before = [this](const http::Request& request) { return wait_for_position(request); },
       .after_success = [this](const http::Request& request,
                               http::Response& response) { add_position(request, response); }});
  access::add_access_routes(router_, schemas_, access_);
  collect::add_segment_routes(router_, collect_);
  collect::add_dialect_routes(router_, collect_);
  collect::add_source_routes(router_, schemas_, collect_);
  people::add_people_routes(router_, schemas_, people_api_);
  people::add_duplicate_routes(router_, schemas_, people_, duplicates_);
  transfer::add_transfer_routes(router_, schemas_, transfer_);
  journeys::add_journeys_routes(router_, schemas_, journeys_,
                                [this](const Actor& actor, const std::vector<ProfileId>& profiles) {
                                  return names_of(actor, profiles);
                                });
  dashboards::add_dashboard_routes(router_, schemas_, dashboards_);
  segments::add_segments_routes(router_, schemas_, segments_,
                                [this](const Actor& actor, const std::vector<ProfileId>& profiles) {
                                  return names_by_id(actor, profiles);
                                });
  segments::add_persona_routes(router_, schemas_, personas_, segments_,
                               [this](const Actor& actor, const std::vector<ProfileId>& profiles) {
                                 return names_by_id(actor, profiles);
                               });
  journey_maps::add_journey_maps_routes(
      router_, schemas_, journey_maps_,
      [this](const Actor& actor, const journeys::PeopleBehind& found) {
        return people_answer(actor, found);
      });
  channels::add_destination_routes(router_, schemas_, channels_);
  add_status_routes(router_, schemas_, *this);
  add_metrics_routes(router_, *this);
  add_openapi_routes(router_, openapi_);
  add_ui_routes(router_, configuration_.web_directory);
  openapi_ = make_openapi(router_, schemas_);
}

void Throughline::set_server_metrics(std::function<net::ServerMetrics()> read) {
  server_metrics_.with([&](auto& current) { current = std::move(read); });
}

net::ServerMetrics Throughline::server_metrics() const {
  return server_metrics_.with(
      [](const auto& read) { return read ? read() : net::ServerMetrics(); });
}

Result<access::Workspace> Throughline::first_workspace() {
  TL_TRY_ASSIGN(const auto all, access_.all_workspaces());
  if (all.empty()) {
    return Error::not_found("there is no workspace yet");
  }
  return all.front();
}

Result<Actor> Throughline::operator_actor() {
  TL_TRY_ASSIGN(const auto workspace, first_workspace());
  return Actor{.workspace = workspace.id, .role = Role::owner, .name = "operator"};
}

}  // namespace throughline::app
