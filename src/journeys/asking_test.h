// Asking of a world about everything that it has recorded, however busy the machine is.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "journeys/journeys.h"
#include "testing/people_world.h"

namespace throughline::testing {

inline journeys::Asking asking_of(PeopleWorld& world) {
  const auto position = world.timeline().settled_position({1});
  EXPECT_TRUE(position.ok());
  return {.workspace = {1}, .at_least = *position};
}

// Longer than a request would wait: asks again while what is asked is not there yet.
template <class Ask>
auto asked_again(const Ask& ask) {
  for (int attempt = 0;; ++attempt) {
    auto answer = ask();
    if (answer.ok() || attempt == 20 || answer.error().code != ErrorCode::unavailable) {
      return answer;
    }
  }
}
// The same, and there must be an answer.
template <class Ask>
auto patiently(const Ask& ask) {
  auto answer = asked_again(ask);
  EXPECT_TRUE(answer.ok()) << answer.error().message;
  return *std::move(answer);
}

}  // namespace throughline::testing
