// What happens later: timers fire once, effects are attempted and settled, jobs go on.
#include "jobs/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "jobs/cursors.h"
#include "testing/databases.h"

namespace throughline::jobs {
namespace {

using storage::Row;
using storage::Transaction;

class JobsTest : public testing::StorageTest {
 protected:
  Time in_seconds(std::int64_t seconds) { return {clock().now().us + seconds * us_per_second}; }

  template <class Body>
  auto must_write(const Body& body) {
    auto written = workspace().write(body);
    EXPECT_TRUE(written.ok()) << written.error().message;
    return *std::move(written);
  }

  void run(const std::string& sql) {
    const Result<void> ran = workspace().write([&](Transaction& tx) { return tx.run(sql); });
    ASSERT_TRUE(ran.ok()) << ran.error().message;
  }

  std::int64_t count(const std::string& sql) {
    const Result<Row> row = workspace().read([&](Transaction& tx) { return tx.row(sql); });
    EXPECT_TRUE(row.ok()) << row.error().message;
    return row.ok() ? row->at(0).number() : -1;
  }

  SeededRandom random_{1};
  std::stop_source stop_;
};

INSTANTIATE_TEST_SUITE_P(Both, JobsTest, testing::both_databases(), testing::database_name);

TEST_P(JobsTest, ACursorIsWhereItWasSaved) {
  const auto found = [&] {
    return workspace().read([](Transaction& tx) { return find_cursor(tx, "reader"); });
  };
  EXPECT_EQ(*found(), Cursor{});
  for (const Cursor cursor : {Cursor{1, 2}, Cursor{3, 1}}) {
    const Result<void> saved =
        workspace().write([&](Transaction& tx) { return save_cursor(tx, "reader", cursor); });
    ASSERT_TRUE(saved.ok());
    EXPECT_EQ(*found(), cursor);
  }
}

// --- Timers

class TimersTest : public JobsTest {
 protected:
  void SetUp() override {
    run("CREATE TABLE fired (timer TEXT NOT NULL)");
    timers_.on("note", [this](Transaction& tx, const Timer& timer) -> Result<void> {
      TL_TRY(tx.run("INSERT INTO fired (timer) VALUES (?)", {timer.key + ":" + timer.payload}));
      return handled_;
    });
  }

  void set(const std::string& key, std::int64_t seconds, const std::string& payload = "") {
    const Result<void> set = workspace().write([&](Transaction& tx) {
      return save_timer(tx, {"note", key, in_seconds(seconds), payload});
    });
    ASSERT_TRUE(set.ok()) << set.error().message;
  }

  std::optional<Time> fire() {
    const auto next = timers_.fire_due(workspace(), stop_.get_token());
    EXPECT_TRUE(next.ok()) << next.error().message;
    return next.ok() ? *next : std::nullopt;
  }

  std::vector<std::string> fired() {
    std::vector<std::string> keys;
    const auto rows =
        workspace().read([](Transaction& tx) { return tx.rows("SELECT timer FROM fired"); });
    EXPECT_TRUE(rows.ok());
    for (const Row& row : *rows) {
      keys.push_back(row.at(0).text());
    }
    return keys;
  }

