#include "journey_maps/journey_maps.figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "journey_maps/journey_maps.touchpoints.h"
#include "stats/false_discovery.h"
#include "stats/fisher.h"

namespace throughline::journey_maps {

using journeys::share_view;
using journeys::ShareView;

namespace {

constexpr double false_share_max = 0.05;

std::optional<EmotionView> emotion_view(const StageTally& tally) {
  if (tally.scores.empty()) {
    return std::nullopt;
  }
  const stats::ClusteredMean mean = mean_of(tally.scores);
  EmotionView view = {.mean = mean.mean,
                      .people = static_cast<std::int64_t>(tally.scores.size()),
                      .answers = static_cast<std::int64_t>(mean.count)};
  if (mean.interval) {
    view.low = mean.interval->low;
    view.high = mean.interval->high;
  }
  return view;
}

StageFiguresView stage_view(const FiguresOf& of, std::size_t number) {
  const Stage& stage = of.document.stages[number];
  const StageTally& tally = of.tally.stages[number];
  StageFiguresView view = {.stage = stage.id,
                           .name = stage.name,
                           .measured = stage.is_measured(),
                           .owner = stage.owner,
                           .without_owner = !stage.owner.has_value(),
                           .reached = share_view(tally.reached, of.tally.on_map),
                           .time_in_stage = duration_view(tally.lasted_ms),
                           .visits = static_cast<std::int64_t>(tally.visits),
                           .repeated = share_view(tally.repeated, tally.reached),
                           .returned = share_view(tally.returned, tally.reached),
                           .returns = static_cast<std::int64_t>(tally.returns),
                           .ended = share_view(tally.ended, tally.reached),
                           .sla_hours = stage.sla_hours,
                           .emotion = emotion_view(tally)};
  if (const auto before = of.plan.model.before(number); before && view.measured) {
    const Stage& handing = of.document.stages[*before];
    view.handoff = handing.owner && stage.owner && *handing.owner != *stage.owner;
    view.converted = share_view(tally.converted, of.tally.stages[*before].reached);
    view.from_before = duration_view(tally.from_before_ms);
  }
  if (stage.sla_hours) {
    view.beyond_sla = share_view(tally.beyond_sla, tally.reached);
  }
  view.touchpoints = touchpoints_view(of, number);
  return view;
}

DeviationView deviation_view(const FiguresOf& of, const Deviation& deviation,
                             const DeviationTally& tally) {
  DeviationView view = {.kind = std::string(name_of(deviation.kind)),
                        .people = share_view(tally.people, of.tally.aligned),
                        .times = static_cast<std::int64_t>(tally.times),
                        .sentence = sentence_of(of.document, of.plan.model, deviation)};
  if (deviation.stage != nowhere) {
    view.stage = of.document.stages[deviation.stage].id;
  }
  if (deviation.from != nowhere) {
    view.from = of.document.stages[deviation.from].id;
  }
  if (deviation.touchpoint != nowhere) {
    const ModelTouchpoint& touchpoint = of.plan.model.touchpoints[deviation.touchpoint];
    view.touchpoint = of.document.stages[touchpoint.stage].touchpoints[touchpoint.place].id;
  }
  return view;
}

ConformanceView conformance_view(const FiguresOf& of) {
  const Tally& tally = of.tally;
  ConformanceView view = {.lines = static_cast<std::int64_t>(tally.aligned),
                          .too_long = static_cast<std::int64_t>(tally.too_long),
                          .fits = share_view(tally.fits, tally.aligned),
                          .on_the_way = share_view(tally.on_the_way, tally.aligned),
                          .all_deviations = static_cast<std::int64_t>(tally.deviations.size())};
  view.fitness =
      tally.aligned == 0 ? 0 : tally.fitness.value() / static_cast<double>(tally.aligned);
  std::vector<std::pair<Deviation, DeviationTally>> all(tally.deviations.begin(),
                                                        tally.deviations.end());
  std::stable_sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return one.second.people != other.second.people ? one.second.people > other.second.people
                                                    : one.second.times > other.second.times;
  });
  all.resize(std::min(all.size(), of.deviations));
  for (const auto& [deviation, found] : all) {
    view.deviations.push_back(deviation_view(of, deviation, found));
  }
  return view;
}

