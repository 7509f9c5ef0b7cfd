// Survival: how long from an event to another, or to falling silent, for those with whom it has
// happened; and for how long it has not, for the others.
//
// Each customer counts once, from the first start event of the line. Time is counted in whole
// units. Parts may be added on different threads and merged in any order. Owned by one thread at a
// time.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "journey_engine/event_set.h"
#include "journey_engine/kernel.h"
#include "stats/survival.h"

namespace throughline::journey_engine {

struct SurvivalQuestion {
  EventSet starts = EventSet::all();
  // What ends it, behind the start in the line. With a silence: what shows that somebody is still
  // here; it ends when nothing has shown that for the silence.
  EventSet ends = {};
  std::optional<std::int64_t> silence_ms = {};
  std::int64_t unit_ms = 86'400'000;
  std::int64_t looked_until_ms = 0;  // When it has not ended by then, nothing more is known.
  std::int64_t longest_ms = std::numeric_limits<std::int64_t>::max();  // Nobody is followed longer.
};

struct Survived {
  std::size_t start = 0;  // The event in the line.
  std::int64_t units = 0;
  bool ended = false;
};
// Nothing for those who never started.
std::optional<Survived> find_survived(const SurvivalQuestion& question, CustomerId customer,
                                      Line line);

class SurvivalReport {
 public:
  // The question must outlive the report.
  explicit SurvivalReport(const SurvivalQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const SurvivalReport& other);

  static Kernel kernel() {
    return lines_kernel("survival has no kernel: a life is followed from event to event");
  }
  // One for each time at which it ended or was censored, ascending.
  [[nodiscard]] std::vector<stats::SurvivalTally> tallies() const;

 private:
  const SurvivalQuestion& question_;
  std::map<std::int64_t, stats::SurvivalTally> tallies_;  // By units.
};

// Who started and was followed for so long.
struct SurvivalCell {
  std::optional<bool> ended = {};
  std::int64_t units_min = 0;
  std::int64_t units_below = std::numeric_limits<std::int64_t>::max();
};
bool is_in(const SurvivalCell& cell, const SurvivalQuestion& question, CustomerId customer,
           Line line);

}  // namespace throughline::journey_engine
