#include "stats/discrimination.h"

#include <algorithm>
#include <cmath>

namespace throughline::stats {
namespace {

// Of one group.
struct Area {
  double pairs = 0;
  double value = 0;
  std::optional<double> variance = {};
};

// Of each person, the share of the other side that is placed as it should be; as sums.
struct Placements {
  double people = 0;
  double sum = 0;
  double squares = 0;

  void add(double many, double placement) {
    people += many;
    sum += many * placement;
    squares += many * placement * placement;
  }
  // Of the mean.
  [[nodiscard]] double variance() const {
    return std::max(0.0, squares - sum * sum / people) / (people - 1) / people;
  }
};

Area area_of(std::vector<Scored> scored) {
  std::sort(scored.begin(), scored.end(),
            [](const Scored& a, const Scored& b) { return a.score < b.score; });
  Share all;
  for (const Scored& each : scored) {
    all.count += each.did.count;
    all.of += each.did.of;
  }
  const auto did = static_cast<double>(all.count);
  const auto did_not = static_cast<double>(all.of - all.count);
  Area area{.pairs = did * did_not};
  if (area.pairs == 0) {
    return area;
  }
  Placements of_did;
  Placements of_did_not;
  double did_below = 0;
  double did_not_below = 0;
  for (std::size_t from = 0; from < scored.size();) {
    double did_here = 0;
    double did_not_here = 0;
    std::size_t until = from;
    for (; until < scored.size() && scored[until].score == scored[from].score; ++until) {
      did_here += static_cast<double>(scored[until].did.count);
      did_not_here += static_cast<double>(scored[until].did.of - scored[until].did.count);
    }
    of_did.add(did_here, (did_not_below + did_not_here / 2) / did_not);
    of_did_not.add(did_not_here, 1 - (did_below + did_here / 2) / did);
    did_below += did_here;
    did_not_below += did_not_here;
    from = until;
  }
  area.value = of_did.sum / did;
  if (did > 1 && did_not > 1) {
    area.variance = of_did.variance() + of_did_not.variance();
  }
  return area;
}

}  // namespace

std::optional<Discrimination> discrimination(std::span<const std::vector<Scored>> groups,
                                             double confidence) {
  std::vector<Area> areas;
  double pairs = 0;
  for (const std::vector<Scored>& group : groups) {
    areas.push_back(area_of(group));
    pairs += areas.back().pairs;
  }
  if (pairs == 0) {
    return {};
  }
  Discrimination found{.area = 0};
  double variance = 0;
  bool is_known = true;
  for (const Area& area : areas) {
    const double part = area.pairs / pairs;
    found.area += part * area.value;
    variance += part * part * area.variance.value_or(0);
    is_known = is_known && (area.pairs == 0 || area.variance);
  }
  if (is_known) {
    const double width = normal_width(confidence) * std::sqrt(variance);
    found.interval = Interval{std::max(0.0, found.area - width), std::min(1.0, found.area + width)};
  }
  return found;
}

}  // namespace throughline::stats
