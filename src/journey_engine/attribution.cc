#include "journey_engine/attribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

namespace throughline::journey_engine {
namespace {

std::vector<double> share_by_place(const AttributionShape& shape, std::size_t count) {
  std::vector<double> shares(count);
  if (count > 2) {
    std::fill(shares.begin(), shares.end(), shape.between / static_cast<double>(count - 2));
  }
  shares.front() = shape.first;
  shares.back() = count == 1 ? 1 : shape.last;
  return shares;
}

std::vector<double> share_by_age(double half_life_ms, std::span<const Touch> touches) {
  // From the nearest, so that at least one is not lost to rounding, however long ago all are.
  const std::int64_t nearest = touches.back().before_ms;
  std::vector<double> shares;
  for (const Touch& touch : touches) {
    shares.push_back(std::exp2(-static_cast<double>(touch.before_ms - nearest) / half_life_ms));
  }
  return shares;
}

std::vector<double> share_all(std::span<const Touch> touches) {
  std::set<Value> seen;
  std::vector<double> shares;
  for (const Touch& touch : touches) {
    shares.push_back(seen.insert(touch.channel).second ? 1 : 0);
  }
  return shares;
}

std::vector<double> scaled_to_one(std::vector<double> shares) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) {
    share = sum > 0 ? share / sum : 0;
  }
  return shares;
}

std::vector<double> only(std::size_t count, std::size_t place) {
  std::vector<double> shares(count);
  shares[place] = 1;
  return shares;
}

std::vector<double> share_among_channels(std::span<const Touch> touches) {
  // Of the game in which some channels earn those conversions that no other channel took part in:
  // each conversion is then worth the same to all that did (Shapley 1953; Zhao and others 2018).
  return scaled_to_one(share_all(touches));
}

Value channel_of(const AttributionQuestion& question, CustomerId customer, const LineEvent& event) {
  if (!question.touches.has(customer, event)) {
    return no_value;
  }
  return question.channel ? question.channel(customer, event) : event.code;
}

struct PastTouch {
  Value channel = 0;
  std::size_t event = 0;
};

// Those no longer before the event than the look-back.
std::vector<Touch> touches_before(const AttributionQuestion& question, Line line, std::size_t event,
                                  std::span<const PastTouch> past) {
  std::vector<Touch> touches;
  for (const PastTouch& touch : past) {
    const std::int64_t before = line[event].at_ms - line[touch.event].at_ms;
    if (before <= question.look_back_ms) {
      touches.push_back({touch.channel, before, touch.event == event});
    }
  }
  return touches;
}

bool has_credit(std::span<const double> shares) {
  return std::any_of(shares.begin(), shares.end(), [](double share) { return share > 0; });
}

}  // namespace

std::vector<double> share_credit(const AttributionRule& rule, std::span<const Touch> touches) {
  const std::size_t count = touches.size();
  if (count == 0) {
    return {};
  }
  switch (rule.model) {
    case AttributionModel::first:
      return only(count, 0);
    case AttributionModel::last:
      return only(count, count - 1);
    case AttributionModel::same:
      return touches.back().is_conversion ? only(count, count - 1) : std::vector<double>(count);
    case AttributionModel::linear:
      return scaled_to_one(std::vector<double>(count, 1));
    case AttributionModel::u_shaped:
      return scaled_to_one(share_by_place({0.4, 0.2, 0.4}, count));
    case AttributionModel::j_shaped:
      return scaled_to_one(share_by_place({0.2, 0.2, 0.6}, count));
    case AttributionModel::inverse_j:
      return scaled_to_one(share_by_place({0.6, 0.2, 0.2}, count));
    case AttributionModel::custom:
      return scaled_to_one(share_by_place(rule.shape, count));
    case AttributionModel::time_decay:
      return scaled_to_one(share_by_age(static_cast<double>(rule.half_life_ms), touches));
    case AttributionModel::shapley:
      return share_among_channels(touches);
    case AttributionModel::participation:
    case AttributionModel::markov:
      break;
  }
  return share_all(touches);
}

