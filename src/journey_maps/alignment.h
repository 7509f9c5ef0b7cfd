// Alignment: how well the touchpoints of somebody's line fit a map, and where they depart from it.
//
// The model: the stages in order, each once; in a stage its touchpoints in any order, each once,
// the optional ones also not at all, those that repeat also more often. An alignment goes through
// line and model side by side: a touchpoint that both have costs nothing, one of the line alone
// costs 1, a required one of the model alone costs 1. An optimal alignment is one of the least
// cost, and
//
//   fitness = 1 - cost / (touchpoints of the line + required touchpoints of the model)
//
// where the divisor is the worst cost: nothing of the one is in the other. This is the standard of
// Adriansyah, van Dongen and van der Aalst (2011), "Conformance checking using cost-based fitness
// analysis", and van der Aalst, Adriansyah and van Dongen (2012), "Replaying history on process
// models for conformance checking and performance analysis", with their unit costs.
//
// A map is so simple a model that no search is needed. An alignment gives each stage a run of the
// line, one run after the other; what a run costs depends on which touchpoints of the stage are in
// it and on how many others. cost(stage, end) is the least over where the run begins; those
// beginnings fall into groups by which touchpoints the run then has, and only the best of each
// group is kept while the end moves on. That takes time in the length of the line times the number
// of touchpoints. Of several optimal alignments the one is taken whose later stages begin earliest.
// Pure.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journey_maps/map_model.h"

namespace throughline::journey_maps {

constexpr std::size_t aligned_events_max = 20'000;  // Of one line.

enum class DeviationKind {
  skipped,   // Nothing of `stage` fits, which requires something, and a later stage has something.
  missing,   // `touchpoint` is required of `stage`, which has something else.
  back,      // From the stage `from` back to `stage`.
  early,     // `stage` before its turn, at `from`, or before anything fits.
  repeated,  // `touchpoint` of `stage` more often than it may be.
  left,      // Ended after `from`, though later stages require something.
};
std::string_view name_of(DeviationKind kind);
Result<DeviationKind> parse_deviation_kind(std::string_view name);

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct Deviation {
  DeviationKind kind = DeviationKind::skipped;
  std::size_t stage = nowhere;
  std::size_t from = nowhere;
  std::size_t touchpoint = nowhere;  // Of the model.
  auto operator<=>(const Deviation&) const = default;
};

struct Alignment {
  std::uint64_t cost = 0;
  std::uint64_t worst = 0;
  std::vector<Deviation> deviations = {};  // In the order of the line, then of the model; with
                                           // repetitions.
  [[nodiscard]] double fitness() const {
    return worst == 0 ? 1 : 1 - static_cast<double>(cost) / static_cast<double>(worst);
  }
  [[nodiscard]] bool fits() const { return cost == 0; }
  // Nothing else than that it ended before the map does.
  [[nodiscard]] bool is_on_the_way() const {
    return deviations.size() == 1 && deviations.front().kind == DeviationKind::left;
  }
};

// Keeps its memory from line to line. Owned by one thread at a time.
class Aligner {
 public:
  // The model must outlive this.
  explicit Aligner(const MapModel& model) : model_(&model) {}

  // `line`: touchpoints of the model, at most `aligned_events_max`.
  Alignment align(std::span<const std::uint32_t> line);

 private:
  // The best beginning of the runs that have just these touchpoints of a stage.
  struct Best {
    std::int64_t cost = 0;
    std::uint32_t begin = 0;
  };
  // Of the model, what the line has in its place.
  struct Had {
    std::vector<bool> touchpoints = {};
    std::size_t last_stage = nowhere;
  };
  [[nodiscard]] Had had_of(std::span<const std::uint32_t> line,
                           const std::vector<bool>& kept) const;
  // The required touchpoints of a stage that are not among them.
  [[nodiscard]] std::vector<std::size_t> missing_of(std::size_t stage,
                                                    const std::vector<bool>& had) const;
  static bool is_better(const Best& one, const Best& other);
  void see(std::uint32_t seen);
  std::int64_t take(std::size_t stage, std::uint32_t touchpoint);
  // Of the runs so far, where `absent` is what one without any event of the stage lacks.
  [[nodiscard]] Best least_of(std::int64_t absent) const;
  void fill_stage(std::size_t stage, std::span<const std::uint32_t> line);
  void find_runs(std::size_t length);
  [[nodiscard]] std::vector<bool> kept_of(std::span<const std::uint32_t> line) const;
  void add_line_deviations(std::span<const std::uint32_t> line, const std::vector<bool>& kept,
                           Alignment& alignment) const;
  void add_model_deviations(std::span<const std::uint32_t> line, const std::vector<bool>& kept,
                            Alignment& alignment) const;

  const MapModel* model_;
  std::vector<std::int64_t> costs_ = {};  // Of the stages so far, by where their runs end.
  std::vector<std::int64_t> next_ = {};
  std::vector<std::uint32_t> begins_ = {};  // By stage and end.
  std::vector<std::uint32_t> ends_ = {};    // Of each stage's run.
  std::vector<std::uint32_t> recent_ = {};  // Touchpoints of a stage, the last seen first.
  std::vector<Best> best_ = {};             // One more than those.
};

}  // namespace throughline::journey_maps
