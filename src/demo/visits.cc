#include "demo/visits.h"

#include <array>

namespace throughline::demo {
namespace {

std::array<double, campaigns.size()> campaign_weights() {
  std::array<double, campaigns.size()> weights = {};
  for (std::size_t i = 0; i < campaigns.size(); ++i) {
    weights.at(i) = campaigns.at(i).weight;
  }
  return weights;
}

Page next_public_page(Dice& dice, Persona persona) {
  constexpr std::array<Page, 9> pages = {Page::features, Page::pricing, Page::families,
                                         Page::teams,    Page::stories, Page::blog,
                                         Page::shop,     Page::product, Page::help};
  constexpr std::array<double, 9> leisure = {9, 8, 7, 1, 3, 4, 5, 5, 2};
  constexpr std::array<double, 9> work = {9, 9, 1, 8, 5, 4, 3, 2, 3};
  constexpr std::array<double, 9> shopper = {2, 1, 1, 1, 2, 3, 9, 14, 2};
  switch (persona) {
    case Persona::buyer:
      return pages.at(dice.weighted(shopper));
    case Persona::parent:
    case Persona::family_member:
    case Persona::visitor:
      return pages.at(dice.weighted(leisure));
    default:
      return pages.at(dice.weighted(work));
  }
}

std::size_t popular_product(Dice& dice) {
  std::array<double, products.size()> weights = {};
  for (std::size_t i = 0; i < products.size(); ++i) {
    weights.at(i) = products.at(i).popularity;
  }
  return dice.weighted(weights);
}

}  // namespace

Walk::Walk(Life& life, std::size_t device, std::size_t campaign, Time start)
    : life_(&life),
      now_(start),
      visit_(static_cast<std::uint32_t>(life.world.visits.size())),
      device_(device) {
  life.world.visits.push_back(
      {life.index, static_cast<std::uint8_t>(device), static_cast<std::uint8_t>(campaign)});
}

const Device& Walk::device() {
  return life_->person().devices[device_];
}

void Walk::page(Page page, int item) {
  track(What::page_viewed, static_cast<std::int32_t>(page),
        item | static_cast<std::int32_t>(before_) << 8);
  before_ = page;
  pause(6, 95);
}

void Walk::track(What what, std::int32_t a, std::int32_t b) {
  life_->add(what, now_, {visit_, a, b});
  now_.us += life_->dice.between(120, 1'900) * us_per_ms;
}

void Walk::pause(int seconds_low, int seconds_high) {
  now_.us += life_->dice.between(seconds_low * 1'000, seconds_high * 1'000) * us_per_ms;
}

std::size_t device_for(Life& life, double computer_share) {
  const auto& devices = life.person().devices;
  const bool wants_computer = life.dice.chance(computer_share);
  const auto start =
      static_cast<std::size_t>(life.dice.between(0, static_cast<int>(devices.size()) - 1));
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const std::size_t at = (start + i) % devices.size();
    if (devices[at].mobile() != wants_computer) {
      return at;
    }
  }
  return start;
}

std::size_t campaign_for(Life& life) {
  return life.dice.weighted(campaign_weights());
}

void look_around(Walk& walk, int pages) {
  Life& life = walk.life();
  for (int i = 0; i < pages; ++i) {
    const Page page = next_public_page(life.dice, life.person().persona);
    if (walk.is_on(page)) {
      continue;
    }
    int item = 0;
    if (page == Page::product) {
      item = static_cast<int>(popular_product(life.dice));
      walk.page(page, item);
      walk.track(What::product_viewed, item);
      continue;
    }
    if (page == Page::blog) {
      item = life.dice.between(0, blog_posts - 1);
    } else if (page == Page::help) {
      item = life.dice.between(0, help_articles - 1);
    }
    walk.page(page, item);
    if (page == Page::shop && life.dice.chance(0.6)) {
      walk.track(What::list_viewed, 0);
    }
  }
}

void visit_as_prospect(Life& life) {
  Walk walk(life, device_for(life, 0.45), campaign_for(life), life.moment());
  walk.page(life.dice.chance(0.6) ? Page::home : Page::features);
  look_around(walk, life.dice.between(0, 5));
  if (life.dice.chance(0.07)) {
    walk.track(What::newsletter_subscribed);
    life.wants_news = true;
  }
  if (life.person().persona == Persona::owner && life.dice.chance(0.12)) {
    walk.track(What::demo_requested);
  }
}

Life::Detail state_of(Life& life, Saying saying) {
  Life::Detail detail;
  detail.a = static_cast<std::int32_t>(life.plan) | static_cast<std::int32_t>(life.city) << 8 |
             static_cast<std::int32_t>(saying) << 16;
  detail.b = static_cast<std::int32_t>(life.spent_cents);
  return detail;
}

Walk& identify(Walk& walk, What what, Saying saying) {
  const Life::Detail detail = state_of(walk.life(), saying);
  walk.track(what, detail.a, detail.b);
  return walk;
}

void ensure_signed_in(Walk& walk, std::size_t device) {
  Life& life = walk.life();
  if (life.signed_in[device] && !life.dice.chance(0.02)) {
    return;
  }
  life.signed_in[device] = true;
  walk.page(Page::login);
  walk.track(What::logged_in);
  identify(walk, What::identified_web, Saying::sign_in);
}

}  // namespace throughline::demo
