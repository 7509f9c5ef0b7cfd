// Tally: the readings of everybody's lines, added up. One for each thread of a scan, merged at the
// end; the same whatever thread read what.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "journey_maps/journey_maps.reading.h"
#include "stats/clustered_mean.h"
#include "stats/exact_sum.h"
#include "stats/mean_difference.h"
#include "stats/sample.h"

namespace throughline::journey_maps {

struct StageTally {
  std::uint64_t reached = 0;
  std::uint64_t converted = 0;
  std::uint64_t visits = 0;
  std::uint64_t repeated = 0;
  std::uint64_t returned = 0;
  std::uint64_t returns = 0;
  std::uint64_t ended = 0;
  std::uint64_t beyond_sla = 0;
  stats::Sample lasted_ms = {};
  stats::Sample from_before_ms = {};
  std::map<journey_engine::CustomerId, stats::Cluster> scores = {};

  void add(const StageWalk& walk, bool ended_here, std::optional<std::int64_t> sla_ms);
  void merge(const StageTally& other);
};

// How a touchpoint fared on one day.
struct DayTally {
  std::uint64_t events = 0;
  std::uint64_t first_times = 0;  // People who had it for the first time.
  std::uint64_t went_on = 0;      // Of those.
  stats::Sample wait_ms = {};
  stats::ExactSum scores = {};
  std::uint64_t answers = 0;
  stats::ExactSum costs = {};

  void merge(const DayTally& other);
};

// Who met a stage or a touchpoint before the outcome.
struct MetTally {
  std::uint64_t people = 0;
  std::uint64_t outcomes = 0;
  stats::Group worth = {};  // Of each of them, where it was asked for.

  void add(const Reading& reading, bool asks_worth);
  void merge(const MetTally& other);
};

struct TouchpointTally {
  std::uint64_t went_on = 0;
  stats::Sample wait_ms = {};
  std::map<journey_engine::CustomerId, stats::Cluster> scores = {};
  std::map<journey_engine::CustomerId, stats::Cluster> costs = {};
  std::map<std::int64_t, DayTally> days = {};  // By the calendar's number of the day.

  void add(journey_engine::CustomerId customer, const TouchpointReading& reading);
  void merge(const TouchpointTally& other);

  std::uint64_t people = 0;
  std::uint64_t events = 0;
  MetTally met = {};
};

// Between the owners of two stages.
struct HandoffTally {
  std::uint64_t people = 0;
  std::uint64_t times = 0;
  stats::Sample took_ms = {};
};

struct DeviationTally {
  std::uint64_t people = 0;
  std::uint64_t times = 0;
};

class Tally {
 public:
  // The plan must outlive this.
  explicit Tally(const OverlayPlan& plan);
  Tally(const Tally& other);
  Tally(Tally&&) = default;
  Tally& operator=(const Tally&) = delete;
  Tally& operator=(Tally&&) = default;
  ~Tally() = default;

  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const Tally& other);

  std::uint64_t on_map = 0;
  std::uint64_t outcomes = 0;
  stats::Group worth = {};  // Of everybody on the map, where it was asked for.
  std::vector<StageTally> stages = {};
  std::vector<MetTally> stages_met = {};
  std::vector<TouchpointTally> touchpoints = {};
  std::uint64_t aligned = 0;
  std::uint64_t too_long = 0;
  std::uint64_t fits = 0;
  std::uint64_t on_the_way = 0;
  stats::ExactSum fitness = {};
  std::map<Deviation, DeviationTally> deviations = {};
  std::map<std::pair<std::string, std::string>, HandoffTally> handoffs = {};
  std::optional<std::pair<double, double>> scores_range = {};

 private:
  void add_handoffs(const Reading& reading);
  void add_days(const Reading& reading);
  void add_stages(journey_engine::CustomerId customer, const Reading& reading);
  void add_touchpoints(journey_engine::CustomerId customer, const Reading& reading);
  void add_alignment(const Reading& reading);
  void add_range(double lowest, double highest);

  const OverlayPlan* plan_;
  Reader reader_;
};

}  // namespace throughline::journey_maps
