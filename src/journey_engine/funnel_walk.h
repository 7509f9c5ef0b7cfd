// FunnelWalk: the best attempts of many lines in a funnel whose steps are different names. Of a
// line only the marked events are looked at, one after another and without branches; of these only
// whole seconds.
//
// For each number of steps it knows the latest chain of so many: when its window began, and its
// last event. Each event keeps which one came before it in its chain, so that the best attempt can
// be read backwards. Where whole seconds do not tell whether a window holds, or which of two events
// comes first, it says so, and the line must be read otherwise. Owned by one thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "journey_engine/column_lines.h"
#include "journey_engine/funnel.h"
#include "journey_engine/marked_events.h"

namespace throughline::journey_engine {

class FunnelWalk {
 public:
  // Whether seconds are enough for nearly every event: windows of seconds are better read
  // otherwise.
  static bool pays(const FunnelDefinition& definition, const Columns& columns);
  explicit FunnelWalk(const FunnelDefinition& definition);

  // Of the columns' marked events; `step_of` of each of their codes. Both as long as lines are
  // walked.
  void read(const Columns& columns, const Marks& marks, std::span<const std::uint8_t> step_of);

  struct Found {
    std::uint32_t last = 0;  // The place of the best attempt's last event.
    std::uint8_t level = 0;
    bool unsure = false;  // The line must be read otherwise.
  };
  Found walk(const ColumnLine& line);
  // The same, were all tests to hold. Behind `doubtful`, which has room for all events of the line,
  // are put the places of those with a test at which a chain would go on, and `count` says how
  // many: those that fail must be left out, and the line be walked again, in which no others can
  // matter.
  Found walk_doubting(const ColumnLine& line, std::uint32_t* doubtful, std::size_t& count);
  void leave_out(std::uint32_t place) { steps_[place] = left_out(); }

  [[nodiscard]] std::uint32_t place_of(std::size_t event) const { return listed_.place_of(event); }
  [[nodiscard]] std::uint32_t event(std::uint32_t place) const { return listed_.events()[place]; }
  [[nodiscard]] std::uint8_t step(std::uint32_t place) const { return steps_[place]; }
  // The place of the event before it in its chain.
  [[nodiscard]] std::uint32_t before(std::uint32_t place) const { return before_[place]; }
  // The first event of that instant that may begin the chain.
  [[nodiscard]] std::uint32_t entry(const ColumnLine& line, std::uint32_t place) const;

 private:
  [[nodiscard]] std::uint8_t left_out() const {
    return static_cast<std::uint8_t>(steps_count_ + 1);
  }
  template <bool total, bool tested>
  Found walk(const ColumnLine& line, std::uint32_t* doubtful, std::size_t& count);

  const std::uint32_t steps_count_;
  const std::int64_t surely_s_;
  const bool total_;
  std::array<std::uint8_t, funnel_steps_max + 2> is_tested_ = {};
  const Columns* columns_ = nullptr;
  MarkedEvents listed_;
  std::vector<std::uint8_t> steps_;    // By place.
  std::vector<std::uint32_t> before_;  // By place.
  // By length, a chain: the second in which its window began, above the place of its last event.
  std::array<std::int64_t, funnel_steps_max + 3> chains_ = {};
};

}  // namespace throughline::journey_engine
