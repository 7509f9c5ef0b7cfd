#include "demo/life.h"

#include <algorithm>

#include "demo/contacts.h"
#include "demo/mails.h"
#include "demo/shopping.h"
#include "demo/subscription.h"
#include "demo/usage.h"
#include "demo/visits.h"

namespace throughline::demo {
namespace {

void settle(Life& life, const Pending& due) {
  switch (due.errand) {
    case Errand::contact:
      contact_support(life, life.moment(), {.topic = due.topic, .order = due.ref});
      return;
    case Errand::retry_checkout:
      retry_checkout(life, due.ref);
      return;
    case Errand::chase_reply:
      chase_reply(life, due.ref);
      return;
    case Errand::return_device:
      return_order(life, due.ref);
      return;
    case Errand::answer_nps:
      ask_nps(life);
      return;
  }
}

void settle_pending(Life& life) {
  for (std::size_t i = 0; i < life.pending.size(); ++i) {
    if (life.pending[i].day == life.day) {
      settle(life, Pending(life.pending[i]));  // A copy: settling may add more.
    }
  }
}

void live_as_prospect(Life& life) {
  const Person& person = life.person();
  if (life.day == person.first_day || life.dice.chance(0.16)) {
    if (life.day != person.signup_day) {
      visit_as_prospect(life);
    }
  }
  if (life.day == person.signup_day) {
    sign_up(life);
    return;
  }
  // Visitors lose interest.
  if (person.signup_day < 0 && life.day > person.first_day && life.dice.chance(0.12)) {
    life.stage = Stage::gone;
  }
}

void live_as_guest(Life& life) {
  if (life.day == life.person().first_day || life.dice.chance(0.012 * shopping_weight(life.day))) {
    buy_as_guest(life);
  }
}

// Members have the plan that their account has.
Plan follow_account(Life& life) {
  const Account* account = life.account();
  life.plan = account == nullptr ? Plan::none : account->plan_on(life.day);
  return life.plan;
}

void live_as_customer(Life& life) {
  receive_mail(life);
  if (pays(life.person().persona)) {
    keep_subscription(life);
  } else if (follow_account(life) == Plan::none) {
    life.stage = Stage::gone;
  }
  if (!life.customer()) {
    return;
  }
  use_product(life);
  maybe_shop(life);
  maybe_contact(life);
}

void live_day(Life& life) {
  settle_pending(life);
  switch (life.stage) {
    case Stage::prospect:
      live_as_prospect(life);
      return;
    case Stage::guest:
      live_as_guest(life);
      return;
    case Stage::trial:
    case Stage::subscribed:
      live_as_customer(life);
      return;
    case Stage::gone:
      receive_mail(life);
      if (life.person().persona == Persona::buyer) {
        maybe_shop(life);
      }
      return;
  }
}

}  // namespace

Life::Life(World& the_world, std::uint32_t the_index)
    : world(the_world), index(the_index), dice(mixed(the_world.seed, 31, the_index)) {
  const Person& me = person();
  signup_day = me.signup_day;
  city = me.city;
  mood = dice.around(0.25, 0.22);
  engagement = std::min(dice.spread(0.8), 4.0);
  wants_news = dice.chance(0.62);
  reads_mail = dice.chance(0.75);
  signed_in.assign(me.devices.size(), false);
}

Account* Life::account() {
  const std::uint32_t at = person().account;
  return at == no_account ? nullptr : &world.accounts[at];
}

Rhythm Life::rhythm() {
  switch (person().persona) {
    case Persona::owner:
    case Persona::teammate:
      return Rhythm::work;
    case Persona::parent:
    case Persona::family_member:
      return Rhythm::leisure;
    default:
      return Rhythm::any;
  }
}

void Life::feel(double change) {
  mood = std::clamp(mood + change, -1.0, 1.0);
}

Happening& Life::add(What what, Time at, Detail detail) {
  Happening it;
  it.us = at.us;
  it.person = index;
  it.visit = detail.visit;
  it.a = detail.a;
  it.b = detail.b;
  it.seed = dice.seed();
  it.ordinal = ordinals++;
  it.what = what;
  it.known = known();
  world.happenings.push_back(it);
  return world.happenings.back();
}

void Life::plan_errand(int in_days, Errand errand, std::uint32_t ref, Topic topic) {
  pending.push_back({day + in_days, errand, ref, topic});
}

void live(World& world, std::uint32_t index) {
  Life life(world, index);
  begin_life(life);
  for (life.day = life.person().first_day; life.day <= world.last_day; ++life.day) {
    live_day(life);
  }
  world.standings[index] = {life.plan, life.city, life.spent_cents};
  if (life.customer() && life.engagement > 0.3) {
    world.active.push_back(index);
  }
}

}  // namespace throughline::demo