  Result<void> handled_;
  Timers timers_{clock(), random_, {.first_us = 8 * us_per_second, .attempts_max = 3}};
};

INSTANTIATE_TEST_SUITE_P(Both, TimersTest, testing::both_databases(), testing::database_name);

TEST_P(TimersTest, FireWhenTheyAreDueAndOnce) {
  set("late", 20);
  set("early", 10, "p");
  EXPECT_EQ(fire(), in_seconds(10));
  EXPECT_TRUE(fired().empty());
  clock().advance_seconds(15);
  EXPECT_EQ(fire(), in_seconds(5));
  EXPECT_EQ(fired(), std::vector<std::string>{"early:p"});
  clock().advance_seconds(100);
  EXPECT_EQ(fire(), std::nullopt);
  EXPECT_EQ(fire(), std::nullopt);
  EXPECT_EQ(fired(), (std::vector<std::string>{"early:p", "late:"}));
  EXPECT_EQ(count("SELECT count(*) FROM timers"), 0);
}

TEST_P(TimersTest, AreReplacedAndCancelledByTheirKey) {
  set("a", 10, "first");
  set("a", 20, "second");
  set("b", 10);
  const Result<bool> removed =
      workspace().write([](Transaction& tx) { return remove_timer(tx, "note", "b"); });
  ASSERT_TRUE(removed.ok());
  EXPECT_TRUE(*removed);
  EXPECT_EQ(fire(), in_seconds(20));
  clock().advance_seconds(20);
  fire();
  EXPECT_EQ(fired(), std::vector<std::string>{"a:second"});
}

TEST_P(TimersTest, WhoseHandlerFailsLeaveNothingAndAreTriedAgainLater) {
  handled_ = Error::conflict("not now");
  set("a", 0);
  const std::optional<Time> next = fire();
  ASSERT_TRUE(next);
  EXPECT_GE(*next, in_seconds(4));
  EXPECT_LE(*next, in_seconds(8));
  EXPECT_TRUE(fired().empty());
  clock().set(*next);
  handled_ = {};
  fire();
  EXPECT_EQ(fired(), std::vector<std::string>{"a:"});
}

TEST_P(TimersTest, AreGivenUpAfterTheLastAttemptAndDoNotHoldUpOthers) {
  handled_ = Error::conflict("never");
  set("a", 0);
  for (int i = 0; i < 5; ++i) {
    fire();
    clock().advance_seconds(1000);
  }
  EXPECT_EQ(count("SELECT count(*) FROM timers WHERE state = 'dead' AND attempts = 3"), 1);
  handled_ = {};
  set("b", 0);
  EXPECT_EQ(fire(), std::nullopt);
  EXPECT_EQ(fired(), std::vector<std::string>{"b:"});
}

// --- Outbox

class FakeTransport : public Transport {
 public:
  FakeTransport(std::string kind, Settlement settlement)
      : kind_(std::move(kind)), settlement_(settlement) {}
  [[nodiscard]] std::string_view kind() const override { return kind_; }
  [[nodiscard]] Settlement settlement() const override { return settlement_; }
  Attempt send(const OutboxRow& row, const std::stop_token& /*stop*/) override {
    sent.push_back(row.effect.idempotency_key);
    if (during) {
      during(row);
    }
    return answer;
  }

  std::vector<std::string> sent;
  Attempt answer;
  std::function<void(const OutboxRow&)> during;

 private:
  std::string kind_;
  Settlement settlement_;
};

class OutboxTest : public JobsTest {
 protected:
  void SetUp() override {
    wiring_.backoff = {.first_us = 10 * us_per_second, .attempts_max = 3};
    auto hook = std::make_unique<FakeTransport>("webhook", Transport::Settlement::resend);
    auto mail = std::make_unique<FakeTransport>("campaign", Transport::Settlement::unknown);
    hook_ = hook.get();
    mail_ = mail.get();
    wiring_.transports.emplace("webhook", std::move(hook));
    wiring_.transports.emplace("campaign", std::move(mail));
    outbox_.emplace(clock(), random_, wiring_);
  }

  OutboxId add(const std::string& kind, const std::string& key) {
    return must_write(
        [&](Transaction& tx) { return add_effect(tx, {kind, key, "{}", {}}, clock().now()); });
  }

  OutboxRow row(OutboxId id) {
    const auto row = workspace().read([&](Transaction& tx) { return find_effect(tx, id); });
    EXPECT_TRUE(row.ok());
    return *row;
  }

  std::optional<Time> deliver() {
    const auto next = outbox_->deliver_due(workspace(), stop_.get_token());
    EXPECT_TRUE(next.ok()) << next.error().message;
    return next.ok() ? *next : std::nullopt;
  }

