#include <fmt/format.h>

#include "demo/dice.h"
#include "demo/render.h"
#include "demo/site.h"
#include "demo/user_agent.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

void write_page(JsonWriter& json, const Person& person, const Happening& it) {
  const Place place = {static_cast<Page>(it.a), it.b & 0xff};
  json.member("name", name_of(place.page));
  json.member("path", path_of(place, person.language));
  json.member("title", title_of(place, person.language));
  json.member("url", url_of(place, person.language));
}

void write_feature(JsonWriter& json, const Happening& it) {
  json.member("feature", feature_name(it.a));
  json.member("items", 1 + (it.seed % 7));
}

// Somebody in ten types an address with a slip.
std::string typed_email(const Person& person, const Happening& it) {
  std::string email =
      person.email.empty() ? fmt::format("hello{}@inbox.example", it.seed % 9'000) : person.email;
  if (it.seed % 10 == 0) {
    email.erase(email.find('@') - 1, 1);
  }
  return email;
}

std::string_view signup_method(const Happening& it) {
  if (it.a == 1) {
    return "invitation";
  }
  return it.seed % 4 == 0 ? "google" : "email";
}

constexpr std::array<std::string_view, 4> pushes = {"morning_plan", "board_changed",
                                                    "booking_received", "reminder"};

}  // namespace

std::string_view place_name_of(const Happening& it) {
  return it.what == What::screen_viewed ? screen_name(it.a) : name_of(static_cast<Page>(it.a));
}

bool write_web_properties(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  switch (it.what) {
    case What::page_viewed:
      write_page(json, person, it);
      return true;
    case What::signup_started:
      json.member("method", it.seed % 4 == 0 ? "google" : "email");
      return true;
    case What::signed_up:
      json.member("method", signup_method(it));
      return true;
    case What::logged_in:
      json.member("method", it.seed % 3 == 0 ? "link by mail" : "password");
      return true;
    case What::newsletter_subscribed:
      json.member("email", typed_email(person, it)).member("form", "footer");
      return true;
    case What::demo_requested:
      json.member("team_size", 5 + (it.seed % 40)).member("form", "teams page");
      return true;
    case What::feature_used_web:
    case What::feature_used_app:
      write_feature(json, it);
      return true;
    case What::screen_viewed:
      json.member("name", screen_name(it.a));
      return true;
    case What::app_installed:
      json.member("version", app_version_on({it.us}));
      return true;
    case What::app_opened:
      json.member("version", app_version_on({it.us}));
      json.member("from_background", it.seed % 3 != 0).member("from_push", it.a == 1);
      return true;
    case What::notification_opened:
      json.member("notification", pushes.at(static_cast<std::size_t>(it.a)));
      return true;
    default:
      return false;
  }
}

}  // namespace throughline::demo
