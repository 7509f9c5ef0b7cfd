#include "journey_engine/path_counts.h"

#include <gtest/gtest.h>

#include "journey_engine/kernels_test.h"
#include "journey_engine/large_columns_test.h"
#include "journey_engine/path_ranking.h"

namespace throughline::journey_engine {
namespace {

// The parts counted by two who take turns.
PathRanks rank(const PathCounts& counts, const PathCounts::Side& side, std::size_t shown) {
  PathRanking ranking(counts, side, shown);
  std::vector<PathRanking::Worker> workers(2, ranking.worker());
  for (std::size_t part = 0; part < ranking.parts(); ++part) {
    ranking.count(workers[part / 3 % 2], part);
  }
  ranking.choose(workers);
  for (std::size_t part = 0; part < ranking.chosen_parts(); ++part) {
    ranking.count_customers(part);
  }
  return ranking.ranks();
}

void expect_same(const PathRanks& found, const PathRanks& expected) {
  EXPECT_EQ(found.all_paths, expected.all_paths);
  EXPECT_EQ(found.all_links, expected.all_links);
  EXPECT_EQ(found.links, expected.links);
  ASSERT_EQ(found.paths.size(), expected.paths.size());
  for (std::size_t i = 0; i < found.paths.size(); ++i) {
    EXPECT_EQ(found.paths[i].first, expected.paths[i].first) << i;
    EXPECT_EQ(found.paths[i].second, expected.paths[i].second) << i;
  }
}

void expect_same(const PathCounts& found, const Paths& expected, const PathQuestion& question,
                 std::size_t shown) {
  ASSERT_TRUE(found.is_right());
  EXPECT_EQ(found.customers(), expected.customers());
  EXPECT_EQ(found.anchors(), expected.anchors());
  ASSERT_EQ(found.after() != nullptr, question.after > 0);
  ASSERT_EQ(found.before() != nullptr, question.before > 0);
  if (found.after() != nullptr) {
    expect_same(rank(found, *found.after(), shown),
                ranks_of(expected.after(), question.after + 1, shown));
  }
  if (found.before() != nullptr) {
    expect_same(rank(found, *found.before(), shown),
                ranks_of(expected.before(), question.before + 1, shown));
  }
}

PathQuestion from_every_event(unsigned after, unsigned before) {
  PathQuestion question{.anchors = PathAnchors::every, .after = after, .before = before};
  question.rule.events = EventSet::all();
  question.anchor = EventSet::all();
  return question;
}

class PathTables : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, PathTables, ::testing::Range<std::uint64_t>(0, 20));

TEST_P(PathTables, CountThePathsOfTheReference) {
  KernelWorld world(GetParam());
  const Snapshot snapshot = world.snapshot();
  constexpr std::array<std::uint32_t, 3> codes = {201, 5'001, 1'000'001};
  for (int i = 0; i < 8; ++i) {
    PathQuestion question = from_every_event(static_cast<unsigned>(world.below(3)),
                                             static_cast<unsigned>(world.below(3)));
    question.rule.cases.per_session = world.below(2) == 0;
    constexpr std::array<std::int64_t, 4> timeouts = {1, 60'000, 1'800'000, 500'000'000};
    question.rule.cases.session.timeout_ms = timeouts.at(world.below(timeouts.size()));
    const LookedAt looked = world.some_lines();
    const std::size_t shown = 1 + world.below(40);
    const std::uint32_t below = codes.at(GetParam() % codes.size());
    if (!why_no_tables(question, below, 1'000'000'000).empty()) {
      continue;
    }
    const PathCounts empty(question, below);
    ASSERT_TRUE(empty.kernel().reads_columns());
    expect_same(from_columns(snapshot, looked, empty),
                from_lines(snapshot, looked, Paths(question)), question, shown);
  }
}

TEST(PathTables, CountManyPaths) {
  for (const auto& [codes, width] :
       {std::pair(1U, 1U), {12U, 1U}, {200U, 1U}, {300U, 2U}, {509U, 2U}, {300U, 4U}}) {
    const LargeColumns large(codes, 20'000, codes, width);
    for (const bool backwards : {false, true}) {
      for (const unsigned steps : {1U, 2U}) {
        PathQuestion question = from_every_event(backwards ? 0 : steps, backwards ? steps : 0);
        question.rule.cases.per_session = true;
        ASSERT_EQ(why_no_tables(question, codes, 1'000'000'000), "");
        expect_same(large.from_columns(PathCounts(question, codes)),
                    large.from_lines(Paths(question)), question, 50);
      }
    }
  }
}

// Every row of tables of different sizes lies in the part that division gives.
TEST(PathTables, PutEachPathIntoItsCell) {
  for (const std::uint32_t codes : {2U, 63U, 300U, 510U}) {
    std::vector<std::uint32_t> line;
    for (std::uint32_t from = 0; from < codes; ++from) {
      for (std::uint32_t to = 0; to < codes; ++to) {
        line.insert(line.end(), {from, to});
      }
    }
    const std::size_t events = line.size();
    line.resize(events + 64);
    const std::vector<std::uint32_t> offsets = {0, static_cast<std::uint32_t>(events)};
    const Columns columns{.customers = 1, .offsets = offsets.data(), .codes32 = line.data()};
    std::vector<std::uint64_t> begins(events / 64 + 2);
    begins[0] = 1;
    begins[events / 64] |= std::uint64_t{1} << (events % 64);
    const PathShape shape{.nodes = 3, .codes = codes};
    std::vector<std::uint32_t> keys(events + 64);
    ASSERT_TRUE(has_keys(shape));
    ASSERT_TRUE(find_path_keys(shape, columns, begins, keys.data()));
    for (std::size_t event = 0; event + 2 < events; ++event) {
      const std::uint32_t row = line[event] * (codes + 1) + line[event + 1] + 1;
      const std::uint32_t part = row / shape.rows_of_part();
      const std::uint32_t cell = (row % shape.rows_of_part()) * (codes + 1) + line[event + 2] + 1;
      ASSERT_EQ(keys[event], part << path_part_shift | cell) << codes << ": " << event;
    }
  }
}

TEST(PathTables, SayWhenACodeIsBeyond) {
  const LargeColumns large(1, 5'000, 300, 2);
  const PathQuestion question = from_every_event(2, 0);
  EXPECT_TRUE(large.from_columns(PathCounts(question, 300)).is_right());
  PathCounts counts = large.from_columns(PathCounts(question, 100));
  EXPECT_FALSE(counts.is_right());
  PathCounts right(question, 100);
  right.merge(counts);
  EXPECT_FALSE(right.is_right());
}

TEST(PathTablesChoice, SaysWhyPathsAreFollowedInstead) {
  PathQuestion question = from_every_event(2, 0);
  constexpr std::uint64_t many = 1'000'000'000;
  EXPECT_EQ(why_no_tables(question, 300, many), "");
  EXPECT_EQ(why_no_tables(question, 300, 1'000), "there are few events");
  EXPECT_EQ(why_no_tables(question, 600, many), "there are too many names");
  EXPECT_EQ(why_no_tables(question, 300, many * 10), "there are too many events");
  question.after = 3;
  EXPECT_EQ(why_no_tables(question, 300, many), "paths are longer than three nodes");
  question.after = 2;
  question.anchors = PathAnchors::first;
  EXPECT_EQ(why_no_tables(question, 300, many), "paths do not begin at every event");
  question.rule.repeats = Repeats::collapse;
  EXPECT_EQ(why_no_tables(question, 300, many), "not every event is a step");
  question.rule.node = [](CustomerId, const LineEvent& event) { return event.code; };
  EXPECT_EQ(why_no_tables(question, 300, many), "nodes are not the names of events");
}

}  // namespace
}  // namespace throughline::journey_engine
