#include "journey_engine/channel_chain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "journey_engine/attribution.h"
#include "journey_engine/lines_test.h"

namespace throughline::journey_engine {
namespace {

constexpr std::uint32_t buy = 9;

// Of random lines, everything in one.
struct RandomLines {
  explicit RandomLines(unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < 40; ++i) {
      auto line = random_line(random, 7, 6, 5, test_day);
      for (LineEvent& event : line) {
        event.code = event.code == 5 ? buy : event.code;
      }
      lines.push_back(line);
    }
  }
  std::vector<std::vector<LineEvent>> lines;
};

TEST(Attribution, ShapleyIsTheMeanOfWhatAChannelAddsOverAllOrders_JA05) {
  const AttributionQuestion asked{.touches = EventSet{0, 1, 2, 3, 4}, .conversions = EventSet{buy}};
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const RandomLines random(seed);
    Attribution found(asked, {{.model = AttributionModel::shapley}});
    std::vector<std::set<Value>> conversions;
    for (const auto& line : random.lines) {
      found.add({1}, line);
      for (const TouchPath& path : find_touch_paths(asked, {1}, line)) {
        if (path.conversion && !path.touches.empty()) {
          auto& channels = conversions.emplace_back();
          for (const Touch& touch : path.touches) {
            channels.insert(touch.channel);
          }
        }
      }
    }
    // What some channels earn without the others.
    const auto worth = [&](const std::set<Value>& present) {
      return std::count_if(conversions.begin(), conversions.end(), [&](const auto& needed) {
        return std::includes(present.begin(), present.end(), needed.begin(), needed.end());
      });
    };
    std::vector<Value> order = {0, 1, 2, 3, 4};
    std::map<Value, double> added;
    do {
      std::set<Value> present;
      for (const Value channel : order) {
        const auto before = worth(present);
        present.insert(channel);
        added[channel] += static_cast<double>(worth(present) - before) / 120;
      }
    } while (std::next_permutation(order.begin(), order.end()));
    for (const auto& [channel, credit] : found.channels()) {
      EXPECT_NEAR(credit.models[0].conversions, added.at(channel), 1e-9) << seed << " " << channel;
    }
  }
}

// Walks of the chain one after another, without a channel (or all, for no_value).
double converting(const std::vector<std::pair<bool, std::vector<Value>>>& paths, Value without) {
  std::map<Value, std::map<Value, double>> steps;
  constexpr Value start = 1'000;
  constexpr Value end = 1'001;
  constexpr Value nothing = 1'002;
  for (const auto& [converts, channels] : paths) {
    Value from = start;
    for (const Value channel : channels) {
      steps[from][channel] += 1;
      from = channel;
    }
    steps[from][converts ? end : nothing] += 1;
  }
  std::map<Value, double> walkers = {{start, 1}};
  double converted = 0;
  for (int step = 0; step < 20'000 && !walkers.empty(); ++step) {
    std::map<Value, double> next;
    for (const auto& [at, share] : walkers) {
      double all = 0;
      for (const auto& [to, times] : steps[at]) {
        all += times;
      }
      for (const auto& [to, times] : steps[at]) {
        if (to == end) {
          converted += share * times / all;
        } else if (to != nothing && to != without && share > 1e-18) {
          next[to] += share * times / all;
        }
      }
    }
    walkers = std::move(next);
  }
  return converted;
}

TEST(Attribution, MarkovIsWhatIsLostWithoutAChannel_JA05) {
  const AttributionQuestion asked{.touches = EventSet{0, 1, 2, 3, 4}, .conversions = EventSet{buy}};
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const RandomLines random(seed);
    ChannelChain chain;
    ChannelChain part;
    std::vector<std::pair<bool, std::vector<Value>>> paths;
    for (const auto& line : random.lines) {
      for (const TouchPath& path : find_touch_paths(asked, {1}, line)) {
        if (path.touches.empty()) {
          continue;
        }
        auto& [converts, channels] = paths.emplace_back(path.conversion.has_value(), 0);
        for (const Touch& touch : path.touches) {
          channels.push_back(touch.channel);
        }
        (paths.size() % 2 == 0 ? chain : part).add(channels, converts);
      }
    }
    chain.merge(part);
    const double all = converting(paths, no_value);
    const auto effects = chain.removal_effects();
    EXPECT_EQ(effects.size(), chain.channels());
    for (const auto& [channel, effect] : effects) {
      EXPECT_NEAR(effect, all > 0 ? 1 - converting(paths, channel) / all : 0, 1e-9)
          << seed << " " << channel;
    }
  }
}

TEST(Attribution, MarkovOfAKnownExampleAndOfPathsThatNeverConvert_JA05) {
  // Of analyzecore.com, "Marketing Multi-Channel Attribution model with R": 0.2, 0.4, 0.4.
  ChannelChain chain;
  EXPECT_TRUE(chain.shares().empty());
  chain.add(std::vector<Value>{1, 2, 3}, true);
  chain.add(std::vector<Value>{1}, false);
  chain.add(std::vector<Value>{2, 3}, false);
  const auto shares = chain.shares();
  EXPECT_NEAR(shares.at(1), 0.2, 1e-12);
  EXPECT_NEAR(shares.at(2), 0.4, 1e-12);
  EXPECT_NEAR(shares.at(3), 0.4, 1e-12);
  EXPECT_NEAR(chain.removal_effects().at(1), 0.5, 1e-12);
  ChannelChain never;
  never.add(std::vector<Value>{7, 7}, false);
  EXPECT_EQ(never.shares(), (std::map<Value, double>{{7, 0}}));
}

TEST(Attribution, MarkovAndShapleyPartAllThatWasTouched_JA05) {
  using enum AttributionModel;
  AttributionQuestion asked{.touches = EventSet{0, 1, 2, 3, 4}, .conversions = EventSet{buy}};
  asked.value = [](const LineEvent& event) { return std::optional<double>(2.0 + event.code); };
  const RandomLines random(3);
  Attribution found(asked, {{.model = markov}, {.model = shapley}, {.model = linear}});
  for (const auto& line : random.lines) {
    found.add({1}, line);
  }
  for (std::size_t rule = 0; rule < 3; ++rule) {
    double conversions = static_cast<double>(found.unattributed(rule).conversions);
    double value = found.unattributed(rule).value;
    for (const auto& [channel, credit] : found.channels()) {
      conversions += credit.models[rule].conversions;
      value += credit.models[rule].value;
    }
    EXPECT_NEAR(conversions, static_cast<double>(found.conversions()), 1e-9);
    EXPECT_NEAR(value, found.value(), 1e-9);
  }
}

}  // namespace
}  // namespace throughline::journey_engine
