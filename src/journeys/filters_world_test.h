// FilterWorld: people whose events say things, the record of them read event by event, and
// questions with conditions: what the columns answer is compared with what the record says.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"
#include "journey_engine/funnel.h"
#include "journeys/asking_test.h"
#include "journeys/journeys.event_property.h"
#include "journeys/journeys.h"
#include "journeys/journeys.parts.h"
#include "testing/people_world.h"

namespace throughline::filters {

using condition::Condition;
using journeys::Frame;
using journeys::FunnelAnswer;
using journeys::FunnelAsked;
using journeys::FunnelCellAsked;
using journeys::InParts;
using journeys::Journeys;
using journeys::PartAsked;
using journeys::WhoAsked;
using testing::device;
using testing::from_browser;
using testing::from_server;
using testing::identify;
using testing::patiently;
using testing::PeopleWorld;
using testing::user;

constexpr int people_count = 14;
inline const std::array<std::string, 3> names = {"Viewed", "Added", "Paid"};

// Somebody as the record has them.
struct Known {
  ProfileId profile = {};
  std::vector<Event> line = {};             // In the total order.
  std::vector<condition::Facts> said = {};  // By each of these events.
  condition::Facts facts = {};
};

inline condition::Facts facts_of(const Event& event) {
  condition::Facts facts;
  if (const auto document = codec::JsonDocument::parse(event.properties); document.ok()) {
    for (const auto& [key, value] : document->root().members()) {
      if (const auto found = journeys::value_of(value)) {
        facts.properties.emplace(key, journeys::fact_of(*found));
      }
    }
  }
  return facts;
}

inline std::string json_of(const std::map<std::string, condition::Fact>& facts,
                           const std::string& key) {
  const auto found = facts.find(key);
  if (found == facts.end()) {
    return "null";
  }
  if (const auto* text = std::get_if<std::string>(&found->second)) {
    return quote_json(*text);
  }
  if (const auto* flag = std::get_if<bool>(&found->second)) {
    return *flag ? "true" : "false";
  }
  return fmt::format("{}", std::get<double>(found->second));
}

class FilterWorld : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  int any(std::uint64_t below) { return static_cast<int>(random_.below(below)); }
  template <class Of>
  const auto& one_of(const Of& all) {
    return all.at(random_.below(all.size()));
  }