std::vector<TouchPath> find_touch_paths(const AttributionQuestion& question, CustomerId customer,
                                        Line line) {
  std::vector<TouchPath> paths;
  for (const LinePart& part : find_cases(question.cases, customer, line)) {
    std::vector<PastTouch> past;
    std::size_t led_to_something = 0;  // So many of them.
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const Value channel = channel_of(question, customer, line[i]);
      if (channel != no_value) {
        past.push_back({channel, i});
      }
      if (question.conversions.has(customer, line[i])) {
        paths.push_back({.conversion = i, .touches = touches_before(question, line, i, past)});
        if (question.touches_once) {
          past.clear();
        }
        led_to_something = past.size();
      }
    }
    const std::span<const PastTouch> rest = std::span(past).subspan(led_to_something);
    if (!rest.empty()) {
      paths.push_back({.touches = touches_before(question, line, rest.back().event, rest)});
    }
  }
  return paths;
}

Attribution::Attribution(const AttributionQuestion& question, std::vector<AttributionRule> rules)
    : question_(question),
      rules_(std::move(rules)),
      unattributed_(rules_.size()),
      columns_(question) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    needs_chain_ = needs_chain_ || is_markov(i);
  }
}

Attribution::Channel& Attribution::channel(Value value) {
  Channel& found = channels_[value];
  found.parts.resize(rules_.size());
  return found;
}

void Attribution::add(CustomerId customer, Line line) {
  ++added_;
  bool converted = false;
  for (const TouchPath& path : find_touch_paths(question_, customer, line)) {
    if (needs_chain_) {
      add_to_chain(path);
    }
    if (path.conversion) {
      converted = true;
      add_conversion(path, question_.value ? question_.value(line[*path.conversion]) : 1);
    }
  }
  customers_ += converted ? 1 : 0;
}

Kernel Attribution::kernel() const {
  if (question_.cases.per_session) {
    return lines_kernel("each session is a case");
  }
  const bool of_one_touch = std::all_of(rules_.begin(), rules_.end(), [](const auto& rule) {
    return rule.model == AttributionModel::first || rule.model == AttributionModel::last ||
           rule.model == AttributionModel::same;
  });
  return of_one_touch ? vector_kernel("touch_columns")
                      : lines_kernel("credit is shared among several touches");
}

Attribution::Channel& Attribution::channel_near(Value value) {
  if (value >= near_.size()) {
    return channel(value);
  }
  if (near_[value] == nullptr) {
    near_[value] = &channel(value);
  }
  return *near_[value];
}

std::uint64_t Attribution::add(const Columns& columns, const LookedAt& looked) {
  constexpr std::size_t near_max = 4'096;
  std::uint64_t customers = 0;
  near_.assign(near_max, nullptr);
  columns_.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    ++added_;
    if (!columns_.may_convert(line)) {
      return;
    }
    bool converted = false;
    columns_.visit(
        line,
        [&](const LineEvent& event, const TouchColumns::Ends& ends) {
          converted = true;
          add_ends(ends, question_.value ? question_.value(event) : 1);
        },
        [&](Value value, std::uint64_t conversions) {
          Channel& touched = channel_near(value);
          touched.touches += conversions;
          touched.customers += once(touched.of_customer);
        });
    customers_ += converted ? 1 : 0;
  });
  return customers;
}

// Where each rule gives all credit to one touch, or none.
void Attribution::add_ends(const TouchColumns::Ends& ends, std::optional<double> value) {
  ++conversions_;
  without_value_ += value ? 0 : 1;
  value_.add(value.value_or(0));
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    const AttributionModel model = rules_[rule].model;
    const bool credited = ends.any && (model != AttributionModel::same || ends.last_is_conversion);
    Part& part =
        credited
            ? channel_near(model == AttributionModel::first ? ends.first : ends.last).parts[rule]
            : unattributed_[rule];
    part.conversions.add(1);
    part.value.add(value.value_or(0));
    part.customers += credited ? once(part.of_customer) : 0;
  }
}

