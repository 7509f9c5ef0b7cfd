// Truth: what the simulation planted, so that what the product finds can be checked against it.
//
// People are named as the profile API names them: "user_id:wf10482", or "anonymous_id:..." where
// they never signed up. Only what lies in the simulated time is listed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"

namespace throughline::demo {

struct Period {
  Time from = {};
  Time to = {};  // Exclusive.
  [[nodiscard]] bool holds(Time time) const { return from <= time && time < to; }
};

// Payments fail in Safari on iPhone: most attempts at the step "Payment" end in "Checkout Error".
struct BrokenPayment {
  Period period;
  std::size_t checkouts_reaching_payment = 0;  // There, in the period.
  std::size_t checkouts_completed = 0;
  std::vector<std::string> people;  // Who met the error.
};

// "Upgrade Charged" without "Plan Changed".
struct UnappliedUpgrades {
  Period period;
  std::vector<std::string> people;
  std::vector<std::string> contacted;  // Who wrote or called about it.
  std::vector<std::string> passed_on;  // Who had to tell it to a second agent.
};

struct SlowWeek {
  Period period;
  std::size_t conversations = 0;
  double median_first_response_s = 0;          // Of those.
  double median_first_response_s_outside = 0;  // Of all others.
};

// Founders working alone (role "Founder", team_size 1) who import no calendar in their first seven
// days leave in their second month.
struct StalledOnboarding {
  std::vector<std::string> stalled;
  std::vector<std::string> stalled_and_left;  // In month two.
  std::vector<std::string> onboarded;         // The same persona, imported in time.
  std::vector<std::string> onboarded_and_left;
};

struct Truth {
  std::string company;
  std::uint64_t seed = 0;
  Period period;
  BrokenPayment broken_payment;
  UnappliedUpgrades unapplied_upgrades;
  SlowWeek slow_week;
  StalledOnboarding stalled_onboarding;
};

// A JSON object with the same members, for the file beside the demo's data.
std::string truth_json(const Truth& truth);

}  // namespace throughline::demo
