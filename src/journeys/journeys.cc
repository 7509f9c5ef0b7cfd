#include "journeys/journeys.h"

#include <chrono>

#include "journeys/event_code_store.h"
#include "journeys/journeys.findings.h"

namespace throughline::journeys {

using storage::Transaction;

namespace {

constexpr std::chrono::seconds wait_max(2);

}  // namespace

Journeys::Journeys(storage::Workspaces& workspaces, people::People& people, const Clock& clock,
                   TimeZoneOf time_zone_of, JourneysOptions options)
    : workspaces_(workspaces),
      people_(people),
      clock_(clock),
      time_zone_of_(std::move(time_zone_of)),
      options_(options),
      findings_(std::make_unique<FindingsKeeper>(FindingsSearch(*this, workspaces, people, clock),
                                                 clock)) {
  people.on_erase([](Transaction& tx, const people::ErasureScope& scope)
                      -> Result<std::vector<people::ErasedStore>> {
    TL_TRY_ASSIGN(const std::int64_t renamed, rename_event_codes(tx, [&](const std::string& name) {
                    return scope.mentions.rest_of(name, people::Mentions::Short::kept);
                  }));
    return std::vector<people::ErasedStore>{{"journey_event_names", renamed}};
  });
  people.after_erase([this](WorkspaceId workspace) {
    findings_->forget(workspace);
    feeds_.with([&](auto& feeds) {
      if (const auto found = feeds.find(workspace); found != feeds.end()) {
        found->second->forget_what_was_said();
      }
    });
  });
}

Journeys::~Journeys() = default;

Result<Feed*> Journeys::feed(WorkspaceId workspace) {
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
  return feeds_.with([&](auto& feeds) -> Result<Feed*> {
    std::unique_ptr<Feed>& found = feeds[workspace];
    if (found == nullptr) {
      found = std::make_unique<Feed>(
          *database, people_,
          FeedOptions{.file = {.directory = workspaces_.directory_of(workspace) + "/lines",
                               .events_min = options_.kept_events_min},
                      .lines_bytes_max = options_.memory_bytes_max / 4 * 3,
                      .properties_bytes_max = options_.memory_bytes_max / 4});
    }
    return found.get();
  });
}

Result<void> Journeys::start(WorkspaceId workspace) {
  TL_TRY(feed(workspace));
  return {};
}

Result<Calendar> Journeys::calendar(WorkspaceId workspace,
                                    const std::optional<std::string>& week_start) {
  if (week_start && *week_start != "monday" && *week_start != "sunday") {
    return Error::invalid("`week_start` must be monday or sunday");
  }
  TL_TRY_ASSIGN(const std::string name, time_zone_of_(workspace));
  TL_TRY_ASSIGN(TimeZone zone, TimeZone::find(name));
  return Calendar(std::move(zone), week_start == "sunday" ? Weekday::sunday : Weekday::monday);
}

Result<Feed::Progress> Journeys::progress(WorkspaceId workspace) {
  TL_TRY_ASSIGN(Feed* const feed, this->feed(workspace));
  return feed->progress();
}

Result<FindingsAnswer> Journeys::findings(const Asking& asking, const FindingsAsked& asked) {
  TL_TRY_ASSIGN(const Feed::View view, this->view(asking.workspace, asking.at_least));
  const auto at = view.lines.position();
  return findings_->answer(asking, asked, timeline::to_text({at.xid, at.seq}));
}

Result<Feed::View> Journeys::view(WorkspaceId workspace,
                                  const std::optional<timeline::Position>& at_least) {
  TL_TRY_ASSIGN(Feed* const feed, this->feed(workspace));
  const auto deadline = std::chrono::steady_clock::now() + wait_max;
  const bool there = feed->wait_for(at_least.value_or(timeline::Position{}), deadline);
  TL_TRY_ASSIGN(Feed::View view, feed->view());  // Where there is none, it says why.
  if (!there && at_least) {
    return Error::unavailable("the journeys have not got that far yet; please try again");
  }
  return view;
}

}  // namespace throughline::journeys
