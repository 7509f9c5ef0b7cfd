#include "journey_questions.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "journeys/journeys.parts.h"

namespace throughline::bench {

using journeys::EventChoice;
using journeys::Frame;

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t week_ms = 7LL * 24 * 60 * minute_ms;
constexpr std::int64_t now_ms = 1'767'225'600'000;  // 2026-01-01, after all events.
constexpr std::array<std::uint32_t, 5> funnel_codes = {0, 2, 3, 5, 9};
constexpr std::string_view zone_name = "Europe/Berlin";
constexpr std::array<const char*, JourneyWorld::channels> channel_names = {"web", "app", "store",
                                                                           "phone"};
constexpr std::size_t cohorts_compared = 12;
constexpr std::int64_t groups = 10;

std::string event_name(std::uint32_t code) {
  return "Event " + std::to_string(code);
}
// In a map of words of the catalogue's order nothing else is called so.
std::string country_name(std::uint32_t country) {
  return "country " + std::to_string(country);
}

EventChoice one_event(std::uint32_t code) {
  return {.names = std::vector<std::string>{event_name(code)}};
}

journeys::FunnelAsked funnel_asked() {
  journeys::FunnelAsked asked;
  for (const std::uint32_t code : funnel_codes) {
    asked.steps.push_back(one_event(code));
  }
  asked.window_ms = week_ms;
  return asked;
}

// How many people got exactly so far.
void add_levels(const journeys::FunnelAnswer& funnel, const std::string& before, Answer& answer) {
  for (std::size_t i = 0; i < funnel.steps.size(); ++i) {
    const std::int64_t further = i + 1 < funnel.steps.size() ? funnel.steps[i + 1].people : 0;
    answer[before + "level " + std::to_string(i + 1)] =
        static_cast<double>(funnel.steps[i].people - further);
  }
}

Result<Figures> ask_funnel(const Frame& frame) {
  TL_TRY_ASSIGN(auto funnel, journeys::answer(frame, funnel_asked()));
  return Figures([funnel = std::move(funnel)] {
    Answer answer;
    add_levels(funnel, "", answer);
    return answer;
  });
}

Result<Figures> ask_funnel_where(const Frame& frame) {
  journeys::FunnelAsked asked = funnel_asked();
  asked.steps[2].where = {R"({"and":[{"property":"channel","is":"equals","value":"app"},)"
                          R"({"property":"amount","is":"greater","value":250}]})"};
  TL_TRY_ASSIGN(auto funnel, journeys::answer(frame, asked));
  return Figures([funnel = std::move(funnel)] {
    Answer answer;
    add_levels(funnel, "", answer);
    return answer;
  });
}

// The ten largest groups; people of the others are one more.
Result<Figures> ask_breakdown(const Frame& frame) {
  journeys::FunnelAsked asked = funnel_asked();
  asked.breakdown = journeys::BreakdownAsked{.trait = "country", .limit = groups};
  TL_TRY_ASSIGN(auto in_parts, journeys::answer_in_parts(frame, asked));
  return Figures([in_parts = std::move(in_parts)] {
    Answer answer;
    for (const auto& part : in_parts.parts) {
      const std::string of = part.part.kind == "value" ? part.part.value.text : "\"others\"";
      add_levels(part.answer, of.substr(1, of.size() - 2) + ", ", answer);
    }
    return answer;
  });
}

Result<Figures> ask_retention(const Frame& frame) {
  const journeys::RetentionAsked asked;
  TL_TRY_ASSIGN(auto retention, journeys::answer(frame, asked));
  return Figures([retention = std::move(retention)] {
    Answer answer;
    for (std::size_t c = 0; c < retention.cohorts.size() && c < cohorts_compared; ++c) {
      const auto& cohort = retention.cohorts[c];
      for (std::size_t o = 0; o < cohort.offsets.size(); ++o) {
        answer[fmt::format("cohort {} week {}", cohort.begins_on, o)] =
            static_cast<double>(cohort.offsets[o].back.count);
      }
    }
    return answer;
  });
}

Result<Figures> ask_map(const Frame& frame) {
  journeys::MapAsked asked;
  asked.variants = 0;
  TL_TRY_ASSIGN(auto map, journeys::answer(frame, asked));
  return Figures([map = std::move(map)] {
    Answer answer;
    for (const auto& edge : map.edges) {
      const std::string step = fmt::format("{}>{}", edge.from, edge.to);
      answer[step + " count"] = static_cast<double>(edge.count);
      answer[step + " mean_ms"] = edge.mean_ms;
      answer[step + " median_ms"] = edge.median_ms;
    }
    return answer;
  });
}

Result<Figures> ask_paths(const Frame& frame) {
  journeys::PathsAsked asked;
  asked.anchor = EventChoice();  // Any.
  asked.anchors = "every";
  asked.depth = 2;
  asked.session_ms = 30 * minute_ms;
  asked.limit = 100;
  TL_TRY_ASSIGN(auto paths, journeys::answer(frame, asked));
  if (!paths.after) {
    return Error::internal("paths from an anchor have a side after it");
  }
  return Figures([paths = std::move(paths)] {
    Answer answer;
    for (const auto& path : paths.after->paths) {
      if (path.nodes.size() == 3) {
        answer[fmt::format("{}>{}>{}", path.nodes[0], path.nodes[1], path.nodes[2])] =
            static_cast<double>(path.paths);
      }
    }
    return answer;
  });
}

Result<Figures> ask_counts(const Frame& frame) {
  journeys::CountsAsked asked;
  asked.unit = "week";
  asked.by = "event";
  TL_TRY_ASSIGN(auto counts, journeys::answer(frame, asked));
  return Figures([counts = std::move(counts)] {
    Answer answer;
    for (const auto& group : counts.groups) {
      for (const auto& period : group.periods) {
        const std::string cell = fmt::format("{} {} ", group.node, period.begins_on);
        answer[cell + "events"] = static_cast<double>(period.events);
        answer[cell + "people"] = static_cast<double>(period.people);
      }
    }
    return answer;
  });
}

std::shared_ptr<const journeys::Looking> looking_of(const JourneyWorld& world) {
  journeys::TraitValues trait;
  for (std::uint64_t customer = 0; customer < world.customers(); ++customer) {
    trait.set(JourneyWorld::id_of(customer), country_name(JourneyWorld::country_of(customer)));
  }
  journeys::Looking looking{.groups = static_cast<std::size_t>(groups)};
  looking.breakdown = std::make_shared<const journeys::Breakdown>(std::move(trait));
  return std::make_shared<const journeys::Looking>(std::move(looking));
}

Calendar calendar_of_zone() {
  auto zone = TimeZone::find(zone_name);
  if (!zone.ok()) {
    std::cerr << zone.error().message << '\n';
    std::exit(1);
  }
  return Calendar(*std::move(zone));
}

std::shared_ptr<const journeys::EventCodes> codes_of(std::uint32_t names) {
  std::vector<journeys::NamedEvent> events;
  events.reserve(names);
  for (std::uint32_t code = 0; code < names; ++code) {
    events.push_back({.name = event_name(code)});
  }
  return std::make_shared<const journeys::EventCodes>(std::move(events));
}

}  // namespace

