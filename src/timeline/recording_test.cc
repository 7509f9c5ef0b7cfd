// What record() promises: each id counts once, all or nothing, and acknowledged means readable.
#include "timeline/recording.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "base/assert.h"
#include "testing/timeline_fixture.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;
using testing::draft_of;
using namespace std::string_literals;

class RecordingTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  testing::TimelineHarness harness_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Both, RecordingTest, testing::both_databases(), testing::database_name);

Draft with_payload(Draft draft, char payload) {
  draft.payload_hash = std::string(16, payload);
  draft.payload = R"({"payload":")"s + payload + R"("})";
  return draft;
}

TEST_P(RecordingTest, ReturnsAnEventAsItWasAccepted) {
  Draft draft = draft_of(7, "m\xed\xa0\x80\0x"s, 5);  // A lone surrogate and a zero byte.
  draft.name = "Näme\0"s;
  draft.source_kind = SourceKind::browser;
  draft.kind = EventKind::alias;
  draft.channel = Channel::mobile;
  draft.clock = ClockNote::corrected;
  draft.times = {Time{11}, Time{12}, Time{13}};
  draft.sequence = -4;
  draft.identifiers = {{"user_id", "7"}, {"email", "a\xed\xb0\x80@b\0c"s}};
  draft.notes = {"a note with \"quotes\""};
  draft.previous_id = "before\0"s;
  draft.account = "acme\xed\xa0\x80"s;
  draft.reference = "conversation_1";
  draft.context = R"({"page":{}})";
  draft.integrations = R"({"All":false})";
  draft.extra = R"({"category":"Docs"})";
  const Result<Recorded> recorded = harness_.record(draft);
  ASSERT_TRUE(recorded.ok()) << recorded.error().message;
  EXPECT_EQ(recorded->outcome, Outcome::accepted);
  EXPECT_EQ(recorded->key_identifier, IdentifierId{7});

  const Result<Event> event = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().find_event(tx, recorded->seq); });
  ASSERT_TRUE(event.ok()) << event.error().message;
  EXPECT_EQ(event->seq, recorded->seq);
  EXPECT_EQ(event->source, draft.source);
  EXPECT_EQ(event->source_kind, SourceKind::browser);
  EXPECT_EQ(event->message_id, draft.message_id);
  EXPECT_EQ(event->kind, EventKind::alias);
  EXPECT_EQ(event->name, draft.name);
  EXPECT_EQ(event->channel, Channel::mobile);
  EXPECT_EQ(event->occurred_at, draft.occurred_at);
  EXPECT_EQ(event->clock, ClockNote::corrected);
  EXPECT_EQ(event->times.original, Time{11});
  EXPECT_EQ(event->times.sent, Time{12});
  EXPECT_EQ(event->times.received, Time{13});
  EXPECT_EQ(event->sequence, -4);
  EXPECT_EQ(event->key_identifier, IdentifierId{7});
  EXPECT_EQ(event->identifiers, draft.identifiers);
  EXPECT_EQ(event->notes, (std::vector<std::string>{"a note with \"quotes\"", "found by user_id"}));
  EXPECT_EQ(event->previous_id, draft.previous_id);
  EXPECT_EQ(event->account, draft.account);
  EXPECT_EQ(event->reference, draft.reference);
  EXPECT_EQ(event->properties, draft.properties);
  EXPECT_EQ(event->context, draft.context);
  EXPECT_EQ(event->integrations, draft.integrations);
  EXPECT_EQ(event->extra, draft.extra);
}

TEST_P(RecordingTest, CountsTheSameIdOnceAcrossARestart_EV01) {
  const Result<Recorded> first = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(first.ok()) << first.error().message;
  const Result<Recorded> again = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->outcome, Outcome::repeated);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(again->position, first->position);
  harness_.restart();
  const Result<Recorded> later = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->outcome, Outcome::repeated);
  EXPECT_EQ(later->seq, first->seq);
  EXPECT_EQ(harness_.rows_of("events"), 1);
  EXPECT_EQ(harness_.message_ids({1}), std::vector<std::string>{"a"});
}

