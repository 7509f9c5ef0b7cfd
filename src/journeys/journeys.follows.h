// Follows: what people do after what, how many of them and how soon; and from that the questions
// that are worth asking of a record that nobody has explained: how many of those who do one thing
// go on to another within a time.
//
// Nothing is known of the events but their names: a pair is proposed where the second comes after
// the first more often than before it, for enough people, and neither for all nor for none.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "journey_engine/line.h"
#include "journeys/event_code.h"
#include "stats/proportion.h"

namespace throughline::journeys {

// Events by their names, of whatever kind; those of other names are no node.
class NamedNodes {
 public:
  static constexpr std::uint16_t none = 0xffff;

  NamedNodes() = default;
  // In the order of the names.
  NamedNodes(const EventCodes& codes, std::vector<std::string> names);
  // Every name that there is.
  static NamedNodes all(const EventCodes& codes);

  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::string& name(std::size_t node) const { return names_[node]; }
  [[nodiscard]] std::uint16_t of(std::uint32_t code) const {
    return code < by_code_.size() ? by_code_[code] : none;
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::uint16_t> by_code_;
};

// How many people have an event of each name, and when the first and the last event are. What lies
// after `now_ms` is not looked at.
class Extent {
 public:
  // The nodes must outlive this.
  Extent(const NamedNodes& nodes, std::int64_t now_ms)
      : nodes_(&nodes), now_ms_(now_ms), people_(nodes.size()), seen_(nodes.size()) {}
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const Extent& other);

  [[nodiscard]] std::int64_t first_ms() const { return first_ms_; }
  [[nodiscard]] std::int64_t last_ms() const { return last_ms_; }
  [[nodiscard]] bool is_empty() const { return last_ms_ < first_ms_; }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  // The names that most people have, at most `most`.
  [[nodiscard]] std::vector<std::string> common(std::size_t most, std::uint64_t people_min) const;

 private:
  const NamedNodes* nodes_;
  std::int64_t now_ms_;
  std::int64_t first_ms_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_ms_ = std::numeric_limits<std::int64_t>::min();
  std::uint64_t events_ = 0;
  std::vector<std::uint64_t> people_;
  std::vector<std::uint64_t> seen_;  // The number of the last line with it.
  std::uint64_t lines_ = 0;
};

// The times within which something may follow.
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::array<std::int64_t, 8> follow_windows_ms = {
    5 * minute_ms, 15 * minute_ms, hour_ms,     day_ms,
    7 * day_ms,    14 * day_ms,    30 * day_ms, 90 * day_ms};

// How many of those who did `first` went on to `second` within the window.
struct PairQuestion {
  std::uint16_t first = 0;
  std::uint16_t second = 0;
  std::int64_t window_ms = 0;
  bool soon = false;  // Of those who go on at all, many take longer than this.
  double score = 0;
  bool operator==(const PairQuestion&) const = default;
};

struct ProposalLimits {
  std::size_t pairs_max = 90;
  std::size_t of_first_max = 6;
  std::size_t of_second_max = 8;
  std::uint64_t people_min = 60;
};

// Counts, for each pair of nodes, the people whose first event of the one is followed by the other,
// or comes after it, within each window.
class Follows {
 public:
  // The nodes must outlive this. Of first events whose window ends after `until_ms` nothing is
  // known.
  Follows(const NamedNodes& nodes, std::int64_t until_ms);
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const Follows& other);

  // Of those for whom that is known: how many have `second` within the window after their first
  // `first`, or before it. The window is one of follow_windows_ms.
  [[nodiscard]] stats::Share after(std::uint16_t first, std::uint16_t second,
                                   std::int64_t window_ms) const;
  [[nodiscard]] stats::Share before(std::uint16_t first, std::uint16_t second,
                                    std::int64_t window_ms) const;
  [[nodiscard]] std::uint64_t people(std::uint16_t first, std::int64_t window_ms) const;

  // The best first.
  [[nodiscard]] std::vector<PairQuestion> propose(const ProposalLimits& limits) const;

 private:
  static constexpr std::size_t windows = follow_windows_ms.size();
  struct Seen {
    std::uint16_t node = 0;
    std::int64_t at_ms = 0;
  };
  struct Candidate;

  [[nodiscard]] std::size_t cell(std::size_t first, std::size_t second, std::size_t window) const {
    return (first * nodes_->size() + second) * windows + window;
  }
  static std::size_t place_of(std::int64_t window_ms);
  void read(journey_engine::Line line);
  void count_before(std::size_t begin, std::size_t end);
  void count_after(std::size_t begin, std::size_t end);
  [[nodiscard]] std::vector<Candidate> candidates(const ProposalLimits& limits) const;
  [[nodiscard]] double share(const std::vector<std::uint64_t>& counts, std::size_t first,
                             std::size_t second, std::size_t window) const;

  const NamedNodes* nodes_;
  std::int64_t until_ms_;
  std::vector<std::uint64_t> people_;  // By first node and window.
  std::vector<std::uint64_t> after_;
  std::vector<std::uint64_t> before_;
  // Of one line.
  std::vector<Seen> seen_;
  std::vector<std::uint16_t> present_;
  std::vector<std::int64_t> near_;   // The last before, or the next after, by node.
  std::vector<std::size_t> firsts_;  // Where each node comes first, by node.
};

}  // namespace throughline::journeys
