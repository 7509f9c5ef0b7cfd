// Landmarks: what people did within their first days, or did not, and what became of those who were
// still there afterwards (journey_engine/landmark.h): which of that is worth asking of a record
// that nobody has explained, and where it makes a difference.
//
// Nothing is known of the events but what follows what (journeys.follows.h): what happens to
// somebody once and has more behind it than before it is a beginning; what some do soon after it
// and some do not may decide something; what comes later to some is what may be decided.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/landmark.h"
#include "journeys/journeys.contrasts.h"
#include "journeys/journeys.follows.h"

namespace throughline::journeys {

// What may become of somebody after the landmark.
struct LandmarkOutcome {
  std::optional<std::uint16_t> node = {};  // Without: being there again.
  std::int64_t after_ms = 0;
  std::int64_t window_ms = 0;
  std::int64_t until_ms = 0;  // Who begins later has not had that time.
  bool operator==(const LandmarkOutcome&) const = default;
};

// Everything that is asked of one beginning and one landmark: each `did` with each outcome.
struct LandmarkQuestions {
  std::optional<std::uint16_t> start = {};  // Any event without.
  std::int64_t from_ms = 0;                 // Who began before is not looked at.
  std::int64_t within_ms = 0;
  std::vector<std::uint16_t> dids = {};
  std::vector<LandmarkOutcome> outcomes = {};
};

struct LandmarkPlan {
  NamedNodes nodes = {};
  std::vector<LandmarkQuestions> questions = {};
};

struct LandmarkScope {
  std::int64_t from_ms = 0;
  std::int64_t end_ms = 0;  // Of what is known.
  std::uint64_t people = 0;
  // The begin of the workspace's day in which an instant lies.
  std::function<std::int64_t(std::int64_t)> day_begin = {};
};

// `nodes` are those of the follows.
LandmarkPlan plan_landmarks(const NamedNodes& nodes, const Follows& follows,
                            const LandmarkScope& scope);

// One of the questions.
struct LandmarkChoice {
  std::size_t questions = 0;
  std::size_t did = 0;
  std::size_t outcome = 0;
  bool operator==(const LandmarkChoice&) const = default;
};

// Counts everything at once. Wants whole lines.
class LandmarkTable {
 public:
  using Strata = std::array<stats::Stratum, journey_engine::busy_strata>;

  explicit LandmarkTable(std::shared_ptr<const LandmarkPlan> plan);
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const LandmarkTable& other);

  // First those who did it, second those who did not.
  [[nodiscard]] Strata strata(const LandmarkChoice& choice) const;
  // Of those who were there, with the outcome before the landmark or not: how many had it before.
  [[nodiscard]] stats::Stratum had_it(const LandmarkChoice& choice) const;
  [[nodiscard]] const LandmarkPlan& plan() const { return *plan_; }

 private:
  struct Cell {
    std::uint32_t of = 0;
    std::uint32_t count = 0;
  };
  // Of those who did it and of those who did not, by how busy they were; and of those who had the
  // outcome before.
  struct Cells {
    std::array<std::array<Cell, 2>, journey_engine::busy_strata> asked = {};
    std::array<std::uint32_t, 2> had_it = {};
  };
  struct FirstDays;

  [[nodiscard]] std::size_t index(const LandmarkChoice& choice) const {
    const LandmarkQuestions& all = plan_->questions[choice.questions];
    return offsets_[choice.questions] + choice.did * all.outcomes.size() + choice.outcome;
  }
  [[nodiscard]] const journey_engine::LineEvent* start_of(const LandmarkQuestions& questions,
                                                          journey_engine::Line line) const;
  void count(std::size_t questions, const FirstDays& days);

  std::shared_ptr<const LandmarkPlan> plan_;
  std::vector<std::size_t> offsets_;
  std::vector<Cells> cells_;
  std::vector<std::uint32_t> before_;         // Events before the landmark, by node.
  std::vector<std::int64_t> first_after_ms_;  // By node, from the landmark on.
};

// What makes a difference beyond how busy people were. The smaller side comes first.
struct LandmarkContrast {
  LandmarkChoice choice = {};
  bool did_first = false;
  stats::Share here = {};
  stats::Share there = {};
  stats::Difference difference = {};  // Of the first less the second.
  stats::Difference among_alike = {};
  stats::Stratum had_it = {};  // As LandmarkTable says it.
  double p = 1;  // The greater one of the exact test and of the test among those alike.
  double adjusted_p = 1;
  [[nodiscard]] double people() const;
  [[nodiscard]] double weight() const;
};

// Every test that can be made.
std::vector<LandmarkContrast> landmark_contrasts(const LandmarkTable& table,
                                                 const ContrastLimits& limits);
// Those that hold and say different things, those of the most people first.
std::vector<LandmarkContrast> landmarks_worth_telling(std::vector<LandmarkContrast> all,
                                                      const LandmarkPlan& plan,
                                                      const ContrastLimits& limits);

}  // namespace throughline::journeys
