// Whatever stands in a filter: a condition or a sentence about what is wrong. A condition comes
// back from its own JSON, holds or does not, and its explanation agrees with it.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "condition/condition_json.h"
#include "condition/evaluate.h"

namespace throughline::condition {
namespace {

constexpr Time now = {1'767'225'600'000'000};  // 2026-01-01.

const Facts& somebody() {
  static const Facts facts = {
      .traits = {{"plan", std::string("pro")}, {"seats", 5.0}, {"trial", false}},
      .identifiers = {{"user_id", "42"}, {"email", "ann@example.com"}},
      .accounts = {{"acme", {{"name", std::string("Acme")}}}},
      .first_seen = Time{now.us - 90 * us_per_day},
      .last_seen = Time{now.us - us_per_hour},
      .events = {{"Signed Up", {Time{now.us - 90 * us_per_day}}},
                 {"Order Completed", {Time{now.us - us_per_day}, Time{now.us - us_per_hour}}}}};
  return facts;
}

void check(std::string_view text) {
  const auto parsed = parse_condition(text);
  if (!parsed.ok()) {
    TL_ASSERT(!parsed.error().message.empty());
    return;
  }
  const std::string json = to_json(*parsed);
  const auto again = parse_condition(json);
  TL_ASSERT(again.ok());
  TL_ASSERT(to_json(*again) == json);
  const bool truth = holds(*parsed, somebody(), now);
  TL_ASSERT(holds(*again, somebody(), now) == truth);
  TL_ASSERT(explain(*parsed, somebody(), now).holds == truth);
  TL_ASSERT(!sentence(*parsed).empty());
  (void)holds(*parsed, {}, now);
}

}  // namespace
}  // namespace throughline::condition

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  throughline::condition::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
