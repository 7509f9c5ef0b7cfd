// Reading: what one line says on a map. Overlays count readings, and the people behind a figure are
// those whose reading is in it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "journey_engine/event_set.h"
#include "journey_engine/property_column.h"
#include "journey_maps/alignment.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/map_model.h"
#include "journey_maps/walk.h"
#include "journeys/journeys.frame.h"

namespace throughline::journey_maps {

// What an overlay asks of each line, made ready for many threads. Immutable.
struct OverlayPlan {
  struct Numbers {
    journey_engine::EventSet events = {};
    journey_engine::PropertyView property = {};
  };
  // What the events of a touchpoint say beside that they happened.
  struct Measures {
    std::optional<ScoreKind> score_kind = {};
    journey_engine::PropertyView score = {};  // Where there is a kind.
    std::optional<journey_engine::PropertyView> cost = {};
  };
  MapModel model = {};
  std::vector<journey_engine::EventSet> sets = {};          // By touchpoint of the model.
  std::vector<std::vector<std::uint32_t>> candidates = {};  // By code: touchpoints it may be.
  std::vector<Measures> measures = {};                      // By touchpoint of the model.
  std::vector<std::optional<std::int64_t>> sla_ms = {};     // By stage.
  std::vector<std::string> owners = {};                     // By stage; empty: nobody.
  bool series = false;                                      // How figures went over time.
  Calendar calendar = Calendar();
  std::optional<journey_engine::EventSet> outcome = {};  // The last stage without.
  std::optional<Numbers> scores = {};
  std::optional<Numbers> worth = {};

  // The first in the order of the map.
  [[nodiscard]] std::optional<std::uint32_t> touchpoint_of(
      journey_engine::CustomerId customer, const journey_engine::LineEvent& event) const;
};
// Whether the stages have owners, and not the same.
inline bool is_handoff(const OverlayPlan& plan, const StageChange& change) {
  const std::string& from = plan.owners[change.from];
  const std::string& to = plan.owners[change.to];
  return !from.empty() && !to.empty() && from != to;
}

// Error::invalid names the field.
Result<OverlayPlan> plan_of(const journeys::Frame& frame, const MapDocument& document,
                            const OverlayAsked& asked);

struct StageScores {
  double sum = 0;
  std::uint64_t count = 0;

  void add(double score) {
    sum += score;
    ++count;
  }
};

// What the line says of one touchpoint that it has.
struct TouchpointReading {
  bool went_on = false;                      // After its first event to a later stage.
  std::optional<std::int64_t> wait_ms = {};  // Before its first event, since the touchpoint before.
  StageScores scores = {};                   // As its kind of score counts them.
  StageScores costs = {};
};
// What one event of a touchpoint says.
struct TouchedValues {
  std::optional<double> score = {};
  std::optional<double> cost = {};
};

struct Reading {
  Walk walk = {};
  std::span<const Touched> touched = {};
  std::vector<TouchedValues> values = {};           // By touched event.
  std::vector<TouchpointReading> touchpoints = {};  // By touchpoint of the model.
  std::optional<Alignment> alignment = {};          // Nothing: the line is too long.
  std::vector<StageScores> scores = {};             // By stage.
  bool has_scores = false;
  double lowest_score = 0;  // Where there are any.
  double highest_score = 0;
  bool outcome = false;
  double worth = 0;            // From the first touchpoint on.
  std::vector<bool> met = {};  // By touchpoint: before the outcome, or at all where there was none.

  [[nodiscard]] bool has_met_stage(const MapModel& model, std::size_t stage) const;
  void add_score(std::size_t stage, double score);
};

// Owned by one thread at a time.
class Reader {
 public:
  // The plan must outlive this.
  explicit Reader(const OverlayPlan& plan) : plan_(&plan), aligner_(plan.model) {}

  // Null where the line has no event of any touchpoint. Valid until the next line.
  const Reading* read(journey_engine::CustomerId customer, journey_engine::Line line);

 private:
  void read_scores(journey_engine::CustomerId customer, journey_engine::Line line);
  void read_touchpoints();
  void read_values(journey_engine::Line line);
  void read_outcome(journey_engine::CustomerId customer, journey_engine::Line line);
  void read_worth(journey_engine::CustomerId customer, journey_engine::Line line);
  void align();

  const OverlayPlan* plan_;
  Aligner aligner_;
  std::vector<Touched> touched_ = {};
  std::vector<std::uint32_t> sequence_ = {};
  Reading reading_ = {};
};

}  // namespace throughline::journey_maps