constexpr std::uint64_t worth_people_min = 5;  // On either side, for an interval.

struct Moment {
  MomentView view = {};
  stats::Share met = {};
  stats::Share not_met = {};
  stats::MeanDifference worth = {};
};

// Only what somebody met and somebody did not can be told apart.
void add_moment(const FiguresOf& of, const MetTally& met, MomentView view,
                std::vector<Moment>& moments) {
  const Tally& tally = of.tally;
  if (met.people == 0 || met.people == tally.on_map) {
    return;
  }
  Moment moment = {.view = std::move(view),
                   .met = {met.outcomes, met.people},
                   .not_met = {tally.outcomes - met.outcomes, tally.on_map - met.people}};
  if (of.plan.worth) {
    const stats::Group others = tally.worth.without(met.worth);
    moment.worth = stats::mean_difference(met.worth, others);
    // Two who happen to be worth the same would look sure.
    if (std::min(met.worth.count(), others.count()) < worth_people_min) {
      moment.worth = {.value = moment.worth.value};
    }
    const auto& interval = moment.worth.interval;
    moment.view.worth =
        MomentWorthView{.met = met.worth.mean(),
                        .not_met = others.mean(),
                        .difference = moment.worth.value,
                        .low = interval ? std::optional(interval->low) : std::nullopt,
                        .high = interval ? std::optional(interval->high) : std::nullopt,
                        .p = moment.worth.p};
  }
  moments.push_back(std::move(moment));
}

std::vector<Moment> moments_of(const FiguresOf& of) {
  std::vector<Moment> moments;
  const auto outcome_stage = of.plan.outcome ? std::nullopt : of.plan.model.last_stage();
  for (std::size_t number = 0; number < of.document.stages.size(); ++number) {
    // The last stage is the outcome itself.
    if (outcome_stage == number) {
      continue;
    }
    const Stage& stage = of.document.stages[number];
    add_moment(of, of.tally.stages_met[number],
               {.what = "stage", .stage = stage.id, .name = stage.name}, moments);
    const auto [first, last] = of.plan.model.stages[number];
    for (std::size_t i = first; i < last; ++i) {
      const Touchpoint& touchpoint = stage.touchpoints[of.plan.model.touchpoints[i].place];
      add_moment(of, of.tally.touchpoints[i].met,
                 {.what = "touchpoint",
                  .stage = stage.id,
                  .touchpoint = touchpoint.id,
                  .name = touchpoint.name},
                 moments);
    }
  }
  return moments;
}

MomentsView moments_view(const FiguresOf& of) {
  MomentsView view = {.reached = share_view(of.tally.outcomes, of.tally.on_map)};
  std::vector<Moment> moments = moments_of(of);
  std::vector<double> p;
  std::vector<double> worth_p;
  for (Moment& moment : moments) {
    const stats::Difference difference = stats::difference(moment.met, moment.not_met);
    moment.view.met = share_view(moment.met.count, moment.met.of);
    moment.view.not_met = share_view(moment.not_met.count, moment.not_met.of);
    moment.view.difference = difference.value;
    moment.view.low = difference.interval.low;
    moment.view.high = difference.interval.high;
    moment.view.p = stats::exact_p(moment.met, moment.not_met);
    p.push_back(moment.view.p);
    worth_p.push_back(moment.worth.p);
  }
  const std::vector<double> adjusted = stats::adjust_false_discovery(p);
  const std::vector<double> worth_adjusted = stats::adjust_false_discovery(worth_p);
  for (std::size_t i = 0; i < moments.size(); ++i) {
    moments[i].view.adjusted_p = adjusted[i];
    moments[i].view.holds = adjusted[i] <= false_share_max;
    if (auto& worth = moments[i].view.worth) {
      worth->adjusted_p = worth_adjusted[i];
      worth->holds = worth_adjusted[i] <= false_share_max;
    }
    view.items.push_back(std::move(moments[i].view));
  }
  const auto strength = [](const MomentView& moment) {
    return moment.worth ? std::pair(moment.worth->holds, std::abs(moment.worth->difference))
                        : std::pair(moment.holds, std::abs(moment.difference));
  };
  std::stable_sort(view.items.begin(), view.items.end(),
                   [&](const MomentView& one, const MomentView& other) {
                     return strength(one) > strength(other);
                   });
  return view;
}

