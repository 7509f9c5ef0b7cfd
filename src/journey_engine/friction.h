// Friction: what in a journey goes with not reaching its outcome.
//
// Each customer who began the journey either reached the outcome or did not, and met some points of
// friction before that: of which kind, and where. For each point the share that reached the outcome
// is compared between those who met it and those who did not. A difference says that the two go
// together, not that one causes the other. Parts may be added on different threads and merged in
// any order. Owned by one thread at a time.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <vector>

#include "journey_engine/friction_index.h"
#include "journey_engine/kernel.h"
#include "journey_engine/trace.h"
#include "stats/proportion.h"

namespace throughline::journey_engine {

struct FrictionPoint {
  FrictionKind kind = FrictionKind::loop;
  Value at = 0;
  Value to = no_value;
  auto operator<=>(const FrictionPoint&) const = default;
};

struct FrictionQuestion {
  TraceRule rule = {};
  EventSet begins = EventSet::all();  // From the first of these on a customer is in the journey.
  EventSet outcome = {};              // What comes with or after the first of these is left out.
  SessionRule session = {};
  EventSet contacts = {};
  ValueOf channel = {};                         // Of a contact; its code, unless given.
  std::int64_t soon_ms = 7 * 86'400'000LL;      // At most.
  std::int64_t too_long_ms = 3 * 86'400'000LL;  // More than.
  EventSet errors = {};
  std::size_t rage_count = 3;   // At least; 0: nobody looks for rage.
  std::int64_t rage_ms = 2000;  // At most.
};

// One customer's journey.
struct FrictionJourney {
  bool begun = false;
  bool reached = false;
  std::vector<FrictionPoint> met = {};  // Each once, in their order.
  FrictionTimes times = {};             // How often each kind was met, wherever it was.
  Value last = no_value;                // Where those who did not reach it stopped: the drop-off.
};
FrictionJourney find_friction(const FrictionQuestion& question, CustomerId customer, Line line);

// What separates those who reach the outcome from those who do not, most first.
struct FrictionFinding {
  FrictionPoint point = {};
  stats::Share met = {};              // Of those who met it, how many reached the outcome.
  stats::Share not_met = {};          // And of those who did not.
  stats::Difference difference = {};  // Of the second less the first: more than zero hurts.
  double adjusted_p = 1;              // Over all points with `met` of at least the minimum.
};

class Friction {
 public:
  // The question must outlive this.
  explicit Friction(const FrictionQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const Friction& other);
  static Kernel kernel() {
    return lines_kernel("friction has no kernel: it is met between other events of a journey");
  }

  // Of those who began, how many reached the outcome.
  [[nodiscard]] const stats::Share& reached() const { return reached_; }
  // Where those who did not reach it stopped, with how many.
  [[nodiscard]] const std::map<Value, std::uint64_t>& drop_offs() const { return drop_offs_; }
  // Of points that at least `met_min` customers met. Those whose adjusted p is at most 0.05 come
  // first; among these and among the others, the greatest difference, then the most met.
  [[nodiscard]] std::vector<FrictionFinding> findings(std::uint64_t met_min) const;
  // Everybody who began, by how often they met each kind.
  [[nodiscard]] const FrictionJourneys& journeys() const { return journeys_; }

 private:
  const FrictionQuestion& question_;
  stats::Share reached_;
  std::map<Value, std::uint64_t> drop_offs_;
  std::map<FrictionPoint, stats::Share> met_;
  FrictionJourneys journeys_;
};

}  // namespace throughline::journey_engine