std::vector<JourneyQuestion> journey_questions() {
  constexpr double codes = 2;
  constexpr double seconds = 4;
  constexpr double times = 6;
  return {
      {"funnel of five steps within a week", codes + times, false, ask_funnel},
      {"the same with a condition on two properties", codes + times, true, ask_funnel_where},
      {"the funnel by country", codes + times, false, ask_breakdown},
      {"retention, 12 weeks", seconds, false, ask_retention},
      {"process map with mean and median", codes + times, false, ask_map},
      {"paths of three steps in sessions of 30 min", codes + times, false, ask_paths},
      {"events and people by name and week", codes + seconds, false, ask_counts},
  };
}

Result<void> WorldProperties::read(const std::string& property, std::uint64_t first,
                                   std::uint64_t last, const Sink& sink) {
  const bool is_channel = property == "channel";
  for (std::uint64_t row = first; row < last; ++row) {
    if (const auto event = world_.event_at(row)) {
      if (is_channel) {
        sink(row, std::string(channel_names[JourneyWorld::channel_of(*event)]));
      } else {
        sink(row, std::int64_t{JourneyWorld::amount_of(*event)});
      }
    }
  }
  return {};
}

JourneyFrames::JourneyFrames(const JourneyWorld& world, std::uint32_t names,
                             const journey_engine::Engine& engine)
    : engine_(engine),
      source_(world),
      properties_(source_),
      codes_(codes_of(names)),
      looking_(looking_of(world)),
      calendar_(calendar_of_zone()) {}

Frame JourneyFrames::frame(std::uint64_t last_row) {
  Frame frame{.view = {.lines = engine_.snapshot(),
                       .codes = codes_,
                       .properties = &properties_,
                       .last_row = last_row},
              .calendar = calendar_,
              .now_ms = now_ms,
              .begun = std::chrono::steady_clock::now()};
  frame.choices = std::make_shared<journeys::EventChoices>(frame.view, Time{now_ms * us_per_ms},
                                                           journeys::Cancelled());
  frame.looking = looking_;
  frame.show({});
  return frame;
}

}  // namespace throughline::bench
