// World: everything a simulated year holds, before it is written down as messages.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "demo/happening.h"
#include "demo/person.h"
#include "demo/truth.h"

namespace throughline::demo {

struct Visit {
  std::uint32_t person = 0;
  std::uint8_t device = 0;
  std::uint8_t campaign = 0;
};

struct OrderLine {
  std::uint8_t product = 0;
  std::uint8_t quantity = 0;
};

struct Order {
  std::uint32_t person = 0;
  std::uint32_t number = 0;  // In the order of time, once all lives are known.
  std::int64_t placed_us = 0;
  std::array<OrderLine, 4> lines = {};
  std::uint8_t line_count = 0;
  std::uint8_t coupon = 0;
  std::uint8_t carrier = 0;
  std::uint8_t payment = 0;
  std::int64_t goods = 0;  // Hundredths of the buyer's currency, before the discount.
  std::int64_t discount = 0;
  std::int64_t shipping = 0;
  std::int64_t tax = 0;
  [[nodiscard]] std::int64_t total() const { return goods - discount + shipping; }
};

// What a customer writes or calls about; the books in texts/ have a section for each.
enum class Topic : std::uint8_t {
  payment_broken,
  charged_not_upgraded,
  delivery_delayed,
  device_trouble,
  import_trouble,
  sync_trouble,
  invoice_question,
  how_to,
  return_request,
  cancel_request,
  slow_reply,
  feature_wish
};
constexpr std::array<std::string_view, 12> topic_names = {
    "payment_broken", "charged_not_upgraded", "delivery_delayed", "device_trouble",
    "import_trouble", "sync_trouble",         "invoice_question", "how_to",
    "return_request", "cancel_request",       "slow_reply",       "feature_wish"};
constexpr std::string_view name_of(Topic topic) {
  return topic_names.at(static_cast<std::size_t>(topic));
}

enum class Medium : std::uint8_t { chat, phone, ticket };

constexpr std::uint32_t no_order = 0xffffffffU;

struct Conversation {
  std::uint32_t person = 0;
  std::uint32_t number = 0;   // In the order of time, once all lives are known.
  std::uint32_t variant = 0;  // Which of the texts; neighbours in time differ.
  std::uint32_t order = no_order;
  std::int64_t started_us = 0;
  std::int64_t first_response_s = 0;
  std::int64_t amount = 0;  // Hundredths of the customer's currency.
  Topic topic = Topic::how_to;
  Medium medium = Medium::chat;
  Plan plan = Plan::none;
  std::uint8_t product = 0;
  std::uint8_t agent = 0;
  std::uint8_t second_agent = 0;  // After being passed on.
  bool passed = false;
  bool by_email_only = false;  // The desk knows an address, not a user id.
  bool solved = true;
  int days = 0;
};

// The planted causes' times.
struct Causes {
  Period broken_payment;
  Period unapplied_upgrades;
  Period slow_week;
};

// How a person ended up.
struct Standing {
  Plan plan = Plan::none;
  std::uint32_t city = 0;
  std::int64_t spent_cents = 0;
};

struct World {
  std::uint64_t seed = 0;
  Time from = {};
  Time until = {};
  int first_day = 0;  // Days since 1970, UTC.
  int last_day = 0;   // The day after `until`: far east it has begun.
  Causes causes;
  std::vector<Person> people;
  std::vector<Account> accounts;
  std::vector<Visit> visits;
  std::vector<Order> orders;
  std::vector<Conversation> conversations;
  std::vector<Happening> happenings;
  std::vector<std::uint32_t> active;  // Who still uses the product at the end.
  std::vector<Standing> standings;    // By person, at the end.
  Truth truth;
};

}  // namespace throughline::demo
