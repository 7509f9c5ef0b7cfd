#include "demo/subscription.h"

#include <algorithm>

#include "demo/causes.h"
#include "demo/contacts.h"
#include "demo/mails.h"
#include "demo/shopping.h"
#include "demo/visits.h"

namespace throughline::demo {
namespace {

Plan first_plan(Life& life) {
  switch (life.person().persona) {
    case Persona::parent:
      return Plan::family;
    case Persona::owner:
      return life.account()->employees > 10 && life.dice.chance(0.5) ? Plan::business : Plan::team;
    case Persona::teammate:
    case Persona::family_member:
      return life.account()->plan_on(life.day);
    default:
      return Plan::solo;
  }
}

void set_plan(Life& life, Plan plan) {
  life.plan = plan;
  if (Account* account = life.account(); account != nullptr && pays(life.person().persona)) {
    account->plan_changes.emplace_back(life.day, plan);
  }
}

// The backend tells what it knows of her, and of her account.
void report_state(Life& life, Time at, Saying saying) {
  life.add(What::identified_server, at, state_of(life, saying));
  if (const Account* account = life.account(); account != nullptr) {
    life.add(What::grouped_server, {at.us + (140 * us_per_ms)},
             {no_visit, static_cast<std::int32_t>(life.plan), account->employees});
  }
}

bool stalls(Life& life) {
  const double share = life.person().persona == Persona::founder ? 0.45 : 0.16;
  return life.dice.chance(share);
}

void import_calendar(Life& life, Time at) {
  if (life.dice.chance(0.14)) {
    life.add(What::import_failed, at, {no_visit, life.dice.between(0, 3), 0});
    at.us += life.dice.between(4, 50) * us_per_minute;
    if (life.dice.chance(0.3)) {
      life.plan_errand(1, Errand::contact, no_order, Topic::import_trouble);
    }
  }
  life.add(What::calendar_imported, at,
           {no_visit, life.dice.between(0, 3), static_cast<int>(life.dice.spread(140))});
  life.imported = true;
  life.feel(0.12);
}

// Decides on the first day how the first weeks will go.
void plan_onboarding(Life& life, Time signed_up) {
  const bool founder = life.person().persona == Persona::founder;
  if (stalls(life)) {
    life.engagement *= 0.5;
    if (life.dice.chance(founder ? 0.78 : 0.1)) {
      life.cancels_day = life.signup_day + life.dice.between(32, 57);
    }
    if (life.dice.chance(0.25)) {
      life.plan_errand(life.dice.between(2, 6), Errand::contact, no_order, Topic::import_trouble);
    }
    return;
  }
  const double hours = std::min(life.dice.spread(14.0), 150.0);
  import_calendar(life, {signed_up.us + (4 * us_per_minute) +
                         (static_cast<std::int64_t>(hours * 3'600) * us_per_second)});
  if (founder && life.dice.chance(0.06)) {
    life.cancels_day = life.signup_day + life.dice.between(32, 57);
  }
}

void leave(Life& life, Leaving reason) {
  const std::size_t device = device_for(life, 0.6);
  Walk walk(life, device, 0, life.moment());
  ensure_signed_in(walk, device);
  if (life.dice.chance(0.16)) {
    contact_support(life, {walk.now().us - (3 * us_per_hour)}, {.topic = Topic::cancel_request});
  }
  walk.page(Page::app_billing);
  walk.track(What::cancel_started, static_cast<std::int32_t>(reason));
  walk.pause(20, 120);
  life.add(What::subscription_cancelled, walk.now(),
           {no_visit, static_cast<std::int32_t>(reason), static_cast<std::int32_t>(life.plan)});
  const Time later = {walk.now().us + (life.dice.between(9, 70) * us_per_second)};
  if (life.dice.chance(0.55)) {
    life.add(What::cancel_answered, later, {no_visit, static_cast<std::int32_t>(reason), 0});
  }
  set_plan(life, Plan::none);
  life.stage = Stage::gone;
  report_state(life, {later.us + (3 * us_per_second)}, Saying::left);
  if (life.dice.chance(0.5)) {
    send_mail(life, MailKind::winback, {later.us + (21 * us_per_day)}, 0);
  }
}

Leaving reason_to_leave(Life& life) {
  if (life.unapplied_amount > 0 && life.dice.chance(0.8)) {
    return Leaving::billing;
  }
  if (!life.imported) {
    return life.dice.chance(0.75) ? Leaving::onboarding : Leaving::unused;
  }
  if (life.mood < -0.1 && life.dice.chance(0.6)) {
    return Leaving::service;
  }
  constexpr std::array<Leaving, 4> others = {Leaving::price, Leaving::unused, Leaving::switched,
                                             Leaving::closed};
  constexpr std::array<double, 4> weights = {4, 4, 3, 1};
  return others.at(life.dice.weighted(weights));
}

void subscribe(Life& life, Time at) {
  set_plan(life, first_plan(life));
  life.stage = Stage::subscribed;
  life.renews_day = life.day + 30;
  life.spent_cents += offer_of(life.plan).euro_cents_month;
  life.add(What::subscription_started, at, {no_visit, static_cast<std::int32_t>(life.plan), 0});
  report_state(life, {at.us + (2 * us_per_second)}, Saying::state);
  send_mail(life, MailKind::receipt, {at.us + (30 * us_per_second)}, 0);
}

void end_trial(Life& life) {
  const double liking = 0.62 + (life.mood * 0.25) + (life.imported ? 0.12 : -0.1);
  const double willing = life.cancels_day > 0 ? 0.97 : liking;
  if (!life.dice.chance(willing)) {
    const Time midnight = {start_of_day(life.day + 1).us - (life.utc_minutes() * us_per_minute)};
    life.add(What::trial_expired, midnight, {});
    life.stage = Stage::gone;
    set_plan(life, Plan::none);
    return;
  }
  const std::size_t device = device_for(life, 0.6);
  Walk walk(life, device, 0, life.moment());
  ensure_signed_in(walk, device);
  walk.page(Page::app_billing);
  const Plan plan = first_plan(life);
  walk.track(What::plan_selected, static_cast<std::int32_t>(plan));
  walk.track(What::checkout_started, plan_purchase(plan));
  if (pay(walk, plan_purchase(plan))) {
    subscribe(life, {walk.now().us + (2 * us_per_second)});
    return;
  }
  // The trial is kept open for a week; she tries again.
  if (life.day < life.signup_day + trial_days + 7) {
    if (payment_is_broken(life.world, walk.device(), walk.now().us) && life.dice.chance(0.35)) {
      life.plan_errand(1, Errand::contact, no_order, Topic::payment_broken);
    }
    return;
  }
  life.add(What::trial_expired, {walk.now().us + us_per_hour}, {});
  life.stage = Stage::gone;
  set_plan(life, Plan::none);
}

void renew(Life& life) {
  Time at = {start_of_day(life.day).us + (3 * us_per_hour) +
             (life.dice.between(0, 7'199) * us_per_second)};
  life.renews_day = life.day + 30;
  if (life.dice.chance(0.028)) {
    life.add(What::payment_declined, at, {no_visit, static_cast<std::int32_t>(life.plan), 0});
    at.us += 2 * us_per_day;
    if (life.dice.chance(0.2)) {
      life.plan_errand(1, Errand::contact, no_order, Topic::invoice_question);
    }
  }
  life.spent_cents += offer_of(life.plan).euro_cents_month;
  life.add(What::subscription_renewed, at, {no_visit, static_cast<std::int32_t>(life.plan), 0});
  life.add(What::identified_server, {at.us + us_per_second}, state_of(life, Saying::state));
  send_mail(life, MailKind::receipt, {at.us + (50 * us_per_second)}, 0);
}

Plan next_plan(Plan plan) {
  return plan == Plan::solo || plan == Plan::family ? Plan::team : Plan::business;
}

void suffer_unapplied_upgrade(Life& life, Plan wanted) {
  life.unapplied_plan = wanted;
  life.unapplied_amount = price_in(life.home().currency, offer_of(wanted).euro_cents_month);
  life.feel(-0.5);
  life.grievance = Topic::charged_not_upgraded;
  if (life.dice.chance(0.82)) {
    const int first = life.dice.between(1, 4);
    life.plan_errand(first, Errand::contact, no_order, Topic::charged_not_upgraded);
    if (life.dice.chance(0.35)) {
      life.plan_errand(first + life.dice.between(2, 6), Errand::contact, no_order,
                       Topic::charged_not_upgraded);
    }
  }
}

void upgrade(Life& life) {
  const std::size_t device = device_for(life, 0.7);
  Walk walk(life, device, 0, life.moment());
  ensure_signed_in(walk, device);
  walk.page(Page::app_billing);
  const Plan wanted = next_plan(life.plan);
  const auto change = static_cast<std::int32_t>(life.plan) | static_cast<std::int32_t>(wanted) << 8;
  walk.track(What::upgrade_requested, change);
  walk.pause(4, 20);
  life.spent_cents += offer_of(wanted).euro_cents_month;
  life.add(What::upgrade_charged, walk.now(), {no_visit, change, 0});
  const bool broken =
      life.world.causes.unapplied_upgrades.holds(walk.now()) && life.dice.chance(unapplied_share);
  if (broken) {
    suffer_unapplied_upgrade(life, wanted);
    walk.pause(5, 40);
    walk.page(Page::app_billing);
    if (life.dice.chance(0.45)) {
      const Time refunded = {walk.now().us + (life.dice.between(9, 30) * us_per_day)};
      life.add(What::charge_refunded, refunded, {no_visit, static_cast<std::int32_t>(wanted), 0});
    }
    return;
  }
  set_plan(life, wanted);
  const Time applied = {walk.now().us + (life.dice.between(900, 6'000) * us_per_ms)};
  life.add(What::plan_changed, applied, {no_visit, change, 0});
  report_state(life, {applied.us + us_per_second}, Saying::state);
  life.feel(0.1);
}

void live_subscribed(Life& life) {
  if (life.day == life.renews_day) {
    renew(life);
  }
  if (life.day == life.cancels_day) {
    leave(life, reason_to_leave(life));
    return;
  }
  const bool old_enough = life.day - life.signup_day > 60;
  const double hazard = 0.0009 * (1.0 - life.mood) * (life.unapplied_amount > 0 ? 9 : 1);
  if (old_enough && life.cancels_day < 0 && life.dice.chance(hazard)) {
    leave(life, reason_to_leave(life));
    return;
  }
  const bool can_upgrade = life.plan != Plan::business && life.unapplied_amount == 0;
  if (can_upgrade && life.cancels_day < 0 && life.dice.chance(0.0021)) {
    upgrade(life);
  } else if (life.person().persona == Persona::owner && life.dice.chance(0.002)) {
    Account& account = *life.account();
    const int seats = life.dice.between(1, 4);
    account.employees += seats;
    const Time at = life.moment();
    life.add(What::seats_added, at, {no_visit, seats, account.employees});
    report_state(life, {at.us + us_per_second}, Saying::state);
  }
}

Stage stage_after_signup(Persona persona) {
  if (persona == Persona::buyer) {
    return Stage::gone;  // Has an account for her orders, and no plan.
  }
  return pays(persona) ? Stage::trial : Stage::subscribed;
}

void invite_members(Life& life, Time at) {
  if (life.person().persona != Persona::owner && life.person().persona != Persona::parent) {
    return;
  }
  const std::uint32_t account = life.person().account;
  for (std::uint32_t i = life.index + 1; i < life.world.people.size(); ++i) {
    const Person& member = life.world.people[i];
    if (member.account != account) {
      return;
    }
    const std::int64_t before = (life.dice.between(180, 2'400) * us_per_minute) +
                                (life.dice.between(0, 59'999) * us_per_ms);
    const Time invited = {
        std::max(at.us + 90 * us_per_second, start_of_day(member.signup_day).us - before)};
    life.add(What::teammate_invited, invited, {no_visit, static_cast<std::int32_t>(i), 0});
  }
}

}  // namespace

void begin_life(Life& life) {
  Person& person = life.person();
  if (person.persona == Persona::buyer && person.signup_day < 0) {
    life.stage = Stage::guest;
  }
  if (person.signup_day < 0 || person.signup_day >= life.world.first_day) {
    return;
  }
  // A customer from before: what she did then is not in the data.
  person.created_us = moment_on(life.dice, person.signup_day, life.utc_minutes(), life.rhythm()).us;
  life.imported = life.dice.chance(0.9);
  life.panel = life.dice.chance(0.35) ? life.dice.between(0, displays - 1) : -1;
  life.stage = Stage::subscribed;
  life.plan = first_plan(life);
  if (Account* account = life.account(); account != nullptr) {
    account->plan_changes.emplace_back(person.signup_day, life.plan);
    account->created_us = person.created_us;
  }
  life.day = person.first_day;
  life.renews_day = life.day + life.dice.between(0, 29);
  const int months = (life.day - person.signup_day) / 30;
  life.spent_cents = offer_of(life.plan).euro_cents_month * (months + 1);
  life.plan_errand(life.dice.between(5, 95), Errand::answer_nps, no_order, Topic::how_to);
  report_state(life, {start_of_day(life.day).us + (life.dice.between(0, 3'599) * us_per_second)},
               Saying::everything);
  invite_members(life, {start_of_day(life.day).us + (2 * us_per_hour)});
}

void sign_up(Life& life) {
  Person& person = life.person();
  Account* account = life.account();
  const bool member = account != nullptr && !pays(person.persona);
  if (member && account->plan_on(life.day) == Plan::none) {
    life.stage = Stage::gone;
    return;
  }
  const std::size_t device = device_for(life, 0.55);
  Walk walk(life, device, member ? 0 : campaign_for(life), life.moment());
  if (!member) {
    walk.page(life.dice.chance(0.5) ? Page::home : Page::pricing);
    look_around(walk, life.dice.between(0, 2));
  }
  walk.page(Page::signup);
  walk.track(What::signup_started);
  walk.pause(20, 140);
  life.stage = stage_after_signup(person.persona);
  life.signed_in[device] = true;
  person.created_us = walk.now().us;
  if (account != nullptr && !member) {
    account->created_us = person.created_us;
  }
  const Plan shared = member ? account->plan_on(life.day) : Plan::none;
  set_plan(life, life.stage == Stage::trial ? Plan::trial : shared);
  identify(walk, What::identified_web, Saying::everything);
  walk.track(What::signed_up, member ? 1 : 0);
  send_mail(life, MailKind::welcome, {walk.now().us + (20 * us_per_second)}, 0);
  if (account != nullptr) {
    walk.track(What::grouped_web, static_cast<std::int32_t>(life.plan), account->employees);
  }
  walk.page(Page::app_week);
  if (life.stage == Stage::trial) {
    life.add(What::trial_started, walk.now(), {});
    plan_onboarding(life, walk.now());
    invite_members(life, walk.now());
  }
  life.plan_errand(45, Errand::answer_nps, no_order, Topic::how_to);
}

void keep_subscription(Life& life) {
  if (life.stage == Stage::trial) {
    if (life.day - life.signup_day >= trial_days) {
      end_trial(life);
    }
    return;
  }
  live_subscribed(life);
}

}  // namespace throughline::demo