TEST_P(RecordingTest, CountsOnceInsideOneBatch_EV02) {
  const auto recorded =
      harness_.record_together({draft_of(1, "a"), draft_of(1, "b"), draft_of(1, "a"),
                                draft_of(1, "c"), draft_of(1, "b"), draft_of(1, "a")});
  ASSERT_TRUE(recorded.ok()) << recorded.error().message;
  std::vector<Outcome> outcomes;
  for (const Recorded& one : *recorded) {
    outcomes.push_back(one.outcome);
  }
  using enum Outcome;
  EXPECT_EQ(outcomes,
            (std::vector<Outcome>{accepted, accepted, repeated, accepted, repeated, repeated}));
  EXPECT_EQ(recorded->at(5).seq, recorded->at(0).seq);
  EXPECT_EQ(harness_.rows_of("events"), 3);

  const auto repeated_batch =
      harness_.record_together({draft_of(1, "c"), draft_of(1, "a"), draft_of(1, "b")});
  ASSERT_TRUE(repeated_batch.ok());
  EXPECT_EQ(harness_.rows_of("events"), 3);
}

TEST_P(RecordingTest, KeepsTheFirstOfTwoPayloadsAndTheOtherAsADeadLetter_EV03) {
  const Result<Recorded> first = harness_.record(with_payload(draft_of(1, "a"), 'x'));
  ASSERT_TRUE(first.ok()) << first.error().message;
  for (const char payload : {'y', 'y', 'z'}) {
    const Result<Recorded> other = harness_.record(with_payload(draft_of(1, "a"), payload));
    ASSERT_TRUE(other.ok()) << other.error().message;
    EXPECT_EQ(other->outcome, Outcome::collided);
    EXPECT_EQ(other->seq, first->seq);
  }
  EXPECT_EQ(harness_.rows_of("events"), 1);
  const auto letters = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().dead_letters(tx, {}); });
  ASSERT_TRUE(letters.ok());
  ASSERT_EQ(letters->size(), 2U);
  const DeadLetter& letter = letters->back();
  EXPECT_EQ(letter.refusal.reason, "id_collision");
  EXPECT_EQ(letter.refusal.message_id, "a");
  EXPECT_EQ(letter.refusal.payload, "{\"payload\":\"y\"}");
  EXPECT_NE(letter.refusal.first_payload.find("\"messageId\":\"a\""), std::string::npos);
  EXPECT_EQ(letter.refusal.event, first->seq);
  EXPECT_EQ(letter.count, 2);
  const auto counts = harness_.database().read(
      [&](Transaction& tx) { return harness_.timeline().dead_letter_counts(tx); });
  ASSERT_TRUE(counts.ok());
  ASSERT_EQ(counts->size(), 1U);
  EXPECT_EQ(counts->front().count, 3);
}

TEST_P(RecordingTest, TellsEqualIdsOfTwoSourcesApart_EV04) {
  Draft other = draft_of(1, "a");
  other.source = {2};
  ASSERT_TRUE(harness_.record_together({draft_of(1, "a"), other}).ok());
  EXPECT_EQ(harness_.rows_of("events"), 2);
  EXPECT_EQ(harness_.message_ids({1}), (std::vector<std::string>{"a", "a"}));
}

