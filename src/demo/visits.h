// Visits: a person on the website, page by page.
#pragma once

#include <cstdint>

#include "demo/life.h"

namespace throughline::demo {

enum class Page : std::uint8_t {
  none,
  home,
  features,
  pricing,
  families,
  teams,
  stories,
  blog,
  shop,
  product,
  cart,
  checkout,
  confirmation,
  help,
  signup,
  login,
  app_week,
  app_boards,
  app_bookings,
  app_members,
  app_billing,
  app_import,
  app_lists
};
constexpr std::size_t page_count = static_cast<std::size_t>(Page::app_lists) + 1;
constexpr int blog_posts = 6;
constexpr int help_articles = 6;

// Walks through one visit; time passes between its steps.
class Walk {
 public:
  // On `device`, arriving through `campaign`, at `start`.
  Walk(Life& life, std::size_t device, std::size_t campaign, Time start);

  // In Happening: a is the page, b its item and, above eight bits, the page before.
  void page(Page page, int item = 0);
  [[nodiscard]] bool is_on(Page page) const { return before_ == page; }
  void track(What what, std::int32_t a = 0, std::int32_t b = 0);
  void pause(int seconds_low, int seconds_high);

  Life& life() { return *life_; }
  [[nodiscard]] Time now() const { return now_; }
  [[nodiscard]] std::uint32_t visit() const { return visit_; }
  const Device& device();

 private:
  Life* life_;
  Time now_;
  std::uint32_t visit_;
  std::size_t device_;
  Page before_ = Page::none;
};

// An index into the person's devices; a computer, where she has one, as often as wanted.
std::size_t device_for(Life& life, double computer_share);
std::size_t campaign_for(Life& life);

// Looks around the public pages.
void visit_as_prospect(Life& life);
// Looks at some public pages, as part of a longer walk.
void look_around(Walk& walk, int pages);
// Signs in on this device unless she already is.
void ensure_signed_in(Walk& walk, std::size_t device);

// What an identify says: a person's state packed into Happening::a and ::b.
enum class Saying : std::uint8_t { everything, sign_in, moved, state, new_role, left };
Walk& identify(Walk& walk, What what, Saying saying);
Life::Detail state_of(Life& life, Saying saying);

}  // namespace throughline::demo
