// Filters, breakdowns and comparisons against the same read from the record event by event.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>

#include "base/text.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"
#include "journey_engine/funnel.h"
#include "journeys/journeys.event_property.h"
#include "journeys/journeys.h"
#include "journeys/journeys.parts.h"
#include "testing/people_world.h"

namespace throughline {
namespace {

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
using testing::PeopleWorld;
using testing::user;

constexpr int people_count = 14;
const std::array<std::string, 3> names = {"Viewed", "Added", "Paid"};

// Somebody as the record has them.
struct Known {
  ProfileId profile = {};
  std::vector<Event> line = {};             // In the total order.
  std::vector<condition::Facts> said = {};  // By each of these events.
  condition::Facts facts = {};
};

condition::Facts facts_of(const Event& event) {
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

std::string json_of(const std::map<std::string, condition::Fact>& facts, const std::string& key) {
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

class JourneyFilters : public ::testing::TestWithParam<storage::Dialect> {
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

  journeys::Asking asking() {
    const auto position = world_.timeline().settled_position({1});
    EXPECT_TRUE(position.ok());
    return {.workspace = {1}, .at_least = *position};
  }
  // Longer than a request would wait: the machine may be busy.
  template <class Ask>
  auto patiently(const Ask& ask) {
    for (int attempt = 0;; ++attempt) {
      auto answer = ask();
      if (answer.ok() || attempt == 20 || answer.error().code != ErrorCode::unavailable) {
        EXPECT_TRUE(answer.ok()) << answer.error().message;
        return *std::move(answer);
      }
    }
  }

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
  // The answer for just these people, and who of them is in a cell of it.
  template <class Asked, class Cell>
  auto ask_of(const std::vector<Known>& people, Asked asked, const Cell& cell) {
    asked.breakdown.reset();
    asked.compare.reset();
    auto frame = patiently([&] { return journeys_.frame(asking(), journeys::wish_of(asked)); });
    auto set = std::make_shared<journeys::PeopleSet>();
    for (const Known& known : people) {
      set->add(known.profile);
    }
    journeys::Span shown = frame.shown;
    shown.people = std::move(set);
    frame.show(shown);
    const auto answered = patiently([&] { return journeys::answer(frame, asked); });
    const auto is_in = patiently([&] { return journeys::who_is_in(frame, asked, cell); });
    const auto behind = patiently([&] {
      return journeys::people_behind(frame.view, frame.span, frame.cancelled, {}, is_in);
    });
    return std::pair(figures(answered), behind.people);
  }
  // Without how it came about.
  template <class Answer>
  static std::string figures(Answer answer) {
    answer.note = {};
    return codec::to_json(answer);
  }
  // Every part of the answer is what those are told who are in it by the record; `decides` gives
  // the place of the event in somebody's line that says so, if there is one.
  template <class Asked, class Cell, class Decides>
  void expect_groups(Asked asked, const Cell& cell, const Decides& decides);
  // Every side is what is answered where it is asked for by itself.
  template <class Asked, class Cell>
  void expect_sides(Asked asked, const Cell& cell);
  // Both of every question.
  template <class Asked, class Cell, class Decides>
  void expect_parts(const Asked& asked, const Cell& cell, const Decides& decides) {
    SCOPED_TRACE(codec::to_json(asked));
    expect_groups(asked, cell, decides);
    expect_sides(asked, cell);
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
INSTANTIATE_TEST_SUITE_P(Both, JourneyFilters, testing::both_databases(), testing::database_name);

journeys::EventChoice named(std::string name) {
  return {.names = std::vector<std::string>{std::move(name)}};
}

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

Reached reached(const FunnelAsked& asked, const Known& known) {
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

bool fits(const std::optional<codec::RawJson>& people, const Known& known) {
  return !people || condition::holds(*condition::parse_condition(people->text), known.facts, {});
}

// People by level for some of everybody.
std::vector<std::int64_t> levels_of(const FunnelAsked& asked, const std::vector<Known>& people) {
  std::vector<std::int64_t> levels(asked.steps.size());
  for (const Known& known : people) {
    for (unsigned i = 0; i < reached(asked, known).level; ++i) {
      ++levels[i];
    }
  }
  return levels;
}

std::vector<std::int64_t> levels_of(const FunnelAnswer& answer) {
  std::vector<std::int64_t> levels;
  for (const journeys::FunnelStepView& step : answer.steps) {
    levels.push_back(step.people);
  }
  return levels;
}

std::vector<Known> those(const std::optional<codec::RawJson>& people,
                         const std::vector<Known>& all) {
  std::vector<Known> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&](const Known& known) { return fits(people, known); });
  return found;
}

std::vector<ProfileId> who_reached(const FunnelAsked& asked, const std::vector<Known>& people,
                                   unsigned level) {
  std::vector<ProfileId> found;
  for (const Known& known : people) {
    if (reached(asked, known).level == level) {
      found.push_back(known.profile);
    }
  }
  return found;
}

TEST_P(JourneyFilters, ConditionsOverEventsAndPeopleCountAsInTheRecord_AN01) {
  record_something(120);
  for (int round = 0; round < 5; ++round) {
    record_something(20);  // Columns grow, people merge.
    const std::vector<Known> all = everybody();
    for (int i = 0; i < 6; ++i) {
      const FunnelAsked asked = funnel_asked();
      const auto answer = ask(asked);
      const auto people = those(asked.people, all);
      ASSERT_EQ(levels_of(answer), levels_of(asked, people)) << answer.note.explanation;
      const unsigned level = 1 + static_cast<unsigned>(any(asked.steps.size()));
      const auto behind = ask_who(WhoAsked<FunnelAsked, FunnelCellAsked>{
          .question = asked, .cell = {.furthest_from = level, .furthest_to = level}});
      ASSERT_EQ(behind, who_reached(asked, people, level));
    }
  }
}

// Groups as the answer should have them: the value, and who is in it.
std::map<std::string, std::vector<Known>> groups_of(const FunnelAsked& asked,
                                                    const std::vector<Known>& people) {
  std::map<std::string, std::vector<Known>> groups;
  for (const Known& known : people) {
    const Reached found = reached(asked, known);
    if (found.level == 0) {
      continue;
    }
    const auto& by = *asked.breakdown;
    groups[by.trait ? json_of(known.facts.traits, *by.trait)
                    : json_of(known.said[found.entry].properties, *by.property)]
        .push_back(known);
  }
  return groups;
}

// The same as parts: the largest by name, `none`, and the rest.
std::vector<std::pair<PartAsked, std::vector<Known>>> parts_of(
    std::map<std::string, std::vector<Known>> groups, std::size_t limit) {
  std::vector<std::pair<PartAsked, std::vector<Known>>> parts;
  std::vector<Known> none;
  if (const auto found = groups.find("null"); found != groups.end()) {
    none = std::move(found->second);
    groups.erase(found);
  }
  std::vector<Known> others;
  std::vector<std::pair<std::string, std::vector<Known>>> ranked(groups.begin(), groups.end());
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& one, const auto& other) {
    return one.second.size() > other.second.size();
  });
  for (auto& [value, people] : ranked) {
    if (parts.size() < limit) {
      parts.emplace_back(PartAsked{.kind = "value", .value = {value}}, std::move(people));
    } else {
      others.insert(others.end(), people.begin(), people.end());
    }
  }
  if (!none.empty()) {
    parts.emplace_back(PartAsked{.kind = "none"}, std::move(none));
  }
  if (!others.empty()) {
    std::sort(others.begin(), others.end(),
              [](const Known& one, const Known& other) { return one.profile < other.profile; });
    parts.emplace_back(PartAsked{.kind = "others"}, std::move(others));
  }
  return parts;
}

TEST_P(JourneyFilters, BreaksPeopleDownByTheirFirstCountedEventOrATrait_AN01) {
  record_something(180);
  for (int i = 0; i < 16; ++i) {
    record_something(5);
    const std::vector<Known> all = everybody();
    FunnelAsked asked = funnel_asked();
    asked.breakdown.emplace();
    switch (any(3)) {
      case 0:
        asked.breakdown->property = "total";
        break;
      case 1:
        asked.breakdown->property = "currency";
        break;
      default:
        asked.breakdown->trait = any(2) == 0 ? "plan" : "seats";
    }
    asked.breakdown->limit = 1 + any(4);
    const auto answer = ask(asked);
    const auto people = those(asked.people, all);
    ASSERT_EQ(levels_of(answer), levels_of(asked, people));
    const auto expected =
        parts_of(groups_of(asked, people), static_cast<std::size_t>(*asked.breakdown->limit));
    ASSERT_EQ(answer.parts.size(), expected.size());
    for (std::size_t part = 0; part < expected.size(); ++part) {
      const auto& [which, members] = expected[part];
      const auto& found = answer.parts[part];
      ASSERT_EQ(found.part.kind, which.kind);
      ASSERT_EQ(found.part.value.text, which.value.text);
      ASSERT_EQ(found.part.people, static_cast<std::int64_t>(members.size()));
      ASSERT_EQ(levels_of(found.answer), levels_of(asked, members));
      const auto behind = ask_who(WhoAsked<FunnelAsked, FunnelCellAsked>{
          .question = asked, .cell = {.furthest_from = 1, .furthest_to = 1}, .part = which});
      ASSERT_EQ(behind, who_reached(asked, members, 1));
    }
  }
}

TEST_P(JourneyFilters, ComparesPeopleAndPeriods) {
  record_something(200);
  const std::vector<Known> all = everybody();
  for (int i = 0; i < 8; ++i) {
    FunnelAsked asked = funnel_asked();
    asked.range.reset();
    const journeys::TimeRange late = {.from = Time{testing::start_us + 1'500 * 60 * us_per_second}};
    asked.compare = std::vector<journeys::ComparedAsked>{
        {.name = "some", .people = codec::RawJson{people_condition(1)}},
        {.name = "late", .range = late}};
    const auto answer = ask(asked);
    const auto people = those(asked.people, all);
    ASSERT_EQ(levels_of(answer), levels_of(asked, people));
    ASSERT_EQ(answer.parts.size(), 2U);
    const auto some = those((*asked.compare)[0].people, people);
    FunnelAsked later = asked;
    later.range = late;
    ASSERT_EQ(levels_of(answer.parts[0].answer), levels_of(asked, some));
    ASSERT_EQ(levels_of(answer.parts[1].answer), levels_of(later, people));
    ASSERT_FALSE(answer.parts[0].answer.against_first.has_value());
    ASSERT_TRUE(answer.parts[1].answer.against_first.has_value());
    const auto behind = ask_who(WhoAsked<FunnelAsked, FunnelCellAsked>{
        .question = asked,
        .cell = {.furthest_from = 1, .furthest_to = 1},
        .part = PartAsked{.kind = "compared", .value = {R"("late")"}}});
    ASSERT_EQ(behind, who_reached(later, people, 1));
  }
}

// Every question takes the same filters: parts add up to the whole.
TEST_P(JourneyFilters, PartsOfMapsAndRetentionAddUp_AN03) {
  record_something(180);
  const std::vector<Known> all = everybody();
  journeys::MapAsked map;
  map.events = journeys::EventChoice{
      .where = codec::RawJson{R"({"property":"total","is":"greater","value":10})"}};
  map.breakdown = journeys::BreakdownAsked{.property = "currency", .limit = 2};
  const auto drawn = ask(map);
  std::int64_t expected = 0;
  const Chooses is_on_map(*map.events);
  for (const Known& known : all) {
    for (std::size_t i = 0; i < known.line.size(); ++i) {
      expected += is_on_map(known, i) ? 1 : 0;
    }
  }
  EXPECT_EQ(drawn.events, expected);
  ASSERT_EQ(drawn.parts.size(), 4U);
  std::int64_t events = 0;
  for (const auto& part : drawn.parts) {
    events += part.answer.events;
  }
  EXPECT_EQ(events, expected);

  journeys::RetentionAsked retention;
  retention.starts = named("Viewed");
  retention.returns = named("Paid");
  retention.unit = "day";
  retention.offsets = 3;
  retention.breakdown = journeys::BreakdownAsked{.trait = "plan"};
  const auto kept = ask(retention);
  std::map<std::int64_t, std::vector<std::int64_t>> whole;
  std::map<std::int64_t, std::vector<std::int64_t>> sums;
  const auto add = [](auto& to, const journeys::RetentionAnswer& answer) {
    for (const auto& cohort : answer.cohorts) {
      auto& counts = to[cohort.period];
      counts.resize(4);
      counts[3] += cohort.people;
      for (std::size_t i = 0; i < 3; ++i) {
        counts[i] += cohort.offsets[i].back.count;
      }
    }
  };
  add(whole, kept);
  for (const auto& part : kept.parts) {
    add(sums, part.answer);
  }
  EXPECT_FALSE(whole.empty());
  EXPECT_EQ(sums, whole);
}

// All are limited in the same way.
TEST_P(JourneyFilters, LimitEveryOtherQuestionToo_AN06) {
  record_something(150);
  const std::vector<Known> all = everybody();
  for (int i = 0; i < 8; ++i) {
    journeys::CountsAsked asked;
    asked.events = journeys::EventChoice{.where = codec::RawJson{event_condition(2)}};
    asked.people = codec::RawJson{people_condition(1)};
    asked.unit = "month";
    const auto counts = ask(asked);
    const Chooses is_counted(*asked.events);
    std::int64_t events = 0;
    std::int64_t people = 0;
    for (const Known& known : those(asked.people, all)) {
      std::int64_t found = 0;
      for (std::size_t event = 0; event < known.line.size(); ++event) {
        found += is_counted(known, event) ? 1 : 0;
      }
      events += found;
      people += found > 0 ? 1 : 0;
    }
    ASSERT_EQ(counts.events, events) << counts.note.explanation;
    ASSERT_EQ(counts.people, people);
  }
}

// By their plan, or the currency of the event that decides; without whom nothing decides.
template <class Decides>
std::map<std::string, std::vector<Known>> grouped(const std::vector<Known>& all, bool by_trait,
                                                  const Decides& decides) {
  std::map<std::string, std::vector<Known>> groups;
  for (const Known& known : all) {
    if (const std::optional<std::size_t> event = decides(known)) {
      groups[by_trait ? json_of(known.facts.traits, "plan")
                      : json_of(known.said[*event].properties, "currency")]
          .push_back(known);
    }
  }
  return groups;
}

template <class Answer>
Answer without_difference(Answer answer) {
  if constexpr (requires { answer.against_first; }) {
    answer.against_first.reset();
  }
  return answer;
}

template <class Asked, class Cell, class Decides>
void JourneyFilters::expect_groups(Asked asked, const Cell& cell, const Decides& decides) {
  const std::vector<Known> all = everybody();
  for (const bool by_trait : {false, true}) {
    asked.breakdown.emplace();
    (by_trait ? asked.breakdown->trait : asked.breakdown->property) =
        by_trait ? "plan" : "currency";
    asked.breakdown->limit = 1 + any(3);
    const auto expected = parts_of(grouped(all, by_trait, decides),
                                   static_cast<std::size_t>(*asked.breakdown->limit));
    const auto answer = ask(asked);
    ASSERT_GT(expected.size(), 1U);
    ASSERT_EQ(answer.parts.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const auto& [which, members] = expected[i];
      const auto [figures_of_them, behind] = ask_of(members, asked, cell);
      ASSERT_EQ(answer.parts[i].part.kind, which.kind);
      ASSERT_EQ(answer.parts[i].part.value.text, which.value.text);
      ASSERT_EQ(answer.parts[i].part.people, static_cast<std::int64_t>(members.size()));
      ASSERT_EQ(figures(answer.parts[i].answer), figures_of_them);
      ASSERT_EQ(ask_who(WhoAsked<Asked, Cell>{.question = asked, .cell = cell, .part = which}),
                behind);
    }
  }
}

template <class Asked, class Cell>
void JourneyFilters::expect_sides(Asked asked, const Cell& cell) {
  const journeys::TimeRange early = {.until = Time{testing::start_us + 2'000 * us_per_minute}};
  asked.compare = std::vector<journeys::ComparedAsked>{
      {.name = "pro", .people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"pro"})"}},
      {.name = "early", .range = early}};
  const auto answer = ask(asked);
  ASSERT_EQ(answer.parts.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const journeys::ComparedAsked& side = (*asked.compare)[i];
    Asked alone = asked;
    alone.compare.reset();
    alone.people = side.people;
    alone.range = side.range ? side.range : asked.range;
    const auto answer_alone = ask(alone);
    ASSERT_EQ(figures(without_difference(answer.parts[i].answer)),
              figures(static_cast<const journeys::AnswerTo<Asked>&>(answer_alone)));
    ASSERT_EQ(ask_who(WhoAsked<Asked, Cell>{
                  .question = asked,
                  .cell = cell,
                  .part = PartAsked{.kind = "compared", .value = {quote_json(side.name)}}}),
              ask_who(WhoAsked<Asked, Cell>{.question = alone, .cell = cell}));
  }
}

// The first event of a line that a choice has.
auto first_that(const journeys::EventChoice& choice) {
  return [chooses = Chooses(choice)](const Known& known) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < known.line.size(); ++i) {
      if (chooses(known, i)) {
        return i;
      }
    }
    return std::nullopt;
  };
}

journeys::EventChoice named(std::string name, std::string where) {
  return {.names = std::vector<std::string>{std::move(name)},
          .where = codec::RawJson{std::move(where)}};
}

const std::string small = R"({"property":"total","is":"less","value":50})";

TEST_P(JourneyFilters, EveryQuestionHasGroupsByTheEventThatDecides_AN01) {
  record_something(220);
  const journeys::EventChoice viewed = named("Viewed", small);
  const journeys::EventChoice added = named("Added");
  const journeys::EventChoice paid = named("Paid");

  journeys::PathsAsked paths;
  paths.anchor = viewed;
  paths.direction = "through";
  paths.anchors = "every";
  expect_parts(paths, journeys::PathsCellAsked{.nodes = std::vector<std::int64_t>{0, 1}},
               first_that(viewed));
  paths.anchor.reset();
  paths.direction = "to";
  paths.events = added;
  expect_parts(paths,
               journeys::PathsCellAsked{.side = "before", .nodes = std::vector<std::int64_t>{1}},
               first_that(added));

  journeys::FrictionAsked friction;
  friction.outcome = paid;
  friction.begins = viewed;
  friction.people_min = 1;
  expect_parts(friction, journeys::FrictionCellAsked{.reached = true}, first_that(viewed));

  journeys::AttributionAsked attribution;
  attribution.touches = viewed;
  attribution.conversions = paid;
  attribution.models = std::vector<std::string>{"linear", "last"};
  expect_parts(attribution, journeys::AttributionCellAsked{.kind = "unattributed", .model = "last"},
               first_that(paid));

  journeys::SessionsAsked sessions;
  sessions.unit = "month";
  const auto period = ask(sessions).periods.at(0).period;
  expect_parts(sessions, journeys::SessionsCellAsked{.period = period},
               [](const Known&) { return std::optional<std::size_t>(0); });

  journeys::NextAsked next;
  next.so_far = std::vector<journeys::EventChoice>{named("Viewed"), added};
  expect_parts(next, journeys::NextCellAsked{.length = 1}, first_that(added));
}

TEST_P(JourneyFilters, QuestionsThatLookBackHaveGroupsByTheWholeLine_AN01) {
  record_something(220);
  const journeys::EventChoice viewed = named("Viewed", small);
  // Where the range begins, everybody has done something.
  const journeys::TimeRange late = {.from = Time{testing::start_us + 1'500 * us_per_minute},
                                    .until = Time{testing::start_us + 4'000 * us_per_minute}};
  journeys::LifecycleAsked lifecycle;
  lifecycle.events = viewed;
  lifecycle.unit = "day";
  lifecycle.range = late;
  const auto period = ask(lifecycle).periods.at(0).period;
  expect_parts(lifecycle, journeys::LifecycleCellAsked{.period = period, .state = "returning"},
               first_that(viewed));

  journeys::StickinessAsked stickiness;
  stickiness.events = viewed;
  stickiness.range = late;
  expect_parts(stickiness, journeys::StickinessCellAsked{.active_days = 1}, first_that(viewed));
}

TEST_P(JourneyFilters, FunnelRetentionAndMapHaveSidesAsEveryQuestion) {
  record_something(200);
  journeys::MapAsked map;
  map.events = named("Viewed", small);
  expect_parts(map, journeys::MapCellAsked{.kind = "node", .node = 1}, first_that(*map.events));

  journeys::RetentionAsked retention;
  retention.starts = named("Added");
  retention.unit = "day";
  const auto period = ask(retention).cohorts.at(0).period;
  expect_parts(retention, journeys::RetentionCellAsked{.period = period, .offset = 1},
               first_that(*retention.starts));

  FunnelAsked funnel;
  funnel.steps = {named("Added"), named("Paid")};
  funnel.attempts = "first";
  funnel.trend = "day";
  funnel.histogram.emplace();
  expect_parts(funnel, FunnelCellAsked{.furthest_from = 1, .furthest_to = 2},
               first_that(funnel.steps[0]));
}

// What counts say of one value: how many events, and whose.
struct ValueCount {
  std::int64_t events = 0;
  std::set<ProfileId> people = {};

  void add(const ValueCount& other) {
    events += other.events;
    people.insert(other.people.begin(), other.people.end());
  }
};

// As an answer should have them.
std::vector<std::pair<PartAsked, ValueCount>> ranked(std::map<std::string, ValueCount> values,
                                                     std::size_t limit) {
  const ValueCount none = values["null"];
  values.erase("null");
  std::vector<std::pair<PartAsked, ValueCount>> parts;
  ValueCount others;
  while (!values.empty()) {
    const auto most = std::max_element(
        values.begin(), values.end(),
        [](const auto& a, const auto& b) { return a.second.events < b.second.events; });
    if (parts.size() < limit) {
      parts.emplace_back(PartAsked{.kind = "value", .value = {most->first}}, most->second);
    } else {
      others.add(most->second);
    }
    values.erase(most);
  }
  if (none.events > 0) {
    parts.emplace_back(PartAsked{.kind = "none"}, none);
  }
  if (others.events > 0) {
    parts.emplace_back(PartAsked{.kind = "others"}, others);
  }
  return parts;
}

// The chosen events by what each of them says, or by the trait of whoever did it.
std::map<std::string, ValueCount> values_of(const std::vector<Known>& all,
                                            const journeys::EventChoice& chosen,
                                            const std::string& key, bool by_trait) {
  const Chooses is_counted(chosen);
  std::map<std::string, ValueCount> values;
  for (const Known& known : all) {
    for (std::size_t event = 0; event < known.line.size(); ++event) {
      if (is_counted(known, event)) {
        values[json_of(by_trait ? known.facts.traits : known.said[event].properties, key)].add(
            {.events = 1, .people = {known.profile}});
      }
    }
  }
  return values;
}

std::int64_t events_in(const auto& views) {
  std::int64_t events = 0;
  for (const auto& view : views) {
    events += view.events;
  }
  return events;
}

void expect_counted(const journeys::PartAnswer<journeys::CountsAnswer>& found,
                    const PartAsked& which, const ValueCount& count) {
  const auto people = static_cast<std::int64_t>(count.people.size());
  EXPECT_EQ(found.part.kind, which.kind);
  EXPECT_EQ(found.part.value.text, which.value.text);
  EXPECT_EQ(found.part.people, people);
  EXPECT_EQ(found.answer.events, count.events);
  EXPECT_EQ(found.answer.people, people);
  EXPECT_EQ(events_in(found.answer.periods), count.events);
  EXPECT_EQ(events_in(found.answer.groups), count.events);
}

TEST_P(JourneyFilters, CountsPutEachEventIntoTheGroupOfItsOwnValue_AN01) {
  record_something(150);
  for (int i = 0; i < 12; ++i) {
    record_something(10);
    const std::vector<Known> all = everybody();
    journeys::CountsAsked asked;
    asked.events = journeys::EventChoice{.where = codec::RawJson{event_condition(1)}};
    asked.unit = "day";
    asked.by = "event";
    const bool by_trait = any(3) == 0;
    const std::string key = by_trait ? "plan" : any(2) == 0 ? "total" : "currency";
    asked.breakdown.emplace();
    (by_trait ? asked.breakdown->trait : asked.breakdown->property) = key;
    asked.breakdown->limit = 1 + any(3);
    const auto expected = ranked(values_of(all, *asked.events, key, by_trait),
                                 static_cast<std::size_t>(*asked.breakdown->limit));
    const auto answer = ask(asked);
    ASSERT_EQ(answer.parts.size(), expected.size());
    for (std::size_t part = 0; part < expected.size(); ++part) {
      const auto& [which, count] = expected[part];
      expect_counted(answer.parts[part], which, count);
      ASSERT_EQ(ask_who(WhoAsked<journeys::CountsAsked, journeys::CountsCellAsked>{
                    .question = asked, .part = which}),
                std::vector<ProfileId>(count.people.begin(), count.people.end()));
    }
    asked.breakdown.reset();
    expect_sides(asked, journeys::CountsCellAsked{});
  }
}

TEST_P(JourneyFilters, EveryAnswerSaysWhichConditionsWereAsked) {
  record_something(60);
  const std::string said = "only where total is less than 50.";
  journeys::FrictionAsked friction;
  friction.outcome = named("Paid", small);
  friction.contacts = named("Added", small);
  friction.people = codec::RawJson{R"({"trait":"plan","is":"exists"})"};
  const std::string note = ask(friction).note.explanation;
  EXPECT_NE(note.find(" `outcome` " + said), std::string::npos) << note;
  EXPECT_NE(note.find(" `contacts` " + said), std::string::npos) << note;
  EXPECT_NE(note.find(" Only people for whom "), std::string::npos) << note;
  FunnelAsked funnel;
  funnel.steps = {named("Viewed"), named("Paid", small)};
  funnel.exclusions =
      std::vector<journeys::FunnelExclusionAsked>{{.events = named("Added", small)}};
  const std::string steps = ask(funnel).note.explanation;
  EXPECT_NE(steps.find(" `steps[1]` " + said), std::string::npos) << steps;
  EXPECT_NE(steps.find(" `exclusions[0].events` " + said), std::string::npos) << steps;
  EXPECT_EQ(steps.find("`steps[0]`"), std::string::npos) << steps;
  journeys::CountsAsked counts;
  counts.breakdown = journeys::BreakdownAsked{.property = "total"};
  EXPECT_NE(ask(counts).note.explanation.find("total of each event."), std::string::npos);
}

TEST_P(JourneyFilters, WhatWasErasedIsInNoColumn_PR01) {
  Draft draft = from_server(++number_, {user("ann")});
  draft.properties = R"({"note":"secret"})";
  world_.record(draft);
  Draft other = from_server(++number_, {user("bob")});
  other.properties = R"({"note":"plain"})";
  world_.record(other);
  FunnelAsked asked;
  asked.steps = {
      journeys::EventChoice{.where = codec::RawJson{R"({"property":"note","is":"exists"})"}},
      journeys::EventChoice{}};
  asked.breakdown = journeys::BreakdownAsked{.property = "note"};
  EXPECT_EQ(ask(asked).parts.size(), 2U);
  const auto erased = world_.people().erase(
      world_.owner_actor(),
      {.profile = "user_id:ann", .mode = people::ErasureMode::erase, .reason = "asked"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  const auto after = ask(asked);
  ASSERT_EQ(after.parts.size(), 1U);
  EXPECT_EQ(after.parts[0].part.value.text, R"("plain")");
}

TEST_P(JourneyFilters, RefusesWhatHasNoMeaning) {
  record_something(80);
  const auto refusal = [&](const auto& change) {
    FunnelAsked asked;
    asked.steps = {named("Viewed"), named("Paid")};
    change(asked);
    for (;;) {
      const auto answer = try_asking(asked);
      if (answer.ok() || answer.error().code != ErrorCode::unavailable) {
        return answer.ok() ? std::string() : answer.error().message;
      }
    }
  };
  const auto where = [&](const std::string& json) {
    return refusal([&](FunnelAsked& asked) { asked.steps[1].where = codec::RawJson{json}; });
  };
  EXPECT_EQ(where(R"({"property":"colour","is":"exists"})"),
            "`steps[1].where`: no event has the property `colour`");
  EXPECT_NE(where(R"({"property":"currency","is":"less","value":1})").find("never a number"),
            std::string::npos);
  EXPECT_NE(where(R"({"trait":"plan","is":"exists"})").find("belongs into `people`"),
            std::string::npos);
  EXPECT_NE(refusal([](FunnelAsked& asked) {
              asked.people = codec::RawJson{R"({"property":"total","is":"exists"})"};
            }).find("cannot be asked of a person"),
            std::string::npos);
  const auto breakdown = [&](const journeys::BreakdownAsked& by) {
    return refusal([&](FunnelAsked& asked) { asked.breakdown = by; });
  };
  EXPECT_EQ(breakdown({.property = "colour"}), "no event has the property `colour`");
  EXPECT_EQ(breakdown({.trait = "colour"}), "nobody has the trait `colour`");
  EXPECT_NE(breakdown({}).find("either"), std::string::npos);
  EXPECT_NE(breakdown({.property = "total", .limit = 51}).find("from 1 to 50"), std::string::npos);
  const auto compare = [&](std::vector<journeys::ComparedAsked> parts) {
    return refusal([&](FunnelAsked& asked) { asked.compare = std::move(parts); });
  };
  EXPECT_NE(compare({}).find("from 2 to 12"), std::string::npos);
  const journeys::TimeRange range = {.from = Time{0}};
  EXPECT_NE(compare({{.name = "a", .range = range}, {.name = "a", .range = range}}).find("name"),
            std::string::npos);
  EXPECT_NE(compare({{.name = "a", .range = range}, {.name = "b"}}).find("`people` or `range`"),
            std::string::npos);
  // Nobody at all is an answer.
  EXPECT_EQ(refusal([](FunnelAsked& asked) {
              asked.people = codec::RawJson{R"({"trait":"plan","is":"equals","value":"none"})"};
            }),
            "");
}

}  // namespace
}  // namespace throughline
