#include "people/people.everybody.h"

#include <memory>
#include <set>

#include "people/people.h"
#include "people/people.shared.h"
#include "people/people_index_store.h"
#include "timeline/timeline.gathering.h"
#include "timeline/timeline.reader.h"

namespace throughline::people {

using storage::Transaction;

// The list may be a moment behind; who only then comes onto it is found in the record.
Result<std::vector<ProfileId>> everybody(People& people, Transaction& tx) {
  constexpr std::size_t at_once = 1'000;
  TL_TRY_ASSIGN(
      const auto listed,
      people.matching(tx, condition::Condition(std::make_shared<const condition::And>())));
  std::set<ProfileId> all(listed.begin(), listed.end());
  std::set<std::int64_t> keys;
  TL_TRY_ASSIGN(timeline::Position after, timeline::followed_to(tx, list_follower));
  for (bool more = true; more;) {
    TL_TRY_ASSIGN(const auto events,
                  timeline::record_after(tx, after, at_once, timeline::EventParts::outline));
    for (const timeline::PositionedEvent& one : events) {
      after = one.position;
      if (!one.erased && one.event.kind != EventKind::system) {
        keys.insert(one.event.key_identifier.value);
      }
    }
    more = events.size() == at_once;
  }
  for (const std::int64_t key : keys) {
    TL_TRY_ASSIGN(const ProfileId owner, present_owner(tx, IdentifierId{key}));
    if (owner) {
      all.insert(owner);
    }
  }
  return std::vector<ProfileId>(all.begin(), all.end());
}

}  // namespace throughline::people
