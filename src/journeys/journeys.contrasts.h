// Contrasts: where the answer to a question of a pair (journeys.follows.h) is another one for some
// people than for all others, or was another one before. One pass counts every question by every
// value of every dimension and by every period; then all tests are judged together.
//
// What is said to differ holds at a false discovery rate of 5 % over everything that was looked at,
// however the tests depend on each other (Benjamini and Yekutieli), by the exact test; where the
// most different of many periods was chosen, its p counts that many times.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/line.h"
#include "journeys/journeys.follows.h"
#include "stats/proportion.h"

namespace throughline::journeys {

constexpr std::uint16_t no_slot = 0xffff;

// One thing by which people are told apart: which of its values the event of this row, or the
// person, has. The last slot stands for all values but the common ones; who has none is in no slot.
// Called from many threads.
struct Dimension {
  std::size_t slots = 0;
  std::function<std::uint16_t(journey_engine::CustomerId, std::uint64_t row)> slot_of = {};
};

struct ContrastPlan {
  NamedNodes nodes = {};
  std::vector<PairQuestion> questions = {};
  std::vector<Dimension> dimensions = {};
  // Of periods, ascending; the first is where the time that is looked at begins.
  std::vector<std::int64_t> edges_ms = {};
  // Per question, where the first event must be before: later ones have not had their window.
  std::vector<std::int64_t> until_ms = {};
  std::vector<std::vector<std::size_t>> by_first = {};  // Questions by their first node.

  void finish();  // Fills by_first.
  [[nodiscard]] std::size_t periods() const { return edges_ms.size() - 1; }
};

// The first event of a pair as a line has it, with how long each question's second took to come.
struct PairAttempt {
  std::int64_t at_ms = 0;
  std::uint64_t row = 0;
  std::size_t took = 0;  // Where the times of its questions begin.
};

// The attempts of a line, by first node. Owned by one thread.
class PairAttempts {
 public:
  explicit PairAttempts(const ContrastPlan& plan);
  void read(journey_engine::Line line);

  [[nodiscard]] const std::vector<std::uint16_t>& present() const { return present_; }
  // Latest first: one for each instant.
  [[nodiscard]] const std::vector<PairAttempt>& of(std::uint16_t first) const {
    return attempts_[first];
  }
  // `place` is that of the question among those of its first node.
  [[nodiscard]] bool arrived(const PairAttempt& attempt, std::size_t place,
                             std::int64_t window_ms) const {
    return took_[attempt.took + place] <= window_ms;
  }

 private:
  void read_instant(journey_engine::Line instant);

  const ContrastPlan* plan_;
  std::vector<std::int64_t> next_ms_;   // By node: when it comes next.
  std::vector<std::uint16_t> touched_;  // Nodes whose next is known.
  std::vector<std::uint16_t> present_;  // First nodes with attempts.
  std::vector<std::vector<PairAttempt>> attempts_;
  std::vector<std::int64_t> took_;
  std::vector<std::uint32_t> count_;  // Of events by node, in one instant.
};

// Counts everything at once. A person counts with the first attempt in the whole time; in a period,
// with the first one in it.
class ContrastTable {
 public:
  explicit ContrastTable(std::shared_ptr<const ContrastPlan> plan);
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const ContrastTable& other);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  // Row 0 is everybody's.
  [[nodiscard]] std::size_t row_of(std::size_t dimension, std::size_t slot) const {
    return offsets_[dimension] + slot;
  }
  [[nodiscard]] stats::Share whole(std::size_t question, std::size_t row) const {
    return share(cell(question, row, 0));
  }
  [[nodiscard]] stats::Share in_period(std::size_t question, std::size_t row,
                                       std::size_t period) const {
    return share(cell(question, row, period + 1));
  }
  [[nodiscard]] const ContrastPlan& plan() const { return *plan_; }

