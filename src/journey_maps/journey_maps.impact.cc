// What became of a pain: a figure of its stage as long before something was done as after it.
#include "journey_maps/journey_maps.h"

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "journey_maps/journey_maps.impact_view.h"
#include "journey_maps/map_order.h"
#include "journeys/journeys.frame.h"
#include "journeys/journeys.questions.h"
#include "stats/proportion.h"

namespace throughline::journey_maps {
namespace {

constexpr std::int64_t days_default = 28;
constexpr std::int64_t days_max = 365;

ImpactSideView side_of(const std::optional<journeys::ShareView>& share) {
  if (!share || share->of == 0) {
    return {};
  }
  return {.n = share->of, .value = share->share, .low = share->low, .high = share->high};
}

ImpactSideView side_of(const std::optional<DurationView>& duration) {
  return duration ? ImpactSideView{.n = duration->people,
                                   .value = duration->median_ms,
                                   .low = duration->low_ms,
                                   .high = duration->high_ms}
                  : ImpactSideView();
}

ImpactSideView side_of(const std::optional<EmotionView>& emotion) {
  return emotion ? ImpactSideView{.n = emotion->people,
                                  .value = emotion->mean,
                                  .low = emotion->low,
                                  .high = emotion->high}
                 : ImpactSideView();
}

ImpactSideView side_of(const StageFiguresView& stage, ImpactFigure figure) {
  using Share = std::optional<journeys::ShareView>;
  switch (figure) {
    case ImpactFigure::converted:
      return side_of(stage.converted);
    case ImpactFigure::reached:
      return side_of(Share(stage.reached));
    case ImpactFigure::time_in_stage:
      return side_of(stage.time_in_stage);
    case ImpactFigure::beyond_sla:
      return side_of(stage.beyond_sla);
    case ImpactFigure::repeated:
      return side_of(Share(stage.repeated));
    case ImpactFigure::returned:
      return side_of(Share(stage.returned));
    case ImpactFigure::ended:
      return side_of(Share(stage.ended));
    case ImpactFigure::score:
      return side_of(stage.emotion);
  }
  return {};
}

// Each end's distance from the difference is that of the two sides together: Newcombe's way for
// shares, and for figures with intervals of their own the same by their halves.
std::optional<ImpactDifferenceView> difference_of(const ImpactSideView& before,
                                                  const ImpactSideView& after) {
  if (!before.value || !after.value) {
    return std::nullopt;
  }
  ImpactDifferenceView view = {.value = *after.value - *before.value};
  if (before.low && before.high && after.low && after.high) {
    view.low = view.value - std::hypot(*after.value - *after.low, *before.high - *before.value);
    view.high = view.value + std::hypot(*after.high - *after.value, *before.value - *before.low);
  }
  return view;
}

}  // namespace

Result<ImpactAnswer> JourneyMaps::impact(const journeys::Asking& asking, const std::string& map,
                                         const ImpactAsked& asked) {
  TL_TRY_ASSIGN(const std::int64_t days,
                journeys::number_within(asked.days, days_default, 1, days_max, "days"));
  TL_TRY_ASSIGN(const JourneyMap found, find({.workspace = asking.workspace},
                                             {.map = map, .version = asked.question.version}));
  const MapDocument& document = asked.question.document ? *asked.question.document : found.document;
  const auto stage = find_by_id(document.stages, asked.stage);
  if (stage == document.stages.end()) {
    return Error::invalid("`stage` must be the id of a stage of the map");
  }
  const auto pains = stage->pain.value_or(std::vector<Pain>());
  if (asked.pain < 0 || asked.pain >= static_cast<std::int64_t>(pains.size())) {
    return Error::invalid("`pain` must be the place of a pain of the stage, from 0");
  }
  const Pain& pain = pains[static_cast<std::size_t>(asked.pain)];
  if (!pain.since) {
    return Error::invalid("the pain has no `since`: say when something was done about it");
  }
  const Time now = clock_.now();
  ImpactAnswer answer = {.stage = asked.stage,
                         .pain = pain.text,
                         .figure = pain.figure.value_or(ImpactFigure::converted),
                         .since = *pain.since,
                         .days = days};
  if (answer.figure == ImpactFigure::score && !asked.question.emotion) {
    return Error::invalid("`question.emotion` must say which answers are the score");
  }
  const Time begin = {answer.since.us - (days * us_per_day)};
  const Time end = {std::min(answer.since.us + (days * us_per_day), now.us)};
  if (end <= answer.since) {
    return Error::invalid("`since` lies ahead: nothing can have come of it yet");
  }
  OverlayAsked question = asked.question;
  question.deviations = 0;
  question.series = false;
  question.range = journeys::TimeRange{.from = begin, .until = answer.since};
  question.compare =
      OverlayComparedAsked{.range = journeys::TimeRange{.from = answer.since, .until = end}};
  TL_TRY_ASSIGN(const OverlayAnswer overlaid, overlay(asking, map, question));
  const auto place = static_cast<std::size_t>(stage - document.stages.begin());
  answer.before = side_of(overlaid.shown.stages[place], answer.figure);
  if (overlaid.compared) {
    answer.after = side_of(overlaid.compared->stages[place], answer.figure);
  }
  answer.before.from = begin;
  answer.before.until = answer.since;
  answer.after.from = answer.since;
  answer.after.until = end;
  answer.difference = difference_of(answer.before, answer.after);
  return answer;
}

}  // namespace throughline::journey_maps
