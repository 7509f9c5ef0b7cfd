// FunnelChains: for each level, the chain of steps whose every step is as late as can be.
//
// Why one chain per level is enough: take two valid chains of the same level and of each step the
// later of their two times. Windows and exclusions still hold, and at any instant the steps so
// chosen are among those that one of the two had there, so each still has an event of its own. So
// there is a chain that is the latest in every step at once, and if it cannot be continued, none of
// its level can. Owned by one thread; for funnel.h alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/funnel_instant.h"

namespace throughline::journey_engine {

class FunnelChains {
 public:
  explicit FunnelChains(const FunnelDefinition& definition);

  // Forgets all chains. Exclusions before the first step of a chain never matter to it.
  void clear();

  // Where a chain may begin at this instant.
  enum class Start { allowed, not_allowed };
  // Continues the chains by an instant, which must be later than all before. Returns the highest
  // level that was reached at this instant, 0 for none.
  unsigned extend(const FunnelInstant& instant, std::span<const std::uint32_t> marks, Start start);
  // The same, where steps must be strictly next and the instant is the next one.
  unsigned extend_strictly(std::span<const std::uint32_t> marks, std::int64_t at_ms, Start start);

  // Whether an event at this time, later than all before, could continue any chain.
  [[nodiscard]] bool alive(std::int64_t at_ms) const;
  // The times of the chain that was last completed to a level, which was reached.
  [[nodiscard]] std::span<const std::int64_t> chain(unsigned level) const;

 private:
  [[nodiscard]] bool may_continue(unsigned level, std::int64_t at_ms, Start start) const;
  [[nodiscard]] bool excluded(unsigned level) const;
  [[nodiscard]] std::int64_t* times(unsigned level) { return &times_[level * stride_]; }
  [[nodiscard]] const std::int64_t* times(unsigned level) const { return &times_[level * stride_]; }
  void find_reach(std::span<const std::uint32_t> marks, std::int64_t at_ms, Start start);
  // Chain `to` becomes chain `from` and all further steps at this time.
  void continue_chain(unsigned from, unsigned to, std::int64_t at_ms);
  unsigned extend_by_one(std::uint32_t marks, std::int64_t at_ms, Start start);
  unsigned extend_by_many(std::int64_t at_ms);
  void note_exclusions(const FunnelInstant& instant);

  const FunnelDefinition& definition_;
  std::size_t stride_;
  std::vector<std::int64_t> times_;   // Of level j from j * stride_ on, j of them.
  std::vector<bool> has_;             // By level; level 0 always.
  std::vector<bool> holds_;           // Strictly next: the chain's last event is the last so far.
  std::vector<unsigned> reach_;       // By level, how many steps this instant can add to it.
  std::vector<std::int64_t> passed_;  // By exclusion, when it last happened.
};

}  // namespace throughline::journey_engine
