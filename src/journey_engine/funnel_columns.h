// FunnelColumns: the attempts of customers in columns, the same as find_attempts of their lines.
//
// The marks of each step are found with vector instructions. Then most customers need two or three
// looks at a word of bits: no step 1, no attempt; and from an event of the last step that can be
// reached, the latest event of the step before it, and so on down, is the chain whose every step is
// as late as can be, so that times are read at its two ends alone. Lines with marked events of one
// millisecond, very long ones, and windows from step to step take one walk over the marked events.
// What that does not cover either (other orders, exclusions, other attempts) goes through the
// instants of the marked events, as every line does in funnel.cc.
//
// Owned by one thread; the definition must outlive it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/funnel.h"
#include "journey_engine/funnel_steps.h"

namespace throughline::journey_engine {

// Whether columns are enough to answer; else only lines are.
bool has_columns(const FunnelDefinition& definition);
// How attempts are found, from the fastest way on, and why no faster one will do.
enum class FunnelWay { chains, steps, instants };
struct FunnelPlan {
  FunnelWay way = FunnelWay::chains;
  std::string because = {};
};
FunnelPlan plan_of(const FunnelDefinition& definition);

class FunnelColumns {
 public:
  explicit FunnelColumns(const FunnelDefinition& definition);

  // The columns that are read from now on; they must live until the next call. Of whom, and when,
  // says whether it pays to test many events at once.
  void read(const Columns& columns, const LookedAt& looked);
  // body(const ColumnLine&, attempts) for each of some lines of the columns that has any, in their
  // order. `entry` of an attempt is the index of an event of the columns.
  template <class Body>
  void find(std::span<const ColumnLine> lines, const Body& body);

 private:
  // Whether the customer has an attempt at all, by the codes of their events.
  [[nodiscard]] bool may_attempt(const ColumnLine& line) const;
  // Asks for the memory of a line's times, so that it is there in time.
  void prefetch(const ColumnLine& line) const;
  // Until the next call.
  std::span<const FunnelAttempt> attempts_of(const ColumnLine& line);
  using Events = std::array<std::size_t, funnel_steps_max>;
  [[nodiscard]] std::int64_t at_ms(std::size_t event) const { return columns_->near_at_ms(event); }
  bool passes(std::size_t set, const ColumnLine& line, std::size_t event);
  std::size_t next(std::size_t step, const ColumnLine& line, std::size_t first);
  std::size_t previous(std::size_t step, const ColumnLine& line, std::size_t last);
  [[nodiscard]] bool has_marked_ties(const ColumnLine& line) const;
  unsigned reach(const ColumnLine& line, Events& earliest);
  bool find_chain(const ColumnLine& line, unsigned level, std::size_t from, Events& chain);
  std::span<const FunnelAttempt> by_chain(const ColumnLine& line);
  bool gather(const ColumnLine& line);
  void gather_walked(const ColumnLine& line);
  std::span<const FunnelAttempt> by_walk(const ColumnLine& line, std::size_t index);
  bool put(std::uint32_t event, std::uint32_t steps, std::int64_t at_ms);
  unsigned extend(std::uint32_t step, std::int64_t at_ms, std::size_t event);
  std::span<const FunnelAttempt> by_steps();
  std::span<const FunnelAttempt> by_instants(const ColumnLine& line);
  EventMarks marks_of(const ColumnLine& line, std::size_t event);

  const FunnelDefinition& definition_;
  const FunnelWay way_;
  const Columns* columns_ = nullptr;
  std::optional<FunnelSteps> steps_;
  bool walks_ = false;
  std::vector<const EventSet*> sets_;  // Of the steps, then of the exclusions.
  std::vector<Marks> marks_;           // Of each; without those whose test was seen to fail.
  std::vector<char> tested_;           // Of each: whether marked events have a test before them.
  struct Marked {
    std::uint32_t event = 0;
    std::uint32_t steps = 0;
    std::int64_t at_ms = 0;
  };
  struct Chain {
    bool has = false;
    std::size_t entry = 0;
    std::array<std::int64_t, funnel_steps_max> at_ms = {};
  };
  std::vector<Marked> marked_;  // Of a line, those of one instant in the order of their steps.
  std::array<Chain, funnel_steps_max + 1> chains_;  // By level.
  FunnelAttempt chain_;
  std::vector<FunnelAttempt> attempts_;
  std::vector<ColumnLine> candidates_;
};

template <class Body>
void FunnelColumns::find(std::span<const ColumnLine> lines, const Body& body) {
  constexpr std::size_t ahead = 8;
  const auto give = [&](const ColumnLine& line, std::span<const FunnelAttempt> attempts) {
    if (!attempts.empty()) {
      body(line, attempts);
    }
  };
  if (walks_) {
    steps_->find(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      steps_->prefetch(std::min(i + ahead, lines.size() - 1));
      if (steps_->has_attempt(i)) {
        give(lines[i], by_walk(lines[i], i));
      }
    }
    return;
  }
  candidates_.clear();
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(candidates_),
               [&](const ColumnLine& line) { return may_attempt(line); });
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    prefetch(candidates_[std::min(i + ahead, candidates_.size() - 1)]);
    give(candidates_[i], attempts_of(candidates_[i]));
  }
}

}  // namespace throughline::journey_engine