  void record_something(int count) {
    for (int i = 0; i < count; ++i) {
      ++number_;
      const std::string somebody = "u" + std::to_string(any(people_count));
      if (any(9) == 0) {
        world_.record(identify(
            number_, {user(somebody)},
            fmt::format(R"({{"plan":"{}","seats":{}}})", any(2) == 0 ? "pro" : "free", any(4))));
        continue;
      }
      const auto phone = device("d" + std::to_string(any(people_count * 2)));
      Draft draft = any(3) == 0   ? from_browser(number_, {phone})
                    : any(3) == 0 ? from_browser(number_, {device("d" + somebody), user(somebody)})
                                  : from_server(number_, {user(somebody)});
      draft.name = one_of(names);
      draft.properties = properties();
      draft.occurred_at = {testing::start_us + any(4'000) * us_per_minute};
      draft.sequence = any(2);
      world_.record(draft);
    }
  }
  std::string properties() {
    static const std::array<std::string, 6> totals = {"5", "20", "20.5", "120", "\"20\"", "null"};
    static const std::array<std::string, 5> currencies = {"\"EUR\"", "\"USD\"", "\"SEK\"", "null",
                                                          "\"EUR\""};
    return fmt::format(R"({{"total":{},"currency":{},"gift":{}}})", one_of(totals),
                       one_of(currencies), any(2) == 0);
  }

  journeys::Asking asking() { return testing::asking_of(world_); }

  template <class Asked>
  Result<InParts<journeys::AnswerTo<Asked>>> try_asking(const Asked& asked) {
    TL_TRY_ASSIGN(const Frame frame, journeys_.frame(asking(), journeys::wish_of(asked)));
    return journeys::answer_in_parts(frame, asked);
  }
  template <class Asked>
  auto ask(const Asked& asked) {
    return patiently([&] { return try_asking(asked); });
  }
  template <class Asked, class Cell>
  std::vector<ProfileId> ask_who(const WhoAsked<Asked, Cell>& who) {
    return patiently([&]() -> Result<journeys::PeopleBehind> {
             TL_TRY_ASSIGN(const Frame frame,
                           journeys_.frame(asking(), journeys::wish_of(who.question)));
             return journeys::who_is_behind(frame, who);
           })
        .people;
  }
  std::vector<Known> everybody() {
    return world_.read([&](storage::Transaction& tx) -> Result<std::vector<Known>> {
      std::set<std::int64_t> profiles;
      TL_TRY(world_.timeline().each_recorded(tx, [&](const Event& event) -> Result<void> {
        const auto owner = world_.people().find_owner(tx, event.key_identifier);
        if (event.key_identifier && owner.ok()) {
          profiles.insert(owner->value);
        }
        return {};
      }));
      std::vector<Known> all;
      for (const std::int64_t profile : profiles) {
        TL_TRY_ASSIGN(Known known, read_known(tx, {profile}));
        if (!known.line.empty()) {
          all.push_back(std::move(known));
        }
      }
      return all;
    });
  }
  Result<Known> read_known(storage::Transaction& tx, ProfileId profile) {
    Known known = {.profile = profile};
    TL_TRY_ASSIGN(const auto ids, world_.people().identifier_ids(tx, profile));
    TL_TRY(world_.timeline().each_event(tx, ids, {}, [&](const Event& event) -> Result<void> {
      if (!is_of_the_product(event.kind)) {
        known.facts.events[event.name].push_back(event.occurred_at);
        known.line.push_back(event);
        known.said.push_back(facts_of(event));
      }
      return {};
    }));
    TL_TRY_ASSIGN(const auto traits, world_.people().traits(tx, profile));
    for (const people::Trait& trait : traits) {
      const auto document = codec::JsonDocument::parse(trait.said.value);
      if (const auto value = journeys::value_of(document->root())) {
        known.facts.traits.emplace(trait.key, journeys::fact_of(*value));
      }
    }
    return known;
  }

  std::string event_condition(int depth) {
    switch (any(depth > 0 ? 7 : 4)) {
      case 0:
        return fmt::format(R"({{"property":"total","is":"{}","value":{}}})",
                           any(2) == 0 ? "greater" : "less", any(100));
      case 1:
        return fmt::format(R"({{"property":"currency","is":"{}","value":"{}"}})",
                           any(2) == 0 ? "equals" : "not_equals", any(2) == 0 ? "EUR" : "SEK");
      case 2:
        return fmt::format(R"({{"property":"total","is":"{}"}})",
                           any(2) == 0 ? "exists" : "missing");
      case 3:
        return R"({"property":"gift","is":"equals","value":true})";
      case 4:
        return R"({"not":)" + event_condition(depth - 1) + "}";
      default:
        return fmt::format(R"({{"{}":[{},{}]}})", any(2) == 0 ? "and" : "or",
                           event_condition(depth - 1), event_condition(depth - 1));
    }
  }
  std::string people_condition(int depth) {
    switch (any(depth > 0 ? 6 : 3)) {
      case 0:
        return fmt::format(R"({{"trait":"plan","is":"{}","value":"pro"}})",
                           any(2) == 0 ? "equals" : "not_equals");
      case 1:
        return R"({"trait":"seats","is":"greater","value":1})";
      case 2:
        return fmt::format(R"({{"event":"Paid","count":{{"is":"at_least","value":{}}}}})", any(5));
      case 3:
        return R"({"not":)" + people_condition(depth - 1) + "}";
      default:
        return fmt::format(R"({{"{}":[{},{}]}})", any(2) == 0 ? "and" : "or",
                           people_condition(depth - 1), people_condition(depth - 1));
    }
  }
  FunnelAsked funnel_asked() {
    FunnelAsked asked;
    for (int i = 0; i < 2 + any(2); ++i) {
      journeys::EventChoice step;
      if (any(4) != 0) {
        step.names = std::vector<std::string>{one_of(names)};
      }
      if (any(3) != 0) {
        step.where = codec::RawJson{event_condition(2)};
      }
      asked.steps.push_back(std::move(step));
    }
    if (any(2) == 0) {
      asked.people = codec::RawJson{people_condition(2)};
    }
    if (any(3) == 0) {
      asked.range =
          journeys::TimeRange{.from = Time{testing::start_us + any(1'000) * us_per_minute}};
    }
    asked.attempts = any(2) == 0 ? "first" : "best";
    return asked;
  }

  SeededRandom random_{11};
  PeopleWorld world_{GetParam()};
  Journeys journeys_{world_.workspaces(), world_.people(), world_.clock(),
                     [](WorkspaceId) -> Result<std::string> { return "UTC"; }};
  int number_ = 0;
};
inline journeys::EventChoice named(std::string name) {
  return {.names = std::vector<std::string>{std::move(name)}};
}

inline journeys::EventChoice named(std::string name, std::string where) {
  return {.names = std::vector<std::string>{std::move(name)},
          .where = codec::RawJson{std::move(where)}};
}

inline const std::string small = R"({"property":"total","is":"less","value":50})";

// How far somebody gets, and with which event they began.
struct Reached {
  unsigned level = 0;
  std::size_t entry = 0;  // In the line.
};

class Chooses {
 public:
  explicit Chooses(const journeys::EventChoice& choice) : choice_(choice) {
    if (choice.where) {
      where_ = *condition::parse_condition(choice.where->text);
    }
  }
  bool operator()(const Known& known, std::size_t event) const {
    return (!choice_.names || known.line[event].name == choice_.names->front()) &&
           (!where_ || condition::holds(*where_, known.said[event], {}));
  }

 private:
  const journeys::EventChoice& choice_;
  std::optional<Condition> where_;
};

inline Reached reached(const FunnelAsked& asked, const Known& known) {
  const std::vector<Chooses> steps(asked.steps.begin(), asked.steps.end());
  std::vector<journey_engine::LineEvent> line;
  for (std::size_t i = 0; i < known.line.size(); ++i) {
    if (!asked.range || known.line[i].occurred_at >= *asked.range->from) {
      line.push_back({.at_ms = known.line[i].occurred_at.us / us_per_ms, .row = i});
    }
  }
  journey_engine::FunnelDefinition funnel;
  funnel.steps = static_cast<unsigned>(steps.size());
  funnel.attempts = asked.attempts == "first" ? journey_engine::FunnelAttempts::first
                                              : journey_engine::FunnelAttempts::best;
  funnel.matcher = [&](journey_engine::CustomerId, const journey_engine::LineEvent& event) {
    journey_engine::EventMarks marks;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      marks.steps |= steps[i](known, event.row) ? 1U << i : 0U;
    }
    return marks;
  };
  const auto attempts = journey_engine::find_attempts(funnel, known.profile, line);
  return attempts.empty() ? Reached{}
                          : Reached{attempts.front().level(), line[attempts.front().entry].row};
}

inline bool fits(const std::optional<codec::RawJson>& people, const Known& known) {
  return !people || condition::holds(*condition::parse_condition(people->text), known.facts, {});
}

// People by level for some of everybody.
inline std::vector<std::int64_t> levels_of(const FunnelAsked& asked,
                                           const std::vector<Known>& people) {
  std::vector<std::int64_t> levels(asked.steps.size());
  for (const Known& known : people) {
    for (unsigned i = 0; i < reached(asked, known).level; ++i) {
      ++levels[i];
    }
  }
  return levels;
}

inline std::vector<std::int64_t> levels_of(const FunnelAnswer& answer) {
  std::vector<std::int64_t> levels;
  for (const journeys::FunnelStepView& step : answer.steps) {
    levels.push_back(step.people);
  }
  return levels;
}

inline std::vector<Known> those(const std::optional<codec::RawJson>& people,
                                const std::vector<Known>& all) {
  std::vector<Known> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const Known& known) { return fits(people, known); });
  return found;
}

inline std::vector<ProfileId> who_reached(const FunnelAsked& asked,
                                          const std::vector<Known>& people, unsigned level) {
  std::vector<ProfileId> found;
  for (const Known& known : people) {
    if (reached(asked, known).level == level) {
      found.push_back(known.profile);
    }
  }
  return found;
}

}  // namespace throughline::filters
