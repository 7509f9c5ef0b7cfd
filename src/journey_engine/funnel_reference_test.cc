#include "journey_engine/funnel_reference_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <set>
#include <span>

namespace throughline::journey_engine {
namespace {

using Times = std::vector<std::int64_t>;

class Reference {
 public:
  Reference(const FunnelDefinition& definition, CustomerId customer, Line line)
      : definition_(definition), line_(line) {
    for (const LineEvent& event : line) {
      marks_.push_back(definition.matcher(customer, event));
    }
  }

  std::vector<FunnelAttempt> attempts() {
    if (definition_.attempts == FunnelAttempts::best) {
      const auto found = select(chains());
      return found ? std::vector{*found} : std::vector<FunnelAttempt>();
    }
    std::vector<FunnelAttempt> found;
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    while (const auto start = next_start(from)) {
      std::int64_t over = 0;
      const bool more = run(*start, found, over);
      if (!more || definition_.attempts == FunnelAttempts::first) {
        break;
      }
      from = over;
    }
    return found;
  }

 private:
  [[nodiscard]] bool any_order() const { return definition_.order == FunnelOrder::any_order; }
  [[nodiscard]] bool strict() const { return definition_.order == FunnelOrder::strict_next; }
  [[nodiscard]] bool is(std::size_t event, unsigned step) const {
    return ((marks_[event].steps >> step) & 1U) != 0;
  }
  [[nodiscard]] bool may_begin(std::size_t event) const {
    return any_order() ? marks_[event].steps != 0 : is(event, 0);
  }
  [[nodiscard]] bool counts(std::size_t event) const {
    return marks_[event].steps != 0 || marks_[event].exclusions != 0 ||
           (strict() && marks_[event].considered);
  }

  // All chains of any level, as the events of their steps.
  std::vector<std::vector<std::size_t>> chains() {
    found_.clear();
    std::vector<std::size_t> chosen;
    if (strict()) {
      add_strict();
    } else if (any_order()) {
      add_in_any_order(chosen, 0);
    } else {
      add_in_order(chosen);
    }
    return found_;
  }

  void add_in_order(std::vector<std::size_t>& chosen) {
    const auto step = static_cast<unsigned>(chosen.size());
    if (step > 0) {
      found_.push_back(chosen);
    }
    for (std::size_t i = 0; i < line_.size() && step < definition_.steps; ++i) {
      if (!is(i, step) || std::count(chosen.begin(), chosen.end(), i) != 0) {
        continue;
      }
      chosen.push_back(i);
      if (in_order(chosen) && within_window(times(chosen)) && !excluded(times(chosen))) {
        add_in_order(chosen);
      }
      chosen.pop_back();
    }
  }

  void add_in_any_order(std::vector<std::size_t>& chosen, unsigned step) {
    if (step == definition_.steps) {
      std::vector<std::size_t> sorted = chosen;
      std::sort(sorted.begin(), sorted.end());
      if (!sorted.empty() && in_order(sorted) && within_window(times(sorted)) &&
          !excluded_anywhere(times(sorted))) {
        found_.push_back(sorted);
      }
      return;
    }
    add_in_any_order(chosen, step + 1);
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (is(i, step) && std::count(chosen.begin(), chosen.end(), i) == 0) {
        chosen.push_back(i);
        add_in_any_order(chosen, step + 1);
        chosen.pop_back();
      }
    }
  }

