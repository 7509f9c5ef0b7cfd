// Impulse: what one of the active customers does right now, for a demo that is watched live.
#pragma once

#include <vector>

#include "base/random.h"
#include "demo/world.h"

namespace throughline::demo {

// One to five happenings of one source, the last at `now`. Visits, orders and conversations that
// they refer to are added to the world; its happenings stay as they are.
std::vector<Happening> act_on_impulse(World& world, Random& random, Time now);

}  // namespace throughline::demo
