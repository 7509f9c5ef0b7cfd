#include "journeys/journeys.follows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/assert.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();
constexpr double excess_min = 0.05;
// A longer window is looked at as long as it lets this much more of them arrive.
constexpr double nearly_all = 0.95;
constexpr double soon_share_min = 0.2;
constexpr double soon_share_max = 0.97;
constexpr double soon_share_best = 0.7;
constexpr double each_further = 0.6;  // The next of the same first event counts so much.
constexpr double repeat_weight = 0.5;
// What follows soon belongs together rather than what comes some day, window by window.
constexpr std::array<double, follow_windows_ms.size()> of_window = {1,   1,   1,    1,
                                                                    0.8, 0.7, 0.55, 0.4};

}  // namespace

NamedNodes::NamedNodes(const EventCodes& codes, std::vector<std::string> names)
    : names_(std::move(names)), by_code_(codes.size(), none) {
  std::map<std::string_view, std::uint16_t> places;
  for (std::size_t i = 0; i < names_.size() && i < none; ++i) {
    places.emplace(names_[i], static_cast<std::uint16_t>(i));
  }
  for (std::uint32_t code = 0; code < codes.size(); ++code) {
    if (const auto found = places.find(codes.at(code).name); found != places.end()) {
      by_code_[code] = found->second;
    }
  }
}

NamedNodes NamedNodes::all(const EventCodes& codes) {
  std::vector<std::string> names;
  for (std::uint32_t code = 0; code < codes.size(); ++code) {
    if (!codes.at(code).name.empty()) {
      names.push_back(codes.at(code).name);
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return {codes, std::move(names)};
}

void Extent::add(CustomerId /*customer*/, Line line) {
  ++lines_;
  for (const LineEvent& event : line) {
    if (event.at_ms > now_ms_) {
      break;
    }
    ++events_;
    first_ms_ = std::min(first_ms_, event.at_ms);
    last_ms_ = std::max(last_ms_, event.at_ms);
    const std::uint16_t node = nodes_->of(event.code);
    if (node != NamedNodes::none && seen_[node] != lines_) {
      seen_[node] = lines_;
      ++people_[node];
    }
  }
}

void Extent::merge(const Extent& other) {
  first_ms_ = std::min(first_ms_, other.first_ms_);
  last_ms_ = std::max(last_ms_, other.last_ms_);
  events_ += other.events_;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    people_[i] += other.people_[i];
  }
}

std::vector<std::string> Extent::common(std::size_t most, std::uint64_t people_min) const {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < people_.size(); ++i) {
    if (people_[i] >= people_min) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return people_[a] > people_[b]; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    names.push_back(nodes_->name(order[i]));
  }
  return names;
}

Follows::Follows(const NamedNodes& nodes, std::int64_t until_ms)
    : nodes_(&nodes),
      until_ms_(until_ms),
      people_(nodes.size() * windows),
      after_(nodes.size() * nodes.size() * windows),
      before_(after_.size()),
      near_(nodes.size(), never),
      firsts_(nodes.size(), nowhere) {}

void Follows::read(Line line) {
  seen_.clear();
  present_.clear();
  for (const LineEvent& event : line) {
    const std::uint16_t node = nodes_->of(event.code);
    if (node == NamedNodes::none || event.at_ms >= until_ms_) {
      continue;
    }
    if (firsts_[node] == nowhere) {
      firsts_[node] = seen_.size();
      present_.push_back(node);
    }
    seen_.push_back({node, event.at_ms});
  }
}

// What lies before the instant [begin, end) is in `near_`.
void Follows::count_before(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint16_t first = seen_[i].node;
    if (firsts_[first] != i) {
      continue;
    }
    for (const std::uint16_t second : present_) {
      for (std::size_t w = 0; w < windows && near_[second] != never; ++w) {
        const bool known = seen_[i].at_ms + follow_windows_ms[w] <= until_ms_;
        if (known && seen_[i].at_ms - near_[second] <= follow_windows_ms[w]) {
          ++before_[cell(first, second, w)];
        }
      }
    }
  }
}

// What lies at the instant [begin, end) or after it is in `near_`.
void Follows::count_after(std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint16_t first = seen_[i].node;
    if (firsts_[first] != i) {
      continue;
    }
    for (std::size_t w = 0; w < windows; ++w) {
      if (seen_[i].at_ms + follow_windows_ms[w] > until_ms_) {
        break;
      }
      ++people_[first * windows + w];
      for (const std::uint16_t second : present_) {
        if (near_[second] != never && near_[second] - seen_[i].at_ms <= follow_windows_ms[w]) {
          ++after_[cell(first, second, w)];
        }
      }
    }
  }
}

void Follows::add(CustomerId /*customer*/, Line line) {
  read(line);
  const auto same_instant = [&](std::size_t a, std::size_t b) {
    return seen_[a].at_ms == seen_[b].at_ms;
  };
  for (std::size_t begin = 0, end = 0; begin < seen_.size(); begin = end) {
    for (end = begin + 1; end < seen_.size() && same_instant(begin, end); ++end) {
    }
    count_before(begin, end);
    for (std::size_t i = begin; i < end; ++i) {
      near_[seen_[i].node] = seen_[i].at_ms;
    }
  }
  for (const std::uint16_t node : present_) {
    near_[node] = never;
  }
  // Backwards. A node follows itself by another event of it: its own first event is added later.
  std::vector<std::uint16_t> own;
  for (std::size_t end = seen_.size(), begin = 0; end > 0; end = begin) {
    for (begin = end - 1; begin > 0 && same_instant(begin - 1, end - 1); --begin) {
    }
    own.clear();
    for (std::size_t i = begin; i < end; ++i) {
      if (firsts_[seen_[i].node] == i) {
        own.push_back(seen_[i].node);
      } else {
        near_[seen_[i].node] = seen_[i].at_ms;
      }
    }
    // First events of one instant follow each other, but none itself.
    for (const std::uint16_t first : own) {
      std::vector<std::pair<std::uint16_t, std::int64_t>> kept;
      for (const std::uint16_t second : own) {
        if (second != first) {
          kept.emplace_back(second, near_[second]);
          near_[second] = seen_[begin].at_ms;
        }
      }
      count_after(firsts_[first], firsts_[first] + 1);
      for (const auto& [second, at_ms] : kept) {
        near_[second] = at_ms;
      }
    }
    for (const std::uint16_t first : own) {
      near_[first] = seen_[begin].at_ms;
    }
  }
  for (const std::uint16_t node : present_) {
    near_[node] = never;
    firsts_[node] = nowhere;
  }
}

