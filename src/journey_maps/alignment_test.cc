// Alignments against a search over every way in which line and model can go side by side.
#include "journey_maps/alignment.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <vector>

namespace throughline::journey_maps {
namespace {

MapModel model_with(const std::vector<std::vector<ModelTouchpoint>>& stages) {
  MapModel model;
  for (std::size_t stage = 0; stage < stages.size(); ++stage) {
    const std::size_t first = model.touchpoints.size();
    for (ModelTouchpoint touchpoint : stages[stage]) {
      touchpoint.stage = stage;
      touchpoint.place = model.touchpoints.size() - first;
      model.required += touchpoint.required ? 1 : 0;
      model.touchpoints.push_back(touchpoint);
    }
    model.stages.push_back({first, model.touchpoints.size()});
  }
  return model;
}
constexpr ModelTouchpoint once = {};
constexpr ModelTouchpoint may = {.required = false};
constexpr ModelTouchpoint often = {.repeats = true};
constexpr ModelTouchpoint may_often = {.required = false, .repeats = true};

// Where line and model are: so far in the line, in this stage, of which these touchpoints were had.
struct Place {
  std::size_t read = 0;
  std::size_t stage = 0;
  std::vector<bool> had = {};
  auto operator<=>(const Place&) const = default;
};

// The cheapest way by breadth-first search with steps of cost 0 and 1. Says nothing of runs.
std::uint64_t cost_by_search(const MapModel& model, const std::vector<std::uint32_t>& line) {
  std::deque<std::pair<Place, std::uint64_t>> open = {
      {{0, 0, std::vector<bool>(model.touchpoints.size())}, 0}};
  std::map<Place, std::uint64_t> known;
  while (!open.empty()) {
    const auto [place, cost] = open.front();
    open.pop_front();
    if (!known.emplace(place, cost).second) {
      continue;
    }
    const auto go = [&](const Place& next, std::uint64_t step) {
      step == 0 ? open.push_front({next, cost}) : open.push_back({next, cost + step});
    };
    if (place.stage == model.stages.size()) {
      if (place.read == line.size()) {
        return cost;
      }
      Place next = place;
      ++next.read;
      go(next, 1);
      continue;
    }
    const auto [first, last] = model.stages[place.stage];
    bool complete = true;
    for (std::size_t touchpoint = first; touchpoint < last; ++touchpoint) {
      const ModelTouchpoint& rule = model.touchpoints[touchpoint];
      complete = complete && (!rule.required || place.had[touchpoint]);
      if (place.had[touchpoint] && !rule.repeats) {
        continue;
      }
      Place next = place;
      next.had[touchpoint] = true;
      if (!place.had[touchpoint]) {
        go(next, 1);  // A move of the model alone.
      }
      if (place.read < line.size() && line[place.read] == touchpoint) {
        ++next.read;
        go(next, 0);
      }
    }
    if (place.read < line.size()) {
      Place next = place;
      ++next.read;
      go(next, 1);
    }
    if (complete) {
      Place next = place;
      ++next.stage;
      go(next, 0);
    }
  }
  ADD_FAILURE() << "a model always has a way";
  return 0;
}

// What the deviations cost together.
std::uint64_t cost_of(const MapModel& model, const Alignment& alignment) {
  std::uint64_t cost = 0;
  const auto required_of = [&](std::size_t stage) {
    std::uint64_t count = 0;
    for (const ModelTouchpoint& touchpoint : model.of(stage)) {
      count += touchpoint.required ? 1 : 0;
    }
    return count;
  };
  for (const Deviation& deviation : alignment.deviations) {
    if (deviation.kind == DeviationKind::skipped) {
      cost += required_of(deviation.stage);
    } else if (deviation.kind == DeviationKind::left) {
      for (std::size_t stage = deviation.from + 1; stage < model.stages.size(); ++stage) {
        cost += required_of(stage);
      }
    } else {
      ++cost;
    }
  }
  return cost;
}

TEST(Alignment, CostsWhatTheCheapestOfAllWaysCosts_JM05) {
  for (unsigned seed = 1; seed <= 4'000; ++seed) {
    std::mt19937 random(seed);
    const auto number = [&](unsigned below) { return random() % below; };
    std::vector<std::vector<ModelTouchpoint>> stages(1 + number(4));
    for (auto& stage : stages) {
      stage.resize(number(4));
      for (ModelTouchpoint& touchpoint : stage) {
        touchpoint.required = number(2) == 0;
        touchpoint.repeats = number(2) == 0;
      }
    }
    stages.front().push_back(once);
    const MapModel model = model_with(stages);
    std::vector<std::uint32_t> line(number(9));
    for (std::uint32_t& touchpoint : line) {
      touchpoint = static_cast<std::uint32_t>(random() % model.touchpoints.size());
    }
    const Alignment found = Aligner(model).align(line);
    ASSERT_EQ(found.cost, cost_by_search(model, line)) << "seed " << seed;
    ASSERT_EQ(found.worst, line.size() + model.required);
    ASSERT_LE(found.cost, found.worst);
    if (!line.empty()) {
      ASSERT_EQ(cost_of(model, found), found.cost) << "seed " << seed;
    }
    ASSERT_EQ(found.fits(), found.deviations.empty()) << "seed " << seed;
  }
}

// One aligner for many lines gives what a new one gives.
TEST(Alignment, DoesNotDependOnTheLineBefore) {
  const MapModel model = model_with({{once, may}, {often}, {once}});
  Aligner kept(model);
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::vector<std::uint32_t> line(random() % 12);
    for (std::uint32_t& touchpoint : line) {
      touchpoint = static_cast<std::uint32_t>(random() % model.touchpoints.size());
    }
    const Alignment one = kept.align(line);
    const Alignment other = Aligner(model).align(line);
    ASSERT_EQ(one.cost, other.cost);
    ASSERT_EQ(one.deviations, other.deviations);
  }
}

// Stages: discover (0), try (1), buy (2), renew (3, as often as it comes).
class Deviations : public ::testing::Test {
 protected:
  std::vector<Deviation> of(const std::vector<std::uint32_t>& line) {
    return Aligner(model_).align(line).deviations;
  }
  MapModel model_ = model_with({{once}, {once}, {once}, {may_often}});
};

TEST_F(Deviations, AreNoneOfALineThatFits) {
  EXPECT_TRUE(of({0, 1, 2}).empty());
  EXPECT_TRUE(of({0, 1, 2, 3, 3, 3}).empty());
}

TEST_F(Deviations, SayWhatWasSkipped) {
  EXPECT_EQ(of({0, 2}), (std::vector<Deviation>{{DeviationKind::skipped, 1}}));
}

TEST_F(Deviations, SayWhereALineWentBack) {
  EXPECT_EQ(of({0, 1, 2, 1}),
            (std::vector<Deviation>{{.kind = DeviationKind::back, .stage = 1, .from = 2}}));
}

TEST_F(Deviations, SayWhereALineEnded) {
  const Alignment found = Aligner(model_).align(std::vector<std::uint32_t>{0});
  EXPECT_EQ(found.deviations, (std::vector<Deviation>{{.kind = DeviationKind::left, .from = 0}}));
  EXPECT_TRUE(found.is_on_the_way());
  EXPECT_EQ(found.cost, 2);
  EXPECT_EQ(found.fitness(), 0.5);
}

TEST_F(Deviations, SayWhatCameTooEarlyAndWhatTooOften) {
  EXPECT_EQ(of({0, 3, 1, 2}),
            (std::vector<Deviation>{{.kind = DeviationKind::early, .stage = 3, .from = 0}}));
  EXPECT_EQ(
      of({0, 0, 1, 2}),
      (std::vector<Deviation>{{.kind = DeviationKind::repeated, .stage = 0, .touchpoint = 0}}));
}

TEST_F(Deviations, SayWhatAStageLacks) {
  model_ = model_with({{once, once}, {once}});
  EXPECT_EQ(
      of({1, 2}),
      (std::vector<Deviation>{{.kind = DeviationKind::missing, .stage = 0, .touchpoint = 0}}));
  EXPECT_TRUE(of({1, 0, 2}).empty()) << "in a stage the order is free";
}

TEST(Alignment, OfALongLineTakesTimeInItsLengthAndNotInItsSquare) {
  const MapModel model = model_with({{often, may}, {once}, {may_often}});
  std::vector<std::uint32_t> line(aligned_events_max, 0);
  line.back() = 2;
  const Alignment found = Aligner(model).align(line);
  EXPECT_TRUE(found.fits());
}

}  // namespace
}  // namespace throughline::journey_maps