std::vector<HandoffView> handoffs_view(const FiguresOf& of) {
  std::vector<HandoffView> all;
  all.reserve(of.tally.handoffs.size());
  for (const auto& [owners, tally] : of.tally.handoffs) {
    all.push_back({.from = owners.first,
                   .to = owners.second,
                   .people = share_view(tally.people, of.tally.on_map),
                   .times = static_cast<std::int64_t>(tally.times),
                   .median_ms = tally.took_ms.median(),
                   .p90_ms = tally.took_ms.quantile(0.9)});
  }
  std::stable_sort(all.begin(), all.end(), [](const HandoffView& one, const HandoffView& other) {
    return one.people.count > other.people.count;
  });
  return all;
}

DifferenceView difference_view(const ShareView& first, const ShareView& second) {
  const auto share = [](const ShareView& view) {
    return stats::Share{static_cast<std::uint64_t>(view.count),
                        static_cast<std::uint64_t>(view.of)};
  };
  const stats::Difference found = stats::difference(share(second), share(first));
  return {.difference = found.value,
          .low = found.interval.low,
          .high = found.interval.high,
          .p = found.p};
}

}  // namespace

std::string sentence_of(const MapDocument& document, const MapModel& model,
                        const Deviation& deviation) {
  const auto stage = [&](std::size_t number) { return document.stages[number].name; };
  const auto touchpoint = [&] {
    const ModelTouchpoint& found = model.touchpoints[deviation.touchpoint];
    return document.stages[found.stage].touchpoints[found.place].name;
  };
  switch (deviation.kind) {
    case DeviationKind::skipped:
      return fmt::format("Skipped {}", stage(deviation.stage));
    case DeviationKind::missing:
      return fmt::format("{} without {}", stage(deviation.stage), touchpoint());
    case DeviationKind::back:
      return fmt::format("Went back from {} to {}", stage(deviation.from), stage(deviation.stage));
    case DeviationKind::early:
      return deviation.from == nowhere
                 ? fmt::format("{} before anything else", stage(deviation.stage))
                 : fmt::format("{} already at {}", stage(deviation.stage), stage(deviation.from));
    case DeviationKind::repeated:
      return fmt::format("Repeated {}", touchpoint());
    case DeviationKind::left:
      return fmt::format("Left after {}", stage(deviation.from));
  }
  return {};
}

OverlayFiguresView figures_of(const FiguresOf& of) {
  OverlayFiguresView view = {.on_map = share_view(of.tally.on_map, of.people)};
  for (std::size_t stage = 0; stage < of.document.stages.size(); ++stage) {
    view.stages.push_back(stage_view(of, stage));
  }
  view.conformance = conformance_view(of);
  view.moments = moments_view(of);
  view.handoffs = handoffs_view(of);
  if (const auto& range = of.tally.scores_range) {
    view.emotion_scale = EmotionScaleView{.lowest = range->first, .highest = range->second};
  }
  return view;
}

OverlayDifferencesView differences_between(const OverlayFiguresView& first,
                                           const OverlayFiguresView& second) {
  OverlayDifferencesView view = {
      .fits = difference_view(first.conformance.fits, second.conformance.fits),
      .fitness = second.conformance.fitness - first.conformance.fitness};
  for (std::size_t i = 0; i < first.stages.size(); ++i) {
    const StageFiguresView& one = first.stages[i];
    const StageFiguresView& other = second.stages[i];
    StageDifferenceView stage = {.stage = one.stage,
                                 .reached = difference_view(one.reached, other.reached)};
    if (one.converted && other.converted) {
      stage.converted = difference_view(*one.converted, *other.converted);
    }
    if (one.time_in_stage && other.time_in_stage) {
      stage.median_ms = other.time_in_stage->median_ms - one.time_in_stage->median_ms;
    }
    if (one.emotion && other.emotion) {
      stage.emotion = other.emotion->mean - one.emotion->mean;
    }
    view.stages.push_back(std::move(stage));
  }
  return view;
}

}  // namespace throughline::journey_maps
