// Journeys: what questions about everybody's lines at once are asked of. The facade over the
// columnar engine.
//
// Follows the record of each workspace that was started. Functions take no transaction and open
// their own reads; rights are checked by the routes. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "journeys/journeys.feed.h"
#include "people/people.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"

namespace throughline::journeys {

class FindingsKeeper;
struct FindingsAnswer;
struct FindingsAsked;
struct Frame;
struct FrameWish;
struct Looking;

// Who asks.
struct Asking {
  WorkspaceId workspace = {};
  std::optional<timeline::Position> at_least = {};
  std::function<bool()> cancelled = {};  // Called from many threads.
};

// Some of the people behind a figure, in ascending order of their ids.
struct PeopleBehind {
  std::vector<ProfileId> people = {};
  std::uint64_t total = 0;
  std::optional<std::string> next = {};  // For the page after this one.
};

struct JourneysOptions {
  // So many events more than the kept lines have make a start slow enough for them to be kept anew.
  std::int64_t kept_events_min = 200'000;
  // Of one workspace: lines may take three quarters of it, columns of properties the rest.
  std::size_t memory_bytes_max = std::size_t{4} << 30U;
};

// What became of all that was asked.
struct QuestionCounts {
  std::uint64_t answered = 0;
  std::uint64_t refused = 0;    // Without meaning, or nothing could be said yet.
  std::uint64_t cancelled = 0;  // Whoever asked went before the answer.
};

// The name of a workspace's time zone.
using TimeZoneOf = std::function<Result<std::string>(WorkspaceId)>;

class Journeys {
 public:
  // All must outlive this. Registers its part of an erasure with `people`.
  Journeys(storage::Workspaces& workspaces, people::People& people, const Clock& clock,
           TimeZoneOf time_zone_of, JourneysOptions options = {});
  ~Journeys();
  Journeys(const Journeys&) = delete;
  Journeys& operator=(const Journeys&) = delete;

  // Begins to follow, if that has not begun yet.
  Result<void> start(WorkspaceId workspace);
  // Begins to follow too. With `at_least`, Error::unavailable where that is not reached within two
  // seconds.
  Result<Feed::View> view(WorkspaceId workspace,
                          const std::optional<timeline::Position>& at_least = {});

  // What every question is asked in; it must not outlive this. Questions are listed in
  // journeys.answers.h. Error::invalid for what has no meaning, naming the field;
  // Error::unavailable while the record is still being read, or when whoever asked has gone.
  Result<Frame> frame(const Asking& asking, const FrameWish& wish);

  // How many people did something of each name, at any time. Error::unavailable as view() has it.
  Result<std::map<std::string, std::int64_t>> people_by_event(
      WorkspaceId workspace, const std::optional<timeline::Position>& at_least = {});

  // What stands out, found without being asked for (journeys.findings.h): at once, what is known by
  // now. Errors as above.
  Result<FindingsAnswer> findings(const Asking& asking, const FindingsAsked& asked);

  // Counts what became of a question, and passes it on.
  template <class Answer>
  Result<Answer> counted(const Asking& asking, Result<Answer> answer) {
    const bool gone = !answer.ok() && asking.cancelled && asking.cancelled();
    ++(answer.ok() ? answered_ : gone ? cancelled_ : refused_);
    return answer;
  }
  [[nodiscard]] QuestionCounts question_counts() const {
    return {.answered = answered_, .refused = refused_, .cancelled = cancelled_};
  }

  // How far the record was read, for who has to wait at the start.
  Result<Feed::Progress> progress(WorkspaceId workspace);

 private:
  // Reads the conditions over people, and their traits.
  Result<Looking> look(const Asking& asking, const Frame& frame, const FrameWish& wish);
  std::function<Result<ProfileId>(const std::string&)> person_finder(WorkspaceId workspace);
  Result<Calendar> calendar(WorkspaceId workspace, const std::optional<std::string>& week_start);
  Result<Feed*> feed(WorkspaceId workspace);

  storage::Workspaces& workspaces_;
  people::People& people_;
  const Clock& clock_;
  const TimeZoneOf time_zone_of_;
  const JourneysOptions options_;
  std::atomic<std::uint64_t> answered_ = 0;
  std::atomic<std::uint64_t> refused_ = 0;
  std::atomic<std::uint64_t> cancelled_ = 0;
  Guarded<std::map<WorkspaceId, std::unique_ptr<Feed>>> feeds_;
  const std::unique_ptr<FindingsKeeper> findings_;  // Last: it uses all of the above.
};

}  // namespace throughline::journeys
