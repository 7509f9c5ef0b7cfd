#include "journey_engine/friction_index.h"

#include <algorithm>
#include <cmath>

namespace throughline::journey_engine {
namespace {

using stats::LogisticModel;
using stats::LogisticRow;
using stats::Share;

// The finaliser of splitmix64.
std::size_t fold_of(CustomerId customer) {
  auto mixed = static_cast<std::uint64_t>(customer.value) + 0x9e37'79b9'7f4a'7c15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d0'49bb'1331'11ebU;
  return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % FrictionJourneys::folds);
}

std::vector<double> numbers_of(const FrictionTimes& times) {
  std::vector<double> numbers;
  for (const std::uint32_t each : times) {
    numbers.push_back(std::log1p(static_cast<double>(each)));
  }
  return numbers;
}

Share all_of(const std::vector<LogisticRow>& rows) {
  Share all;
  for (const LogisticRow& row : rows) {
    all.count += row.reached.count;
    all.of += row.reached.of;
  }
  return all;
}

// Each pattern once, whatever its folds; without those of one fold.
std::vector<LogisticRow> rows_of(const FrictionJourneys& journeys,
                                 std::optional<std::size_t> without = {}) {
  std::vector<LogisticRow> rows;
  const FrictionTimes* last = nullptr;
  for (const auto& [row, share] : journeys.rows()) {
    if (row.second == without) {
      continue;
    }
    if (last == nullptr || *last != row.first) {
      rows.push_back({.x = numbers_of(row.first)});
      last = &row.first;
    }
    rows.back().reached.count += share.count;
    rows.back().reached.of += share.of;
  }
  return rows;
}

std::optional<NotLearned> why_not(const std::vector<LogisticRow>& rows) {
  const Share all = all_of(rows);
  if (all.count < FrictionIndex::people_min) {
    return NotLearned::few_reached;
  }
  if (all.of - all.count < FrictionIndex::people_min) {
    return NotLearned::few_stopped;
  }
  return rows.size() < 2 ? std::optional(NotLearned::all_alike) : std::nullopt;
}

// Of each fold, by what the others say.
std::optional<stats::Discrimination> discrimination_of(const FrictionJourneys& journeys,
                                                       const std::function<bool()>& stop) {
  std::vector<std::vector<stats::Scored>> folds(FrictionJourneys::folds);
  for (std::size_t fold = 0; fold < folds.size(); ++fold) {
    const std::vector<LogisticRow> others = rows_of(journeys, fold);
    const Share all = all_of(others);
    if (all.count == 0 || all.count == all.of) {
      continue;
    }
    const LogisticModel model = stats::fit_logistic(others, FrictionIndex::ridge, stop);
    if (!model.converged) {
      return {};
    }
    for (const auto& [row, share] : journeys.rows()) {
      if (row.second == fold) {
        folds[fold].push_back({model.chance(numbers_of(row.first)), share});
      }
    }
  }
  return stats::discrimination(folds);
}

struct Indexed {
  double index = 0;
  std::uint64_t people = 0;
};

// Between the two nearest, as sample.h has it; there is somebody.
double quantile_of(const std::vector<Indexed>& sorted, std::uint64_t people, double q) {
  const double place = q * static_cast<double>(people - 1);
  const auto before = static_cast<std::uint64_t>(place);
  const auto at = [&](std::uint64_t wanted) {
    for (const Indexed& each : sorted) {
      if (wanted < each.people) {
        return each.index;
      }
      wanted -= each.people;
    }
    return sorted.back().index;
  };
  const double here = at(before);
  return here + (place - static_cast<double>(before)) * (at(before + 1) - here);
}

void count(const FrictionJourneys& journeys, FrictionIndex& index) {
  std::vector<Indexed> all;
  std::uint64_t people = 0;
  double sum = 0;
  for (const auto& [row, share] : journeys.rows()) {
    const double own = index.of(row.first);
    all.push_back({own, share.of});
    people += share.of;
    sum += own * static_cast<double>(share.of);
    const auto bar = static_cast<std::size_t>(own / (100.0 / FrictionIndex::bars));
    index.people.at(std::min(bar, FrictionIndex::bars - 1)) += share.of;
  }
  std::sort(all.begin(), all.end(),
            [](const Indexed& a, const Indexed& b) { return a.index < b.index; });
  index.mean = sum / static_cast<double>(people);
  index.median = quantile_of(all, people, 0.5);
  index.p90 = quantile_of(all, people, 0.9);
}

}  // namespace

void FrictionJourneys::add(CustomerId customer, const FrictionTimes& times, bool reached) {
  Share& share = rows_[{times, fold_of(customer)}];
  ++share.of;
  share.count += reached ? 1 : 0;
}

void FrictionJourneys::merge(const FrictionJourneys& other) {
  for (const auto& [row, from] : other.rows_) {
    Share& to = rows_[row];
    to.of += from.of;
    to.count += from.count;
  }
}

double FrictionIndex::of(const FrictionTimes& times) const {
  return std::max(0.0, 100 * (1 - model.chance(numbers_of(times)) / without));
}

FrictionIndex learn_friction_index(const FrictionJourneys& journeys,
                                   const std::function<bool()>& stop) {
  FrictionIndex index;
  for (const auto& [row, share] : journeys.rows()) {
    for (std::size_t kind = 0; kind < friction_kinds; ++kind) {
      index.kinds.at(kind).people += row.first.at(kind) > 0 ? share.of : 0;
      index.kinds.at(kind).times += row.first.at(kind) * share.of;
    }
  }
  const std::vector<LogisticRow> rows = rows_of(journeys);
  index.not_learned = why_not(rows);
  if (index.not_learned) {
    return index;
  }
  index.model = stats::fit_logistic(rows, FrictionIndex::ridge, stop);
  if (!index.model.converged) {
    index.not_learned = NotLearned::not_converged;
    return index;
  }
  for (std::size_t kind = 0; kind < friction_kinds; ++kind) {
    index.kinds.at(kind).weight = index.model.weights[kind];
  }
  index.without = index.model.chance(numbers_of({}));
  count(journeys, index);
  index.predicts = discrimination_of(journeys, stop);
  return index;
}

}  // namespace throughline::journey_engine
