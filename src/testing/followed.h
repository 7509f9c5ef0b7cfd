// Waiting until followers have what was recorded, however busy the machine is.
#pragma once

#include "testing/patiently.h"
#include "timeline/timeline.h"

namespace throughline::testing {

inline void wait_until_followed(timeline::Timeline& timeline, timeline::Position position) {
  const Result<void> followed = asked_again(
      [&] { return timeline.wait_for({1}, position, timeline::Timeline::Followers::all); });
  EXPECT_TRUE(followed.ok()) << followed.error().message;
}

}  // namespace throughline::testing
