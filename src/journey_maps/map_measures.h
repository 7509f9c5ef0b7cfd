// What is measured of a touchpoint beside how many were there, what is watched of it, and by which
// figure of its stage a pain is held to have eased. Values and rules only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "codec/describe.h"

namespace throughline::journey_maps {

constexpr std::size_t alerts_max = 5;  // Of one touchpoint.
constexpr double alert_value_max = 1e12;

// How the answers of a survey become one figure:
//   nps           from 0 to 10; the share of 9 and 10 less that of 0 to 6, from -100 to 100
//   ces           their mean
//   satisfaction  from 1 to 5; the share of 4 and 5, from 0 to 100
enum class ScoreKind { nps, ces, satisfaction };
std::string_view name_of(ScoreKind kind);
Result<ScoreKind> parse_score_kind(std::string_view name);

// Which property of a touchpoint's own events holds the answers.
struct TouchpointScore {
  ScoreKind kind = ScoreKind::ces;
  std::string property = {};
  bool operator==(const TouchpointScore&) const = default;
};

// What one answer counts in the mean that the figure is.
double score_of(ScoreKind kind, double answer);

enum class AlertFigure {
  volume,      // Its events.
  conversion,  // Who went on to a later stage, of who had it, in percent.
  wait,        // The median wait before it, in hours.
  score,       // As its kind says.
  cost,        // In the mean, of who had any.
};
std::string_view name_of(AlertFigure figure);
Result<AlertFigure> parse_alert_figure(std::string_view name);

enum class AlertSide { above, below };
std::string_view name_of(AlertSide side);
Result<AlertSide> parse_alert_side(std::string_view name);

// A threshold that somebody set: a figure on this side of it is to be told.
struct Alert {
  AlertFigure figure = AlertFigure::volume;
  AlertSide is = AlertSide::below;
  double value = 0;
  bool operator==(const Alert&) const = default;

  [[nodiscard]] bool is_crossed_by(double now) const {
    return is == AlertSide::above ? now > value : now < value;
  }
};

// A figure of the stage.
enum class ImpactFigure {
  converted,
  reached,
  time_in_stage,
  beyond_sla,
  repeated,
  returned,
  ended,
  score
};
std::string_view name_of(ImpactFigure figure);
Result<ImpactFigure> parse_impact_figure(std::string_view name);

}  // namespace throughline::journey_maps

namespace throughline::codec {

template <>
struct EnumText<journey_maps::ScoreKind>
    : EnumTextOf<journey_maps::parse_score_kind, journey_maps::ScoreKind::satisfaction> {};
template <>
struct EnumText<journey_maps::AlertFigure>
    : EnumTextOf<journey_maps::parse_alert_figure, journey_maps::AlertFigure::cost> {};
template <>
struct EnumText<journey_maps::AlertSide>
    : EnumTextOf<journey_maps::parse_alert_side, journey_maps::AlertSide::below> {};
template <>
struct EnumText<journey_maps::ImpactFigure>
    : EnumTextOf<journey_maps::parse_impact_figure, journey_maps::ImpactFigure::score> {};

}  // namespace throughline::codec

namespace throughline::journey_maps {

BOOST_DESCRIBE_STRUCT(TouchpointScore, (), (kind, property))
BOOST_DESCRIBE_STRUCT(Alert, (), (figure, is, value))

}  // namespace throughline::journey_maps
