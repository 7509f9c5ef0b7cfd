#include "shape_questions.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "journeys/journeys.answers.h"

namespace throughline::bench {

using journeys::EventChoice;
using journeys::Frame;

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24LL * 60 * minute_ms;
constexpr std::uint32_t first_touch = 10;
constexpr std::uint32_t last_touch = 29;
constexpr std::uint32_t conversion = 40;

EventChoice events_of(std::initializer_list<std::uint32_t> codes) {
  EventChoice choice;
  choice.names.emplace();
  for (const std::uint32_t code : codes) {
    choice.names->push_back("Event " + std::to_string(code));
  }
  return choice;
}

double figure(std::int64_t count) {
  return static_cast<double>(count);
}

void add_spread(const journeys::SpreadView& spread, const std::string& before, Answer& answer) {
  answer[before + " mean"] = spread.mean;
  answer[before + " median"] = spread.median.value_or(0);
  answer[before + " p90"] = spread.p90.value_or(0);
}

Result<Figures> ask_sessions(const Frame& frame) {
  TL_TRY_ASSIGN(auto sessions, journeys::answer(frame, journeys::SessionsAsked()));
  return Figures([sessions = std::move(sessions)] {
    Answer answer = {{"sessions", figure(sessions.sessions)}, {"people", figure(sessions.people)}};
    add_spread(sessions.lasted_ms, "lasted", answer);
    add_spread(sessions.events, "events", answer);
    for (const auto& period : sessions.periods) {
      answer[period.begins_on + " sessions"] = figure(period.sessions);
      answer[period.begins_on + " people"] = figure(period.people);
    }
    return answer;
  });
}

Result<Figures> ask_attribution(const Frame& frame) {
  journeys::AttributionAsked asked;
  asked.touches.names.emplace();
  for (std::uint32_t code = first_touch; code <= last_touch; ++code) {
    asked.touches.names->push_back("Event " + std::to_string(code));
  }
  asked.conversions = events_of({conversion});
  asked.look_back_ms = 30 * day_ms;
  TL_TRY_ASSIGN(auto credit, journeys::answer(frame, asked));
  return Figures([credit = std::move(credit)] {
    Answer answer = {{"conversions", figure(credit.conversions)},
                     {"people", figure(credit.people)},
                     {"unattributed", figure(credit.unattributed.front().conversions)}};
    for (const auto& channel : credit.channels) {
      const std::string name = std::to_string(channel.channel.value_or(-1));
      answer[name + " conversions"] = channel.credits.front().conversions;
      answer[name + " people"] = figure(channel.credits.front().people);
    }
    return answer;
  });
}

Figures figures_of(journeys::SurvivalAnswer survival) {
  return [survival = std::move(survival)] {
    Answer answer;
    for (const auto& point : survival.points) {
      answer[fmt::format("day {} ended", point.time)] = figure(point.ended);
      answer[fmt::format("day {} censored", point.time)] = figure(point.censored);
    }
    return answer;
  };
}

Result<Figures> ask_survival(const Frame& frame) {
  journeys::SurvivalAsked asked;
  asked.starts = events_of({0});
  asked.ends = events_of({9});
  TL_TRY_ASSIGN(auto survival, journeys::answer(frame, asked));
  return figures_of(std::move(survival));
}

Result<Figures> ask_silence(const Frame& frame) {
  journeys::SurvivalAsked asked;
  asked.silence_ms = 14 * day_ms;
  TL_TRY_ASSIGN(auto survival, journeys::answer(frame, asked));
  return figures_of(std::move(survival));
}

Result<Figures> ask_distribution(const Frame& frame) {
  journeys::DistributionAsked asked;
  asked.number = {.of = "property", .property = "amount"};
  asked.bounds = {100, 200, 300, 400, 500, 600, 700, 800, 900};
  TL_TRY_ASSIGN(auto numbers, journeys::answer(frame, asked));
  return Figures([numbers = std::move(numbers)] {
    Answer answer = {{"numbers", figure(numbers.numbers)},
                     {"sum", numbers.sum},
                     {"median", numbers.median.value_or(0)},
                     {"p90", numbers.p90.value_or(0)}};
    for (const auto& bin : numbers.bins) {
      const std::string from = fmt::format("from {} ", bin.from.value_or(0));
      answer[from + "numbers"] = figure(bin.numbers);
      answer[from + "people"] = figure(bin.people);
    }
    return answer;
  });
}

Result<Figures> ask_sums(const Frame& frame) {
  journeys::DistributionAsked asked;
  asked.number = {.of = "sum", .events = events_of({0, 2, 3, 5, 9}), .property = "amount"};
  asked.bounds = {100, 200, 500, 1'000, 2'000, 5'000, 10'000, 20'000, 50'000};
  TL_TRY_ASSIGN(auto numbers, journeys::answer(frame, asked));
  return Figures([numbers = std::move(numbers)] {
    Answer answer = {{"people", figure(numbers.people)},
                     {"sum", numbers.sum},
                     {"median", numbers.median.value_or(0)},
                     {"p90", numbers.p90.value_or(0)}};
    for (const auto& bin : numbers.bins) {
      answer[fmt::format("from {} people", bin.from.value_or(0))] = figure(bin.people);
    }
    return answer;
  });
}

Result<Figures> ask_treemap(const Frame& frame) {
  journeys::TreemapAsked asked;
  asked.by = {{.event = true, .limit = 50}};
  asked.measure = "sum";
  asked.property = "amount";
  TL_TRY_ASSIGN(auto treemap, journeys::answer(frame, asked));
  return Figures([treemap = std::move(treemap)] {
    Answer answer;
    for (const auto& group : treemap.groups) {
      const auto& value = group.values.front();
      if (value.kind != "value") {
        continue;
      }
      const std::string name = value.value.text.substr(1, value.value.text.size() - 2);
      answer[name + " events"] = figure(group.events);
      answer[name + " people"] = figure(group.people);
      answer[name + " sum"] = group.sum.value_or(0);
    }
    return answer;
  });
}

Result<Figures> ask_next(const Frame& frame) {
  journeys::NextAsked asked;
  asked.so_far = std::vector<EventChoice>{events_of({2}), events_of({0})};
  TL_TRY_ASSIGN(auto next, journeys::answer(frame, asked));
  return Figures([next = std::move(next)] {
    Answer answer;
    for (const auto& match : next.matches) {
      for (const auto& step : match.next) {
        const std::string of = fmt::format("{} then {} ", match.length, step.node.value_or(-1));
        answer[of + "times"] = figure(step.times);
        answer[of + "people"] = figure(step.people.count);
        answer[of + "median_ms"] = step.median_ms.value_or(0);
      }
    }
    return answer;
  });
}

Result<Figures> ask_landmark(const Frame& frame) {
  journeys::LandmarkAsked asked;
  asked.did = events_of({3});
  asked.within_ms = 7 * day_ms;
  asked.outcome = events_of({9});
  TL_TRY_ASSIGN(auto landmark, journeys::answer(frame, asked));
  return Figures([landmark = std::move(landmark)] {
    return Answer{{"did", figure(landmark.did.of)},
                  {"did and reached", figure(landmark.did.count)},
                  {"did not", figure(landmark.did_not.of)},
                  {"did not and reached", figure(landmark.did_not.count)},
                  {"gone", figure(landmark.left_out.gone)},
                  {"had it", figure(landmark.left_out.had_it)}};
  });
}

Result<Figures> ask_graph(const Frame& frame) {
  journeys::GraphAsked asked;
  asked.nodes = {{.id = "a", .events = events_of({0})},
                 {.id = "b", .events = events_of({2})},
                 {.id = "c", .events = events_of({3})},
                 {.id = "d", .events = events_of({9})}};
  asked.edges = {{.from = "a", .to = "b", .within_ms = 7 * day_ms},
                 {.from = "a", .to = "c", .within_ms = 7 * day_ms},
                 {.from = "b", .to = "d", .within_ms = 7 * day_ms},
                 {.from = "c", .to = "d", .within_ms = 7 * day_ms}};
  TL_TRY_ASSIGN(auto graph, journeys::answer(frame, asked));
  return Figures([graph = std::move(graph)] {
    Answer answer;
    for (const auto& node : graph.nodes) {
      answer[node.id + " people"] = figure(node.people);
    }
    for (const auto& edge : graph.edges) {
      const std::string name = fmt::format("{}>{} ", edge.from, edge.to);
      answer[name + "people"] = figure(edge.people);
      answer[name + "median_ms"] = edge.median_ms.value_or(0);
    }
    return answer;
  });
}

Result<Figures> ask_friction(const Frame& frame) {
  journeys::FrictionAsked asked;
  asked.outcome = events_of({9});
  asked.limit = 100;
  TL_TRY_ASSIGN(auto friction, journeys::answer(frame, asked));
  return Figures([friction = std::move(friction)] {
    Answer answer = {{"began", figure(friction.reached.of)},
                     {"reached", figure(friction.reached.count)},
                     {"findings", figure(friction.all_findings)}};
    for (const auto& drop_off : friction.drop_offs) {
      answer[fmt::format("{} people", drop_off.at)] = figure(drop_off.people);
    }
    return answer;
  });
}

}  // namespace

std::vector<JourneyQuestion> shape_questions() {
  constexpr double codes = 2;
  constexpr double seconds = 4;
  constexpr double times = 6;
  constexpr double rows = 4;
  return {
      {"sessions of 30 min by day", times, false, ask_sessions},
      {"attribution to the last touch within 30 days", codes + times, false, ask_attribution},
      {"survival from one event to another", codes + times, false, ask_survival},
      {"survival until 14 days of silence", seconds, false, ask_silence},
      {"amounts of all events, with people", rows, true, ask_distribution},
      {"sums of amounts by person", codes + rows, true, ask_sums},
      {"amounts by name of event", codes + rows, true, ask_treemap},
      {"what came next after two events", codes + times, false, ask_next},
      {"first days, and what came of them", codes + times, false, ask_landmark},
      {"a graph of four nodes", codes + times, false, ask_graph},
      {"friction on the way to an event", codes + times, false, ask_friction},
  };
}

}  // namespace throughline::bench
