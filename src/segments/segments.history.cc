// Who was in a segment at a past instant.
#include "segments/segments.h"

#include <algorithm>

#include "base/if_found.h"
#include "segments/segment_store.h"

namespace throughline::segments {

using storage::Transaction;

namespace {

std::vector<Stay> only_in(const std::vector<Stay>& one, const std::vector<Stay>& other) {
  std::vector<Stay> rest;
  std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(rest),
                      [](const Stay& a, const Stay& b) { return a.profile < b.profile; });
  return rest;
}

}  // namespace

// Two who became one were two then, and are one now; the stay that began first stands for both.
Result<std::vector<Stay>> Segments::members_at(Transaction& tx, SegmentId id, Time at) {
  TL_TRY_ASSIGN(auto stays, stays_at(tx, id, at));
  for (Stay& stay : stays) {
    if (stay.left_by == Cause::merge) {
      TL_TRY_ASSIGN(const auto owner,
                    if_found(people_.find_owner(tx, IdentifierId{stay.profile.value})));
      stay.profile = owner.value_or(ProfileId{});
    }
  }
  std::erase_if(stays, [](const Stay& stay) { return !stay.profile; });
  std::stable_sort(stays.begin(), stays.end(), [](const Stay& one, const Stay& other) {
    return one.profile != other.profile ? one.profile < other.profile
                                        : one.entered_at < other.entered_at;
  });
  const auto same = [](const Stay& one, const Stay& other) { return one.profile == other.profile; };
  stays.erase(std::unique(stays.begin(), stays.end(), same), stays.end());
  return stays;
}

Result<std::vector<Stay>> Segments::members_at(const Actor& actor, SegmentId id, Time at) {
  return workspaces_.read(actor, [&](Transaction& tx) { return members_at(tx, id, at); });
}

Result<SegmentDifference> Segments::difference(const Actor& actor, SegmentId id, Time from,
                                               Time until) {
  if (from >= until) {
    return Error::invalid("`from` must be before `until`");
  }
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<SegmentDifference> {
    TL_TRY_ASSIGN(const auto before, members_at(tx, id, from));
    TL_TRY_ASSIGN(const auto after, members_at(tx, id, until));
    return SegmentDifference{.before = static_cast<std::int64_t>(before.size()),
                             .after = static_cast<std::int64_t>(after.size()),
                             .entered = only_in(after, before),
                             .left = only_in(before, after)};
  });
}

}  // namespace throughline::segments
