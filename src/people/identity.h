// resolve(claims, rules): the partition of identifiers into people. Pure, and the only definition.
//
// Claims are taken in canonical order (time, source, message id), never in order of arrival. Each
// links its identifier of the highest priority, the base, to each of its others in order of
// priority, if limits, protection and blocks allow. The longest prefix that may merge as a whole
// merges, as in Segment's demotion; beyond that, an identifier that may not join is left where it
// is with the reason noted, and the next is tried, so that an innocent device is not lost to its
// person because a typed-in email was refused.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "event/event.h"
#include "event/identifier.h"
#include "people/rules.h"

namespace throughline::people {

// Whose word a claim is. `merge` is an agent's or the API's: exempt from limits and protection.
enum class Rights { browser, server, merge };
std::string_view name_of(Rights rights);
Result<Rights> parse_rights(std::string_view name);

// The canonical order. It names the event too: (source, message_id), or a decision with source 0.
struct ClaimOrder {
  Time occurred_at = {};
  SourceId source = {};
  std::string message_id = {};
  auto operator<=>(const ClaimOrder&) const = default;
};

// What one event or decision says: these identifiers are one person.
struct Claim {
  ClaimOrder order = {};
  Rights rights = Rights::server;
  std::vector<Identifier> identifiers = {};  // Unblocked, each once, in any order.
  // alias only: means user_id if an earlier claim carries that user_id, else anonymous_id. From a
  // server source the link between it and the base is explicit, the others are not.
  std::string previous_id = {};
};

// "These and those are two people": nothing joins across but a merge decided later.
struct Block {
  ClaimOrder order = {};
  std::vector<Identifier> one = {};
  std::vector<Identifier> other = {};
};

// What was decided about one value. frozen: it names nobody in particular, and nothing joins by it
// but a merge decided later. allowed: it may join as many as it likes (Rules::breaker).
struct Verdict {
  enum class Kind { frozen, allowed };
  ClaimOrder order = {};
  Kind kind = Kind::frozen;
  Identifier identifier = {};
};

// Of several verdicts about one value the last decided counts.
struct Decisions {
  std::vector<Block> blocks = {};
  std::vector<Verdict> verdicts = {};
};

// Why two identifiers stayed apart.
enum class Refusal { limit, protection, block, frozen, breaker };
std::string_view name_of(Refusal refusal);

// One attempt to join two people through a claim.
struct Link {
  Identifier base = {};
  Identifier other = {};
  ClaimOrder claim = {};
  Rights rights = Rights::server;
  std::optional<Refusal> refused = {};  // Nothing: they were joined by this link.
  std::string reason = {};              // In plain words.
};

struct Resolved {
  std::vector<std::vector<Identifier>> groups = {};  // Sorted, as are the identifiers in each.
  std::vector<Link> links = {};                      // In the order in which they were tried.
};

Resolved resolve(std::vector<Claim> claims, const Rules& rules, const Decisions& decisions = {});

// The identifiers in the order in which a claim tries them.
std::vector<Identifier> by_priority(const Rules& rules, std::vector<Identifier> identifiers);

// Text that is equal for two claims that say the same in the same windows: of those only the
// earliest counts. Empty for claims that each count for themselves: alias and explicit merges.
//
// Dropping a later repetition c of c0 changes nothing. While claims are taken in order, groups only
// grow, known groups stay known, and within one bucket of a window counts only grow: an identifier
// that moves to another group joins it in that same bucket. So for each link of c: if c0 joined it,
// or others did since, c finds one group and does nothing. If c0 was refused by a limit, both
// groups still bring values of that type and together at least as many; by protection, both are
// still known; by a block, they still hold its two sides; by the breaker, the value still joined as
// many; what is frozen stays frozen. So c is refused again. c verifies what c0
// verified, and is never the first to carry an identifier. An alias is not like this, since what
// previous_id means may have changed in between.
std::string evidence_of(const Claim& claim, const Rules& rules);

// The claims without later repetitions, in canonical order.
std::vector<Claim> earliest_evidence(std::vector<Claim> claims, const Rules& rules);

}  // namespace throughline::people
