// Dead letters: the same refusal is one row, counters stay exact, the oldest give way.
#include "timeline/dead_letter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "testing/timeline_fixture.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;
using namespace std::string_literals;

TimelineOptions small() {
  TimelineOptions options;
  options.dead_letters = {5, 200'000};
  return options;
}

class DeadLetterTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  void keep(const Refusal& refusal) {
    const Result<void> kept = harness_.database().write(
        [&](Transaction& tx) { return harness_.timeline().keep_dead_letter(tx, refusal); });
    ASSERT_TRUE(kept.ok()) << kept.error().message;
  }

  std::vector<DeadLetter> letters(const DeadLetterQuery& query = {}) {
    const auto found = harness_.database().read(
        [&](Transaction& tx) { return harness_.timeline().dead_letters(tx, query); });
    EXPECT_TRUE(found.ok());
    return found.ok() ? *found : std::vector<DeadLetter>();
  }

  std::vector<DeadLetterCount> counts() {
    const auto found = harness_.database().read(
        [&](Transaction& tx) { return harness_.timeline().dead_letter_counts(tx); });
    EXPECT_TRUE(found.ok());
    return found.ok() ? *found : std::vector<DeadLetterCount>();
  }

  static Refusal refusal(const std::string& message_id, std::int64_t source = 1) {
    Refusal refusal;
    refusal.source = {source};
    refusal.message_id = message_id;
    refusal.reason = "too_large";
    refusal.detail = "the item has more than 32 kB";
    refusal.payload = "{\"a\":\"\xed\xa0\x80\0\"}"s;
    return refusal;
  }

  testing::TimelineHarness harness_{GetParam(), small()};
};

INSTANTIATE_TEST_SUITE_P(Both, DeadLetterTest, testing::both_databases(), testing::database_name);

TEST_P(DeadLetterTest, CountsARepeatedRefusalAsOne) {
  const Time first = harness_.storage().clock().now();
  keep(refusal("a"));
  harness_.storage().clock().advance_seconds(60);
  keep(refusal("a"));
  Refusal other = refusal("a");
  other.reason = "bad_type";
  keep(other);
  const std::vector<DeadLetter> kept = letters();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[1].count, 2);
  EXPECT_EQ(kept[1].first_at, first);
  EXPECT_EQ(kept[1].last_at.us, first.us + 60 * us_per_second);
  EXPECT_EQ(kept[1].refusal.payload, refusal("a").payload);
  EXPECT_EQ(kept[1].refusal.detail, refusal("a").detail);
  ASSERT_EQ(counts().size(), 2U);
  EXPECT_EQ(counts()[1].count, 2);
}

TEST_P(DeadLetterTest, IsToldApartByItsPayloadWhereThereIsNoId) {
  Refusal other = refusal("");
  other.payload = "{";
  keep(refusal(""));
  keep(refusal(""));
  keep(other);
  EXPECT_EQ(letters().size(), 2U);
}

TEST_P(DeadLetterTest, GivesWayWhenASourceHasTooMany) {
  keep(refusal("elsewhere", 2));
  for (int i = 0; i < 12; ++i) {
    keep(refusal(std::to_string(i)));
  }
  std::vector<std::string> ids;
  for (const DeadLetter& letter : letters({.source = SourceId{1}})) {
    ids.push_back(letter.refusal.message_id);
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"11", "10", "9", "8", "7"}));
  EXPECT_EQ(letters({.source = SourceId{2}}).size(), 1U);
  EXPECT_EQ(counts().at(0).count, 12);
}

TEST_P(DeadLetterTest, GivesWayWhenASourceTakesTooManyBytes) {
  for (int i = 0; i < 4; ++i) {
    Refusal large = refusal(std::to_string(i));
    large.payload = std::string(65'000, 'x');
    keep(large);
  }
  EXPECT_EQ(letters().size(), 3U);
  EXPECT_EQ(letters().front().refusal.message_id, "3");
}

TEST_P(DeadLetterTest, KeepsSixtyFourKilobytesOfAPayload) {
  Refusal large = refusal("a");
  large.payload = std::string(dead_letter_bytes_max - 1, 'x') + "\xe2\x82\xac and more";
  keep(large);
  const std::string kept = letters().at(0).refusal.payload;
  EXPECT_EQ(kept, std::string(dead_letter_bytes_max - 1, 'x'));
  EXPECT_TRUE(is_wtf8(kept));
}

TEST_P(DeadLetterTest, IsFoundPagedMarkedAndRemoved) {
  for (const char* id : {"a", "b", "c"}) {
    keep(refusal(id));
  }
  const std::vector<DeadLetter> first = letters({.limit = 2});
  ASSERT_EQ(first.size(), 2U);
  const std::vector<DeadLetter> rest = letters({.before = first.back().id, .limit = 2});
  ASSERT_EQ(rest.size(), 1U);
  const DeadLetterId id = rest.front().id;
  EXPECT_TRUE(letters({.reason = "no_such_reason"}).empty());
  const Result<DeadLetter> marked =
      harness_.database().write([&](Transaction& tx) -> Result<DeadLetter> {
        TL_TRY(harness_.timeline().mark_dead_letter_replayed(tx, id));
        return harness_.timeline().find_dead_letter(tx, id);
      });
  ASSERT_TRUE(marked.ok());
  EXPECT_EQ(marked->id, id);
  EXPECT_EQ(marked->replayed_at, harness_.storage().clock().now());
  const auto remove = [&] {
    return harness_.database().write(
        [&](Transaction& tx) { return harness_.timeline().remove_dead_letter(tx, id); });
  };
  EXPECT_TRUE(remove().ok());
  const Result<void> again = remove();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::not_found);
  EXPECT_EQ(letters().size(), 2U);
}

}  // namespace
}  // namespace throughline::timeline
