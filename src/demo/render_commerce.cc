#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "demo/dice.h"
#include "demo/render.h"
#include "demo/shopping.h"
#include "demo/site.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

constexpr std::array<std::string_view, 8> searches = {
    "kitchen display", "wall mount", "door sign", "label", "15 inch", "usb-c", "gift", "stand"};
constexpr std::array<std::string_view, 5> step_names = {"", "Contact", "Delivery", "Payment",
                                                        "Review"};
constexpr std::array<std::string_view, 4> return_reasons = {
    "Too large for our wall", "Colour differs from the picture", "Changed my mind",
    "Display has a dead pixel"};

const Currency& currency_of(const World& world, const Happening& it) {
  return world.people[it.person].home().currency;
}

void write_product(JsonWriter& json, const Currency& currency, std::size_t index, int quantity) {
  const Product& product = products.at(index);
  json.member("product_id", product.id).member("sku", product.sku).member("name", product.name);
  json.member("category", product.category);
  json.member("price", decimal(price_in(currency, product.euro_cents)));
  json.member("quantity", quantity);
}

void write_single_product(JsonWriter& json, const World& world, const Happening& it) {
  const auto index = static_cast<std::size_t>(it.a);
  write_product(json, currency_of(world, it), index, it.b == 0 ? 1 : it.b);
  json.member("currency", currency_of(world, it).code);
  json.member("url", url_of({Page::product, it.a}, world.people[it.person].language));
}

void write_lines(JsonWriter& json, const Currency& currency, const Order& order) {
  json.key("products").begin_array();
  for (std::size_t i = 0; i < order.line_count; ++i) {
    json.begin_object();
    write_product(json, currency, order.lines.at(i).product, order.lines.at(i).quantity);
    json.end_object();
  }
  json.end_array();
}

const Order& order_of(const World& world, const Happening& it) {
  return world.orders[static_cast<std::size_t>(it.a)];
}

void write_plan_line(JsonWriter& json, const Currency& currency, std::int32_t purchase) {
  const PlanOffer& offer = offer_of(static_cast<Plan>(-1 - purchase));
  const double price = decimal(price_in(currency, offer.euro_cents_month));
  json.member("value", price).member("currency", currency.code);
  json.key("products").begin_array().begin_object();
  json.member("product_id", "plan_" + ascii_lower(offer.name));
  json.member("name", fmt::format("{} {}", company_name, offer.name));
  json.member("category", "Subscription");
  json.member("price", price).member("quantity", 1).end_object().end_array();
}

void write_checkout(JsonWriter& json, const World& world, const Happening& it) {
  const Currency& currency = currency_of(world, it);
  json.member("checkout_id", checkout_id_of(world, it));
  if (it.a < 0) {
    write_plan_line(json, currency, it.a);
    return;
  }
  const Order& order = order_of(world, it);
  json.member("value", decimal(order.goods)).member("currency", currency.code);
  write_lines(json, currency, order);
}

// Nobody pays with Apple Pay on a device of another make.
std::string_view payment_of(const World& world, const Happening& it) {
  const std::string_view wanted =
      it.a < 0 ? "card" : payment_methods.at(order_of(world, it).payment);
  if (it.what == What::order_in_store || wanted != "apple_pay") {
    return wanted;
  }
  const Visit& visit = world.visits[it.visit];
  const Platform platform = world.people[visit.person].devices[visit.device].platform;
  return platform == Platform::iphone || platform == Platform::mac ? wanted : "card";
}

