#include "demo/truth.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "codec/json.h"
#include "demo/demo.h"

namespace throughline::demo {
namespace {

using codec::JsonDocument;
using codec::JsonView;

// What a reader of the messages alone can know, gathered from a year of 2 500 people.
struct Findings {
  Truth truth;
  std::map<std::string, bool> payments_on_iphone_safari;  // By checkout: completed or not.
  std::map<std::string, bool> payments_elsewhere;
  std::map<std::string, int> charges;  // By user, minus changes of plan.
  std::vector<double> responses_in_slow_week;
  std::vector<double> responses_else;
  std::vector<double> csat_in_slow_week;
  std::vector<double> csat_else;
  std::map<std::string, Time> slow_conversations;
  std::map<std::string, Time> founders;  // By user: signed up.
  std::set<std::string> imported_in_time;
  std::set<std::string> left_in_month_two;
};

std::string user_of(JsonView item) {
  return "user_id:" + std::string(item.find("userId").text());
}

void read_checkout(Findings& found, JsonView item, Time at) {
  const JsonView properties = item.find("properties");
  const std::string_view event = item.find("event").text();
  if (properties.find("step_name").text() != "Payment" || event == "Checkout Error") {
    return;
  }
  const std::string_view agent = item.find_path({"context", "userAgent"}).text();
  const bool iphone_safari = agent.find("iPhone") != std::string_view::npos &&
                             agent.find("Version/") != std::string_view::npos;
  const bool inside = iphone_safari && found.truth.broken_payment.period.holds(at);
  auto& payments = inside ? found.payments_on_iphone_safari : found.payments_elsewhere;
  bool& paid = payments[std::string(properties.find("checkout_id").text())];
  paid = paid || event == "Checkout Step Completed";
}

void read_response(Findings& found, JsonView item, Time at) {
  const JsonView properties = item.find("properties");
  const std::string talk(properties.find("conversation_id").text());
  const std::string_view event = item.find("event").text();
  if (event == "Live Chat Conversation Started" || event == "Call Started" ||
      event == "Ticket Created") {
    found.slow_conversations.emplace(talk, at);
    return;
  }
  const auto started = found.slow_conversations.find(talk);
  if (started == found.slow_conversations.end()) {
    return;
  }
  const bool slow = found.truth.slow_week.period.holds(started->second);
  if (const auto seconds = properties.find("first_response_seconds").number()) {
    (slow ? found.responses_in_slow_week : found.responses_else).push_back(*seconds);
  } else if (properties.find("kind").text() == "csat") {
    (slow ? found.csat_in_slow_week : found.csat_else)
        .push_back(*properties.find("score").number());
  }
}

void read_onboarding(Findings& found, JsonView item, Time at) {
  const std::string user = user_of(item);
  const std::string_view event = item.find("event").text();
  const JsonView traits = item.find("traits");
  if (traits.find("role").text() == "Founder" && traits.find("plan").text() == "Trial") {
    found.founders.emplace(user, at);
  }
  const auto founder = found.founders.find(user);
  if (founder == found.founders.end()) {
    return;
  }
  const std::int64_t age = at.us - founder->second.us;
  if (event == "Calendar Imported" && age < 7 * us_per_day) {
    found.imported_in_time.insert(user);
  } else if (event == "Subscription Cancelled" && age >= 30 * us_per_day && age < 61 * us_per_day) {
    found.left_in_month_two.insert(user);
  }
}

void read(Findings& found, JsonView item) {
  const Time at = *parse_time(item.find("timestamp").text());
  const std::string_view event = item.find("event").text();
  if (event == "Upgrade Charged") {
    ++found.charges[user_of(item)];
  } else if (event == "Plan Changed") {
    --found.charges[user_of(item)];
  }
  read_checkout(found, item, at);
  read_response(found, item, at);
  read_onboarding(found, item, at);
}

const Findings& findings() {
  static const Findings all = [] {
    Simulation simulation(
        {.seed = 4, .people = 2'500, .until = *parse_time("2026-03-11T09:20:00Z")});
    Findings found;
    found.truth = simulation.truth();
    while (const auto batch = simulation.next()) {
      const auto parsed = JsonDocument::parse(batch->body, codec::body_json_limits);
      for (const JsonView item : parsed->root().find("batch").items()) {
        read(found, item);
      }
    }
    return found;
  }();
  return all;
}

double share_of_true(const std::map<std::string, bool>& outcomes) {
  const auto yes = std::ranges::count_if(outcomes, [](const auto& o) { return o.second; });
  return static_cast<double>(yes) / static_cast<double>(outcomes.size());
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

TEST(Truth, PaymentsFailInSafariOnIPhoneInThePeriod) {
  const Findings& found = findings();
  ASSERT_GT(found.payments_on_iphone_safari.size(), 25U);
  EXPECT_LT(share_of_true(found.payments_on_iphone_safari), 0.5);
  EXPECT_GT(share_of_true(found.payments_elsewhere), 0.85);
  EXPECT_NEAR(static_cast<double>(found.payments_on_iphone_safari.size()),
              static_cast<double>(found.truth.broken_payment.checkouts_reaching_payment), 3);
  EXPECT_FALSE(found.truth.broken_payment.people.empty());
}

TEST(Truth, UpgradesWereChargedAndNotAppliedForExactlyThoseListed) {
  std::set<std::string> charged;
  for (const auto& [user, open] : findings().charges) {
    if (open > 0) {
      charged.insert(user);
    }
  }
  const UnappliedUpgrades& listed = findings().truth.unapplied_upgrades;
  EXPECT_EQ(charged, std::set(listed.people.begin(), listed.people.end()));
  EXPECT_GE(charged.size(), 8U);
  EXPECT_FALSE(listed.contacted.empty());
  EXPECT_FALSE(listed.passed_on.empty());
  for (const auto* some : {&listed.contacted, &listed.passed_on}) {
    for (const std::string& person : *some) {
      EXPECT_TRUE(charged.contains(person)) << person;
    }
  }
}

TEST(Truth, TheSlowWeekIsSlowAndDisliked) {
  const Findings& found = findings();
  ASSERT_GT(found.responses_in_slow_week.size(), 10U);
  EXPECT_GT(median(found.responses_in_slow_week), 5 * median(found.responses_else));
  EXPECT_LT(mean(found.csat_in_slow_week), mean(found.csat_else) - 0.5);
  EXPECT_EQ(found.truth.slow_week.period.to.us - found.truth.slow_week.period.from.us,
            7 * us_per_day);
}

TEST(Truth, FoundersWhoseOnboardingStallsLeaveInMonthTwo) {
  const Findings& found = findings();
  const StalledOnboarding& truth = found.truth.stalled_onboarding;
  ASSERT_GT(truth.stalled.size(), 30U);
  ASSERT_GT(truth.onboarded.size(), 30U);
  const auto ratio = [](const auto& some, const auto& all) {
    return static_cast<double>(some.size()) / static_cast<double>(all.size());
  };
  EXPECT_GT(ratio(truth.stalled_and_left, truth.stalled), 0.6);
  EXPECT_LT(ratio(truth.onboarded_and_left, truth.onboarded), 0.2);
  for (const std::string& user : truth.stalled) {
    EXPECT_TRUE(found.founders.contains(user)) << user;
    EXPECT_FALSE(found.imported_in_time.contains(user)) << user;
  }
  for (const std::string& user : truth.stalled_and_left) {
    EXPECT_TRUE(found.left_in_month_two.contains(user)) << user;
  }
}

TEST(Truth, IsWrittenAsJson) {
  const auto parsed = JsonDocument::parse(truth_json(findings().truth));
  ASSERT_TRUE(parsed.ok());
  const JsonView root = parsed->root();
  EXPECT_EQ(root.find("company").text(), "Wrenfold");
  EXPECT_EQ(root.find_path({"unapplied_upgrades", "people"}).size(),
            findings().truth.unapplied_upgrades.people.size());
  for (const std::string_view cause :
       {"broken_payment", "unapplied_upgrades", "slow_week", "stalled_onboarding"}) {
    EXPECT_TRUE(root.find(cause).is_object()) << cause;
  }
}

}  // namespace
}  // namespace throughline::demo
