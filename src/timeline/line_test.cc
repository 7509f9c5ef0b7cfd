// A person's line: the total order, filters, pages that stay put, days and extent.
#include "timeline/line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "testing/timeline_fixture.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;
using testing::draft_of;

// SQLite with its derived lists, SQLite with SQL indexes, PostgreSQL.
struct Kind {
  storage::Dialect dialect;
  IndexKind index;
};

std::string kind_name(const ::testing::TestParamInfo<Kind>& info) {
  return std::string(info.param.dialect == storage::Dialect::sqlite ? "sqlite" : "postgres") +
         (info.param.index == IndexKind::sql ? "_sql" : "_derived");
}

TimelineOptions options_of(IndexKind index) {
  TimelineOptions options;
  options.index = index;
  return options;
}

class LineTest : public ::testing::TestWithParam<Kind> {
 protected:
  std::vector<DayCount> density(const std::vector<IdentifierId>& people,
                                const LineFilter& filter = {}) {
    auto days = harness_.database().read(
        [&](Transaction& tx) { return harness_.timeline().density(tx, people, filter); });
    EXPECT_TRUE(days.ok());
    return days.ok() ? *days : std::vector<DayCount>();
  }

  testing::TimelineHarness harness_{GetParam().dialect, options_of(GetParam().index)};
};

INSTANTIATE_TEST_SUITE_P(All, LineTest,
                         ::testing::Values(Kind{storage::Dialect::sqlite, IndexKind::derived},
                                           Kind{storage::Dialect::sqlite, IndexKind::sql},
                                           Kind{storage::Dialect::postgres, IndexKind::derived}),
                         kind_name);

TEST_P(LineTest, IsInTotalOrderWhateverTheOrderOfArrival_EV12) {
  std::vector<Draft> drafts;
  for (std::int64_t i = 0; i < 40; ++i) {
    Draft draft = draft_of(1 + i % 3, "id" + std::to_string(i % 20), (i % 5 - 2) * 1'000'000);
    draft.sequence = i % 4 - 2;
    draft.source = {1 + i / 20};
    drafts.push_back(draft);
  }
  std::vector<Draft> sorted = drafts;
  const auto position = [](const Draft& draft) {
    return LinePosition{draft.occurred_at, draft.sequence, draft.message_id, draft.source};
  };
  std::sort(sorted.begin(), sorted.end(),
            [&](const Draft& a, const Draft& b) { return position(a) > position(b); });
  std::mt19937 shuffle(7);
  std::shuffle(drafts.begin(), drafts.end(), shuffle);
  for (const Draft& draft : drafts) {
    ASSERT_TRUE(harness_.record(draft).ok());
  }
  const LinePage page = harness_.line({1, 2, 3});
  ASSERT_EQ(page.events.size(), sorted.size());
  EXPECT_FALSE(page.more);
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const Event& event = page.events[i];
    EXPECT_EQ((LinePosition{event.occurred_at, event.sequence, event.message_id, event.source}),
              position(sorted[i]));
  }
}

TEST_P(LineTest, SortsMessageIdsByTheirBytes) {
  using namespace std::string_literals;
  const std::vector<std::string> ids = {"a\0\0"s, "b"s, "a"s, "a\0"s, "\xff"s, "aa"s, "a\1"s};
  for (const std::string& id : ids) {
    ASSERT_TRUE(harness_.record(draft_of(1, id)).ok());
  }
  std::vector<std::string> sorted = ids;
  std::sort(sorted.rbegin(), sorted.rend());
  EXPECT_EQ(harness_.message_ids({1}), sorted);
}

TEST_P(LineTest, PagesStayPutWhileEventsArrive) {
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(harness_.record(draft_of(1 + i % 2, "id" + std::to_string(100 + i), i)).ok());
  }
  std::vector<std::string> seen;
  LineQuery query;
  query.limit = 7;
  for (int page_number = 0;; ++page_number) {
    const LinePage page = harness_.line({1, 2}, query);
    for (const Event& event : page.events) {
      seen.push_back(event.message_id);
    }
    if (!page.more) {
      break;
    }
    const Event& last = page.events.back();
    query.before = LinePosition{last.occurred_at, last.sequence, last.message_id, last.source};
    // Newer than everything read so far: no page may move.
    ASSERT_TRUE(
        harness_.record(draft_of(1, "new" + std::to_string(page_number), 1000 + page_number)).ok());
  }
  std::vector<std::string> expected;
  for (int i = 29; i >= 0; --i) {
    expected.push_back("id" + std::to_string(100 + i));
  }
  EXPECT_EQ(seen, expected);

  LineQuery newer;
  newer.after = LinePosition{Time{draft_of(1, "", 29).occurred_at}, 0, "id129", {1}};
  newer.limit = 2;
  EXPECT_EQ(harness_.message_ids({1, 2}, newer), (std::vector<std::string>{"new0", "new1"}));
}

