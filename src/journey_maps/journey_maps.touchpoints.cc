#include "journey_maps/journey_maps.touchpoints.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace throughline::journey_maps {

using journeys::share_view;

namespace {

constexpr double ms_per_hour = 3'600'000;
constexpr double percent = 100;

std::optional<TouchpointScoreView> score_view(const TouchpointTally& tally, ScoreKind kind) {
  if (tally.scores.empty()) {
    return std::nullopt;
  }
  const stats::ClusteredMean mean = mean_of(tally.scores);
  TouchpointScoreView view = {.kind = kind,
                              .value = mean.mean,
                              .people = static_cast<std::int64_t>(tally.scores.size()),
                              .answers = static_cast<std::int64_t>(mean.count)};
  if (mean.interval) {
    view.low = mean.interval->low;
    view.high = mean.interval->high;
  }
  return view;
}

std::optional<TouchpointCostView> cost_view(const TouchpointTally& tally) {
  if (tally.costs.empty()) {
    return std::nullopt;
  }
  const stats::ClusteredMean mean = mean_of(tally.costs);
  TouchpointCostView view = {.total = mean.mean * static_cast<double>(mean.count),
                             .mean = mean.mean,
                             .people = static_cast<std::int64_t>(tally.costs.size()),
                             .events = static_cast<std::int64_t>(mean.count)};
  if (mean.interval) {
    view.low = mean.interval->low;
    view.high = mean.interval->high;
  }
  return view;
}

// The days that anything of the map happened on, so that all series begin and end together.
struct Days {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();

  [[nodiscard]] std::int64_t per_point() const {
    const auto points = static_cast<std::int64_t>(points_max);
    return (last - first + points) / points;
  }
};
Days days_of(const Tally& tally) {
  Days days;
  for (const TouchpointTally& touchpoint : tally.touchpoints) {
    if (!touchpoint.days.empty()) {
      days.first = std::min(days.first, touchpoint.days.begin()->first);
      days.last = std::max(days.last, touchpoint.days.rbegin()->first);
    }
  }
  return days;
}

TouchpointPointView point_view(const DayTally& tally, const OverlayPlan::Measures& measures,
                               bool may_go_on) {
  TouchpointPointView view = {.events = static_cast<std::int64_t>(tally.events)};
  if (may_go_on && tally.first_times > 0) {
    view.went_on = static_cast<double>(tally.went_on) / static_cast<double>(tally.first_times);
  }
  if (tally.wait_ms.count() > 0) {
    view.wait_ms = tally.wait_ms.median();
  }
  if (tally.answers > 0) {
    view.score = tally.scores.value() / static_cast<double>(tally.answers);
  }
  if (measures.cost) {
    view.cost = tally.costs.value();
  }
  return view;
}

std::vector<TouchpointPointView> series_view(const FiguresOf& of, std::size_t touchpoint,
                                             const Days& days, bool may_go_on) {
  std::vector<TouchpointPointView> series;
  const auto& tallies = of.tally.touchpoints[touchpoint].days;
  for (std::int64_t day = days.first; day <= days.last; day += days.per_point()) {
    DayTally point;
    for (auto each = tallies.lower_bound(day);
         each != tallies.end() && each->first < day + days.per_point(); ++each) {
      point.merge(each->second);
    }
    series.push_back(point_view(point, of.plan.measures[touchpoint], may_go_on));
    series.back().at = {of.plan.calendar.begin_ms(PeriodUnit::day, day) * us_per_ms};
  }
  return series;
}

void add_alerts(const Touchpoint& drawn, TouchpointFiguresView& view) {
  for (const Alert& alert : drawn.alerts.value_or(std::vector<Alert>())) {
    const auto now = figure_of(view, alert.figure);
    view.alerts.push_back({.figure = alert.figure,
                           .is = alert.is,
                           .value = alert.value,
                           .now = now,
                           .crossed = now && alert.is_crossed_by(*now)});
  }
}

}  // namespace

std::optional<DurationView> duration_view(const stats::Sample& sample) {
  if (sample.count() == 0) {
    return std::nullopt;
  }
  DurationView view = {.people = static_cast<std::int64_t>(sample.count()),
                       .median_ms = sample.median(),
                       .p90_ms = sample.quantile(0.9)};
  // By the ranks between which the median is, whatever the durations' distribution.
  constexpr std::uint64_t people_min = 6;
  constexpr double half_z = 0.98;
  if (sample.count() >= people_min) {
    const double reach = std::min(half_z / std::sqrt(static_cast<double>(sample.count())), 0.5);
    view.low_ms = sample.quantile(0.5 - reach);
    view.high_ms = sample.quantile(0.5 + reach);
  }
  return view;
}

stats::ClusteredMean mean_of(
    const std::map<journey_engine::CustomerId, stats::Cluster>& by_customer) {
  std::vector<stats::Cluster> clusters;
  clusters.reserve(by_customer.size());
  for (const auto& [customer, cluster] : by_customer) {
    clusters.push_back(cluster);
  }
  return stats::mean_of_clusters(clusters);
}

std::optional<double> figure_of(const TouchpointFiguresView& view, AlertFigure figure) {
  switch (figure) {
    case AlertFigure::volume:
      return static_cast<double>(view.events);
    case AlertFigure::conversion:
      return view.went_on && view.went_on->of > 0 ? std::optional(view.went_on->share * percent)
                                                  : std::nullopt;
    case AlertFigure::wait:
      return view.wait ? std::optional(view.wait->median_ms / ms_per_hour) : std::nullopt;
    case AlertFigure::score:
      return view.score ? std::optional(view.score->value) : std::nullopt;
    case AlertFigure::cost:
      return view.cost ? std::optional(view.cost->mean) : std::nullopt;
  }
  return std::nullopt;
}

std::vector<TouchpointFiguresView> touchpoints_view(const FiguresOf& of, std::size_t stage) {
  std::vector<TouchpointFiguresView> views;
  const auto& drawn = of.document.stages[stage].touchpoints;
  views.reserve(drawn.size());
  for (const Touchpoint& touchpoint : drawn) {
    views.push_back({.touchpoint = touchpoint.id,
                     .name = touchpoint.name,
                     .measured = touchpoint.is_measured(),
                     .people = share_view(0, of.tally.stages[stage].reached)});
  }
  const Days days = of.plan.series ? days_of(of.tally) : Days();
  const bool may_go_on = of.plan.model.last_stage() != stage;
  const auto [first, last] = of.plan.model.stages[stage];
  for (std::size_t i = first; i < last; ++i) {
    const TouchpointTally& tally = of.tally.touchpoints[i];
    const std::size_t place = of.plan.model.touchpoints[i].place;
    TouchpointFiguresView& view = views[place];
    view.people = share_view(tally.people, of.tally.stages[stage].reached);
    view.events = static_cast<std::int64_t>(tally.events);
    if (may_go_on) {
      view.went_on = share_view(tally.went_on, tally.people);
    }
    view.wait = duration_view(tally.wait_ms);
    if (const auto& kind = of.plan.measures[i].score_kind) {
      view.score = score_view(tally, *kind);
    }
    view.cost = cost_view(tally);
    view.series = series_view(of, i, days, may_go_on);
    add_alerts(drawn[place], view);
  }
  return views;
}

}  // namespace throughline::journey_maps
