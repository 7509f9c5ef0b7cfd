#include "demo/site.h"

#include <fmt/format.h>

#include <array>

#include "demo/company.h"
#include "demo/people.h"
#include "demo/phrases.h"
#include "demo/usage.h"

namespace throughline::demo {
namespace {

struct PageEntry {
  std::string_view name;
  std::string_view path;
  std::string_view key;  // In the books' section "page".
};

// In the order of Page.
constexpr std::array<PageEntry, page_count> entries = {{
    {"", "/", "home"},
    {"Home", "/", "home"},
    {"Features", "/features", "features"},
    {"Pricing", "/pricing", "pricing"},
    {"For families", "/families", "families"},
    {"For teams", "/teams", "teams"},
    {"Stories", "/stories", "stories"},
    {"Blog post", "/blog/", "blog"},
    {"Shop", "/shop", "shop"},
    {"Product", "/shop/", "product"},
    {"Cart", "/shop/cart", "cart"},
    {"Checkout", "/shop/checkout", "checkout"},
    {"Order confirmation", "/shop/thanks", "confirmation"},
    {"Help article", "/help/", "help"},
    {"Sign up", "/signup", "signup"},
    {"Sign in", "/login", "login"},
    {"Week", "/week", "app_week"},
    {"Boards", "/boards", "app_boards"},
    {"Bookings", "/bookings", "app_bookings"},
    {"Members", "/members", "app_members"},
    {"Plan and billing", "/settings/billing", "app_billing"},
    {"Import", "/import", "app_import"},
    {"Lists", "/lists", "app_lists"},
}};

constexpr std::array<std::string_view, blog_posts> post_slugs = {
    "a-sunday-reset-in-twenty-minutes",
    "how-nine-people-share-one-kitchen",
    "booking-pages-that-do-not-annoy",
    "the-case-for-a-plan-on-the-wall",
    "meeting-free-mornings",
    "what-we-learned-from-4000-weeks"};
constexpr std::array<std::string_view, help_articles> article_slugs = {
    "import-your-calendar", "pair-a-panel",         "change-your-plan",
    "share-a-board",        "why-events-sync-late", "returns-and-refunds"};

constexpr std::array<std::string_view, screen_count> screens = {
    "Today",   "Week",          "Boards",   "Lists",           "Bookings",
    "Members", "Notifications", "Settings", "Plan and billing"};
constexpr std::array<std::string_view, feature_count> features = {
    "Week view",     "Shared board", "Booking page", "Reminder",  "Calendar sync",
    "Shopping list", "Meeting poll", "Time off",     "Meal plan", "Chores"};

bool in_app(Page page) {
  return page >= Page::app_week || page == Page::login;
}

}  // namespace

std::string_view name_of(Page page) {
  return entries.at(static_cast<std::size_t>(page)).name;
}

std::string path_of(Place place, std::string_view language) {
  const bool prefixed = language != "en" && !in_app(place.page);
  std::string path = prefixed ? fmt::format("/{}", language) : "";
  path += entries.at(static_cast<std::size_t>(place.page)).path;
  const auto item = static_cast<std::size_t>(place.item);
  if (place.page == Page::product) {
    path += slug_of(products.at(item).name);
  } else if (place.page == Page::blog) {
    path += post_slugs.at(item);
  } else if (place.page == Page::help) {
    path += article_slugs.at(item);
  }
  return path;
}

std::string url_of(Place place, std::string_view language) {
  return std::string(in_app(place.page) ? app_host : site_host) + path_of(place, language);
}

std::string title_of(Place place, std::string_view language) {
  const auto item = static_cast<std::size_t>(place.item);
  const std::string_view title =
      place.page == Page::product
          ? products.at(item).name
          : phrase(language, "page", entries.at(static_cast<std::size_t>(place.page)).key, item);
  return fmt::format("{} · {}", title, company_name);
}

std::string_view screen_name(int screen) {
  return screens.at(static_cast<std::size_t>(screen));
}

std::string_view feature_name(int feature) {
  return features.at(static_cast<std::size_t>(feature));
}

}  // namespace throughline::demo
