// Compares the people of today with those that other rules would make.
#pragma once

#include <map>
#include <vector>

#include "people/decision.h"
#include "people/identity.h"

namespace throughline::people {

// Whose each identifier is today.
using OwnersToday = std::map<Identifier, ProfileId>;

// Adds one set of people to the preview: all that are connected in any way. Pure.
void compare_people(RulesPreview& preview, const OwnersToday& today,
                    const std::vector<std::vector<Identifier>>& after);

// Whether claims kept under `current` still tell everything that `next` asks: the same values
// blocked, and no window that is not kept apart.
bool keeps_evidence(const Rules& current, const Rules& next);

}  // namespace throughline::people
