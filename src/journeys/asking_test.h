// Asking of a world about everything that it has recorded.
#pragma once

#include <gtest/gtest.h>

#include "journeys/journeys.h"
#include "testing/patiently.h"
#include "testing/people_world.h"

namespace throughline::testing {

inline journeys::Asking asking_of(PeopleWorld& world) {
  const auto position = world.timeline().settled_position({1});
  EXPECT_TRUE(position.ok());
  return {.workspace = {1}, .at_least = *position};
}

}  // namespace throughline::testing