  Outbox::Wiring wiring_;
  FakeTransport* hook_ = nullptr;
  FakeTransport* mail_ = nullptr;
  std::optional<Outbox> outbox_;
};

INSTANTIATE_TEST_SUITE_P(Both, OutboxTest, testing::both_databases(), testing::database_name);

TEST_P(OutboxTest, SendsWhatIsAddedOnce) {
  const OutboxId id = add("webhook", "k1");
  EXPECT_EQ(add("webhook", "k1"), id);
  OutboxState during = OutboxState::waiting;
  hook_->during = [&](const OutboxRow& sending) { during = row(sending.id).state; };
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(hook_->sent, std::vector<std::string>{"k1"});
  EXPECT_EQ(during, OutboxState::sending);
  EXPECT_EQ(row(id).state, OutboxState::sent);
  EXPECT_EQ(add("webhook", "k1"), id);
  deliver();
  EXPECT_EQ(hook_->sent.size(), 1U);
}

TEST_P(OutboxTest, TriesAgainWithGrowingPausesAndGivesUp) {
  hook_->answer = {Attempt::Outcome::failed, "502", {}};
  const OutboxId id = add("webhook", "k1");
  const std::optional<Time> second = deliver();
  ASSERT_TRUE(second);
  EXPECT_GE(*second, in_seconds(5));
  EXPECT_LE(*second, in_seconds(10));
  EXPECT_EQ(row(id).last_error, "502");
  clock().set(*second);
  const std::optional<Time> third = deliver();
  ASSERT_TRUE(third);
  EXPECT_GE(*third, in_seconds(10));
  EXPECT_LE(*third, in_seconds(20));
  clock().set(*third);
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(row(id).state, OutboxState::dead);
  EXPECT_EQ(row(id).attempts, 3);
  EXPECT_EQ(hook_->sent.size(), 3U);
}

TEST_P(OutboxTest, WaitsAsLongAsTheOtherSideAsks) {
  hook_->answer = {Attempt::Outcome::failed, "429", in_seconds(500)};
  add("webhook", "k1");
  EXPECT_EQ(deliver(), in_seconds(500));
}

TEST_P(OutboxTest, GivesUpAtOnceWhatIsRefused) {
  hook_->answer = {Attempt::Outcome::refused, "410", {}};
  const OutboxId id = add("webhook", "k1");
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(row(id).state, OutboxState::dead);
}

TEST_P(OutboxTest, AsksForConsentWhenSendingAndNotWhenQueueing) {
  bool allowed = true;
  wiring_.may_send = [&](Transaction&, const OutboxRow&) -> Result<std::optional<std::string>> {
    return allowed ? std::optional<std::string>() : "unsubscribed";
  };
  const OutboxId id = add("campaign", "k1");
  allowed = false;
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_TRUE(mail_->sent.empty());
  EXPECT_EQ(row(id).state, OutboxState::suppressed);
  EXPECT_EQ(row(id).last_error, "unsubscribed");
}

// The process ends between the commit of `sending` and that of the outcome.
TEST_P(OutboxTest, SettlesAfterACrashByKind) {
  const OutboxId hook = add("webhook", "k1");
  const OutboxId mail = add("campaign", "k2");
  struct Crash {};
  hook_->during = [](const OutboxRow&) { throw Crash(); };
  mail_->during = hook_->during;
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW((void)outbox_->deliver_due(workspace(), stop_.get_token()), Crash);
  }
  EXPECT_EQ(row(hook).state, OutboxState::sending);
  EXPECT_EQ(row(mail).state, OutboxState::sending);

