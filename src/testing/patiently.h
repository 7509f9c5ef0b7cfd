// Asking again while what is asked is not there yet, however busy the machine is.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "base/result.h"

namespace throughline::testing {

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