void Follows::merge(const Follows& other) {
  const auto add = [](std::vector<std::uint64_t>& to, const std::vector<std::uint64_t>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      to[i] += from[i];
    }
  };
  add(people_, other.people_);
  add(after_, other.after_);
  add(before_, other.before_);
}

std::size_t Follows::place_of(std::int64_t window_ms) {
  const auto* const found =
      std::find(follow_windows_ms.begin(), follow_windows_ms.end(), window_ms);
  TL_ASSERT(found != follow_windows_ms.end());
  return static_cast<std::size_t>(found - follow_windows_ms.begin());
}

std::uint64_t Follows::people(std::uint16_t first, std::int64_t window_ms) const {
  return people_[first * windows + place_of(window_ms)];
}

stats::Share Follows::after(std::uint16_t first, std::uint16_t second,
                            std::int64_t window_ms) const {
  return {after_[cell(first, second, place_of(window_ms))], people(first, window_ms)};
}

stats::Share Follows::before(std::uint16_t first, std::uint16_t second,
                             std::int64_t window_ms) const {
  return {before_[cell(first, second, place_of(window_ms))], people(first, window_ms)};
}

struct Follows::Candidate {
  PairQuestion question = {};
  std::optional<std::int64_t> soon_ms = {};
};

double Follows::share(const std::vector<std::uint64_t>& counts, std::size_t first,
                      std::size_t second, std::size_t window) const {
  const std::uint64_t people = people_[first * windows + window];
  return people == 0 ? 0
                     : static_cast<double>(counts[cell(first, second, window)]) /
                           static_cast<double>(people);
}

std::vector<Follows::Candidate> Follows::candidates(const ProposalLimits& limits) const {
  std::vector<Candidate> found;
  for (std::size_t first = 0; first < nodes_->size(); ++first) {
    std::size_t usable = 0;
    while (usable < windows && people_[first * windows + usable] >= limits.people_min) {
      ++usable;
    }
    for (std::size_t second = 0; usable > 0 && second < nodes_->size(); ++second) {
      double most = 0;
      for (std::size_t w = 0; w < usable; ++w) {
        most = std::max(most, share(after_, first, second, w));
      }
      std::size_t w = 0;
      while (w + 1 < usable && share(after_, first, second, w) < nearly_all * most) {
        ++w;
      }
      const double arrive = share(after_, first, second, w);
      const double excess = arrive - share(before_, first, second, w);
      if (excess < excess_min) {
        continue;
      }
      const double people = static_cast<double>(people_[first * windows + w]);
      const double in_doubt = 0.15 + 4 * arrive * (1 - arrive);
      Candidate candidate{
          .question = {.first = static_cast<std::uint16_t>(first),
                       .second = static_cast<std::uint16_t>(second),
                       .window_ms = follow_windows_ms[w],
                       .score = std::sqrt(people) * excess * in_doubt * of_window.at(w) *
                                (first == second ? repeat_weight : 1)}};
      double nearest = 1;
      for (std::size_t soon = 0; soon < w; ++soon) {
        const double part = share(after_, first, second, soon) / arrive;
        if (part >= soon_share_min && part <= soon_share_max &&
            std::abs(part - soon_share_best) < nearest) {
          nearest = std::abs(part - soon_share_best);
          candidate.soon_ms = follow_windows_ms[soon];
        }
      }
      found.push_back(candidate);
    }
  }
  return found;
}

std::vector<PairQuestion> Follows::propose(const ProposalLimits& limits) const {
  std::vector<Candidate> all = candidates(limits);
  const auto by_score = [](const Candidate& a, const Candidate& b) {
    return a.question.score > b.question.score;
  };
  std::stable_sort(all.begin(), all.end(), by_score);
  // So that one event does not stand before everything that comes after it.
  std::vector<std::size_t> of_first(nodes_->size());
  for (Candidate& one : all) {
    one.question.score *=
        std::pow(each_further, static_cast<double>(of_first[one.question.first]++));
  }
  std::stable_sort(all.begin(), all.end(), by_score);
  of_first.assign(nodes_->size(), 0);
  std::vector<std::size_t> of_second(nodes_->size());
  std::vector<PairQuestion> questions;
  std::size_t pairs = 0;
  for (const Candidate& one : all) {
    if (pairs == limits.pairs_max || of_first[one.question.first] == limits.of_first_max ||
        of_second[one.question.second] == limits.of_second_max) {
      continue;
    }
    ++pairs;
    ++of_first[one.question.first];
    ++of_second[one.question.second];
    questions.push_back(one.question);
    if (one.soon_ms) {
      PairQuestion soon = one.question;
      soon.window_ms = *one.soon_ms;
      soon.soon = true;
      questions.push_back(soon);
    }
  }
  return questions;
}

}  // namespace throughline::journeys