  hook_->during = nullptr;
  mail_->during = nullptr;
  outbox_.emplace(clock(), random_, wiring_);
  ASSERT_TRUE(outbox_->settle(workspace()).ok());
  deliver();
  EXPECT_EQ(row(hook).state, OutboxState::sent);
  EXPECT_EQ(hook_->sent, (std::vector<std::string>{"k1", "k1"}));
  EXPECT_EQ(row(mail).state, OutboxState::unknown);
  EXPECT_EQ(mail_->sent, std::vector<std::string>{"k2"});
}

// --- Long jobs

// One receiver's outbox: many rows at once, nothing kept of what is done.
class ReceiverTransport : public Transport {
 public:
  [[nodiscard]] std::string_view kind() const override { return "receiver"; }
  [[nodiscard]] Settlement settlement() const override { return Settlement::resend; }
  [[nodiscard]] std::size_t rows_max() const override { return 3; }
  [[nodiscard]] bool keeps_settled() const override { return false; }
  Attempt send(const OutboxRow& row, const std::stop_token& /*stop*/) override {
    sent.push_back(row.effect.idempotency_key);
    return answers[row.effect.idempotency_key];
  }
  std::vector<Attempt> send_all(const std::vector<OutboxRow>& rows,
                                const std::stop_token& stop) override {
    batches.push_back(rows.size());
    return Transport::send_all(rows, stop);
  }
  Result<void> note(Transaction& tx, const std::vector<Noted>& rows) override {
    for (const Noted& noted : rows) {
      TL_TRY(tx.run("INSERT INTO cursors (name, xid, seq) VALUES (?, 0, ?)",
                    {noted.row.effect.idempotency_key + "/" + std::string(name_of(noted.state)),
                     noted.row.attempts}));
    }
    return {};
  }

  std::map<std::string, Attempt> answers;  // Sent, where there is none.
  std::vector<std::string> sent;
  std::vector<std::size_t> batches;
};

class ReceiverTest : public JobsTest {
 protected:
  void SetUp() override {
    wiring_.backoff = {
        .first_us = 10 * us_per_second, .attempts_max = 1000, .give_up_after_us = us_per_hour};
    wiring_.pause = Backoff{.first_us = 2 * us_per_second, .most_us = 20 * us_per_second};
    auto transport = std::make_unique<ReceiverTransport>();
    transport_ = transport.get();
    wiring_.transports.emplace("receiver", std::move(transport));
    outbox_.emplace(clock(), random_, wiring_);
  }
  void add(const std::string& key) {
    must_write([&](Transaction& tx) {
      return add_effect(tx, {"receiver", key, "{}", {}}, clock().now());
    });
  }
  std::optional<Time> deliver() {
    const auto next = outbox_->deliver_due(workspace(), stop_.get_token());
    EXPECT_TRUE(next.ok()) << next.error().message;
    return next.ok() ? *next : std::nullopt;
  }
  std::int64_t in_state(OutboxState state) {
    return *workspace().read(
        [&](Transaction& tx) { return count_effects(tx, "receiver", state, 100); });
  }
  std::int64_t noted(const std::string& what) {
    return count("SELECT count(*) FROM cursors WHERE name = '" + what + "'");
  }

