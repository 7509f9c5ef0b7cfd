// People: makes the population of a World: who they are, where they live, when they come.
#pragma once

#include "demo/world.h"

namespace throughline::demo {

// Fills `world.people` and `world.accounts`. Whoever pays for an account comes before its members.
void populate(World& world, int count);

// Letters a to z, digits and '-' for a name in Latin letters: "Bäckerei Müller" is
// "baeckerei-mueller".
std::string slug_of(std::string_view latin);

}  // namespace throughline::demo
