// FunnelSteps: a funnel whose steps are different names, walked event by event: of a line only the
// marked events, and of these only times that a window depends on.
//
// Nearly all lines are walked by seconds alone (funnel_walk.h), and tests are asked only of events
// with which a chain would go on, many at a time. Where seconds are not enough, milliseconds are
// read. Events are walked in the order of the line; where that is not the order of the steps within
// one instant, it says so, and the line must be read otherwise. Owned by one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/funnel.h"
#include "journey_engine/funnel_walk.h"

namespace throughline::journey_engine {

class FunnelSteps {
 public:
  // Whether it answers: ordered steps, each with names of its own.
  static bool answers(const FunnelDefinition& definition);
  explicit FunnelSteps(const FunnelDefinition& definition);

  // False where tests must be asked line by line.
  bool read(const Columns& columns, const LookedAt& looked);
  // Lines of the columns; what is asked below is about these.
  void find(std::span<const ColumnLine> lines);
  // Whether a line has an attempt, or must be read otherwise.
  [[nodiscard]] bool has_attempt(std::size_t line) const {
    return found_[line].level != 0 || found_[line].unsure;
  }
  // Asks for the memory of the times of a line's best attempt, so that it is there in time.
  void prefetch(std::size_t line) const;
  struct Attempt {
    std::span<const std::uint32_t> events = {};  // Of each step, which may be none.
    std::uint32_t entry = 0;                     // The first event that may begin it.
  };
  // A line's best attempt, until the next call; nothing for a line that must be read otherwise.
  std::optional<Attempt> attempt(std::size_t line);

  // For lines that are read otherwise: whether the event is marked, and for which step.
  [[nodiscard]] const Marks& marks() const { return marks_; }
  [[nodiscard]] std::uint32_t step_of(std::uint32_t code) const {
    return code < step_of_.size() ? step_of_[code] : no_step;
  }

 private:
  static constexpr std::uint8_t no_step = 0xff;
  // The event of each step. Short ones, which nearly all are, are copied whole.
  static constexpr std::size_t short_chain = 8;
  using Chain = std::array<std::uint32_t, funnel_steps_max + 2>;

  Attempt read_backwards(const ColumnLine& line, const FunnelWalk::Found& found);
  std::optional<Attempt> walk_exactly(const ColumnLine& line);
  FunnelWalk::Found walk_doubting(std::uint32_t line);
  void doubt_all(std::uint32_t line);
  // Leaves out those that fail.
  void test_doubtful();
  void test_rows(std::uint8_t step);
  void test_each(std::uint8_t step);
  void leave_out(std::uint32_t place);
  template <class Code>
  std::optional<unsigned> walk(const ColumnLine& line, const Code* codes);
  // The step's event, whose seconds do not tell.
  [[nodiscard]] bool is_within(int step, std::uint32_t event) const {
    const Chain& before = chains_[step];
    return columns_->near_at_ms(event) - columns_->near_at_ms(before[total_ ? 0 : step - 1]) <=
           definition_.window_ms;
  }

  const FunnelDefinition& definition_;
  std::int64_t surely_s_;
  std::int64_t maybe_s_;
  bool total_;
  std::vector<std::uint8_t> step_of_;  // By code.
  std::vector<EventSet> few_;          // All names, a few in each.
  const bool has_tests_;
  bool by_seconds_ = false;  // Of the columns.
  FunnelWalk walk_;
  std::span<const ColumnLine> lines_ = {};
  std::vector<FunnelWalk::Found> found_;  // Of each line.
  struct Doubt {
    std::uint32_t line = 0;
    std::size_t first = 0;  // In doubtful_.
    std::size_t last = 0;
  };
  std::vector<Doubt> doubts_;
  std::vector<std::uint32_t> doubtful_;  // Places.
  std::vector<std::uint32_t> of_line_;   // The same, of the line at hand.
  const Columns* columns_ = nullptr;
  Marks marks_;
  Marks some_;
  Marks left_;
  std::array<Chain, funnel_steps_max + 1> chains_ = {};  // By their length.
  Chain best_ = {};
  std::array<std::int64_t, funnel_steps_max + 1> from_s_ = {};
};

}  // namespace throughline::journey_engine