TEST_P(LineTest, TheLatestOfEverybodyComeInPagesThatStayPut) {
  std::vector<std::string> recorded;
  const auto record_one = [&](std::int64_t i) {
    recorded.push_back("id" + std::to_string(i));
    const auto one = harness_.record(draft_of(1 + i % 3, recorded.back(), (i % 4) * 1'000'000));
    ASSERT_TRUE(one.ok());
    // PostgreSQL shows it once no transaction before it is open.
    while (*harness_.timeline().position({1}) < one->position) {
      std::this_thread::yield();
    }
  };
  for (int i = 0; i < 25; ++i) {
    record_one(i);
  }
  std::vector<std::string> seen;
  std::optional<Position> before;
  do {
    const auto page = harness_.database().read(
        [&](Transaction& tx) { return harness_.timeline().latest(tx, before, 10); });
    ASSERT_TRUE(page.ok());
    for (const Event& event : page->events) {
      seen.push_back(event.message_id);
    }
    before = page->next;
    record_one(100 + static_cast<int>(seen.size()));
  } while (before);
  std::vector<std::string> expected(recorded.begin(), recorded.begin() + 25);
  std::reverse(expected.begin(), expected.end());
  EXPECT_EQ(seen, expected) << "newest first, each once, whatever arrived in between";
}

TEST_P(LineTest, IsFilteredByKindChannelNameAndTime) {
  std::vector<Draft> drafts;
  for (std::int64_t i = 0; i < 8; ++i) {
    Draft draft = draft_of(1, "id" + std::to_string(i), i * 10);
    draft.kind = (i & 1) != 0 ? EventKind::page : EventKind::track;
    draft.channel = (i & 2) != 0 ? Channel::mobile : Channel::web;
    draft.name = (i & 4) != 0 ? "Bought" : "";
    drafts.push_back(draft);
  }
  ASSERT_TRUE(harness_.record_together(drafts).ok());
  const auto ids = [&](const LineFilter& filter) {
    LineQuery query;
    query.filter = filter;
    return harness_.message_ids({1}, query);
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids({.kinds = {EventKind::page}}), (Ids{"id7", "id5", "id3", "id1"}));
  EXPECT_EQ(ids({.channels = {Channel::mobile, Channel::email}}),
            (Ids{"id7", "id6", "id3", "id2"}));
  EXPECT_EQ(ids({.names = {"Bought", "Never"}}), (Ids{"id7", "id6", "id5", "id4"}));
  EXPECT_EQ(ids({.names = {""}}), (Ids{"id3", "id2", "id1", "id0"}));
  EXPECT_EQ(ids({.names = {"Never"}}), Ids{});
  const Time start = drafts[0].occurred_at;
  EXPECT_EQ(ids({.from = Time{start.us + 20}, .until = Time{start.us + 40}}), (Ids{"id3", "id2"}));
  EXPECT_EQ(ids({.kinds = {EventKind::track}, .channels = {Channel::web}, .names = {"Bought"}}),
            Ids{"id4"});
}

TEST_P(LineTest, HoldsOnlyThePersonsOwnEvents) {
  Draft nobody = draft_of(1, "nobody");
  nobody.identifiers.clear();
  ASSERT_TRUE(harness_.record_together({draft_of(1, "a"), draft_of(256, "b"), nobody}).ok());
  EXPECT_EQ(harness_.message_ids({1}), std::vector<std::string>{"a"});
  EXPECT_EQ(harness_.message_ids({256, 256}), std::vector<std::string>{"b"});
  EXPECT_TRUE(harness_.message_ids({}).empty());
  EXPECT_TRUE(harness_.message_ids({2}).empty());
}