  // Every way to order the considered events of the same time.
  void add_strict() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (counts(i)) {
        order.push_back(i);
      }
    }
    std::set<std::vector<std::size_t>> found;
    do {
      if (!std::is_sorted(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return line_[a].at_ms < line_[b].at_ms;
          })) {
        continue;
      }
      for (std::size_t begin = 0; begin < order.size(); ++begin) {
        add_neighbours(std::span(order).subspan(begin), found);
      }
    } while (std::next_permutation(order.begin(), order.end()));
    found_.assign(found.begin(), found.end());
  }

  // The chains that begin with the first of these, in this order.
  void add_neighbours(std::span<const std::size_t> order,
                      std::set<std::vector<std::size_t>>& found) const {
    std::vector<std::size_t> chosen;
    while (chosen.size() < std::min<std::size_t>(order.size(), definition_.steps) &&
           is(order[chosen.size()], static_cast<unsigned>(chosen.size()))) {
      chosen.push_back(order[chosen.size()]);
      if (!in_order(chosen) || !within_window(times(chosen))) {
        return;
      }
      found.insert(chosen);
    }
  }

  [[nodiscard]] Times times(const std::vector<std::size_t>& chosen) const {
    Times times;
    for (const std::size_t event : chosen) {
      times.push_back(line_[event].at_ms);
    }
    return times;
  }
  [[nodiscard]] bool in_order(const std::vector<std::size_t>& chosen) const {
    for (std::size_t i = 1; i < chosen.size(); ++i) {
      const std::int64_t gap = line_[chosen[i]].at_ms - line_[chosen[i - 1]].at_ms;
      if (gap < 0 || (gap == 0 && definition_.strictly_later)) {
        return false;
      }
    }
    return true;
  }
  [[nodiscard]] bool within_window(const Times& at) const {
    if (definition_.window_kind == WindowKind::total) {
      return at.back() - at.front() <= definition_.window_ms;
    }
    for (std::size_t i = 1; i < at.size(); ++i) {
      if (at[i] - at[i - 1] > definition_.window_ms) {
        return false;
      }
    }
    return true;
  }
  [[nodiscard]] bool happens_between(std::uint32_t exclusions, std::int64_t from,
                                     std::int64_t to) const {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if ((marks_[i].exclusions & exclusions) != 0 && line_[i].at_ms > from &&
          line_[i].at_ms < to) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool excluded(const Times& at) const {
    for (std::size_t i = 0; i < definition_.exclusions.size(); ++i) {
      const auto [from, to] = definition_.exclusions[i];
      if (from < at.size() &&
          happens_between(1U << i, at[from - 1], at[std::min<std::size_t>(to, at.size()) - 1])) {
        return true;
      }
    }
    return false;
  }
  [[nodiscard]] bool excluded_anywhere(const Times& at) const {
    return !definition_.exclusions.empty() && happens_between(~0U, at.front(), at.back());
  }

  // Of the chains of the highest level those complete earliest; of these the one whose steps are
  // all as late as can be, which there must be.
  std::optional<FunnelAttempt> select(const std::vector<std::vector<std::size_t>>& chains) {
    std::size_t level = 0;
    std::int64_t end = 0;
    for (const auto& chain : chains) {
      const std::int64_t at = line_[chain.back()].at_ms;
      if (chain.size() > level || (chain.size() == level && at < end)) {
        level = chain.size();
        end = at;
      }
    }
    std::vector<Times> candidates;
    for (const auto& chain : chains) {
      if (chain.size() == level && line_[chain.back()].at_ms == end) {
        candidates.push_back(times(chain));
      }
    }
    if (candidates.empty()) {
      return std::nullopt;
    }
    return attempt_at(
        any_order()
            ? first_times(chains, std::max_element(candidates.begin(), candidates.end())->front(),
                          level)
            : latest_of(candidates));
  }

  static Times latest_of(const std::vector<Times>& candidates) {
    Times latest = candidates.front();
    for (const Times& at : candidates) {
      std::transform(latest.begin(), latest.end(), at.begin(), latest.begin(),
                     [](std::int64_t a, std::int64_t b) { return std::max(a, b); });
    }
    EXPECT_NE(std::count(candidates.begin(), candidates.end(), latest), 0);
    return latest;
  }

  // When 1, 2, ... different steps first were done, from a start on.
  Times first_times(const std::vector<std::vector<std::size_t>>& chains, std::int64_t start,
                    std::size_t level) {
    Times first(level, std::numeric_limits<std::int64_t>::max());
    for (const auto& chain : chains) {
      const Times at = times(chain);
      if (at.front() == start && at.size() <= level) {
        first[at.size() - 1] = std::min(first[at.size() - 1], at.back());
      }
    }
    return first;
  }

  FunnelAttempt attempt_at(Times at) {
    FunnelAttempt attempt{.at_ms = std::move(at)};
    while (line_[attempt.entry].at_ms != attempt.at_ms.front() || !may_begin(attempt.entry)) {
      ++attempt.entry;
    }
    return attempt;
  }

  [[nodiscard]] std::optional<std::int64_t> next_start(std::int64_t from) const {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (line_[i].at_ms >= from && may_begin(i)) {
        return line_[i].at_ms;
      }
    }
    return std::nullopt;
  }

  // Adds the attempt that begins at a time. False if it is never over, else from when on the next
  // may begin.
  bool run(std::int64_t start, std::vector<FunnelAttempt>& found, std::int64_t& over) {
    std::vector<std::vector<std::size_t>> mine;
    for (auto& chain : chains()) {
      if (line_[chain.front()].at_ms == start) {
        mine.push_back(std::move(chain));
      }
    }
    const auto until = end_of(start, mine);
    if (until) {
      std::erase_if(mine, [&](const auto& chain) { return line_[chain.back()].at_ms >= *until; });
    }
    found.push_back(*select(mine));
    over = until.value_or(0);
    if (found.back().level() == definition_.steps) {
      over = found.back().at_ms.back() + 1;
      return true;
    }
    return until.has_value();
  }

  // The first instant at which nothing of the attempt can be done any more.
  [[nodiscard]] std::optional<std::int64_t> end_of(
      std::int64_t start, const std::vector<std::vector<std::size_t>>& mine) const {
    for (std::size_t i = 0; i < line_.size(); ++i) {
      const std::int64_t at = line_[i].at_ms;
      if (at > start && counts(i) && !goes_on(start, at, mine)) {
        return at;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool goes_on(std::int64_t start, std::int64_t at,
                             const std::vector<std::vector<std::size_t>>& mine) const {
    if (any_order()) {
      return within_window({start, at}) && !excluded_anywhere({start, at});
    }
    return std::any_of(mine.begin(), mine.end(), [&](const auto& chain) {
      Times times_of = times(chain);
      if (strict()) {
        return std::count(times_of.begin(), times_of.end(), at) != 0;
      }
      if (times_of.back() >= at || chain.size() == definition_.steps) {
        return false;
      }
      times_of.push_back(at);
      return within_window(times_of) && !excluded(times_of);
    });
  }

  const FunnelDefinition& definition_;
  Line line_;
  std::vector<EventMarks> marks_;
  std::vector<std::vector<std::size_t>> found_;
};

}  // namespace

std::vector<FunnelAttempt> reference_attempts(const FunnelDefinition& definition,
                                              CustomerId customer, Line line) {
  return Reference(definition, customer, line).attempts();
}

}  // namespace throughline::journey_engine