void write_step(JsonWriter& json, const World& world, const Happening& it) {
  const int step = it.what == What::payment_entered ? step_payment : it.b & 0xff;
  json.member("checkout_id", checkout_id_of(world, it));
  json.member("step", step).member("step_name", step_names.at(static_cast<std::size_t>(step)));
  if (step >= step_payment) {
    json.member("payment_method", payment_of(world, it));
  }
  if (step >= step_delivery && it.a >= 0) {
    json.member("shipping_method",
                order_of(world, it).goods > 20'000 ? "Standard" : "Small parcel");
  }
}

void write_error(JsonWriter& json, const World& world, const Happening& it) {
  write_step(json, world, it);
  if (static_cast<CheckoutTrouble>(it.b >> 8) == CheckoutTrouble::frame_timeout) {
    json.member("code", "payment_frame_timeout");
    json.member("message", "The payment form did not answer within 12 s");
  } else {
    json.member("code", "card_declined").member("message", "The bank declined the card");
  }
}

void write_order(JsonWriter& json, const World& world, const Happening& it) {
  const Currency& currency = currency_of(world, it);
  const Order& order = order_of(world, it);
  json.member("order_id", order_id_of(order));
  if (it.what == What::order_completed) {
    json.member("checkout_id", checkout_id_of(world, it));
  } else {
    json.member("store", stores.at(static_cast<std::size_t>(it.b)));
  }
  json.member("total", decimal(order.total()));
  json.member("revenue", decimal(order.goods - order.discount));
  json.member("shipping", decimal(order.shipping)).member("tax", decimal(order.tax));
  json.member("discount", decimal(order.discount));
  if (order.discount > 0) {
    json.member("coupon", coupons.at(order.coupon));
  }
  json.member("currency", currency.code).member("payment_method", payment_of(world, it));
  write_lines(json, currency, order);
}

void write_delivery(JsonWriter& json, const World& world, const Happening& it) {
  const Order& order = order_of(world, it);
  json.member("order_id", order_id_of(order)).member("carrier", carriers.at(order.carrier));
  const auto number = (mixed(world.seed, order.number, 5) % 900'000'000'000) + 100'000'000'000;
  json.member("tracking_number", std::to_string(number));
  if (it.what == What::order_delayed) {
    constexpr std::array<std::string_view, 4> reasons = {
        "Held at the sorting centre", "Damaged label, sent back to the hub",
        "Missed connection to the regional depot", "Carrier short of drivers"};
    json.member("reason", reasons.at(it.seed % reasons.size())).member("days_late", it.b);
  } else if (it.what == What::order_delivered) {
    json.member("left_with", it.seed % 4 == 0 ? "neighbour" : "recipient");
  }
}

void write_return(JsonWriter& json, const World& world, const Happening& it) {
  const Currency& currency = currency_of(world, it);
  const Order& order = order_of(world, it);
  json.member("order_id", order_id_of(order));
  if (it.what == What::return_requested) {
    json.member("reason", return_reasons.at(static_cast<std::size_t>(it.b)));
    return;
  }
  json.member("total", decimal(order.goods - order.discount)).member("currency", currency.code);
  write_lines(json, currency, order);
}

bool write_browsing(JsonWriter& json, const World& world, const Happening& it) {
  switch (it.what) {
    case What::products_searched:
      json.member("query", searches.at(static_cast<std::size_t>(it.a)));
      return true;
    case What::list_viewed:
      json.member("list_id", "shop-all").member("category", "All products");
      return true;
    case What::product_viewed:
    case What::product_added:
    case What::product_removed:
      write_single_product(json, world, it);
      return true;
    case What::cart_viewed:
      write_lines(json, currency_of(world, it), order_of(world, it));
      return true;
    default:
      return false;
  }
}

}  // namespace

bool write_commerce_properties(JsonWriter& json, const World& world, const Happening& it) {
  switch (it.what) {
    case What::checkout_started:
      write_checkout(json, world, it);
      return true;
    case What::step_viewed:
    case What::step_completed:
    case What::payment_entered:
      write_step(json, world, it);
      return true;
    case What::checkout_error:
      write_error(json, world, it);
      return true;
    case What::order_completed:
    case What::order_in_store:
      write_order(json, world, it);
      return true;
    case What::order_shipped:
    case What::order_delayed:
    case What::order_delivered:
      write_delivery(json, world, it);
      return true;
    case What::return_requested:
    case What::order_refunded:
      write_return(json, world, it);
      return true;
    default:
      return write_browsing(json, world, it);
  }
}

}  // namespace throughline::demo
