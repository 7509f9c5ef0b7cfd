#include "demo/truth.h"

#include <fmt/format.h>

#include "base/text.h"

namespace throughline::demo {
namespace {

std::string list_json(const std::vector<std::string>& names) {
  std::string out = "[";
  for (const std::string& name : names) {
    out += out.size() > 1 ? "," : "";
    append_quoted_json(out, name);
  }
  return out + "]";
}

std::string period_json(const Period& period) {
  return fmt::format(R"("from":"{}","to":"{}")", to_rfc3339(period.from), to_rfc3339(period.to));
}

}  // namespace

std::string truth_json(const Truth& truth) {
  const BrokenPayment& payment = truth.broken_payment;
  const UnappliedUpgrades& upgrades = truth.unapplied_upgrades;
  const SlowWeek& week = truth.slow_week;
  const StalledOnboarding& onboarding = truth.stalled_onboarding;
  std::string out = fmt::format(R"({{"company":{},"seed":{},{})", quote_json(truth.company),
                                truth.seed, period_json(truth.period));
  out += fmt::format(R"(,"broken_payment":{{{},"browser":"Safari on iPhone","step":"Payment",)"
                     R"("checkouts_reaching_payment":{},"checkouts_completed":{},"people":{}}})",
                     period_json(payment.period), payment.checkouts_reaching_payment,
                     payment.checkouts_completed, list_json(payment.people));
  out += fmt::format(R"(,"unapplied_upgrades":{{{},"people":{},"contacted":{},"passed_on":{}}})",
                     period_json(upgrades.period), list_json(upgrades.people),
                     list_json(upgrades.contacted), list_json(upgrades.passed_on));
  out += fmt::format(R"(,"slow_week":{{{},"conversations":{},"median_first_response_s":{},)"
                     R"("median_first_response_s_outside":{}}})",
                     period_json(week.period), week.conversations, week.median_first_response_s,
                     week.median_first_response_s_outside);
  out += fmt::format(
      R"(,"stalled_onboarding":{{"persona":"role Founder, team_size 1","import_within_days":7,)"
      R"("stalled":{},"stalled_and_left":{},"onboarded":{},"onboarded_and_left":{}}}}})",
      list_json(onboarding.stalled), list_json(onboarding.stalled_and_left),
      list_json(onboarding.onboarded), list_json(onboarding.onboarded_and_left));
  return out;
}

}  // namespace throughline::demo
