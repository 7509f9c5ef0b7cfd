#include "demo/impulse.h"

#include <algorithm>
#include <ranges>

#include "base/assert.h"
#include "demo/contacts.h"
#include "demo/life.h"
#include "demo/mails.h"
#include "demo/shopping.h"
#include "demo/usage.h"

namespace throughline::demo {
namespace {

// People browse in bursts; a letter or a call is one thing at a time.
std::size_t burst_max(What first) {
  switch (spec_of(first).source) {
    case DemoSource::website:
    case DemoSource::mobile_app:
      return 5;
    case DemoSource::support_desk:
      return first == What::chat_started ? 2 : 1;
    default:
      return 1;
  }
}

// Somebody who uses the product, as she stood at the end of the simulated time.
Life resumed(World& world, Random& random, Time now) {
  TL_ASSERT(!world.active.empty());
  const std::uint32_t index = world.active[random.below(world.active.size())];
  Life life(world, index);
  life.dice = Dice(random.next());
  life.day = day_of(now);
  life.stage = Stage::subscribed;
  life.plan = world.standings[index].plan;
  life.city = world.standings[index].city;
  life.spent_cents = world.standings[index].spent_cents;
  life.signed_in.assign(life.signed_in.size(), true);
  life.ordinals = 0x8000;
  return life;
}

void act(Life& life, Time now) {
  constexpr std::array<double, 5> kinds = {60, 14, 12, 8, 6};
  switch (life.dice.weighted(kinds)) {
    case 0:
      use_now(life, now);
      return;
    case 1:
      shop_now(life, now);
      return;
    case 2:
      send_mail(life, MailKind::newsletter, now, static_cast<int>(utc_date(now).month) - 1);
      return;
    case 3:
      contact_support(life, now, {.topic = everyday_topic(life)});
      return;
    default:
      life.add(What::nps_answered, now, {no_visit, life.dice.between(6, 10), -1});
  }
}

}  // namespace

std::vector<Happening> act_on_impulse(World& world, Random& random, Time now) {
  const auto before = static_cast<std::ptrdiff_t>(world.happenings.size());
  Life life = resumed(world, random, now);
  const std::size_t talks = world.conversations.size();
  act(life, now);
  if (world.conversations.size() > talks) {
    Conversation& talk = world.conversations.back();
    talk.number = static_cast<std::uint32_t>(world.conversations.size());
    talk.variant = life.dice.seed();
  }
  std::vector<Happening> burst(world.happenings.begin() + before, world.happenings.end());
  world.happenings.resize(static_cast<std::size_t>(before));
  std::ranges::stable_sort(burst, {}, &Happening::us);
  const DemoSource source = spec_of(burst.front().what).source;
  std::erase_if(burst, [&](const Happening& it) { return spec_of(it.what).source != source; });
  burst.resize(std::min(burst.size(), burst_max(burst.front().what)));
  std::int64_t at = now.us;
  for (Happening& it : std::views::reverse(burst)) {
    it.us = at;
    it.late_s = 0;
    at -= life.dice.between(900, 6'000) * us_per_ms;
  }
  return burst;
}

}  // namespace throughline::demo
