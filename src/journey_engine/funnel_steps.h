// FunnelSteps: a funnel whose steps are different names, walked event by event: of a line only the
// marked events, and of these only times that a window depends on.
//
// Walks events in the order of the line; where that is not the order of the steps within one
// instant, it says so, and the line must be read otherwise. Owned by one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/funnel.h"

namespace throughline::journey_engine {

class FunnelSteps {
 public:
  // Whether it answers: ordered steps, each with names of its own.
  static bool answers(const FunnelDefinition& definition);
  explicit FunnelSteps(const FunnelDefinition& definition);

  // False where tests must be asked line by line.
  bool read(const Columns& columns, const LookedAt& looked);
  // The events of the best attempt's steps, which may be none, until the next call; nothing for a
  // line that must be read otherwise.
  std::optional<std::span<const std::uint32_t>> find(const ColumnLine& line);

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
  const Columns* columns_ = nullptr;
  Marks marks_;
  Marks some_;
  Marks left_;
  std::array<Chain, funnel_steps_max + 1> chains_ = {};  // By their length.
  Chain best_ = {};
  std::array<std::int64_t, funnel_steps_max + 1> from_s_ = {};
};

}  // namespace throughline::journey_engine
