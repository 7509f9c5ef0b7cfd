// JourneyWorld: made-up customers and their events, the same for the same sizes.
//
// Lines are log-normal (mean 50, sigma 1.2) over 180 days, with event names by a skewed
// distribution, a twentieth of the events in the same millisecond as the one before (those of one
// millisecond in the order of their codes), and two of five customers known by two identifiers.
// Every event has a channel and an amount, every customer a country.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "journey_engine/engine.h"

namespace throughline::bench {

struct JourneySizes {
  std::uint64_t events = 10'000'000;
  std::uint32_t names = 300;
};

// A fast generator (splitmix64); one for each customer, so that any of them can be made alone.
// The seed is mixed first: seeds that follow each other must not begin one step apart in the same
// series, or customers would repeat each other's draws.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(mixed(seed)) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mixed(state_);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

 private:
  static std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
  }

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

  // Events are numbered from 0, customer by customer, each in its line's order.
  [[nodiscard]] std::uint64_t first_event_of(std::uint64_t customer) const {
    return first_[customer];
  }
  static std::uint32_t channel_of(std::uint64_t event) {  // Below channels.
    return static_cast<std::uint32_t>(Dice(event).next() >> 62U);
  }
  static std::uint32_t amount_of(std::uint64_t event) {  // Below 1000.
    return static_cast<std::uint32_t>((Dice(event).next() & 0xffffffffU) % 1000);
  }
  static std::uint32_t country_of(std::uint64_t customer);  // Below countries; 0 is the largest.
  static constexpr std::uint32_t channels = 4;
  static constexpr std::uint32_t countries = 200;

  // Where an event stands in the record, and which one stands there: the record has them all mixed.
  [[nodiscard]] std::uint64_t row_of(std::uint64_t event) const;
  [[nodiscard]] std::optional<std::uint64_t> event_at(std::uint64_t row) const;
  [[nodiscard]] std::uint64_t last_row() const { return events() + row_stride; }

  // An engine's beginning with all lines, on two threads, straight into blocks.
  [[nodiscard]] journey_engine::Image image(std::size_t customers_per_shard) const;

 private:
  static constexpr std::uint64_t row_stride = 1'000'003;
  const JourneySizes sizes_;
  std::uint64_t back_ = 0;            // Times the stride: one, among the rows.
  std::vector<std::uint64_t> first_;  // The number of each customer's first event.
};

}  // namespace throughline::bench
