// JourneyWorld: made-up customers and their events, the same for the same sizes.
//
// Lines are log-normal (mean 50, sigma 1.2) over 180 days, with event names by a skewed
// distribution, a twentieth of the events in the same millisecond as the one before, and two of
// five customers known by two identifiers.
#pragma once

#include <cstdint>
#include <vector>

#include "journey_engine/engine.h"

namespace throughline::bench {

struct JourneySizes {
  std::uint64_t events = 10'000'000;
  std::uint32_t names = 300;
};

// A fast generator (splitmix64); one for each customer, so that any of them can be made alone.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t value = state_;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

class JourneyWorld {
 public:
  explicit JourneyWorld(const JourneySizes& sizes);

  [[nodiscard]] std::uint64_t events() const { return first_.back(); }
  [[nodiscard]] std::uint64_t customers() const { return first_.size() - 1; }
  // The customer with the event of that number: the busy ones have more.
  [[nodiscard]] std::uint64_t customer_with(std::uint64_t event) const;
  // A customer's events in the total order; customers are numbered from 0.
  void line_of(std::uint64_t customer, std::vector<journey_engine::StoredEvent>& into) const;
  std::uint32_t code(Dice& dice) const;

  static journey_engine::CustomerId id_of(std::uint64_t customer) {
    return {static_cast<std::int64_t>(customer + 1)};
  }
  // The customer's first or second identifier.
  static IdentifierId identifier_of(std::uint64_t customer, std::uint64_t which) {
    return {static_cast<std::int64_t>(customer * 2 + which + 1)};
  }
  static constexpr std::int64_t start_us = 1'735'689'600'000'000;  // 2025-01-01.
  static constexpr std::int64_t days = 180;

  // An engine's beginning with all lines, on two threads, straight into blocks.
  [[nodiscard]] journey_engine::Image image(std::size_t customers_per_shard) const;

 private:
  const JourneySizes sizes_;
  std::vector<std::uint64_t> first_;  // The number of each customer's first event.
};

}  // namespace throughline::bench
