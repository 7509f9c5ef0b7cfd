#include "journey_engine/attribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

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

AttributedConversion convert(const AttributionQuestion& question, CustomerId customer, Line line,
                             std::size_t event, std::span<const PastTouch> past) {
  AttributedConversion found{.event = event};
  found.value = question.value ? question.value(customer, line[event]) : 1;
  for (const PastTouch& touch : past) {
    const std::int64_t before = line[event].at_ms - line[touch.event].at_ms;
    if (before <= question.look_back_ms) {
      found.touches.push_back({touch.channel, before, touch.event == event});
    }
  }
  found.shares = share_credit(question.rule, found.touches);
  return found;
}

bool has_credit(const AttributedConversion& conversion) {
  return std::any_of(conversion.shares.begin(), conversion.shares.end(),
                     [](double share) { return share > 0; });
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
    case AttributionModel::participation:
      break;
  }
  return share_all(touches);
}

std::vector<AttributedConversion> find_conversions(const AttributionQuestion& question,
                                                   CustomerId customer, Line line) {
  std::vector<AttributedConversion> conversions;
  for (const LinePart& part : find_cases(question.cases, customer, line)) {
    std::vector<PastTouch> past;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      const Value channel = channel_of(question, customer, line[i]);
      if (channel != no_value) {
        past.push_back({channel, i});
      }
      if (question.conversions.has(customer, line[i])) {
        conversions.push_back(convert(question, customer, line, i, past));
        if (question.touches_once) {
          past.clear();
        }
      }
    }
  }
  return conversions;
}

void Attribution::add(CustomerId customer, Line line) {
  std::set<Value> touched;
  std::set<Value> credited;
  const std::vector<AttributedConversion> conversions = find_conversions(question_, customer, line);
  customers_ += conversions.empty() ? 0 : 1;
  for (const AttributedConversion& found : conversions) {
    ++conversions_;
    unattributed_ += has_credit(found) ? 0 : 1;
    for (std::size_t i = 0; i < found.touches.size(); ++i) {
      const Value channel = found.touches[i].channel;
      ChannelCredit& credit = channels_[channel];
      ++credit.touches;
      credit.conversions.add(found.shares[i]);
      credit.value.add(found.shares[i] * found.value);
      credit.customers += touched.insert(channel).second ? 1 : 0;
      credit.credited += found.shares[i] > 0 && credited.insert(channel).second ? 1 : 0;
    }
  }
}

void Attribution::merge(const Attribution& other) {
  conversions_ += other.conversions_;
  customers_ += other.customers_;
  unattributed_ += other.unattributed_;
  for (const auto& [channel, from] : other.channels_) {
    ChannelCredit& to = channels_[channel];
    to.conversions.merge(from.conversions);
    to.value.merge(from.value);
    to.touches += from.touches;
    to.customers += from.customers;
    to.credited += from.credited;
  }
}

bool converted(const std::optional<Value>& channel, const AttributionQuestion& question,
               CustomerId customer, Line line) {
  const auto conversions = find_conversions(question, customer, line);
  return std::any_of(conversions.begin(), conversions.end(), [&](const auto& conversion) {
    return !channel || std::any_of(conversion.touches.begin(), conversion.touches.end(),
                                   [&](const Touch& touch) { return touch.channel == *channel; });
  });
}

bool gave_credit(Value channel, const AttributionQuestion& question, CustomerId customer,
                 Line line) {
  const auto conversions = find_conversions(question, customer, line);
  return std::any_of(conversions.begin(), conversions.end(), [&](const auto& conversion) {
    if (channel == no_value) {
      return !has_credit(conversion);
    }
    for (std::size_t i = 0; i < conversion.touches.size(); ++i) {
      if (conversion.touches[i].channel == channel && conversion.shares[i] > 0) {
        return true;
      }
    }
    return false;
  });
}

}  // namespace throughline::journey_engine