TEST_P(RecordingTest, KeepsNothingOfAUnitThatRollsBack) {
  const Result<void> failed = harness_.database().write([&](Transaction& tx) -> Result<void> {
    TL_TRY(harness_.timeline().record(tx, draft_of(1, "a")));
    return Error::forbidden("no");
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(harness_.rows_of("events"), 0);
  EXPECT_TRUE(harness_.message_ids({1}).empty());
  const Result<Recorded> again = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->outcome, Outcome::accepted);
  EXPECT_EQ(harness_.message_ids({1}), std::vector<std::string>{"a"});
}

TEST_P(RecordingTest, AddsNoRowForAHundredThousandRepetitions_EV04) {
  constexpr int ids = 1000;
  const int rounds = GetParam() == storage::Dialect::sqlite ? 100 : 20;
  std::vector<Draft> batch;
  batch.reserve(ids);
  for (int i = 0; i < ids; ++i) {
    batch.push_back(draft_of(i % 10 + 1, "id" + std::to_string(i), i));
  }
  ASSERT_TRUE(harness_.record_together(batch).ok());
  for (int round = 0; round < rounds; ++round) {
    const auto recorded = harness_.record_together(batch);
    ASSERT_TRUE(recorded.ok()) << recorded.error().message;
    for (const Recorded& one : *recorded) {
      ASSERT_EQ(one.outcome, Outcome::repeated);
    }
  }
  EXPECT_EQ(harness_.rows_of("events"), ids);
  EXPECT_EQ(harness_.rows_of("dead_letters"), 0);
}

TEST_P(RecordingTest, CountsOnceWhatManyThreadsSendAtOnce_EV01) {
  constexpr int threads = 4;
  constexpr int ids = 40;
  std::vector<std::future<int>> senders;
  for (int thread = 0; thread < threads; ++thread) {
    senders.push_back(std::async(std::launch::async, [&, thread] {
      int accepted = 0;
      for (int i = 0; i < ids; ++i) {
        const int id = (i + thread * 7) % ids;
        const Result<Recorded> recorded = harness_.record(draft_of(id + 1, std::to_string(id)));
        EXPECT_TRUE(recorded.ok()) << recorded.error().message;
        accepted += recorded.ok() && recorded->outcome == Outcome::accepted ? 1 : 0;
      }
      return accepted;
    }));
  }
  int accepted = 0;
  for (std::future<int>& sender : senders) {
    accepted += sender.get();
  }
  EXPECT_EQ(accepted, ids);
  EXPECT_EQ(harness_.rows_of("events"), ids);
}

class ReactionsTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  // Runs as a reactor of the harness's timeline.
  std::function<Result<void>(Timeline&, Transaction&, const Draft&, const Recorded&)> reaction_;
  testing::TimelineHarness harness_{
      GetParam(), {}, [this](Timeline& timeline) {
        timeline.add_reactor(
            [this, &timeline](Transaction& tx, const Draft& draft, const Recorded& done) {
              return reaction_(timeline, tx, draft, done);
            });
      }};
};

INSTANTIATE_TEST_SUITE_P(Both, ReactionsTest, testing::both_databases(), testing::database_name);

TEST_P(ReactionsTest, RecordFurtherDraftsInTheSameUnit) {
  reaction_ = [](Timeline& timeline, Transaction& tx, const Draft& draft,
                 const Recorded&) -> Result<void> {
    if (draft.message_id.size() < 4) {
      TL_TRY(timeline.record(tx, draft_of(1, draft.message_id + "+", 1)));
    }
    return {};
  };
  ASSERT_TRUE(harness_.record(draft_of(1, "a")).ok());
  EXPECT_EQ(harness_.message_ids({1}), (std::vector<std::string>{"a+++", "a++", "a+", "a"}));
}

TEST_P(ReactionsTest, ThatCallEachOtherForEverRollBackEverything) {
  reaction_ = [](Timeline& timeline, Transaction& tx, const Draft& draft,
                 const Recorded&) -> Result<void> {
    TL_TRY(timeline.record(tx, draft_of(1, draft.message_id + "+", 1)));
    return {};
  };
  EXPECT_FALSE(harness_.record(draft_of(1, "a")).ok());
  EXPECT_EQ(harness_.rows_of("events"), 0);
}

TEST_P(ReactionsTest, WithABugRollBackTheEventAndItsId) {
  bool broken = true;
  reaction_ = [&](Timeline&, Transaction&, const Draft&, const Recorded&) -> Result<void> {
    TL_ASSERT(!broken);
    return {};
  };
  const Result<Recorded> failed = harness_.record(draft_of(1, "a"));
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::internal);
  EXPECT_EQ(harness_.rows_of("events"), 0);
  broken = false;
  const Result<Recorded> again = harness_.record(draft_of(1, "a"));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->outcome, Outcome::accepted);
}

TEST(PositionTest, IsReadBackFromItsText) {
  for (const Position position : {Position{0, 0}, Position{0, 42}, Position{7, 42}}) {
    const Result<Position> parsed = parse_position(to_text(position));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, position);
  }
  for (const char* text : {"", "x", "1.", ".1", "-1", "1.2.3", "99999999999999999999"}) {
    EXPECT_FALSE(parse_position(text).ok()) << text;
  }
}

}  // namespace
}  // namespace throughline::timeline
