#include "journey_maps/discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/assert.h"

namespace throughline::journey_maps {
namespace {

// The weighted squares of the distances of [first, last) to their mean, from running sums.
class Spread {
 public:
  Spread(std::span<const double> values, std::span<const double> weights)
      : weights_(values.size() + 1), sums_(values.size() + 1), squares_(values.size() + 1) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      weights_[i + 1] = weights_[i] + weights[i];
      sums_[i + 1] = sums_[i] + weights[i] * values[i];
      squares_[i + 1] = squares_[i] + weights[i] * values[i] * values[i];
    }
  }
  [[nodiscard]] double of(std::size_t first, std::size_t last) const {
    const double weight = weights_[last] - weights_[first];
    const double sum = sums_[last] - sums_[first];
    return weight > 0 ? std::max(0.0, squares_[last] - squares_[first] - sum * sum / weight) : 0;
  }

 private:
  std::vector<double> weights_;
  std::vector<double> sums_;
  std::vector<double> squares_;
};

double share(std::uint64_t count, std::uint64_t of) {
  return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
}

// Those that become touchpoints, by their place.
std::vector<std::size_t> frequent(std::span<const EventFound> events, std::uint64_t people,
                                  const DiscoveryRule& rule) {
  std::vector<std::size_t> chosen(events.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  const auto key = [&](std::size_t i) { return std::tie(events[i].name, events[i].kind); };
  std::sort(chosen.begin(), chosen.end(), [&](std::size_t one, std::size_t other) {
    return events[one].people != events[other].people ? events[one].people > events[other].people
                                                      : key(one) < key(other);
  });
  std::erase_if(chosen, [&](std::size_t i) {
    return events[i].name.empty() || events[i].name.size() > name_bytes_max ||
           share(events[i].people, people) < touchpoint_share_min ||
           (rule.without_background && events[i].spread >= background_spread_min);
  });
  chosen.resize(std::min(chosen.size(), rule.touchpoints));
  std::sort(chosen.begin(), chosen.end(), [&](std::size_t one, std::size_t other) {
    return events[one].position != events[other].position
               ? events[one].position < events[other].position
               : key(one) < key(other);
  });
  return chosen;
}

}  // namespace

std::vector<std::size_t> natural_breaks(std::span<const double> ascending,
                                        std::span<const double> weights, std::size_t groups) {
  const std::size_t size = ascending.size();
  TL_ASSERT(groups >= 1 && groups <= size && weights.size() == size);
  const Spread spread(ascending, weights);
  // best[g][end]: of the first `end` numbers in g + 1 groups; begins[g][end]: of the last of them.
  std::vector<std::vector<double>> best(
      groups, std::vector<double>(size + 1, std::numeric_limits<double>::infinity()));
  std::vector<std::vector<std::size_t>> begins(groups, std::vector<std::size_t>(size + 1, 0));
  for (std::size_t end = 1; end <= size; ++end) {
    best[0][end] = spread.of(0, end);
  }
  for (std::size_t group = 1; group < groups; ++group) {
    for (std::size_t end = group + 1; end <= size; ++end) {
      for (std::size_t begin = group; begin < end; ++begin) {
        const double cost = best[group - 1][begin] + spread.of(begin, end);
        if (cost < best[group][end]) {
          best[group][end] = cost;
          begins[group][end] = begin;
        }
      }
    }
  }
  std::vector<std::size_t> found(groups, 0);
  std::size_t end = size;
  for (std::size_t group = groups; group > 0; --group) {
    found[group - 1] = begins[group - 1][end];
    end = found[group - 1];
  }
  return found;
}

Proposal propose_map(std::span<const EventFound> events, std::uint64_t people,
                     const DiscoveryRule& rule) {
  Proposal proposal;
  const std::vector<std::size_t> chosen = frequent(events, people, rule);
  if (chosen.empty()) {
    return proposal;
  }
  std::vector<double> positions;
  std::vector<double> weights;
  for (const std::size_t i : chosen) {
    positions.push_back(events[i].position);
    weights.push_back(static_cast<double>(events[i].people));
  }
  const auto breaks =
      natural_breaks(positions, weights, std::min({rule.stages, chosen.size(), stages_max}));
  for (std::size_t group = 0; group < breaks.size(); ++group) {
    // A stage holds no more than it may; the rest of so large a group is left to whoever edits it.
    const std::size_t end = group + 1 < breaks.size() ? breaks[group + 1] : chosen.size();
    const std::size_t last = std::min(end, breaks[group] + stage_touchpoints_max);
    Stage stage = {.id = fmt::format("stage-{}", group + 1)};
    std::vector<std::string> evidence;
    std::uint64_t most = 0;
    for (std::size_t place = breaks[group]; place < last; ++place) {
      const EventFound& event = events[chosen[place]];
      if (event.people > most) {
        most = event.people;
        stage.name = event.name;
      }
      const std::string id = fmt::format("touchpoint-{}", place + 1);
      stage.touchpoints.push_back(
          {.id = id,
           .name = event.name,
           .events =
               TouchpointEvents{.names = std::vector<std::string>{event.name}, .kind = event.kind},
           .optional = share(event.people, people) < required_share_min,
           .repeats = share(event.repeated, event.people) >= repeats_share_min});
      proposal.placed.push_back({.event = chosen[place], .stage = stage.id, .touchpoint = id});
      if (evidence.size() < cell_texts_max) {
        evidence.push_back(fmt::format("{}: {} of {} people, {:.1f} times each", event.name,
                                       event.people, people, share(event.times, event.people)));
      }
    }
    stage.evidence = std::move(evidence);
    proposal.document.stages.push_back(std::move(stage));
  }
  return proposal;
}

}  // namespace throughline::journey_maps
