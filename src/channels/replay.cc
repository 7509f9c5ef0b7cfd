#include "channels/replay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/name_table.h"
#include "event/public_id.h"

namespace throughline::channels {
namespace {

constexpr std::array<std::string_view, 4> state_names = {"running", "paused", "done", "cancelled"};
constexpr double z = 1.959963984540054;  // 95 %.

}  // namespace

std::string_view name_of(ReplayState state) {
  return name_in(state_names, state);
}
Result<ReplayState> parse_replay_state(std::string_view name) {
  return parse_name<ReplayState>(state_names, name, "state of a replay");
}

std::string public_id_of(const Replay& replay) {
  return to_public_id("replay", replay.created_at, replay.id.value);
}

// Wilson's interval.
ReplayEstimate estimate_of(std::int64_t matching, std::int64_t looked, std::int64_t total) {
  if (looked <= 0) {
    return {.exact = true};
  }
  const auto n = static_cast<double>(looked);
  const auto whole = static_cast<double>(total);
  const double share = static_cast<double>(matching) / n;
  const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  const auto scaled = [&](double part) {
    return static_cast<std::int64_t>(std::llround(std::clamp(part, 0.0, 1.0) * whole));
  };
  return {.events = scaled(share),
          .least = std::max(matching, scaled(centre - half)),
          .most = scaled(centre + half)};
}

}  // namespace throughline::channels
