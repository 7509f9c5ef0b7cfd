// Segments: sets of people that stay right by themselves. The facade.
//
// A follower of the line judges whoever an event may concern, in the unit that moves its position;
// a timer judges whoever time concerns. Both write who entered and who left, and record that as an
// event of the person. Everything is judged from the record, so that who is in a segment is the
// same whenever and in whatever order it was learnt. Rights are checked by the routes. Thread-safe
// once wired.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/guarded.h"
#include "base/result.h"
#include "jobs/jobs.h"
#include "journeys/journeys.h"
#include "people/people.h"
#include "segments/list_file.h"
#include "segments/outcome.h"
#include "segments/segment.h"
#include "segments/segment_store.h"
#include "segments/segments.judging.h"
#include "segments/segments.other_question.h"
#include "timeline/timeline.h"
#include "transfer/transfer.kept_table.h"

namespace throughline {
class Clock;
namespace journeys {
class PeopleSet;
}
}  // namespace throughline
namespace throughline::segments {

// Names of the events that the product records of somebody.
constexpr std::string_view entered_name = "Segment Entered";
constexpr std::string_view exited_name = "Segment Exited";

struct SegmentForm {
  SegmentKind kind = SegmentKind::live;
  std::string name = {};
  std::string description = {};
  std::string rule = {};  // JSON; of a live one.
  std::optional<Figure> figure = {};
};
struct SegmentChange {
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<std::string> rule = {};
  std::optional<bool> archived = {};
  std::optional<std::int64_t> version = {};  // That the change is of: Error::conflict else.
};

struct ListedSegment {
  Segment segment = {};
  std::int64_t size = 0;
  std::string sentence = {};
  std::optional<FigureAsking> asking = {};  // Of a figure.
};
struct FoundSegment {
  ListedSegment listed = {};
  std::vector<SegmentVersion> versions = {};  // Newest first.
  std::vector<DaySize> sizes = {};
};

struct SegmentPreview {
  std::int64_t count = 0;
  std::int64_t of = 0;                 // Everybody.
  std::vector<ProfileId> sample = {};  // Evenly over all of them, in the order of their ids.
  std::string sentence = {};
  timeline::Position position = {};  // Everything up to here is in the answer.
};

// Either the rule, as JSON and in words, or why no rule says it.
struct SaidFigure {
  std::optional<std::string> rule = {};
  std::string sentence = {};
  std::string because = {};
  bool can_be_asked = false;  // A segment can live by the figure itself.
};

// One region of the overlap: how many are in exactly these of the segments.
struct OverlapRegion {
  std::vector<std::size_t> in = {};  // Places in what was asked, ascending.
  std::int64_t people = 0;
};

// Some of the people of a region, in the order of their ids.
struct OverlapPeople {
  std::vector<ProfileId> people = {};
  std::int64_t total = 0;
};

// Who was in a segment at two instants, each in the order of their ids.
struct SegmentDifference {
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::vector<Stay> entered = {};  // In it only at the later one.
  std::vector<Stay> left = {};     // In it only at the earlier one.
};

// What became of the values that were to be put on a list.
struct ListReport {
  struct Unknown {
    std::int64_t row = 0;  // Of the file, from 1.
    std::string value = {};
    std::string why = {};
  };
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t known = 0;  // Were on it.
  std::int64_t unknown = 0;
  std::vector<Unknown> examples = {};  // The first hundred.
};

struct Membership {
  Segment segment = {};
  Stay stay = {};
};

struct WhyInSegment {
  Segment segment = {};
  Reason reason = {};
  std::map<std::int64_t, Event> events = {};  // That the reason names, by their seq.
  std::optional<Stay> stay = {};              // The one that goes on.
};

class Segments : public people::SegmentMembers {
 public:
  // All must outlive this. Registers its follower, its part of an erasure and itself for
  // conditions that ask of segments, before the first workspace opens.
  Segments(storage::Workspaces& workspaces, timeline::Timeline& timeline, people::People& people,
           journeys::Journeys& journeys, Clock& clock);
  ~Segments() override;  // Stops the timeline's followers.
  Segments(const Segments&) = delete;
  Segments& operator=(const Segments&) = delete;
  // Wiring, before the first start of the jobs: registers its timer. `jobs` must end before this.
  void work_with(jobs::Jobs& jobs);
  // Wiring: figures may be of this kind too.
  void also_asks(const std::string& kind, OtherQuestion question);
  // No figure is asked any more; for whoever answers another question, before going.
  void ask_no_more();
  // What was due while nobody worked is done soon.
  Result<void> start(WorkspaceId workspace);

