#include "demo/shopping.h"

#include <algorithm>

#include "demo/causes.h"
#include "demo/contacts.h"
#include "demo/mails.h"
#include "demo/usage.h"

namespace throughline::demo {
namespace {

std::uint8_t some_product(Dice& dice, bool accessory) {
  std::array<double, products.size()> weights = {};
  for (std::size_t i = 0; i < products.size(); ++i) {
    const bool fits = !accessory || products.at(i).euro_cents < 6'000;
    weights.at(i) = fits ? products.at(i).popularity : 0;
  }
  return static_cast<std::uint8_t>(dice.weighted(weights));
}

void price(Life& life, Order& order) {
  const Currency& currency = life.home().currency;
  order.goods = 0;
  std::int64_t euro = 0;
  for (std::size_t i = 0; i < order.line_count; ++i) {
    const OrderLine& line = order.lines.at(i);
    const Product& product = products.at(line.product);
    order.goods += price_in(currency, product.euro_cents) * line.quantity;
    euro += product.euro_cents * line.quantity;
  }
  constexpr std::array<std::int64_t, 5> percent_off = {10, 15, 20, 0, 0};
  order.discount = order.goods * percent_off.at(order.coupon) / 100;
  if (currency.whole) {
    order.discount -= order.discount % 100;
  }
  order.shipping = euro > 9'900 ? 0 : price_in(currency, 590);
  order.tax = (order.goods - order.discount) * 19 / 119;
  if (currency.whole) {
    order.tax -= order.tax % 100;
  }
}

std::uint32_t fill_cart(Life& life) {
  Order order;
  order.person = life.index;
  order.line_count = 1;
  order.lines[0] = {some_product(life.dice, false), 1};
  while (order.line_count < 3 && life.dice.chance(0.33)) {
    const std::uint8_t extra = some_product(life.dice, true);
    const bool new_one = std::none_of(order.lines.begin(), order.lines.begin() + order.line_count,
                                      [&](const OrderLine& line) { return line.product == extra; });
    if (new_one) {
      order.lines.at(order.line_count++) = {
          extra, static_cast<std::uint8_t>(life.dice.chance(0.15) ? 2 : 1)};
    }
  }
  order.coupon = static_cast<std::uint8_t>(life.dice.chance(0.16) ? life.dice.between(0, 2) : 3);
  order.carrier =
      static_cast<std::uint8_t>(life.dice.between(0, static_cast<int>(carriers.size()) - 1));
  order.payment =
      static_cast<std::uint8_t>(life.dice.between(0, static_cast<int>(payment_methods.size()) - 1));
  price(life, order);
  life.world.orders.push_back(order);
  return static_cast<std::uint32_t>(life.world.orders.size() - 1);
}

// Contact and delivery, before the payment; false if she leaves there.
bool address_steps(Walk& walk, std::int32_t order) {
  Life& life = walk.life();
  for (const int step : {step_contact, step_delivery}) {
    walk.track(What::step_viewed, order, step);
    walk.pause(12, 80);
    if (step == step_contact && !life.known() && !life.person().email.empty()) {
      identify(walk, What::lead_identified, Saying::sign_in);
    }
    if (life.dice.chance(step == step_contact ? 0.1 : 0.07)) {
      return false;
    }
    walk.track(What::step_completed, order, step);
  }
  return true;
}

void deliver(Life& life, std::uint32_t index, Time placed) {
  const auto a = static_cast<std::int32_t>(index);
  Time shipped = {placed.us + us_per_day + (life.dice.between(0, 30) * us_per_hour)};
  shipped.us += life.dice.between(0, 3'599) * us_per_second;
  life.add(What::order_shipped, shipped, {no_visit, a, 0});
  send_mail(life, MailKind::shipped, {shipped.us + (90 * us_per_second)}, a);
  std::int64_t days = life.dice.between(1, 4);
  if (life.dice.chance(0.085)) {
    const int late = life.dice.between(4, 11);
    const Time noticed = {shipped.us + ((days + 1) * us_per_day)};
    life.add(What::order_delayed, noticed, {no_visit, a, late});
    days += late;
    life.feel(-0.3);
    life.grievance = Topic::delivery_delayed;
    life.grievance_order = index;
    if (life.dice.chance(0.5)) {
      life.plan_errand(day_of(noticed) - life.day + life.dice.between(0, 3), Errand::contact, index,
                       Topic::delivery_delayed);
    }
  }
  const Time delivered = {shipped.us + (days * us_per_day) +
                          (life.dice.between(-20, 20) * us_per_minute * 9)};
  life.add(What::order_delivered, delivered, {no_visit, a, 0});
  pair_device(life, index, {delivered.us + (life.dice.between(30, 2'000) * us_per_minute)});
  if (life.world.orders[index].lines[0].product >= displays) {
    return;  // Nobody complains about a cable.
  }
  const int arrives_in = std::max(1, day_of(delivered) - life.day);
  if (life.dice.chance(0.1)) {
    life.plan_errand(arrives_in + life.dice.between(0, 6), Errand::contact, index,
                     Topic::device_trouble);
  } else if (life.dice.chance(0.08)) {
    life.plan_errand(arrives_in + life.dice.between(1, 9), Errand::return_device, index,
                     Topic::return_request);
  }
}

void complete(Walk& walk, std::uint32_t index) {
  Life& life = walk.life();
  const auto a = static_cast<std::int32_t>(index);
  walk.track(What::step_viewed, a, step_review);
  walk.pause(4, 40);
  if (life.dice.chance(0.02)) {
    return;
  }
  walk.track(What::step_completed, a, step_review);
  walk.track(What::order_completed, a);
  walk.page(Page::confirmation);
  Order& order = life.world.orders[index];
  order.placed_us = walk.now().us;
  for (std::size_t i = 0; i < order.line_count; ++i) {
    life.spent_cents += products.at(order.lines.at(i).product).euro_cents;
  }
  send_mail(life, MailKind::order_confirmation, {walk.now().us + (40 * us_per_second)}, a);
  deliver(life, index, walk.now());
}

void check_out(Walk& walk, std::uint32_t index) {
  Life& life = walk.life();
  const auto a = static_cast<std::int32_t>(index);
  walk.page(Page::checkout);
  walk.track(What::checkout_started, a);
  if (!address_steps(walk, a)) {
    return;
  }
  if (pay(walk, a)) {
    complete(walk, index);
    return;
  }
  const bool broken = payment_is_broken(life.world, walk.device(), walk.now().us);
  if (broken && life.dice.chance(0.35)) {
    life.plan_errand(life.dice.between(1, 3), Errand::retry_checkout, index, Topic::how_to);
  }
  const bool reachable = life.known() || !life.person().email.empty();
  if (broken && reachable && life.dice.chance(0.45)) {
    life.plan_errand(life.dice.between(0, 1) + 1, Errand::contact, index, Topic::payment_broken);
  }
}

void shop_online(Life& life, Walk& walk) {
  walk.page(Page::shop);
  if (life.dice.chance(0.3)) {
    walk.track(What::list_viewed, 0);
  } else if (life.dice.chance(0.15)) {
    walk.track(What::products_searched, life.dice.between(0, 7));
  }
  const std::uint32_t index = fill_cart(life);
  const Order order = life.world.orders[index];
  for (std::size_t i = 0; i < order.line_count; ++i) {
    const std::int32_t product = order.lines.at(i).product;
    walk.page(Page::product, product);
    walk.track(What::product_viewed, product);
    walk.pause(8, 90);
  }
  if (life.dice.chance(0.3)) {
    return;
  }
  for (std::size_t i = 0; i < order.line_count; ++i) {
    walk.track(What::product_added, order.lines.at(i).product, order.lines.at(i).quantity);
  }
  walk.page(Page::cart);
  walk.track(What::cart_viewed, static_cast<std::int32_t>(index));
  if (life.dice.chance(0.14)) {
    return;
  }
  check_out(walk, index);
}

constexpr double declined_share = 0.035;

void meet_error(Walk& walk, std::int32_t a, bool broken) {
  if (!broken) {
    walk.pause(2, 6);
    walk.track(What::checkout_error, a,
               step_payment | static_cast<std::int32_t>(CheckoutTrouble::card_declined) << 8);
    return;
  }
  walk.pause(14, 32);
  walk.track(What::checkout_error, a,
             step_payment | static_cast<std::int32_t>(CheckoutTrouble::frame_timeout) << 8);
  walk.life().feel(-0.12);
  walk.life().grievance = Topic::payment_broken;
}

}  // namespace

bool pay(Walk& walk, std::int32_t a) {
  Life& life = walk.life();
  walk.track(What::step_viewed, a, step_payment);
  walk.pause(9, 70);
  if (life.dice.chance(0.05)) {
    return false;
  }
  for (int attempt = 0; attempt < 4; ++attempt) {
    walk.track(What::payment_entered, a);
    const bool broken = payment_is_broken(life.world, walk.device(), walk.now().us);
    if (!life.dice.chance(broken ? broken_payment_share : declined_share)) {
      walk.track(What::step_completed, a, step_payment);
      return true;
    }
    meet_error(walk, a, broken);
    if (life.dice.chance(broken ? 0.45 : 0.25)) {
      return false;
    }
    walk.pause(5, 60);
  }
  return false;
}

void maybe_shop(Life& life) {
  const bool buyer = life.person().persona == Persona::buyer;
  const double wanted = (buyer ? 0.008 : 0.0075) * shopping_weight(life.day);
  const bool decides = buyer || pays(life.person().persona) || life.dice.chance(0.3);
  if (!decides || !life.dice.chance(wanted)) {
    return;
  }
  if (life.dice.chance(0.05)) {
    const std::uint32_t index = fill_cart(life);
    const Time at = life.moment();
    life.world.orders[index].placed_us = at.us;
    life.add(What::order_in_store, at,
             {no_visit, static_cast<std::int32_t>(index),
              life.dice.between(0, static_cast<int>(stores.size()) - 1)});
    return;
  }
  shop_now(life, life.moment());
}

void shop_now(Life& life, Time at) {
  const std::size_t device = device_for(life, 0.35);
  Walk walk(life, device, campaign_for(life), at);
  if (life.dice.chance(0.75)) {
    ensure_signed_in(walk, device);
  }
  shop_online(life, walk);
}

void buy_as_guest(Life& life) {
  Walk walk(life, device_for(life, 0.3), campaign_for(life), life.moment());
  shop_online(life, walk);
}

void retry_checkout(Life& life, std::uint32_t order) {
  const std::size_t device = device_for(life, 0.85);
  Walk walk(life, device, 0, life.moment());
  if (life.known()) {
    ensure_signed_in(walk, device);
  }
  walk.page(Page::cart);
  check_out(walk, order);
}

void return_order(Life& life, std::uint32_t order) {
  const auto a = static_cast<std::int32_t>(order);
  const Time asked = life.moment();
  life.add(What::return_requested, asked, {no_visit, a, life.dice.between(0, 3)});
  if (life.dice.chance(0.4)) {
    contact_support(life, {asked.us + (20 * us_per_minute)},
                    {.topic = Topic::return_request, .order = order});
  }
  life.feel(-0.1);
  const Time refunded = {asked.us + (life.dice.between(5, 12) * us_per_day)};
  life.add(What::order_refunded, refunded, {no_visit, a, 0});
}

}  // namespace throughline::demo
