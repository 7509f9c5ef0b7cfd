// Shopping: carts, checkouts with their steps, deliveries, returns.
#pragma once

#include <cstdint>

#include "demo/life.h"
#include "demo/visits.h"

namespace throughline::demo {

constexpr int step_contact = 1;
constexpr int step_delivery = 2;
constexpr int step_payment = 3;
constexpr int step_review = 4;

enum class CheckoutTrouble : std::uint8_t { none, card_declined, frame_timeout };

// A customer looks at the shop today, perhaps, and perhaps buys.
void maybe_shop(Life& life);
// A visit to the shop that starts at `at`.
void shop_now(Life& life, Time at);
void buy_as_guest(Life& life);
void retry_checkout(Life& life, std::uint32_t order);
void return_order(Life& life, std::uint32_t order);

// The payment step; `a` names what is bought, as in checkout_id_of. True once it is paid.
bool pay(Walk& walk, std::int32_t a);
// In Happening::a of the checkout's events: an order's index, or a plan as a negative number.
constexpr std::int32_t plan_purchase(Plan plan) {
  return -1 - static_cast<std::int32_t>(plan);
}

}  // namespace throughline::demo
