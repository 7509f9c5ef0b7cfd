#include "journey_maps/map_measures.h"

#include <array>

#include "base/name_table.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 3> score_names = {"nps", "ces", "satisfaction"};
constexpr std::array<std::string_view, 5> alert_names = {"volume", "conversion", "wait", "score",
                                                         "cost"};
constexpr std::array<std::string_view, 2> side_names = {"above", "below"};
constexpr std::array<std::string_view, 8> impact_names = {"converted",  "reached",  "time_in_stage",
                                                          "beyond_sla", "repeated", "returned",
                                                          "ended",      "score"};

}  // namespace

std::string_view name_of(ScoreKind kind) {
  return name_in(score_names, kind);
}
Result<ScoreKind> parse_score_kind(std::string_view name) {
  return parse_name<ScoreKind>(score_names, name, "kind of score");
}
std::string_view name_of(AlertFigure figure) {
  return name_in(alert_names, figure);
}
Result<AlertFigure> parse_alert_figure(std::string_view name) {
  return parse_name<AlertFigure>(alert_names, name, "figure of an alert");
}
std::string_view name_of(AlertSide side) {
  return name_in(side_names, side);
}
Result<AlertSide> parse_alert_side(std::string_view name) {
  return parse_name<AlertSide>(side_names, name, "side of an alert");
}
std::string_view name_of(ImpactFigure figure) {
  return name_in(impact_names, figure);
}
Result<ImpactFigure> parse_impact_figure(std::string_view name) {
  return parse_name<ImpactFigure>(impact_names, name, "figure of a pain");
}

double score_of(ScoreKind kind, double answer) {
  constexpr double promoter = 9;
  constexpr double passive = 7;
  constexpr double satisfied = 4;
  constexpr double percent = 100;
  switch (kind) {
    case ScoreKind::nps:
      return answer >= promoter ? percent : answer < passive ? -percent : 0;
    case ScoreKind::satisfaction:
      return answer >= satisfied ? percent : 0;
    case ScoreKind::ces:
      return answer;
  }
  return answer;
}

}  // namespace throughline::journey_maps
