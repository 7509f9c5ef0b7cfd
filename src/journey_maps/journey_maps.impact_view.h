// What became of a pain of a journey map, as the REST API asks and answers. Values only; the exact
// meaning is in docs/queries.md.
#pragma once

#include <optional>
#include <string>

#include "journey_maps/journey_maps.overlay_view.h"

namespace throughline::journey_maps {

// How a stage fared as long before something was done about one of its pains as after it.
struct ImpactAsked {
  OverlayAsked question = {};  // Whose lines; its range and comparison are not looked at.
  std::string stage = {};
  std::int64_t pain = 0;                  // Its place in the stage, from 0.
  std::optional<std::int64_t> days = {};  // 28 without, 1 to 365.
};
BOOST_DESCRIBE_STRUCT(ImpactAsked, (), (question, stage, pain, days))

struct ImpactSideView {
  Time from = {};
  Time until = {};
  std::int64_t n = 0;                // People that the figure is of.
  std::optional<double> value = {};  // A share, milliseconds in the median, or a mean.
  std::optional<double> low = {};    // Its 95 % interval.
  std::optional<double> high = {};
};
BOOST_DESCRIBE_STRUCT(ImpactSideView, (), (from, until, n, value, low, high))

// After less before, with its 95 % interval.
struct ImpactDifferenceView {
  double value = 0;
  std::optional<double> low = {};
  std::optional<double> high = {};
};
BOOST_DESCRIBE_STRUCT(ImpactDifferenceView, (), (value, low, high))

struct ImpactAnswer {
  std::string stage = {};
  std::string pain = {};  // Its text.
  ImpactFigure figure = ImpactFigure::converted;
  Time since = {};
  std::int64_t days = 0;
  ImpactSideView before = {};
  ImpactSideView after = {};
  std::optional<ImpactDifferenceView> difference = {};  // Where both sides say the figure.
};
BOOST_DESCRIBE_STRUCT(ImpactAnswer, (),
                      (stage, pain, figure, since, days, before, after, difference))

}  // namespace throughline::journey_maps
