// Which claim an event makes, if any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "event/event.h"
#include "people/blocked_values.h"
#include "people/identity.h"

namespace throughline::people {

// Nothing for events of the product about people (merge, split, system), for an agent's correction
// of a trait, and where no identifier is left without blocked values.
std::optional<Claim> claim_of(const Draft& draft, const BlockedValues& blocked);
std::optional<Claim> claim_of(const Event& event, const BlockedValues& blocked);

// An agent's merge. `decision` is the number of the decision.
Claim merge_claim(std::int64_t decision, Time decided_at, std::vector<Identifier> identifiers);
std::string decision_message_id(std::int64_t decision);

}  // namespace throughline::people
