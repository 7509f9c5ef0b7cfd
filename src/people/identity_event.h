// The events that tell that identifiers changed their owner, or that the rules did.
//
// Properties of a merge or split: {"from":"profile_..","to":"profile_..","moved":2,
// "identifiers":[{"type":"email","value":".."}],"reason":".."}; at most 100 identifiers are listed.
#pragma once

#include <string>
#include <vector>

#include "event/event.h"
#include "people/consent.h"
#include "people/erasure.h"
#include "people/identity.h"
#include "people/identity_move.h"

namespace throughline::people {

struct IdentityChange {
  Move move = {};
  std::string from = {};  // Public ids.
  std::string to = {};
  std::string reason = {};
  ClaimOrder cause = {};
  Time received_at = {};
  std::size_t number = 0;              // Among the changes of this cause.
  EventKind split = EventKind::split;  // What a split is recorded as: unmerge where decided.
};
Draft draft_of(const IdentityChange& change);

// What an event of this room tells about who owns what. Nothing for other events.
struct IdentityTold {
  std::vector<Identifier> identifiers = {};  // That changed their owner, as far as listed.
  bool more = false;                         // More than are listed went to `to`.
  std::string to = {};
  std::string erased = {};  // The profile whose events are gone.
};
IdentityTold told_by(const Event& event);

// "rules activated".
Draft rules_activated_draft(const std::string& unique_id, Time now);
// An agent's word about a value, and that the breaker holds one: once per value, however often.
Draft value_judged_draft(const std::string& unique_id, Time now, const Identifier& identifier,
                         bool frozen);
Draft value_held_draft(Time now, const Identifier& identifier);
// That somebody was erased or suppressed. Names nobody but the profile's id.
Draft erased_draft(const std::string& unique_id, Time now, const Certificate& certificate);
// What somebody said about consent, about all the identifiers that she then had.
struct ConsentNote {
  std::string unique_id = {};
  Time now = {};
  const ConsentRequest& request;
  std::string proof = {};  // A JSON object.
  std::string actor = {};
  std::vector<Identifier> identifiers = {};
};
Draft consent_draft(ConsentNote note);
// An agent's edit of a trait: an identify of the product about `identifier`.
Draft trait_edit_draft(const std::string& unique_id, Time now, const Identifier& identifier,
                       std::string traits, const std::string& actor);

}  // namespace throughline::people
