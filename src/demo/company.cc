#include "demo/company.h"

#include <vector>

#include "base/assert.h"

namespace throughline::demo {

std::size_t agent_for(Dice& dice, std::string_view team, std::string_view language) {
  std::vector<std::size_t> native;
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    const Agent& agent = agents.at(i);
    if (agent.team == team && agent.languages.find(language) != std::string_view::npos) {
      (agent.languages.starts_with(language) ? native : fitting).push_back(i);
    }
  }
  if (native.empty() && fitting.empty()) {
    TL_ASSERT(language != "en");  // Everybody writes English.
    return agent_for(dice, team, "en");
  }
  return dice.pick(native.empty() ? fitting : native);
}

}  // namespace throughline::demo