  Result<std::vector<ListedSegment>> list(const Actor& actor);
  // Archived ones too.
  Result<FoundSegment> find(const Actor& actor, SegmentId id);
  // Error::invalid for a rule that cannot be asked, or segments that ask for each other.
  Result<Segment> create(const Actor& actor, const SegmentForm& form);
  // A figure is asked once first: errors as the question gives them.
  Result<Segment> create(const journeys::Asking& asking, const Actor& actor,
                         const SegmentForm& form);
  Result<Segment> change(const Actor& actor, SegmentId id, const SegmentChange& change);

  // Who a rule would take in, exactly and now: by the columns of everybody's lines.
  Result<SegmentPreview> preview(const journeys::Asking& asking, std::string_view rule,
                                 std::size_t sample_size);

  // The people behind a figure of a question about journeys, as a rule that takes in exactly them.
  Result<SaidFigure> rule_of_figure(const journeys::Asking& asking, const Figure& figure);

  // In the order of their ids.
  Result<std::vector<Stay>> members(const Actor& actor, SegmentId id, ProfileId after,
                                    std::size_t limit);
  // Who was in it then, of the people as they are now, in the order of their ids. Nobody is known
  // to have been in it before it was made.
  Result<std::vector<Stay>> members_at(const Actor& actor, SegmentId id, Time at);
  // Error::invalid unless `from` is before `until`.
  Result<SegmentDifference> difference(const Actor& actor, SegmentId id, Time from, Time until);
  // Every region that has people, of 2 to `overlap_max` segments.
  Result<std::vector<OverlapRegion>> overlap(const Actor& actor, const std::vector<SegmentId>& ids);
  // Who is in exactly these of the segments, by their places; the first `limit` beyond `after`.
  Result<OverlapPeople> overlap_people(const Actor& actor, const std::vector<SegmentId>& ids,
                                       const std::vector<std::size_t>& in, ProfileId after,
                                       std::size_t limit);
  // Newest first.
  Result<std::vector<Membership>> memberships(const Actor& actor, ProfileId profile);
  Result<WhyInSegment> why(const Actor& actor, SegmentId id, ProfileId profile);

  // For rooms above: the segment with this public id, and who is in it now. Error::invalid where
  // there is none, or it is archived.
  static Result<Segment> find_named(storage::Transaction& tx, const std::string& public_id);
  static Result<journeys::PeopleSet> people_in(storage::Transaction& tx, SegmentId id);

  // By a public id or type:value.
  Result<ProfileId> person(const Actor& actor, std::string_view reference);

  // Lists. At most `list_rows_max` at a time.
  Result<ListReport> put_on_list(const Actor& actor, SegmentId id,
                                 const std::vector<ListRow>& rows);
  Result<void> take_off_list(const Actor& actor, SegmentId id, ProfileId profile);
  // A new list of who is in the segment now.
  Result<Segment> freeze(const Actor& actor, SegmentId id, const std::string& name);

  // For conditions that ask of segments.
  Result<people::SqlCondition> members_sql(storage::Transaction& tx,
                                           const std::string& segment) const override;
  Result<std::string> segment_name(storage::Transaction& tx,
                                   const std::string& segment) const override;

  // What a whole export takes along of segments and personas.
  std::vector<transfer::KeptTable> kept_tables();

  // Asks the question of every figure now, and brings its people to what it answers. Errors are
  // noted with the figure.
  Result<void> ask_figures(WorkspaceId workspace);

  // What the timer does when it fires, until nothing is due.
  Result<void> catch_up(WorkspaceId workspace);
  // Looks at everybody again, here and now; how many memberships were not what they should be.
  Result<std::int64_t> rebuild(WorkspaceId workspace);
  // The same within a unit of work.
  Result<std::vector<Stay>> members_at(storage::Transaction& tx, SegmentId id, Time at);

 private:
  class Reactor;       // Follows the line.
  class FigureKeeper;  // Asks the questions of figures again.
  struct Memory;       // Per database: the book, and whom a walk visits.

