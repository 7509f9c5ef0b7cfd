#include "demo/usage.h"

#include "demo/visits.h"

namespace throughline::demo {
namespace {

constexpr std::array<double, feature_count> leisure_features = {10, 6, 1, 6, 4, 9, 2, 1, 7, 6};
constexpr std::array<double, feature_count> work_features = {10, 8, 7, 5, 5, 1, 5, 4, 0.2, 0.5};

int some_feature(Life& life) {
  return static_cast<int>(
      life.dice.weighted(life.rhythm() == Rhythm::work ? work_features : leisure_features));
}

void use_web_app(Life& life, std::size_t device, Time start) {
  Walk walk(life, device, 0, start);
  ensure_signed_in(walk, device);
  walk.page(Page::app_week);
  const int steps = life.dice.between(0, 3);
  for (int i = 0; i < steps; ++i) {
    constexpr std::array<Page, 5> pages = {Page::app_boards, Page::app_lists, Page::app_bookings,
                                           Page::app_members, Page::app_week};
    if (life.dice.chance(0.55)) {
      walk.track(What::feature_used_web, some_feature(life));
      walk.pause(10, 240);
    } else {
      const Page page = life.dice.pick(pages);
      if (!walk.is_on(page)) {
        walk.page(page);
      }
    }
  }
  if (life.dice.chance(0.0022)) {
    life.city = static_cast<std::uint32_t>(
        life.dice.between(0, static_cast<int>(life.home().cities.size()) - 1));
    identify(walk, What::identified_web, Saying::moved);
  } else if (life.person().persona == Persona::teammate && life.dice.chance(0.0022)) {
    identify(walk, What::identified_web, Saying::new_role);
  }
}

void use_mobile_app(Life& life, std::size_t device, Time start) {
  const std::size_t first = life.world.happenings.size();
  Walk walk(life, device, 0, start);
  if (!life.signed_in[device]) {
    walk.track(What::app_installed);
    life.signed_in[device] = true;
    identify(walk, What::identified_app, Saying::sign_in);
  }
  const bool nudged = life.dice.chance(0.2);
  if (nudged) {
    walk.track(What::notification_opened, life.dice.between(0, 3));
  }
  walk.track(What::app_opened, nudged ? 1 : 0);
  const int steps = life.dice.between(1, 4);
  for (int i = 0; i < steps; ++i) {
    if (i == 0 || life.dice.chance(0.5)) {
      walk.track(What::screen_viewed, i == 0 ? 0 : life.dice.between(0, screen_count - 1));
      walk.pause(4, 60);
    } else {
      walk.track(What::feature_used_app, some_feature(life));
      walk.pause(5, 120);
    }
  }
  if (life.dice.chance(0.03)) {
    const auto late_s = static_cast<std::uint32_t>(life.dice.between(600, 40'000));
    for (std::size_t i = first; i < life.world.happenings.size(); ++i) {
      life.world.happenings[i].late_s = late_s;
    }
  }
}

}  // namespace

void use_product(Life& life) {
  const double fresh = life.day - life.signup_day < 10 ? 2.6 : 1.0;
  const double wanted = 0.07 * life.engagement * fresh * day_weight(life.day, life.rhythm());
  if (!life.dice.chance(wanted)) {
    return;
  }
  use_now(life, life.moment());
}

void use_now(Life& life, Time at) {
  const std::size_t device = device_for(life, life.rhythm() == Rhythm::leisure ? 0.25 : 0.6);
  if (life.person().devices[device].app_installed) {
    use_mobile_app(life, device, at);
  } else {
    use_web_app(life, device, at);
  }
}

void pair_device(Life& life, std::uint32_t order, Time at) {
  const Order& bought = life.world.orders[order];
  for (std::size_t i = 0; i < bought.line_count; ++i) {
    if (bought.lines.at(i).product < displays && life.customer()) {
      life.panel = bought.lines.at(i).product;
      life.add(What::device_paired, at, {no_visit, bought.lines.at(i).product, 0});
      life.feel(0.05);
    }
  }
}

}  // namespace throughline::demo
