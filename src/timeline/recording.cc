#include "timeline/recording.h"

#include "base/name_table.h"

namespace throughline::timeline {
namespace {

constexpr std::array<std::string_view, 4> outcome_names = {"accepted", "repeated", "collided",
                                                           "refused"};

}  // namespace

std::string_view name_of(Outcome outcome) {
  return name_in(outcome_names, outcome);
}

}  // namespace throughline::timeline