std::uint64_t Attribution::once(std::uint64_t& of_customer) const {
  return std::exchange(of_customer, added_) == added_ ? 0 : 1;
}

void Attribution::add_conversion(const TouchPath& path, std::optional<double> value) {
  ++conversions_;
  without_value_ += value ? 0 : 1;
  value_.add(value.value_or(0));
  for (const Touch& touch : path.touches) {
    Channel& credited = channel(touch.channel);
    ++credited.touches;
    credited.customers += once(credited.of_customer);
  }
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    const std::vector<double> shares = share_credit(rules_[rule], path.touches);
    if (!has_credit(shares)) {
      unattributed_[rule].conversions.add(1);
      unattributed_[rule].value.add(value.value_or(0));
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
      Part& part = channel(path.touches[i].channel).parts[rule];
      part.conversions.add(shares[i]);
      part.value.add(shares[i] * value.value_or(0));
      part.customers += shares[i] > 0 ? once(part.of_customer) : 0;
    }
  }
}

void Attribution::add_to_chain(const TouchPath& path) {
  path_.clear();
  for (const Touch& touch : path.touches) {
    path_.push_back(touch.channel);
  }
  chain_.add(path_, path.conversion.has_value());
}

void Attribution::Part::merge(const Part& other) {
  conversions.merge(other.conversions);
  value.merge(other.value);
  customers += other.customers;
}

void Attribution::merge(const Attribution& other) {
  conversions_ += other.conversions_;
  customers_ += other.customers_;
  without_value_ += other.without_value_;
  value_.merge(other.value_);
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    unattributed_[rule].merge(other.unattributed_[rule]);
  }
  for (const auto& [value, from] : other.channels_) {
    Channel& to = channel(value);
    to.touches += from.touches;
    to.customers += from.customers;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      to.parts[rule].merge(from.parts[rule]);
    }
  }
  chain_.merge(other.chain_);
}

Unattributed Attribution::unattributed(std::size_t rule) const {
  return {.conversions = static_cast<std::uint64_t>(unattributed_[rule].conversions.value()),
          .value = unattributed_[rule].value.value()};
}

std::map<Value, ChannelCredit> Attribution::channels() const {
  const std::map<Value, double> of_chain =
      needs_chain_ ? chain_.shares() : std::map<Value, double>();
  std::map<Value, ChannelCredit> credits;
  for (const auto& [value, channel] : channels_) {
    ChannelCredit& credit = credits[value];
    credit.touches = channel.touches;
    credit.customers = channel.customers;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      const Part& part = channel.parts[rule];
      ModelCredit& model = credit.models.emplace_back();
      model.customers = part.customers;
      model.conversions = part.conversions.value();
      model.value = part.value.value();
      if (is_markov(rule)) {
        const Unattributed none = unattributed(rule);
        const double share = of_chain.at(value);
        model.conversions = share * static_cast<double>(conversions_ - none.conversions);
        model.value = share * (value_.value() - none.value);
      }
    }
  }
  return credits;
}

bool converted(const std::optional<Value>& channel, const AttributionQuestion& question,
               CustomerId customer, Line line) {
  const auto paths = find_touch_paths(question, customer, line);
  return std::any_of(paths.begin(), paths.end(), [&](const TouchPath& path) {
    return path.conversion &&
           (!channel || std::any_of(path.touches.begin(), path.touches.end(),
                                    [&](const auto& one) { return one.channel == *channel; }));
  });
}

bool gave_credit(Value channel, const AttributionRule& rule, const AttributionQuestion& question,
                 CustomerId customer, Line line) {
  const auto paths = find_touch_paths(question, customer, line);
  return std::any_of(paths.begin(), paths.end(), [&](const TouchPath& path) {
    if (!path.conversion) {
      return false;
    }
    const std::vector<double> shares = share_credit(rule, path.touches);
    if (channel == no_value) {
      return !has_credit(shares);
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (path.touches[i].channel == channel && shares[i] > 0) {
        return true;
      }
    }
    return false;
  });
}

}  // namespace throughline::journey_engine
