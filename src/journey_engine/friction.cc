#include "journey_engine/friction.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "stats/false_discovery.h"

namespace throughline::journey_engine {
namespace {

constexpr double false_share_max = 0.05;

class Points {
 public:
  void add(const FrictionPoint& point) {
    points_.insert(point);
    ++times_.at(static_cast<std::size_t>(point.kind));
  }
  void give(FrictionJourney& journey) const {
    journey.met.assign(points_.begin(), points_.end());
    journey.times = times_;
  }

 private:
  std::set<FrictionPoint> points_;
  FrictionTimes times_ = {};
};

// From the event that begins it to the one before the outcome.
struct Part {
  Line line = {};
  bool begun = false;
  bool reached = false;
};

Part part_of(const FrictionQuestion& question, CustomerId customer, Line line) {
  const auto in = [&](const EventSet& set) {
    return [&](const LineEvent& event) { return set.has(customer, event); };
  };
  const auto begin = std::find_if(line.begin(), line.end(), in(question.begins));
  const auto end = std::find_if(begin, line.end(), in(question.outcome));
  return {Line(begin, end), begin != line.end(), end != line.end()};
}

void add_dead_ends(const FrictionQuestion& question, CustomerId customer, Line line,
                   Points& points) {
  TraceRule rule = question.rule;
  rule.cases = {.per_session = true, .session = question.session};
  const std::vector<Trace> sessions = find_traces(rule, customer, line);
  for (std::size_t i = 0; i + 1 < sessions.size(); ++i) {
    points.add({FrictionKind::dead_end, sessions[i].back().node});
  }
}

void add_steps(const FrictionQuestion& question, const Trace& trace, Points& points) {
  std::set<Value> left;
  for (std::size_t i = 1; i < trace.size(); ++i) {
    const TraceStep& from = trace[i - 1];
    const TraceStep& to = trace[i];
    if (from.node != to.node) {
      left.insert(from.node);
      if (left.contains(to.node)) {
        points.add({FrictionKind::loop, to.node});
      }
    }
    if (to.at_ms - from.at_ms > question.too_long_ms) {
      points.add({FrictionKind::long_wait, from.node, to.node});
    }
  }
}

void add_contacts(const FrictionQuestion& question, CustomerId customer, Line line,
                  Points& points) {
  const LineEvent* last = nullptr;
  Value last_channel = no_value;
  for (const LineEvent& event : line) {
    if (!question.contacts.has(customer, event)) {
      continue;
    }
    const Value channel = question.channel ? question.channel(customer, event) : event.code;
    if (last != nullptr && event.at_ms - last->at_ms <= question.soon_ms) {
      points.add({FrictionKind::repeated_contact, channel});
      if (channel != last_channel) {
        points.add({FrictionKind::channel_switch, last_channel, channel});
      }
    }
    last = &event;
    last_channel = channel;
  }
}

// So many events so close together, whatever they are: without, there is no rage.
bool may_rage(const FrictionQuestion& question, Line line) {
  const std::size_t count = question.rage_count;
  if (count == 0) {
    return false;
  }
  for (std::size_t i = count - 1; i < line.size(); ++i) {
    if (line[i].at_ms - line[i + 1 - count].at_ms <= question.rage_ms) {
      return true;
    }
  }
  return false;
}

// What came in one node: when, and whether the last of it was rage.
struct Repeated {
  std::vector<std::int64_t> at_ms = {};
  bool rages = false;
};

// As long as each event is the last of so many in time, it is the same rage.
void add_rage(const FrictionQuestion& question, CustomerId customer, Line line, Points& points) {
  if (!may_rage(question, line)) {
    return;
  }
  std::unordered_map<Value, Repeated> by_node;
  for (const LineEvent& event : line) {
    if (!question.rule.events.has(customer, event)) {
      continue;
    }
    const Value node = question.rule.node ? question.rule.node(customer, event) : event.code;
    if (node == no_value) {
      continue;
    }
    auto& [at_ms, rages] = by_node[node];
    at_ms.push_back(event.at_ms);
    const bool raged = rages;
    rages = at_ms.size() >= question.rage_count &&
            event.at_ms - at_ms[at_ms.size() - question.rage_count] <= question.rage_ms;
    if (rages && !raged) {
      points.add({FrictionKind::rage, node});
    }
  }
}

void add_errors(const FrictionQuestion& question, CustomerId customer, Line line, Points& points) {
  if (question.errors.is_none()) {
    return;
  }
  for (const LineEvent& event : line) {
    if (question.errors.has(customer, event)) {
      points.add({FrictionKind::error, event.code});
    }
  }
}

}  // namespace

FrictionJourney find_friction(const FrictionQuestion& question, CustomerId customer, Line line) {
  const Part part = part_of(question, customer, line);
  FrictionJourney journey{.begun = part.begun, .reached = part.reached};
  Points points;
  add_dead_ends(question, customer, part.line, points);
  for (const Trace& trace : find_traces(question.rule, customer, part.line)) {
    add_steps(question, trace, points);
    journey.last = trace.back().node;
  }
  add_contacts(question, customer, part.line, points);
  add_rage(question, customer, part.line, points);
  add_errors(question, customer, part.line, points);
  points.give(journey);
  return journey;
}

void Friction::add(CustomerId customer, Line line) {
  const FrictionJourney journey = find_friction(question_, customer, line);
  if (!journey.begun) {
    return;
  }
  const std::uint64_t reached = journey.reached ? 1 : 0;
  ++reached_.of;
  reached_.count += reached;
  journeys_.add(customer, journey.times, journey.reached);
  for (const FrictionPoint& point : journey.met) {
    stats::Share& share = met_[point];
    ++share.of;
    share.count += reached;
  }
  if (!journey.reached && journey.last != no_value) {
    ++drop_offs_[journey.last];
  }
}

void Friction::merge(const Friction& other) {
  reached_.of += other.reached_.of;
  reached_.count += other.reached_.count;
  journeys_.merge(other.journeys_);
  for (const auto& [value, count] : other.drop_offs_) {
    drop_offs_[value] += count;
  }
  for (const auto& [point, from] : other.met_) {
    stats::Share& to = met_[point];
    to.of += from.of;
    to.count += from.count;
  }
}

std::vector<FrictionFinding> Friction::findings(std::uint64_t met_min) const {
  std::vector<FrictionFinding> findings;
  std::vector<double> p;
  for (const auto& [point, met] : met_) {
    if (met.of < met_min) {
      continue;
    }
    FrictionFinding finding{.point = point, .met = met};
    finding.not_met = {reached_.count - met.count, reached_.of - met.of};
    finding.difference = stats::difference(finding.not_met, finding.met);
    p.push_back(finding.difference.p);
    findings.push_back(finding);
  }
  const std::vector<double> adjusted = stats::adjust_false_discovery(p);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    findings[i].adjusted_p = adjusted[i];
  }
  // Ties stay in the order of points.
  std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    const bool a_holds = a.adjusted_p <= false_share_max;
    const bool b_holds = b.adjusted_p <= false_share_max;
    if (a_holds != b_holds) {
      return a_holds;
    }
    const double a_size = std::abs(a.difference.value);
    const double b_size = std::abs(b.difference.value);
    return a_size != b_size ? a_size > b_size : a.met.of > b.met.of;
  });
  return findings;
}

}  // namespace throughline::journey_engine
