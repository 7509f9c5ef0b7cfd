// The friction index: how much less likely its frictions make a journey to reach the outcome.
//
// How often each kind of friction was met weighs as log(1 + times); the weights are learned from
// who reached the outcome, by logistic regression with a ridge. The index of a journey is how much
// less likely the outcome is for it than for one without any friction, in percent of the latter,
// and not below zero. Whether the weights say anything is judged by journeys that they were not
// learned from. Weights tell what goes together, not what causes what.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "journey_engine/line.h"
#include "stats/discrimination.h"
#include "stats/logistic.h"

namespace throughline::journey_engine {

enum class FrictionKind {
  dead_end,          // A session ended at `at`, and another came later.
  loop,              // `at` came again in the same case, after something else.
  repeated_contact,  // A contact on channel `at`, soon after another on any channel.
  channel_switch,    // A contact on channel `to`, soon after one on another channel, `at`.
  long_wait,         // From `at` to the very next step `to` of a case it took too long.
  rage,              // `at` came several times at once.
  error              // The event `at`, which is an error.
};
constexpr std::size_t friction_kinds = 7;

// How often each kind was met.
using FrictionTimes = std::array<std::uint32_t, friction_kinds>;

// Journeys that met the same are one. Parts may be added on different threads and merged in any
// order. Owned by one thread at a time.
class FrictionJourneys {
 public:
  static constexpr std::size_t folds = 5;
  using Row = std::pair<FrictionTimes, std::size_t>;  // And the fold, by a hash of the customer.

  void add(CustomerId customer, const FrictionTimes& times, bool reached);
  void merge(const FrictionJourneys& other);
  [[nodiscard]] const std::map<Row, stats::Share>& rows() const { return rows_; }

 private:
  std::map<Row, stats::Share> rows_;
};

enum class NotLearned {
  few_reached,   // Fewer than the least number reached the outcome.
  few_stopped,   // Or fewer did not.
  all_alike,     // Every journey met the same.
  not_converged  // The regression found no end, or was stopped.
};

struct FrictionOfKind {
  std::uint64_t people = 0;  // Who met it.
  std::uint64_t times = 0;
  std::optional<stats::LogisticWeight> weight = {};
};

struct FrictionIndex {
  static constexpr std::uint64_t people_min = 20;  // On either side.
  static constexpr double ridge = 1;
  static constexpr std::size_t bars = 10;

  std::array<FrictionOfKind, friction_kinds> kinds = {};
  std::optional<NotLearned> not_learned = {};
  // All below only where it was learned.
  stats::LogisticModel model = {};
  double without = 0;  // The chance of the outcome without any friction.
  double mean = 0;
  double median = 0;
  double p90 = 0;
  std::array<std::uint64_t, bars> people = {};  // From 0, from 10, ... to 100.
  std::optional<stats::Discrimination> predicts = {};

  // Of a journey, from 0 to 100.
  [[nodiscard]] double of(const FrictionTimes& times) const;
};

FrictionIndex learn_friction_index(const FrictionJourneys& journeys,
                                   const std::function<bool()>& stop = {});

}  // namespace throughline::journey_engine
