// Lines for tests: written out, or made at random with many events at the same instant.
#pragma once

#include <array>
#include <initializer_list>
#include <random>
#include <utility>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::journey_engine {

constexpr std::int64_t test_minute = 60'000;
constexpr std::int64_t test_day = 86'400'000;

inline std::uint32_t below(std::mt19937& random, std::uint32_t bound) {
  return static_cast<std::uint32_t>(random() % bound);
}

// Codes with their times.
inline std::vector<LineEvent> line_of(
    std::initializer_list<std::pair<std::uint32_t, std::int64_t>> events) {
  std::vector<LineEvent> line;
  for (const auto& [code, at_ms] : events) {
    line.push_back({code, at_ms, line.size() + 1});
  }
  return line;
}

// Bursts at one instant, times before 1970, around now and after 2100.
inline std::vector<LineEvent> random_line(std::mt19937& random, std::size_t events_max,
                                          std::uint32_t codes, std::uint32_t steps_of_time,
                                          std::int64_t step_ms) {
  constexpr std::array<std::int64_t, 4> epochs = {-2'208'988'800'000, -3, 1'760'000'000'000,
                                                  4'200'000'000'000};
  const std::size_t size = random() % (events_max + 1);
  std::int64_t at_ms = epochs.at(random() % 4);
  std::vector<LineEvent> line;
  for (std::size_t i = 0; i < size; ++i) {
    at_ms += random() % 2 == 0 ? 0 : static_cast<std::int64_t>(random() % steps_of_time) * step_ms;
    line.push_back({below(random, codes), at_ms, i + 1});
  }
  return line;
}

}  // namespace throughline::journey_engine
