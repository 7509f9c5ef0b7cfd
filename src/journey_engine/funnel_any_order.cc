#include "journey_engine/funnel_any_order.h"

#include <algorithm>
#include <bit>
#include <map>

namespace throughline::journey_engine {
namespace {

// The events of a stretch of time, and how many different steps they can stand for.
class Stretch {
 public:
  Stretch(const FunnelDefinition& definition, const FunnelInstants& found)
      : definition_(definition), found_(found) {}

  void add(const FunnelInstant& instant) {
    each(instant, [this](std::uint32_t mark) {
      const auto useful = static_cast<unsigned>(std::popcount(mark));
      changed_ = ++counts_[mark] <= useful || changed_;
    });
  }
  void remove(const FunnelInstant& instant) {
    each(instant, [this](std::uint32_t mark) {
      const auto count = counts_.find(mark);
      if (--count->second == 0) {
        counts_.erase(count);
      }
      changed_ = true;
    });
  }
  unsigned level() {
    if (changed_) {
      level_ = count_steps();
      changed_ = false;
    }
    return level_;
  }

 private:
  template <class Function>
  void each(const FunnelInstant& instant, Function function) const {
    if (definition_.strictly_later) {
      // One step at most, and any of those of its events.
      if (instant.steps != 0) {
        function(instant.steps);
      }
      return;
    }
    for (const std::uint32_t mark : found_.marks_of(instant)) {
      if (mark != 0) {
        function(mark);
      }
    }
  }
  [[nodiscard]] unsigned count_steps() const {
    std::vector<std::uint32_t> marks;
    std::uint32_t any = 0;
    bool plain = true;
    for (const auto& [mark, count] : counts_) {
      const auto useful = static_cast<unsigned>(std::popcount(mark));
      plain = plain && useful == 1;
      any |= mark;
      marks.insert(marks.end(), std::min<std::size_t>(count, useful), mark);
    }
    return plain ? static_cast<unsigned>(std::popcount(any)) : most_steps(marks, definition_.steps);
  }

  const FunnelDefinition& definition_;
  const FunnelInstants& found_;
  std::map<std::uint32_t, std::size_t> counts_;
  bool changed_ = false;
  unsigned level_ = 0;
};

class AnyOrder {
 public:
  AnyOrder(const FunnelDefinition& definition, const FunnelInstants& found)
      : definition_(definition), found_(found), instants_(found.instants) {}

  [[nodiscard]] std::vector<FunnelAttempt> best() const {
    Stretch window(definition_, found_);
    unsigned level = 0;
    std::size_t left = 0;
    std::size_t excluded = 0;  // No start before this one.
    std::vector<FunnelAttempt> best;
    for (std::size_t i = 0; i < instants_.size() && level < definition_.steps; ++i) {
      window.add(instants_[i]);
      for (; left < excluded || !within_window(left, i); ++left) {
        window.remove(instants_[left]);
      }
      if (window.level() > level) {
        level = window.level();
        best = {run(latest_start(i, level), i + 1, nullptr)};
      }
      if (instants_[i].exclusions != 0) {
        excluded = i;
      }
    }
    return best;
  }

  [[nodiscard]] std::vector<FunnelAttempt> from_their_start() const {
    std::vector<FunnelAttempt> attempts;
    for (std::size_t i = 0; i < instants_.size();) {
      if (instants_[i].steps == 0) {
        ++i;
        continue;
      }
      attempts.push_back(run(i, instants_.size(), &i));
      if (definition_.attempts == FunnelAttempts::first) {
        break;
      }
    }
    return attempts;
  }

 private:
  [[nodiscard]] bool within_window(std::size_t from, std::size_t to) const {
    return definition_.window_ms == no_window ||
           instants_[to].at_ms - instants_[from].at_ms <= definition_.window_ms;
  }

  [[nodiscard]] std::size_t latest_start(std::size_t end, unsigned level) const {
    Stretch stretch(definition_, found_);
    for (std::size_t i = end;; --i) {
      stretch.add(instants_[i]);
      if (stretch.level() == level) {
        return i;
      }
    }
  }

  // From one instant until it is complete, over, or at `end`; tells where the next may begin.
  FunnelAttempt run(std::size_t begin, std::size_t end, std::size_t* next) const {
    Stretch stretch(definition_, found_);
    FunnelAttempt attempt{.entry = instants_[begin].first};
    std::size_t i = begin;
    for (; i < end && within_window(begin, i); ++i) {
      stretch.add(instants_[i]);
      attempt.at_ms.resize(stretch.level(), instants_[i].at_ms);
      const bool excluded = i > begin && instants_[i].exclusions != 0;
      if (attempt.level() == definition_.steps || excluded) {
        ++i;
        break;
      }
    }
    if (next != nullptr) {
      *next = i;
    }
    return attempt;
  }

  const FunnelDefinition& definition_;
  const FunnelInstants& found_;
  const std::vector<FunnelInstant>& instants_;
};

}  // namespace

std::vector<FunnelAttempt> find_attempts_in_any_order(const FunnelDefinition& definition,
                                                      const FunnelInstants& found) {
  const AnyOrder funnel(definition, found);
  return definition.attempts == FunnelAttempts::best ? funnel.best() : funnel.from_their_start();
}

}  // namespace throughline::journey_engine