TEST_P(LineTest, IsWalkedOldestFirstUntilTheSinkFails) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(harness_.record(draft_of(1 + i % 3, "id" + std::to_string(i), 20 - i)).ok());
  }
  std::vector<std::string> walked;
  const auto walk = [&](std::size_t most) {
    walked.clear();
    return harness_.database().read([&](Transaction& tx) {
      return harness_.timeline().each_event(tx, {{1}, {2}, {3}}, {},
                                            [&](const Event& event) -> Result<void> {
                                              if (walked.size() == most) {
                                                return Error::too_many("enough");
                                              }
                                              walked.push_back(event.message_id);
                                              return {};
                                            });
    });
  };
  EXPECT_TRUE(walk(100).ok());
  ASSERT_EQ(walked.size(), 20U);
  EXPECT_EQ(walked.front(), "id19");
  EXPECT_EQ(walked.back(), "id0");
  EXPECT_FALSE(walk(5).ok());
  EXPECT_EQ(walked.size(), 5U);
}

TEST_P(LineTest, CountsDaysAndExtent) {
  const std::int64_t hour = us_per_hour;
  ASSERT_TRUE(
      harness_
          .record_together({draft_of(1, "a", 0), draft_of(1, "b", 23 * hour),
                            draft_of(2, "c", 24 * hour), draft_of(1, "d", -1), draft_of(3, "e", 0)})
          .ok());
  const std::vector<DayCount> days = density({{1}, {2}});
  ASSERT_EQ(days.size(), 3U);
  EXPECT_EQ(days[0].day, (Date{2025, 12, 31}));
  EXPECT_EQ(days[0].events, 1);
  EXPECT_EQ(days[1].day, (Date{2026, 1, 1}));
  EXPECT_EQ(days[1].events, 2);
  EXPECT_EQ(days[2].events, 1);
  const auto extent = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().extent(tx, {{1}, {2}}); });
  ASSERT_TRUE(extent.ok());
  EXPECT_EQ(extent->events, 4);
  EXPECT_EQ(extent->first, draft_of(1, "d", -1).occurred_at);
  EXPECT_EQ(extent->last, draft_of(1, "c", 24 * hour).occurred_at);
  const auto nobody = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().extent(tx, {{99}}); });
  ASSERT_TRUE(nobody.ok());
  EXPECT_EQ(nobody->events, 0);
  EXPECT_FALSE(nobody->first);
}

TEST_P(LineTest, CountsTheDaysOfALongLineAsItGrows) {
  constexpr int events = 10'500;  // Enough to be kept counted.
  std::map<std::int64_t, std::int64_t> expected;
  int number = 0;
  const auto record = [&](int count) {
    std::vector<Draft> drafts;
    for (int i = 0; i < count; ++i, ++number) {
      const std::int64_t day = (number * 7919) % 40;
      ++expected[day];
      drafts.push_back(draft_of(1, "id" + std::to_string(number), day * us_per_day + number));
    }
    ASSERT_TRUE(harness_.record_together(drafts).ok());
  };
  const auto counted = [&](const LineFilter& filter) {
    std::vector<std::int64_t> counts;
    for (const DayCount& day : density({{1}}, filter)) {
      counts.push_back(day.events);
    }
    return counts;
  };
  const auto counts_of = [](const std::map<std::int64_t, std::int64_t>& days) {
    std::vector<std::int64_t> counts;
    for (const auto& [day, count] : days) {
      counts.push_back(count);
    }
    return counts;
  };
  record(events);
  for (int look = 0; look < 3; ++look) {
    EXPECT_EQ(counted({}), counts_of(expected));
    EXPECT_EQ(counted({.kinds = {EventKind::group}}), std::vector<std::int64_t>());
    const Time noon = {draft_of(1, "x", 0).occurred_at.us + us_per_day / 2};
    EXPECT_EQ(counted({.from = noon}).size(), expected.size() - 1);
    record(50);
  }
}

TEST_P(LineTest, TakesTenThousandIdentifiers) {
  constexpr int people = 10'000;
  std::vector<Draft> drafts;
  std::vector<std::int64_t> numbers;
  for (int i = 0; i < people; ++i) {
    numbers.push_back(i + 1);
    if (i % 2 == 0) {
      drafts.push_back(draft_of(i + 1, "id" + std::to_string(i), (i * 7919) % 100'003));
    }
  }
  ASSERT_TRUE(harness_.record_together(drafts).ok());
  std::sort(drafts.begin(), drafts.end(),
            [](const Draft& a, const Draft& b) { return a.occurred_at > b.occurred_at; });
  const LinePage page = harness_.line(numbers);
  ASSERT_EQ(page.events.size(), 50U);
  EXPECT_TRUE(page.more);
  for (std::size_t i = 0; i < page.events.size(); ++i) {
    EXPECT_EQ(page.events[i].message_id, drafts[i].message_id);
  }
}

}  // namespace
}  // namespace throughline::timeline
