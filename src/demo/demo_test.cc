#include "demo/demo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "codec/json.h"
#include "demo/company.h"

namespace throughline::demo {
namespace {

using codec::JsonDocument;
using codec::JsonView;

DemoOptions options(int people, std::uint64_t seed = 4) {
  return {.seed = seed, .people = people, .until = *parse_time("2026-03-11T09:20:00Z")};
}

std::vector<DemoBatch> all_batches(const DemoOptions& wanted) {
  Simulation simulation(wanted);
  std::vector<DemoBatch> batches;
  while (auto batch = simulation.next()) {
    batches.push_back(std::move(*batch));
  }
  return batches;
}

// A year of 600 people, parsed once.
class Year {
 public:
  struct Message {
    JsonView item;
    DemoSource source;
    Time received;
  };

  static const Year& get() {
    static const Year year;
    return year;
  }
  [[nodiscard]] const std::vector<DemoBatch>& batches() const { return batches_; }
  [[nodiscard]] const std::vector<Message>& messages() const { return messages_; }

 private:
  Year() : batches_(all_batches(options(600))) {
    documents_.reserve(batches_.size());
    for (const DemoBatch& batch : batches_) {
      auto parsed = JsonDocument::parse(batch.body, codec::body_json_limits);
      EXPECT_TRUE(parsed.ok());
      documents_.push_back(std::move(*parsed));
      for (const JsonView item : documents_.back().root().find("batch").items()) {
        messages_.push_back({item, batch.source, batch.received});
      }
    }
  }

