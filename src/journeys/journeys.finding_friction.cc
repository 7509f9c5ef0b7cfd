#include "journeys/journeys.finding_friction.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "journeys/friction_view.h"
#include "journeys/journeys.friction_points.h"
#include "stats/false_discovery.h"

namespace throughline::journeys {
namespace {

constexpr std::int64_t people_min = 30;  // On each side.
constexpr std::int64_t points_max = 1'000;
constexpr std::int64_t session_ms = 30 * 60'000;
constexpr std::int64_t too_long_ms = 3 * day_ms;
constexpr std::int64_t soon_ms = 7 * day_ms;
constexpr double difference_min = 0.03;
constexpr double false_share_max = 0.05;
constexpr std::size_t told_max = 6;
constexpr std::size_t told_of_end_max = 2;

// One point, with the question that it is in the answer to.
struct Point {
  FrictionAsked asked = {};
  const FoundView* funnel = nullptr;
  FindingView finding = {};
  std::string at = {};
  std::optional<std::string> to = {};
  double adjusted_p = 1;

  // How many more of those who met it would have arrived, had they done as the others; by the end
  // of the interval that is nearer to none.
  [[nodiscard]] double people() const { return finding.low * static_cast<double>(finding.met.of); }
  [[nodiscard]] bool is_said() const {
    return adjusted_p <= false_share_max && finding.difference >= difference_min &&
           finding.low > 0 && finding.met.of >= people_min && finding.not_met.of >= people_min;
  }
};

enum class Cases { visits, lines };

// Within a visit people go round in circles; between visits they wait.
FrictionAsked asked_along(const Looked& looked, const FoundView& funnel, const TimeRange& range,
                          Cases cases) {
  FrictionAsked asked;
  asked.range = range;
  asked.people = looked.people;
  asked.begins = EventChoice{.names = std::vector{funnel.steps.front()}};
  asked.outcome = {.names = std::vector{funnel.steps.back()}};
  asked.collapse_repeats = true;
  asked.soon_ms = soon_ms;
  asked.too_long_ms = too_long_ms;
  if (cases == Cases::visits) {
    asked.session_ms = session_ms;
  }
  asked.people_min = people_min;
  asked.limit = points_max;
  return asked;
}

bool belongs(const FindingView& finding, Cases cases) {
  return (finding.kind == "long_wait") == (cases == Cases::lines);
}

Result<void> add_points(const Looked& looked, const FoundView& funnel, Cases cases,
                        std::vector<Point>& points) {
  TL_TRY_ASSIGN(const auto begun, codec::parse_as<FunnelAsked>(funnel.question.text));
  const FrictionAsked asked = asked_along(looked, funnel, *begun.range, cases);
  Frame frame = looked.frame;
  TL_TRY_ASSIGN(Span shown, span_of(asked.range));
  shown.people = looked.frame.span.people;
  frame.show(shown);
  TL_TRY_ASSIGN(const FrictionAnswer answered, friction_points(frame, asked));
  std::map<std::int64_t, std::string> names;
  for (const NodeNameView& node : answered.nodes) {
    names[node.id] = node.name;
  }
  for (const FindingView& finding : answered.findings) {
    if (belongs(finding, cases)) {
      Point point{.asked = asked, .funnel = &funnel, .finding = finding, .at = names[finding.at]};
      if (finding.to) {
        point.to = names[*finding.to];
      }
      points.push_back(std::move(point));
    }
  }
  return {};
}

std::string cell_json(const Point& point, bool met, const std::string& more = {}) {
  const std::string to =
      point.finding.to ? fmt::format(R"(,"to":{})", *point.finding.to) : std::string();
  return fmt::format(R"({{"kind":"{}","at":{}{},"met":{}{}}})", point.finding.kind,
                     point.finding.at, to, met, more);
}

FoundSideView side_of(const Point& point, bool met) {
  return {.share = met ? point.finding.met : point.finding.not_met,
          .all = {cell_json(point, met)},
          .reached = {cell_json(point, met, R"(,"reached":true)")},
          .stopped = {cell_json(point, met, R"(,"reached":false)")}};
}

FoundView view_of(const Point& point) {
  FoundView view{.group = "friction", .kind = "friction", .page = "friction"};
  view.steps = {point.funnel->steps.front(), point.funnel->steps.back()};
  view.days = point.funnel->days;
  view.friction = FoundFrictionView{.kind = point.finding.kind, .at = point.at, .to = point.to};
  view.sides = {side_of(point, true), side_of(point, false)};
  view.difference = FoundDifferenceView{.value = -point.finding.difference,
                                        .low = -point.finding.high,
                                        .high = -point.finding.low,
                                        .p = point.finding.p,
                                        .adjusted_p = point.adjusted_p};
  view.people = std::llround(point.people());
  view.question = {codec::to_json(point.asked)};
  view.id = id_of(view.question.text + view.sides[0].all.text);
  return view;
}

// A place is told once, whatever people did there, and of one end not everything.
std::vector<FoundView> worth_telling(std::vector<Point> points) {
  std::stable_sort(points.begin(), points.end(),
                   [](const Point& a, const Point& b) { return a.people() > b.people(); });
  std::set<std::string> places;
  std::map<std::string, std::size_t> ends;
  std::vector<FoundView> told;
  for (const Point& point : points) {
    if (told.size() == told_max) {
      break;
    }
    std::size_t& of_end = ends[point.funnel->steps.back()];
    if (point.is_said() && of_end < told_of_end_max && places.insert(point.at).second) {
      ++of_end;
      told.push_back(view_of(point));
    }
  }
  return told;
}

}  // namespace

Result<FrictionFound> friction_along(const Looked& looked, const std::vector<FoundView>& funnels) {
  std::vector<Point> points;
  for (const FoundView& funnel : funnels) {
    for (const Cases cases : {Cases::visits, Cases::lines}) {
      TL_TRY(add_points(looked, funnel, cases, points));
    }
  }
  std::vector<double> p;
  p.reserve(points.size());
  for (const Point& point : points) {
    p.push_back(point.finding.p);
  }
  const std::vector<double> adjusted = stats::adjust_false_discovery_of_any(p);
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].adjusted_p = adjusted[i];
  }
  return FrictionFound{.told = worth_telling(std::move(points)), .tests = p.size()};
}

}  // namespace throughline::journeys
