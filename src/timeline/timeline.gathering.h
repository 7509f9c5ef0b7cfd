// What a room that gathers (gathering.h) needs of the line besides.
#pragma once

#include <string_view>

#include "timeline/gathering.h"
#include "timeline/position.h"

namespace throughline::timeline {

// Lets a follower begin anew: only before anything follows.
Result<void> follow_anew(storage::Transaction& tx, std::string_view follower);
// Up to where everything of a follower is written.
Result<Position> followed_to(storage::Transaction& tx, std::string_view follower);

}  // namespace throughline::timeline