  std::vector<DemoBatch> batches_;
  std::vector<JsonDocument> documents_;
  std::vector<Message> messages_;
};

std::string_view text_at(JsonView item, std::initializer_list<std::string_view> path) {
  return item.find_path(path).text();
}

TEST(Simulation, GivesTheSameBytesForTheSameSeed) {
  const auto first = all_batches(options(80));
  const auto second = all_batches(options(80));
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_EQ(first[i].body, second[i].body);
    ASSERT_EQ(first[i].received, second[i].received);
  }
}

TEST(Simulation, GivesAnotherYearForAnotherSeed) {
  EXPECT_NE(all_batches(options(80, 4)).front().body, all_batches(options(80, 5)).front().body);
}

TEST(Simulation, ALaterHourOfTheSameDayOnlyAdds) {
  const auto ids = [](const std::vector<DemoBatch>& batches) {
    std::map<std::string, std::string> found;
    for (const DemoBatch& batch : batches) {
      const auto parsed = JsonDocument::parse(batch.body, codec::body_json_limits);
      for (const JsonView item : parsed->root().find("batch").items()) {
        found.emplace(item.find("messageId").text(), item.find("timestamp").text());
      }
    }
    return found;
  };
  DemoOptions later = options(120);
  later.until.us += 9 * us_per_hour;
  const auto before = ids(all_batches(options(120)));
  const auto after = ids(all_batches(later));
  EXPECT_GT(after.size(), before.size());
  EXPECT_TRUE(std::ranges::includes(after, before));
}

TEST(Simulation, SaysHowManyMessagesItYields) {
  Simulation simulation(options(100));
  std::size_t messages = 0;
  const std::size_t size = simulation.size();
  while (const auto batch = simulation.next()) {
    messages += batch->messages;
  }
  EXPECT_EQ(messages, size);
}

TEST(Simulation, IsAsLargeAsADemoShouldBe) {
  const Simulation simulation(options(5'000));
  EXPECT_GT(simulation.size(), 250'000U);
  EXPECT_LT(simulation.size(), 420'000U);
}

TEST(Simulation, BatchesComeInOrderAndWithinLimits) {
  Time last = {};
  for (const DemoBatch& batch : Year::get().batches()) {
    EXPECT_GE(batch.received, last);
    EXPECT_LE(batch.received, options(600).until);
    EXPECT_LE(batch.messages, 200U);
    EXPECT_LT(batch.body.size(), 480'000U);
    last = batch.received;
  }
}

TEST(Simulation, MessageIdsAreUnique) {
  std::set<std::string_view> ids;
  for (const auto& message : Year::get().messages()) {
    EXPECT_TRUE(ids.insert(message.item.find("messageId").text()).second);
  }
}

TEST(Simulation, TimesLieInTheYearAndBeforeTheirArrival) {
  const Time from = *parse_time("2025-03-11T00:00:00Z");
  for (const auto& message : Year::get().messages()) {
    if (message.item.find("sentAt")) {
      continue;  // A clock that is wrong says so.
    }
    const auto at = parse_time(message.item.find("timestamp").text());
    ASSERT_TRUE(at.has_value());
    EXPECT_GE(*at, from);
    EXPECT_LE(*at, message.received);
  }
}

TEST(Simulation, IsAliveToTheLastHour) {
  const Time hour_before = {options(600).until.us - 6 * us_per_hour};
  EXPECT_TRUE(std::ranges::any_of(Year::get().messages(), [&](const auto& message) {
    return parse_time(message.item.find("timestamp").text()) > hour_before;
  }));
}

TEST(Simulation, EveryMessageSaysWhoWhatAndOnWhichChannel) {
  for (const auto& message : Year::get().messages()) {
    const JsonView item = message.item;
    const auto kind = parse_event_kind(item.find("type").text());
    ASSERT_TRUE(kind.ok());
    EXPECT_FALSE(item.find("userId").text().empty() && item.find("anonymousId").text().empty());
    EXPECT_TRUE(parse_channel(text_at(item, {"context", "channel"})).ok());
    EXPECT_EQ(*kind == EventKind::track, !item.find("event").text().empty());
    EXPECT_LT(item.to_text().size(), 32'000U);
  }
}

TEST(Simulation, AllSevenSourcesSend) {
  std::set<DemoSource> sources;
  for (const auto& message : Year::get().messages()) {
    sources.insert(message.source);
  }
  EXPECT_EQ(sources.size(), demo_sources.size());
}

TEST(Simulation, PeopleComeFromManyCountriesAndSpeakManyLanguages) {
  std::set<std::string_view> found_countries;
  std::set<std::string_view> found_languages;
  for (const auto& message : Year::get().messages()) {
    found_countries.insert(text_at(message.item, {"traits", "country"}));
    found_languages.insert(text_at(message.item, {"traits", "language"}));
  }
  EXPECT_GE(found_countries.size(), 11U);
  EXPECT_GE(found_languages.size(), 9U);
}

bool is_reserved(std::string_view email) {
  return email.ends_with(".example") && std::ranges::count(email, '@') == 1;
}

TEST(Simulation, MailAddressesAreReserved) {
  std::size_t seen = 0;
  for (const auto& message : Year::get().messages()) {
    for (const auto& path : {std::pair("traits", "email"), std::pair("properties", "email"),
                             std::pair("properties", "invited_email")}) {
      const std::string_view email = text_at(message.item, {path.first, path.second});
      if (!email.empty()) {
        EXPECT_TRUE(is_reserved(email)) << email;
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 1'000U);
}

TEST(Simulation, PhonesAreE164AndBelongToOnePerson) {
  std::map<std::string_view, std::string_view> owners;
  for (const auto& message : Year::get().messages()) {
    const std::string_view phone = text_at(message.item, {"traits", "phone"});
    if (phone.empty()) {
      continue;
    }
    EXPECT_EQ(phone.front(), '+');
    EXPECT_TRUE(std::ranges::all_of(phone.substr(1), [](char c) { return c >= '0' && c <= '9'; }));
    EXPECT_GE(phone.size(), 11U);
    EXPECT_LE(phone.size(), 16U);
    const std::string_view user = message.item.find("userId").text();
    EXPECT_EQ(owners.emplace(phone, user).first->second, user);
  }
  EXPECT_GT(owners.size(), 100U);
}

TEST(Simulation, NoTextHasAnUnfilledPlace) {
  std::size_t texts = 0;
  for (const auto& message : Year::get().messages()) {
    for (const std::string_view key : {"text", "subject", "summary", "transcript", "note"}) {
      const std::string_view text = text_at(message.item, {"properties", key});
      EXPECT_EQ(text.find('{'), std::string_view::npos) << text;
      EXPECT_EQ(text.find('|'), std::string_view::npos) << text;
      texts += text.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(texts, 1'000U);
}

TEST(Simulation, LettersRarelyRepeat) {
  std::map<std::string_view, int> letters;
  int total = 0;
  for (const auto& message : Year::get().messages()) {
    if (message.item.find("event").text() == "Ticket Created") {
      ++letters[text_at(message.item, {"properties", "text"})];
      ++total;
    }
  }
  EXPECT_GT(total, 50);
  EXPECT_GT(static_cast<double>(letters.size()), 0.97 * total);
}

TEST(Simulation, TraitsChangeOverTime) {
  std::map<std::string_view, std::set<std::string_view>> plans;
  for (const auto& message : Year::get().messages()) {
    const std::string_view plan = text_at(message.item, {"traits", "plan"});
    if (message.item.find("type").text() == "identify" && !plan.empty()) {
      plans[message.item.find("userId").text()].insert(plan);
    }
  }
  const auto changed =
      std::ranges::count_if(plans, [](const auto& p) { return p.second.size() > 1; });
  EXPECT_GT(changed, 50);
}

TEST(Simulation, SomeDevicesAreShared) {
  std::map<std::string_view, std::set<std::string_view>> users;
  for (const auto& message : Year::get().messages()) {
    const std::string_view user = message.item.find("userId").text();
    if (message.source == DemoSource::website && !user.empty()) {
      users[message.item.find("anonymousId").text()].insert(user);
    }
  }
  const auto shared =
      std::ranges::count_if(users, [](const auto& d) { return d.second.size() > 1; });
  EXPECT_GT(shared, 3);
}

TEST(Simulation, OrdersAddUp) {
  std::size_t orders = 0;
  for (const auto& message : Year::get().messages()) {
    if (message.item.find("event").text() != "Order Completed") {
      continue;
    }
    const JsonView order = message.item.find("properties");
    double goods = 0;
    for (const JsonView line : order.find("products").items()) {
      goods += *line.find("price").number() * *line.find("quantity").number();
    }
    EXPECT_NEAR(*order.find("revenue").number(), goods - *order.find("discount").number(), 0.011);
    EXPECT_NEAR(*order.find("total").number(),
                *order.find("revenue").number() + *order.find("shipping").number(), 0.011);
    ++orders;
  }
  EXPECT_GT(orders, 60U);
}

TEST(Simulation, LiveBurstsAreSmallAndNew) {
  Simulation simulation(options(200));
  SeededRandom random(8);
  std::set<std::string> ids;
  std::set<DemoSource> sources;
  Time now = options(200).until;
  for (int i = 0; i < 200; ++i) {
    now.us += us_per_second;
    const DemoBatch batch = simulation.live(random, now);
    sources.insert(batch.source);
    const auto parsed = JsonDocument::parse(batch.body);
    ASSERT_TRUE(parsed.ok());
    const JsonView items = parsed->root().find("batch");
    ASSERT_EQ(items.size(), batch.messages);
    ASSERT_GE(batch.messages, 1U);
    ASSERT_LE(batch.messages, 5U);
    for (const JsonView item : items.items()) {
      EXPECT_TRUE(ids.emplace(item.find("messageId").text()).second);
      EXPECT_LE(*parse_time(item.find("timestamp").text()), now);
    }
  }
  EXPECT_GE(sources.size(), 4U);
}

TEST(Simulation, LiveLeavesTheYearAsItIs) {
  const auto expected = all_batches(options(80));
  Simulation simulation(options(80));
  SeededRandom random(8);
  for (const DemoBatch& batch : expected) {
    simulation.live(random, options(80).until);
    ASSERT_EQ(simulation.next()->body, batch.body);
  }
}

}  // namespace
}  // namespace throughline::demo
