// Rows of segments, their members and what is due. All inside the caller's unit of work.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "segments/segment.h"
#include "storage/database.h"

namespace throughline::segments {

Result<SegmentId> add_segment(storage::Transaction& tx, const Segment& segment);
Result<void> save_segment(storage::Transaction& tx, const Segment& segment);
// Archived ones too.
Result<Segment> find_segment(storage::Transaction& tx, SegmentId id);
enum class Archived { left_out, included };
Result<std::vector<Segment>> find_segments(storage::Transaction& tx, Archived archived);

Result<void> add_version(storage::Transaction& tx, SegmentId id, const SegmentVersion& version);
// Newest first.
Result<std::vector<SegmentVersion>> find_versions(storage::Transaction& tx, SegmentId id);

// Members.
Result<std::map<SegmentId, std::int64_t>> count_members(storage::Transaction& tx);
Result<std::int64_t> count_members(storage::Transaction& tx, SegmentId id);
Result<std::vector<Stay>> members_after(storage::Transaction& tx, SegmentId id, ProfileId after,
                                        std::size_t limit);
Result<void> each_member(storage::Transaction& tx, SegmentId id,
                         const std::function<void(ProfileId)>& sink);
// Who was in it at an instant: the stays that had begun and were not over.
Result<std::vector<Stay>> stays_at(storage::Transaction& tx, SegmentId id, Time at);
Result<std::vector<Stay>> stays_now(storage::Transaction& tx, ProfileId profile);
// Newest first; those that are over too.
Result<std::vector<Stay>> stays_of(storage::Transaction& tx, ProfileId profile, std::size_t limit);
Result<std::int64_t> add_stay(storage::Transaction& tx, const Stay& stay);
Result<void> end_stay(storage::Transaction& tx, std::int64_t id, Time at, Cause cause);
// Somebody became somebody else.
Result<void> move_stay(storage::Transaction& tx, std::int64_t id, ProfileId to);
Result<void> end_all_stays(storage::Transaction& tx, SegmentId id, Time at, Cause cause);
struct Flow {
  std::map<std::int64_t, std::int64_t> entered = {};  // By day since 1970.
  std::map<std::int64_t, std::int64_t> left = {};
};
Result<Flow> flow_by_day(storage::Transaction& tx, SegmentId id);

// Lists.
// Whether it was not on it.
Result<bool> add_to_list(storage::Transaction& tx, SegmentId id, IdentifierId identifier, Time at);
Result<void> remove_from_list(storage::Transaction& tx, SegmentId id, IdentifierId identifier);
Result<std::vector<SegmentId>> lists_with(storage::Transaction& tx, IdentifierId identifier);

// Figures.
// When and with what a figure's question was last asked.
struct FigureAsking {
  std::optional<Time> asked_at = {};   // Answered.
  std::string position = {};           // Everything up to here was in the answer.
  std::optional<Time> failed_at = {};  // Since when it could not be asked.
  std::string because = {};
};
// Those that may be asked.
Result<void> begin_asking(storage::Transaction& tx);
Result<std::optional<FigureAsking>> find_asking(storage::Transaction& tx, SegmentId id);
Result<std::map<SegmentId, FigureAsking>> find_askings(storage::Transaction& tx);
Result<void> save_asking(storage::Transaction& tx, SegmentId id, const FigureAsking& asking);
// Everybody behind it is in it.
Result<void> figure_is_built(storage::Transaction& tx, SegmentId id, Time now);

// What is due.
Result<std::optional<Time>> due_of(storage::Transaction& tx, ProfileId profile);
Result<void> save_due(storage::Transaction& tx, ProfileId profile, std::optional<Time> due);
Result<std::optional<Time>> next_due(storage::Transaction& tx);
Result<std::vector<ProfileId>> due_until(storage::Transaction& tx, Time now, std::size_t limit);

struct State {
  std::int64_t revision = 0;
  std::int64_t walk = 0;  // Zero: none.
  ProfileId walked_to = {};
};
Result<State> read_state(storage::Transaction& tx);
// Counts the turn: units that judge people come one after the other.
Result<void> take_turn(storage::Transaction& tx);
// After any change of a segment. A revision that was lost with its unit is not used again: it is
// the time, or more.
Result<void> count_revision(storage::Transaction& tx, Time now);
// Everybody is looked at again from the first on.
Result<void> begin_walk(storage::Transaction& tx, Time now);
Result<void> save_walk(storage::Transaction& tx, ProfileId walked_to);
// Nobody is left to look at: every segment is built.
Result<void> end_walk(storage::Transaction& tx, Time now);

// Takes somebody who is erased out of everything but texts; how many rows.
Result<std::int64_t> forget(storage::Transaction& tx, const std::vector<IdentifierId>& identifiers);

}  // namespace throughline::segments
