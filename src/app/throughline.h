// Throughline: the whole program as one object, built in the order in which its parts depend on one
// another, so that they are also destroyed in the right order.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "access/access.h"
#include "app/configuration.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "base/random.h"
#include "channels/channels.h"
#include "channels/sender.h"
#include "codec/openapi.h"
#include "collect/collect.h"
#include "dashboards/dashboards.h"
#include "http/answer_memory.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "jobs/jobs.h"
#include "journey_maps/journey_maps.h"
#include "journeys/journeys.h"
#include "net/metrics.h"
#include "people/people.duplicates.h"
#include "people/people.h"
#include "people/person_view.h"
#include "segments/segments.personas.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"
#include "transfer/transfer.h"

namespace throughline::people {
struct PeopleApi;
}
namespace throughline::journeys {
struct PersonRef;
}
namespace throughline::segments {
struct PersonName;
}

namespace throughline::app {

// Thread-safe once open. `clock` and `random` outlive it.
class Throughline {
 public:
  // Takes the data directory, migrates, replays what the indexes lack and fills the router. `name`
  // is the first workspace's where there is none yet.
  static Result<std::unique_ptr<Throughline>> open(const Configuration& configuration, Clock& clock,
                                                   Random& random, std::string_view name);
  ~Throughline();
  Throughline(const Throughline&) = delete;
  Throughline& operator=(const Throughline&) = delete;

  [[nodiscard]] const Configuration& configuration() const { return configuration_; }
  [[nodiscard]] const http::Router& router() const { return router_; }
  [[nodiscard]] Clock& clock() { return clock_; }
  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] access::Access& access() { return access_; }
  [[nodiscard]] timeline::Timeline& timeline() { return timeline_; }
  [[nodiscard]] people::People& people() { return people_; }
  [[nodiscard]] people::Duplicates& duplicates() { return duplicates_; }
  // As the routes of people have it: with the names of sources.
  [[nodiscard]] people::PeopleApi& people_api() { return *people_api_; }
  [[nodiscard]] collect::Collect& collect() { return collect_; }
  [[nodiscard]] transfer::Transfer& transfer() { return transfer_; }
  [[nodiscard]] journeys::Journeys& journeys() { return journeys_; }
  [[nodiscard]] segments::Segments& segments() { return segments_; }
  [[nodiscard]] journey_maps::JourneyMaps& journey_maps() { return journey_maps_; }
  [[nodiscard]] channels::Channels& channels() { return channels_; }
  [[nodiscard]] jobs::Jobs& jobs() { return jobs_; }
  [[nodiscard]] storage::Workspaces& workspaces() { return *workspaces_; }
  [[nodiscard]] const std::string& openapi() const { return openapi_; }
  [[nodiscard]] Time started_at() const { return started_at_; }

  // Who is behind a figure, as the API says it.
  Result<std::string> people_answer(const Actor& actor, const journeys::PeopleBehind& found);

  // What the server counts, once there is one; nothing but zeros until then.
  void set_server_metrics(std::function<net::ServerMetrics()> read);
  [[nodiscard]] net::ServerMetrics server_metrics() const;

  // Lets everything that follows the line catch up with what it missed when the server last ended,
  // rather than with the next event. For who serves: a repair wants the followers still.
  Result<void> follow();

  // The only workspace that commands without a choice mean.
  Result<access::Workspace> first_workspace();
  // The product itself, acting for whoever runs it.
  Result<Actor> operator_actor();

 private:
  Throughline(const Configuration& configuration, Clock& clock, Random& random,
              std::unique_ptr<storage::Workspaces> workspaces,
              std::unique_ptr<channels::Sender> sender);
  Result<void> start(std::string_view name);
  void add_routes();
  Result<std::string> time_zone_of(WorkspaceId workspace);
  Result<std::vector<journeys::PersonRef>> names_of(const Actor& actor,
                                                    const std::vector<ProfileId>& profiles);
  Result<std::map<ProfileId, segments::PersonName>> names_by_id(
      const Actor& actor, const std::vector<ProfileId>& profiles);
  Result<std::map<SourceId, people::SourceRef>> source_refs(const Actor& actor);
  people::PeopleByEvent people_by_event(const Actor& actor);
  Result<void> wait_for_position(const http::Request& request);
  void add_position(const http::Request& request, http::Response& response);

  Configuration configuration_;
  Clock& clock_;
  Random& random_;
  Time started_at_;
  std::unique_ptr<storage::Workspaces> workspaces_;
  access::Access access_;
  timeline::Timeline timeline_;
  people::People people_;
  people::Duplicates duplicates_;
  collect::Collect collect_;
  transfer::Transfer transfer_;
  journeys::Journeys journeys_;
  segments::Segments segments_;
  dashboards::Dashboards dashboards_;
  segments::Personas personas_;
  journey_maps::JourneyMaps journey_maps_;
  std::unique_ptr<channels::Sender> sender_;
  channels::Channels channels_;
  jobs::Jobs jobs_;  // After those whose work it does.
  std::shared_ptr<people::PeopleApi> people_api_;
  http::RateLimiter limiter_;
  codec::Schemas schemas_;
  std::unique_ptr<http::AnswerMemory> answers_;
  http::Router router_;
  std::string openapi_;
  Guarded<std::function<net::ServerMetrics()>> server_metrics_;
};

}  // namespace throughline::app