  // Who is behind a figure, as an answer says it.
  struct BehindFigure;
  // Whether somebody is behind it.
  struct SaidOfFigure {
    SegmentId figure = {};
    bool is_behind = false;
  };
  Result<std::vector<SegmentId>> figures_asked(WorkspaceId workspace);
  Result<void> ask_figure(const journeys::Asking& asking, SegmentId id);
  Result<BehindFigure> who_is_behind(const journeys::Asking& asking, SegmentId id);
  Result<journeys::PeopleBehind> asked(const journeys::Asking& asking, const Figure& figure);
  Result<std::string> body_now(const journeys::Asking& asking, const Figure& figure);
  Result<void> settle_figure(const journeys::Asking& asking, SegmentId id,
                             const BehindFigure& behind);
  Result<bool> settle_some(WorkspaceId workspace, SegmentId id, const BehindFigure& behind,
                           const std::vector<std::pair<ProfileId, bool>>& some, bool last);
  Result<void> note_failure(WorkspaceId workspace, SegmentId id, const Error& error);
  Result<Figure> completed(const journeys::Asking& asking, const Figure& figure);
  [[nodiscard]] const OtherQuestion* find_other(const std::string& kind) const;
  // Whether its question can be asked. Error::invalid names the field.
  [[nodiscard]] Result<void> check_asked(const Figure& figure) const;
  static Result<std::string> sentence_of_rule(storage::Transaction& tx, const std::string& rule);
  std::shared_ptr<Memory> memory(storage::Transaction& tx);
  Result<std::shared_ptr<const Book>> book(storage::Transaction& tx);
  static Result<std::shared_ptr<const Book>> fresh_book(storage::Transaction& tx);
  Result<void> follow(storage::Transaction& tx, std::span<const Event> events);
  Result<std::set<ProfileId>> concerned(storage::Transaction& tx, const Book& book,
                                        std::span<const Event> events);
  Result<std::set<ProfileId>> with_account_people(storage::Transaction& tx,
                                                  const std::set<ProfileId>& people);
  void note_moves(storage::Transaction& tx, const std::set<ProfileId>& people);
  // Whose identifiers are somebody else's now, and whose those are.
  Result<std::set<ProfileId>> moved_by(storage::Transaction& tx, std::span<const Event> events);
  Result<void> add_concerned(storage::Transaction& tx, const Book& book, const Event& event,
                             std::set<ProfileId>& people);
  // Brings somebody's memberships to what holds now; how many changed.
  Result<std::int64_t> update(storage::Transaction& tx, const Book& book, ProfileId profile,
                              Cause cause, Judging::Others& others,
                              const std::optional<SaidOfFigure>& said = {});
  Result<std::int64_t> vanish(storage::Transaction& tx, ProfileId profile);
  Result<std::int64_t> apply(storage::Transaction& tx, const Book& book, ProfileId profile,
                             const Judgement& judgement, Time at, Cause cause);
  Result<void> tell(storage::Transaction& tx, const Stay& stay, const Segment& segment,
                    std::string_view name, Time at, Cause cause);
  Result<void> fire(storage::Transaction& tx);
  Result<void> walk(storage::Transaction& tx, const Book& book, std::size_t limit,
                    std::int64_t& changes);
  // The timer fires when something is next to be done.
  Result<void> arm(storage::Transaction& tx);
  Result<void> read_events(storage::Transaction& tx, const Reason& reason,
                           std::map<std::int64_t, Event>& events);
  Result<void> put_row(storage::Transaction& tx, SegmentId id, const ListRow& row,
                       ListReport& report, std::set<ProfileId>& people);
  Result<IdentifierId> identifier_named(storage::Transaction& tx, const std::string& reference);

  storage::Workspaces& workspaces_;
  timeline::Timeline& timeline_;
  people::People& people_;
  journeys::Journeys& journeys_;
  Clock& clock_;
  Judging judging_;
  Guarded<std::map<const storage::Database*, std::shared_ptr<Memory>>> memories_;
  jobs::Jobs* jobs_ = nullptr;
  std::map<std::string, OtherQuestion> other_questions_;
  std::unique_ptr<FigureKeeper> keeper_;  // Last: its thread uses all of the above.
};

}  // namespace throughline::segments