 private:
  struct Cell {
    std::uint32_t of = 0;
    std::uint32_t count = 0;
  };
  static stats::Share share(const Cell& cell) { return {cell.count, cell.of}; }
  [[nodiscard]] std::size_t index(std::size_t question, std::size_t row, std::size_t column) const {
    return (question * rows_ + row) * columns_ + column;
  }
  [[nodiscard]] const Cell& cell(std::size_t question, std::size_t row, std::size_t column) const {
    return cells_[index(question, row, column)];
  }
  void count(const PairAttempt& attempt, std::uint16_t first, std::size_t column);

  std::shared_ptr<const ContrastPlan> plan_;
  std::vector<std::size_t> offsets_;
  std::size_t rows_ = 1;
  std::size_t columns_ = 1;
  std::vector<Cell> cells_;
  PairAttempts attempts_;
  std::vector<std::size_t> slots_;  // The rows of one attempt.
};

// Whose answer is looked at: everybody's, or that of those with one value.
struct WhoseAnswer {
  std::size_t question = 0;
  std::optional<std::size_t> dimension = {};
  std::size_t slot = 0;
  bool operator==(const WhoseAnswer&) const = default;
};

// The most different stretch of periods, [begin, end), against those right before it from `before`
// on: as many, so that those who come seldom count alike on both sides, but a few at least.
struct Stretch {
  WhoseAnswer whose = {};
  std::size_t before = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t tried = 0;  // It is the most different one of so many.
  double z = 0;
};

// Counts stretches exactly: a person counts once on each side, with the first attempt there.
class StretchTable {
 public:
  StretchTable(std::shared_ptr<const ContrastPlan> plan, std::vector<Stretch> stretches);
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const StretchTable& other);
  [[nodiscard]] const std::vector<Stretch>& stretches() const { return *stretches_; }
  [[nodiscard]] stats::Share before(std::size_t i) const { return before_[i]; }
  [[nodiscard]] stats::Share within(std::size_t i) const { return within_[i]; }

 private:
  void count(const Stretch& stretch, journey_engine::CustomerId customer, bool is_within,
             stats::Share& share) const;

  std::shared_ptr<const ContrastPlan> plan_;
  std::shared_ptr<const std::vector<Stretch>> stretches_;
  std::vector<std::size_t> places_;  // Of each one's question among those of its first node.
  std::vector<stats::Share> before_;
  std::vector<stats::Share> within_;
  PairAttempts attempts_;
};

struct ContrastLimits {
  std::size_t slots_max = 6;        // Of a dimension and question: the most common values.
  std::uint64_t people_min = 30;    // On each side.
  std::size_t stretches_max = 300;  // That are counted exactly.
  std::size_t before_min = 4;       // Periods before a stretch.
  std::size_t settling_part = 8;  // The first of so many parts of the time is no side of a change.
  double difference_min = 0.03;
  double false_share_max = 0.05;
};

// What differs, and holds.
struct Contrast {
  WhoseAnswer whose = {};
  std::optional<Stretch> stretch = {};  // Else: against everybody with another value.
  stats::Share here = {};
  stats::Share there = {};
  stats::Difference difference = {};  // Of the first less the second.
  double p = 1;
  double adjusted_p = 1;
  // How many of those here did other than they would have, had they done as those there; by the
  // end of the interval that is nearer to none.
  [[nodiscard]] double people() const;
};

struct Contrasts {
  std::vector<Contrast> found = {};  // The most people first.
  std::uint64_t tests = 0;
  std::vector<double> beside_adjusted = {};
};

// The stretches that are worth counting exactly; `tried` becomes how many were searched for one.
std::vector<Stretch> different_stretches(const ContrastTable& table, const ContrastLimits& limits,
                                         std::uint64_t& searched);
// `searched` as above; `beside` are tests of others, which are judged together with these.
Contrasts judge(const ContrastTable& table, const StretchTable& stretches, std::uint64_t searched,
                const ContrastLimits& limits, std::span<const double> beside = {});

}  // namespace throughline::journeys