  Outbox::Wiring wiring_;
  ReceiverTransport* transport_ = nullptr;
  std::optional<Outbox> outbox_;
};

INSTANTIATE_TEST_SUITE_P(Both, ReceiverTest, testing::both_databases(), testing::database_name);

TEST_P(ReceiverTest, ManyRowsGoAtOnceAndAreNotedInTheUnitThatSettlesThem) {
  for (const char* key : {"a", "b", "c", "d", "e"}) {
    add(key);
  }
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(transport_->batches, (std::vector<std::size_t>{3, 2}));
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
  EXPECT_EQ(noted("a/sent") + noted("e/sent"), 2);
}

TEST_P(ReceiverTest, AFailurePausesEverythingForIt) {
  transport_->answers["a"] = {Attempt::Outcome::failed, "503", {}};
  add("a");
  const std::optional<Time> again = deliver();
  ASSERT_TRUE(again);
  add("b");
  const std::optional<Time> paused = deliver();
  ASSERT_TRUE(paused);
  EXPECT_GE(*paused, in_seconds(1));
  EXPECT_LE(*paused, in_seconds(2));
  EXPECT_EQ(transport_->sent, std::vector<std::string>{"a"});
  clock().set(*paused);
  deliver();
  EXPECT_EQ(transport_->sent, (std::vector<std::string>{"a", "b"}));
}

TEST_P(ReceiverTest, ThePauseIsAsLongAsTheOtherSideAsks) {
  transport_->answers["a"] = {Attempt::Outcome::failed, "429", in_seconds(300)};
  add("a");
  add("b");
  EXPECT_EQ(deliver(), in_seconds(300));
}

TEST_P(ReceiverTest, WhatWasNotTriedCountsAsNoAttempt) {
  transport_->answers["a"] = {Attempt::Outcome::untried, "", {}};
  transport_->answers["b"] = {Attempt::Outcome::failed, "503", {}};
  add("a");
  add("b");
  deliver();
  EXPECT_EQ(in_state(OutboxState::waiting), 2);
  EXPECT_EQ(count("SELECT attempts FROM outbox WHERE idempotency_key = 'a'"), 0);
  EXPECT_EQ(count("SELECT attempts FROM outbox WHERE idempotency_key = 'b'"), 1);
  EXPECT_EQ(noted("b/waiting"), 1);
}

TEST_P(ReceiverTest, WhatTheStopInterruptsIsSettledAtTheNextStart) {
  transport_->answers["a"] = {Attempt::Outcome::interrupted, "", {}};
  add("a");
  deliver();
  EXPECT_EQ(in_state(OutboxState::sending), 1);
  transport_->answers.clear();
  ASSERT_TRUE(outbox_->settle(workspace()).ok());
  deliver();
  EXPECT_EQ(transport_->sent, (std::vector<std::string>{"a", "a"}));
  EXPECT_EQ(noted("a/sent"), 1);
}

TEST_P(ReceiverTest, GivesUpByAgeAndCanBeRevived) {
  transport_->answers["a"] = {Attempt::Outcome::failed, "503", {}};
  add("a");
  int attempts = 0;
  for (std::optional<Time> next = deliver(); next && attempts < 100; ++attempts) {
    clock().set(*next);
    run("DELETE FROM cursors");
    next = deliver();
  }
  EXPECT_EQ(in_state(OutboxState::dead), 1);
  EXPECT_GE(count("SELECT settled_at - created_at FROM outbox"), us_per_hour);
  transport_->answers.clear();
  EXPECT_EQ(
      must_write([&](Transaction& tx) { return revive_effects(tx, "receiver", clock().now()); }),
      1);
  clock().advance_seconds(60);
  deliver();
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
  EXPECT_EQ(noted("a/sent"), 1);
}

TEST_P(ReceiverTest, WhatIsForbiddenOrWithheldGoesAndIsNoted) {
  wiring_.may_send = [](Transaction&, const OutboxRow& row) -> Result<std::optional<std::string>> {
    return row.effect.idempotency_key == "a" ? std::optional<std::string>("suppressed")
                                             : std::nullopt;
  };
  transport_->answers["b"] = {Attempt::Outcome::withheld, "erased", {}};
  add("a");
  add("b");
  add("c");
  EXPECT_EQ(deliver(), std::nullopt);
  EXPECT_EQ(transport_->sent, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
  EXPECT_EQ(noted("a/suppressed") + noted("b/suppressed") + noted("c/sent"), 3);
}

class LongJobsTest : public JobsTest {
 protected:
  Job job(JobId id) {
    const auto found = workspace().read([&](Transaction& tx) { return find_job(tx, id); });
    EXPECT_TRUE(found.ok());
    return *found;
  }

  JobId add() {
    return must_write(
        [&](Transaction& tx) { return add_job(tx, "count", "payload", clock().now()); });
  }

  std::optional<Time> run_due(const std::stop_token& stop) {
    LongJobs jobs(clock(), random_, wiring_);
    const auto next = jobs.run_due(workspace(), stop);
    EXPECT_TRUE(next.ok()) << next.error().message;
    return next.ok() ? *next : std::nullopt;
  }

  LongJobs::Wiring wiring_;
};

INSTANTIATE_TEST_SUITE_P(Both, LongJobsTest, testing::both_databases(), testing::database_name);

TEST_P(LongJobsTest, GoOnAfterAStopWhereTheyStopped) {
  std::vector<int> steps;
  wiring_.handlers["count"] = [&](storage::Database& database, const Job& job,
                                  const std::stop_token& stop) -> Result<void> {
    for (int i = job.progress.empty() ? 0 : std::stoi(job.progress); i < 4; ++i) {
      if (stop.stop_requested()) {
        return Error::unavailable("stopping");
      }
      steps.push_back(i);
      TL_TRY(database.write(
          [&](Transaction& tx) { return save_progress(tx, job.id, std::to_string(i + 1)); }));
      if (i == 1) {
        stop_.request_stop();
      }
    }
    return {};
  };
  const JobId id = add();
  run_due(stop_.get_token());
  EXPECT_EQ(job(id).state, JobState::running);
  EXPECT_EQ(job(id).progress, "2");
  run_due(std::stop_token());
  EXPECT_EQ(job(id).state, JobState::done);
  EXPECT_EQ(steps, (std::vector<int>{0, 1, 2, 3}));
}

TEST_P(LongJobsTest, ThatFailAreTriedAgainAndThenGivenUp) {
  wiring_.backoff.attempts_max = 2;
  wiring_.handlers["count"] = [&](storage::Database&, const Job& job,
                                  const std::stop_token&) -> Result<void> {
    TL_ASSERT(job.payload.empty());
    return {};
  };
  const JobId id = add();
  const std::optional<Time> next = run_due(std::stop_token());
  ASSERT_TRUE(next);
  EXPECT_EQ(job(id).state, JobState::waiting);
  clock().set(*next);
  EXPECT_EQ(run_due(std::stop_token()), std::nullopt);
  EXPECT_EQ(job(id).state, JobState::failed);
}

// --- Workers

class JobsWorkersTest : public JobsTest {};

INSTANTIATE_TEST_SUITE_P(Both, JobsWorkersTest, testing::both_databases(), testing::database_name);

TEST_P(JobsWorkersTest, DoWhatIsAddedAndWhatTheClockMakesDue) {
  workspace();
  Jobs jobs(workspaces(), clock(), random_);
  std::promise<std::string> fired;
  std::promise<std::string> worked;
  std::promise<std::string> sent;
  jobs.on_timer("note", [&](Transaction&, const Timer& timer) -> Result<void> {
    fired.set_value(timer.key);
    return {};
  });
  jobs.on_job("work",
              [&](storage::Database&, const Job& job, const std::stop_token&) -> Result<void> {
                worked.set_value(job.payload);
                return {};
              });
  auto transport = std::make_unique<FakeTransport>("webhook", Transport::Settlement::resend);
  transport->during = [&](const OutboxRow& row) { sent.set_value(row.effect.idempotency_key); };
  jobs.add_transport(std::move(transport));
  ASSERT_TRUE(jobs.start({1}).ok());
  const Result<void> added = workspace().write([&](Transaction& tx) -> Result<void> {
    TL_TRY(jobs.set_timer(tx, {"note", "t", in_seconds(3600), ""}));
    TL_TRY(jobs.send(tx, {"webhook", "k", "{}", {}}));
    TL_TRY(jobs.add_job(tx, "work", "w"));
    return {};
  });
  ASSERT_TRUE(added.ok()) << added.error().message;
  EXPECT_EQ(sent.get_future().get(), "k");
  EXPECT_EQ(worked.get_future().get(), "w");
  clock().advance_seconds(3600);
  jobs.wake({1});
  EXPECT_EQ(fired.get_future().get(), "t");
}

}  // namespace
}  // namespace throughline::jobs
