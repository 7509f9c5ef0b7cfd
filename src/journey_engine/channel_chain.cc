#include "journey_engine/channel_chain.h"

#include <cmath>
#include <numeric>
#include <utility>

#include "base/assert.h"

namespace throughline::journey_engine {
namespace {

using Matrix = std::vector<std::vector<double>>;

// By Gauss and Jordan, with the greatest pivot of each column.
Matrix inverse_of(Matrix m) {
  const std::size_t n = m.size();
  Matrix inverse(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i) {
    inverse[i][i] = 1;
  }
  const auto subtract = [n](std::vector<double>& from, const std::vector<double>& row,
                            double times) {
    for (std::size_t j = 0; j < n; ++j) {
      from[j] -= times * row[j];
    }
  };
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k; i < n; ++i) {
      pivot = std::abs(m[i][k]) > std::abs(m[pivot][k]) ? i : pivot;
    }
    std::swap(m[k], m[pivot]);
    std::swap(inverse[k], inverse[pivot]);
    const double scale = m[k][k];
    TL_ASSERT(scale != 0);  // Every walk ends.
    for (std::size_t j = 0; j < n; ++j) {
      m[k][j] /= scale;
      inverse[k][j] /= scale;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (i != k && m[i][k] != 0) {
        const double times = m[i][k];
        subtract(m[i], m[k], times);
        subtract(inverse[i], inverse[k], times);
      }
    }
  }
  return inverse;
}

// 1 - M.
Matrix without_from_one(Matrix m) {
  for (std::size_t i = 0; i < m.size(); ++i) {
    for (std::size_t j = 0; j < m.size(); ++j) {
      m[i][j] = (i == j ? 1 : 0) - m[i][j];
    }
  }
  return m;
}

Value from_of(std::uint64_t step) {
  return static_cast<Value>(step >> 32U);
}
Value to_of(std::uint64_t step) {
  return static_cast<Value>(step);
}

}  // namespace

ChannelChain::Walks::Walks(std::size_t channels)
    : begins(channels),
      converts(channels),
      leaves(channels),
      stays(channels, std::vector<double>(channels)) {}

void ChannelChain::Walks::make_shares() {
  const double all = std::accumulate(begins.begin(), begins.end(), 0.0);
  for (std::size_t i = 0; i < begins.size(); ++i) {
    begins[i] /= all;
    converts[i] /= leaves[i];
    for (double& share : stays[i]) {
      share /= leaves[i];
    }
  }
}

void ChannelChain::count(Value from, Value to, std::uint64_t times) {
  steps_[(std::uint64_t{from} << 32U) | to] += times;
}

void ChannelChain::add(std::span<const Value> path, bool converts) {
  if (path.empty()) {
    return;
  }
  Value from = start;
  for (const Value channel : path) {
    count(from, channel, 1);
    from = channel;
  }
  count(from, converts ? conversion : nothing, 1);
}

void ChannelChain::merge(const ChannelChain& other) {
  for (const auto& [step, times] : other.steps_) {
    steps_[step] += times;
  }
}

std::size_t ChannelChain::channels() const {
  return places().size();
}

std::map<Value, std::size_t> ChannelChain::places() const {
  std::map<Value, std::size_t> places;
  for (const auto& [step, times] : steps_) {
    if (from_of(step) != start) {
      places.emplace(from_of(step), 0);
    }
  }
  std::size_t next = 0;
  for (auto& [channel, place] : places) {
    place = next++;
  }
  return places;
}

ChannelChain::Walks ChannelChain::walks(const std::map<Value, std::size_t>& places) const {
  Walks walks(places.size());
  for (const auto& [step, count] : steps_) {
    const Value to = to_of(step);
    const auto times = static_cast<double>(count);
    if (from_of(step) == start) {
      walks.begins[places.at(to)] += times;
      continue;
    }
    const std::size_t place = places.at(from_of(step));
    walks.leaves[place] += times;
    if (to == conversion) {
      walks.converts[place] += times;
    } else if (to != nothing) {
      walks.stays[place][places.at(to)] += times;
    }
  }
  walks.make_shares();
  return walks;
}

std::map<Value, double> ChannelChain::removal_effects() const {
  const std::map<Value, std::size_t> places = this->places();
  const Walks walks = this->walks(places);
  const std::size_t n = places.size();
  // visits[i][j]: how often a walk at i comes to j, on average, being at i once already.
  const std::vector<std::vector<double>> visits = inverse_of(without_from_one(walks.stays));
  std::vector<double> come(n);   // How often a walk comes to each channel.
  std::vector<double> reach(n);  // How likely a walk at each channel converts.
  double all = 0;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) {
      come[j] += walks.begins[i] * visits[i][j];
      reach[j] += visits[j][i] * walks.converts[i];
    }
    all += walks.begins[j] * reach[j];
  }
  std::map<Value, double> effects;
  for (const auto& [channel, place] : places) {
    // The chance to come to it at all, and to convert from there.
    const double through = come[place] / visits[place][place] * reach[place];
    effects[channel] = all > 0 ? through / all : 0;
  }
  return effects;
}

std::map<Value, double> ChannelChain::shares() const {
  std::map<Value, double> shares = removal_effects();
  double sum = 0;
  for (const auto& [channel, effect] : shares) {
    sum += effect;
  }
  for (auto& [channel, effect] : shares) {
    effect = sum > 0 ? effect / sum : 0;
  }
  return shares;
}

}  // namespace throughline::journey_engine
