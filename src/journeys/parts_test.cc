// Breakdowns and comparisons: every part of an answer is what its people are told alone.
#include <gtest/gtest.h>

#include "journeys/filters_world_test.h"

namespace throughline {
namespace {

using namespace filters;  // NOLINT(google-build-using-namespace): the world and who is in it.

class JourneyParts : public FilterWorld {
 protected:
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
};
INSTANTIATE_TEST_SUITE_P(Both, JourneyParts, testing::both_databases(), testing::database_name);

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

TEST_P(JourneyParts, BreaksPeopleDownByTheirFirstCountedEventOrATrait_AN01) {
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

TEST_P(JourneyParts, ComparesPeopleAndPeriods) {
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
TEST_P(JourneyParts, PartsOfMapsAndRetentionAddUp_AN03) {
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
void JourneyParts::expect_groups(Asked asked, const Cell& cell, const Decides& decides) {
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
void JourneyParts::expect_sides(Asked asked, const Cell& cell) {
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

TEST_P(JourneyParts, EveryQuestionHasGroupsByTheEventThatDecides_AN01) {
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

TEST_P(JourneyParts, QuestionsThatLookBackHaveGroupsByTheWholeLine_AN01) {
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

TEST_P(JourneyParts, FunnelRetentionAndMapHaveSidesAsEveryQuestion) {
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

TEST_P(JourneyParts, CountsPutEachEventIntoTheGroupOfItsOwnValue_AN01) {
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

}  // namespace
}  // namespace throughline
