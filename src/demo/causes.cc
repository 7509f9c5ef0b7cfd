#include "demo/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "demo/contacts.h"
#include "demo/rhythm.h"
#include "demo/shopping.h"
#include "demo/subscription.h"

namespace throughline::demo {
namespace {

Period days_of(const World& world, double from_share, double to_share) {
  const double days = world.last_day - world.first_day;
  const auto from = world.first_day + static_cast<int>(days * from_share);
  const auto to = world.first_day + static_cast<int>(days * to_share);
  return {start_of_day(from), start_of_day(std::max(to, from + 5))};
}

Period week_at(const World& world, double share) {
  const double days = world.last_day - world.first_day;
  const int around = world.first_day + static_cast<int>(days * share);
  const int monday = around - weekday_of(around);
  return {start_of_day(monday), start_of_day(monday + 7)};
}

std::string identifier_of(const Person& person) {
  return person.signup_day < 0 ? fmt::format("email:{}", person.email)
                               : fmt::format("user_id:{}", person.user_id);
}

std::vector<std::string> identifiers(const World& world, const std::set<std::uint32_t>& people) {
  std::vector<std::string> names;
  names.reserve(people.size());
  for (const std::uint32_t person : people) {
    names.push_back(identifier_of(world.people[person]));
  }
  return names;
}

bool on_broken_device(const World& world, const Happening& it) {
  const Visit& visit = world.visits[it.visit];
  return world.people[visit.person].devices[visit.device].breaks_payment();
}

void conclude_broken_payment(World& world) {
  BrokenPayment& truth = world.truth.broken_payment;
  truth.period = world.causes.broken_payment;
  std::set<std::pair<std::uint32_t, std::int32_t>> reached;
  std::set<std::pair<std::uint32_t, std::int32_t>> completed;
  std::set<std::uint32_t> people;
  for (const Happening& it : world.happenings) {
    if (it.what == What::checkout_error &&
        (it.b >> 8) == static_cast<int>(CheckoutTrouble::frame_timeout)) {
      people.insert(it.person);
    }
    if ((it.b & 0xff) != step_payment || !truth.period.holds({it.us})) {
      continue;
    }
    if (it.what == What::step_viewed && on_broken_device(world, it)) {
      reached.emplace(it.visit, it.a);
    } else if (it.what == What::step_completed && reached.contains({it.visit, it.a})) {
      completed.emplace(it.visit, it.a);
    }
  }
  truth.checkouts_reaching_payment = reached.size();
  truth.checkouts_completed = completed.size();
  truth.people = identifiers(world, people);
}

bool starts_conversation(What what) {
  return what == What::chat_started || what == What::call_started || what == What::ticket_created;
}

const Conversation& talk_of(const World& world, const Happening& it) {
  return world.conversations[static_cast<std::size_t>(it.a)];
}

void conclude_unapplied_upgrades(World& world) {
  std::set<std::uint32_t> charged;
  std::set<std::uint32_t> contacted;
  std::set<std::uint32_t> passed;
  std::map<std::uint32_t, int> open;  // Charges without a change of plan, by person.
  for (const Happening& it : world.happenings) {
    if (it.what == What::upgrade_charged) {
      ++open[it.person];
    } else if (it.what == What::plan_changed) {
      --open[it.person];
    } else if (starts_conversation(it.what) || it.what == What::passed_on) {
      const bool about_it = talk_of(world, it).topic == Topic::charged_not_upgraded;
      auto& people = it.what == What::passed_on ? passed : contacted;
      if (about_it) {
        people.insert(it.person);
      }
    }
  }
  for (const auto& [person, count] : open) {
    if (count > 0) {
      charged.insert(person);
    }
  }
  world.truth.unapplied_upgrades = {world.causes.unapplied_upgrades, identifiers(world, charged),
                                    identifiers(world, contacted), identifiers(world, passed)};
}

double median(std::vector<std::int64_t> values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}

void conclude_slow_week(World& world) {
  SlowWeek& truth = world.truth.slow_week;
  truth.period = world.causes.slow_week;
  std::vector<std::int64_t> inside;
  std::vector<std::int64_t> outside;
  for (const Happening& it : world.happenings) {
    if (starts_conversation(it.what)) {
      (truth.period.holds({it.us}) ? inside : outside)
          .push_back(talk_of(world, it).first_response_s);
    }
  }
  truth.conversations = inside.size();
  truth.median_first_response_s = median(std::move(inside));
  truth.median_first_response_s_outside = median(std::move(outside));
}

// What a founder did in the time that matters.
struct Onboarding {
  std::int64_t signed_up = 0;
  bool imported_in_time = false;
  bool left_in_month_two = false;
};

void follow_onboarding(Onboarding& founder, const Happening& it) {
  const std::int64_t age = it.us - founder.signed_up;
  if (it.what == What::signed_up) {
    founder.signed_up = it.us;
  } else if (it.what == What::calendar_imported && age < onboarding_days * us_per_day) {
    founder.imported_in_time = true;
  } else if (it.what == What::subscription_cancelled && age >= 30 * us_per_day &&
             age < 61 * us_per_day) {
    founder.left_in_month_two = true;
  }
}

void conclude_stalled_onboarding(World& world) {
  std::map<std::uint32_t, Onboarding> founders;
  for (const Happening& it : world.happenings) {
    const bool founder = world.people[it.person].persona == Persona::founder;
    if (founder && (it.what == What::signed_up || founders.contains(it.person))) {
      follow_onboarding(founders[it.person], it);
    }
  }
  StalledOnboarding& truth = world.truth.stalled_onboarding;
  for (const auto& [person, founder] : founders) {
    if (founder.signed_up + 61 * us_per_day > world.until.us) {
      continue;  // Too young to tell.
    }
    const std::string name = identifier_of(world.people[person]);
    (founder.imported_in_time ? truth.onboarded : truth.stalled).push_back(name);
    if (founder.left_in_month_two) {
      (founder.imported_in_time ? truth.onboarded_and_left : truth.stalled_and_left)
          .push_back(name);
    }
  }
}

}  // namespace

Causes plant_causes(const World& world) {
  return {days_of(world, 0.60, 0.71), days_of(world, 0.42, 0.50), week_at(world, 0.80)};
}

bool payment_is_broken(const World& world, const Device& device, std::int64_t us) {
  return device.breaks_payment() && world.causes.broken_payment.holds({us});
}

void conclude_truth(World& world) {
  world.truth.company = company_name;
  world.truth.seed = world.seed;
  world.truth.period = {world.from, world.until};
  conclude_broken_payment(world);
  conclude_unapplied_upgrades(world);
  conclude_slow_week(world);
  conclude_stalled_onboarding(world);
}

}  // namespace throughline::demo
