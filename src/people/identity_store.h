// The people of a workspace, kept up to date claim by claim: the same as resolve() over all claims,
// whatever the order in which they arrive.
//
// A claim that sorts last in its component takes one step from the stored states. One that sorts
// earlier changes nothing where everything in its component is one person and would be in any
// order; else the component is resolved anew from its claims. Functions run in the caller's unit.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "people/identity.h"
#include "people/identity_move.h"
#include "people/rules.h"
#include "storage/database.h"

namespace throughline::people {

// Above this many claims, a component is resolved behind the line and its people are pending.
constexpr std::int64_t claims_at_once_max = 10'000;

struct IdentityContext {
  const Rules& rules;
  Time now;
  std::int64_t claims_at_once = claims_at_once_max;
};

struct Applied {
  IdentifierId key = {};         // Of the highest priority.
  Time evidence_at = {};         // When the same was first said.
  std::vector<Link> links = {};  // What the claim tried, where it says something new.
  std::vector<Move> moves = {};
};

// `claim` carries at least one identifier.
Result<Applied> apply_claim(storage::Transaction& tx, const IdentityContext& context,
                            const Claim& claim);

struct Reresolved {
  std::vector<Link> links = {};
  std::vector<Move> moves = {};
};
// Resolves a component from its claims, however many.
Result<Reresolved> resolve_component(storage::Transaction& tx, const IdentityContext& context,
                                     std::int64_t id);

// Notes a claim without resolving anything: for making all claims again from the record. Afterwards
// each component must be resolved.
Result<void> note_claim(storage::Transaction& tx, const IdentityContext& context,
                        const Claim& claim);

// The claims of a component as resolve() takes them.
Result<std::vector<Claim>> claims_with_names(storage::Transaction& tx, std::int64_t id);

}  // namespace throughline::people
