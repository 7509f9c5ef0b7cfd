#include "timeline/day_tallies.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace throughline::timeline {
namespace {

struct Written {
  Time time = {};
  RowValue row = {};
};
using Days = std::map<std::int64_t, std::int64_t>;

std::vector<Written> some_rows(Random& random, std::size_t count, std::int64_t first_seq) {
  std::vector<Written> rows;
  for (std::size_t i = 0; i < count; ++i) {
    Written& one = rows.emplace_back();
    one.time = {static_cast<std::int64_t>(random.below(30)) * us_per_day / 2 - 3 * us_per_day};
    one.row.seq = {first_seq + static_cast<std::int64_t>(i)};
    one.row.name = static_cast<std::int64_t>(random.below(5));
    one.row.kind = random.below(2) == 0 ? EventKind::track : EventKind::identify;
    one.row.channel = random.below(2) == 0 ? Channel::server : Channel::web;
  }
  return rows;
}

Days counted(const std::vector<Written>& rows, const RowFilter& filter, EventSeq newest) {
  Days days;
  for (const Written& one : rows) {
    if (one.row.seq <= newest && filter.takes(one.row.kind, one.row.channel, one.row.name) &&
        (!filter.from || one.time >= *filter.from) && (!filter.until || one.time < *filter.until)) {
      ++days[day_of(one.time)];
    }
  }
  return days;
}

std::vector<RowFilter> filters() {
  RowFilter tracks;
  tracks.kinds = 1U << static_cast<unsigned>(EventKind::track);
  RowFilter named;
  named.names = {1, 3};
  RowFilter some_days;
  some_days.from = {-us_per_day};
  some_days.until = {4 * us_per_day};
  return {{}, tracks, named, some_days};
}

TEST(DayTally, CountsAsOneWouldRowByRow) {
  SeededRandom random(5);
  std::vector<Written> rows = some_rows(random, 9'000, 1);
  for (std::size_t i = rows.size(); i-- > 1;) {
    std::swap(rows[i], rows[random.below(i + 1)]);  // Lists are in the order of time, not of seq.
  }
  DayTally tally;
  for (const Written& one : rows) {
    tally.add(one.time, one.row);
  }
  EXPECT_EQ(tally.rows(), rows.size());
  for (const RowFilter& filter : filters()) {
    for (const std::int64_t newest : {9'000, 8'999, 6'000, 9'500}) {
      Days days;
      EXPECT_TRUE(tally.each(filter, {newest}, [&](auto day, auto events) { days[day] = events; }));
      EXPECT_EQ(days, counted(rows, filter, {newest})) << newest;
    }
  }
  EXPECT_FALSE(tally.each({}, {4'000}, [](auto, auto) {}))
      << "what is not recent is not told apart";
}

std::vector<IndexEntry> entries_of(IdentifierId identifier, const std::vector<Written>& rows) {
  std::vector<IndexEntry> entries;
  for (const Written& one : rows) {
    IndexEntry& entry = entries.emplace_back();
    entry.seq = one.row.seq;
    entry.key_identifier = identifier;
    entry.occurred_at = one.time;
    entry.kind = one.row.kind;
    entry.channel = one.row.channel;
    entry.name = one.row.name;
  }
  return entries;
}

void add(DayTallies& tallies, const std::vector<IndexEntry>& entries) {
  std::vector<const IndexEntry*> pointers;
  for (const IndexEntry& entry : entries) {
    pointers.push_back(&entry);
  }
  tallies.add(pointers);
}

TEST(DayTallies, MissNothingThatIsWrittenWhileRowsAreCounted) {
  SeededRandom random(6);
  const IdentifierId hers = {7};
  std::vector<Written> rows = some_rows(random, DayTallies::rows_min, 1);
  DayTallies tallies;
  const auto began = tallies.begin(hers);
  ASSERT_TRUE(began);
  EXPECT_FALSE(tallies.begin(hers)) << "one counts at a time";
  const std::vector<Written> meanwhile = some_rows(random, 100, 20'000);
  add(tallies, entries_of(hers, meanwhile));
  add(tallies, entries_of({8}, meanwhile));
  EXPECT_EQ(tallies.find(hers), nullptr);
  DayTally counted_rows;
  for (const Written& one : rows) {
    counted_rows.add(one.time, one.row);
  }
  tallies.finish(hers, *began, std::move(counted_rows));
  const std::vector<Written> later = some_rows(random, 100, 30'000);
  add(tallies, entries_of(hers, later));
  rows.insert(rows.end(), meanwhile.begin(), meanwhile.end());
  rows.insert(rows.end(), later.begin(), later.end());
  ASSERT_NE(tallies.find(hers), nullptr);
  Days days;
  EXPECT_TRUE(
      tallies.find(hers)->each({}, {40'000}, [&](auto day, auto events) { days[day] = events; }));
  EXPECT_EQ(days, counted(rows, {}, {40'000}));
  EXPECT_EQ(tallies.find({8}), nullptr);
}

TEST(DayTallies, KeepNothingOfFewRowsNorOfWhoWasForgottenMeanwhile) {
  SeededRandom random(7);
  DayTallies tallies;
  const auto few = tallies.begin({1});
  ASSERT_TRUE(few);
  tallies.finish({1}, *few, {});
  EXPECT_EQ(tallies.find({1}), nullptr);
  EXPECT_TRUE(tallies.begin({1})) << "it may be counted again";
  DayTally many;
  for (const Written& one : some_rows(random, DayTallies::rows_min, 1)) {
    many.add(one.time, one.row);
  }
  const auto began = tallies.begin({2});
  ASSERT_TRUE(began);
  tallies.forget({{2}});
  tallies.finish({2}, *began, std::move(many));
  EXPECT_EQ(tallies.find({2}), nullptr);
}

}  // namespace
}  // namespace throughline::timeline
