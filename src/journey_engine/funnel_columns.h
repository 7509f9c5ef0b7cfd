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

#include <array>
#include <cstdint>
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
  // Whether lines are walked, so that it is no use to ask for may_attempt() and prefetch() first.
  [[nodiscard]] bool walks() const { return walks_; }
  // Whether the customer has an attempt at all, by the codes of their events.
  [[nodiscard]] bool may_attempt(const ColumnLine& line) const;
  // Asks for the memory of a line's times, so that it is there in time.
  void prefetch(const ColumnLine& line) const;
  // Until the next call. `entry` of an attempt is the index of an event of the columns.
  std::span<const FunnelAttempt> find(const ColumnLine& line);

 private:
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
  std::span<const FunnelAttempt> by_walk(const ColumnLine& line);
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
};

}  // namespace throughline::journey_engine
