#include <array>

#include "demo/contacts.h"
#include "demo/render.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

constexpr std::array<std::string_view, 4> calendars = {"Google Calendar", "Outlook", "iCloud",
                                                       "ICS file"};
constexpr std::array<std::string_view, 4> import_errors = {
    "The calendar's address needs a password", "The file is larger than 20 MB",
    "Repeating events without an end", "Permission was withdrawn during the import"};

Plan low_plan(const Happening& it) {
  return static_cast<Plan>(it.a & 0xff);
}
Plan high_plan(const Happening& it) {
  return static_cast<Plan>(it.a >> 8);
}

void write_price(JsonWriter& json, const World& world, const Happening& it, Plan plan,
                 std::string_view key) {
  const Currency& currency = world.people[it.person].home().currency;
  json.member(key, decimal(price_in(currency, offer_of(plan).euro_cents_month)));
  json.member("currency", currency.code);
}

void write_change(JsonWriter& json, const World& world, const Happening& it) {
  json.member("from", offer_of(low_plan(it)).name).member("to", offer_of(high_plan(it)).name);
  if (it.what == What::upgrade_charged) {
    write_price(json, world, it, high_plan(it), "amount");
    json.member("invoice", "INV-" + std::to_string(50'000 + (it.seed % 40'000)));
  }
}

void write_cancellation(JsonWriter& json, const Happening& it) {
  json.member("reason", leaving_names.at(static_cast<std::size_t>(it.a)));
  if (it.what == What::subscription_cancelled) {
    json.member("plan", offer_of(static_cast<Plan>(it.b)).name);
  }
}

bool write_setup(JsonWriter& json, const World& world, const Happening& it) {
  switch (it.what) {
    case What::calendar_imported:
      json.member("provider", calendars.at(static_cast<std::size_t>(it.a)));
      json.member("events", it.b + 3);
      return true;
    case What::import_failed:
      json.member("provider", calendars.at(static_cast<std::size_t>(it.a)));
      json.member("reason", import_errors.at(it.seed % import_errors.size()));
      return true;
    case What::teammate_invited: {
      const Person& invited = world.people[static_cast<std::size_t>(it.a)];
      json.member("invited_email", invited.email).member("role", invited.role);
      return true;
    }
    case What::device_paired:
      json.member("product", products.at(static_cast<std::size_t>(it.a)).name);
      json.member("firmware", "2." + std::to_string(it.us / us_per_day % 9));
      return true;
    case What::seats_added:
      json.member("added", it.a).member("seats", it.b);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool write_subscription_properties(JsonWriter& json, const World& world, const Happening& it) {
  switch (it.what) {
    case What::plan_selected:
      json.member("plan", offer_of(static_cast<Plan>(it.a)).name);
      return true;
    case What::trial_started:
      json.member("plan", "Trial").member("days", 14);
      return true;
    case What::trial_expired:
      json.member("plan", "Trial");
      return true;
    case What::subscription_started:
    case What::subscription_renewed:
    case What::payment_declined:
    case What::charge_refunded:
      json.member("plan", offer_of(static_cast<Plan>(it.a)).name);
      write_price(json, world, it, static_cast<Plan>(it.a), "amount");
      json.member("interval", "month");
      return true;
    case What::upgrade_requested:
    case What::upgrade_charged:
    case What::plan_changed:
      write_change(json, world, it);
      return true;
    case What::cancel_started:
    case What::subscription_cancelled:
      write_cancellation(json, it);
      return true;
    default:
      return write_setup(json, world, it);
  }
}

}  // namespace throughline::demo
