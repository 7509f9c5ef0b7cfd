#include "demo/company.h"

#include <vector>

#include "base/assert.h"

namespace throughline::demo {

std::size_t agent_for(Dice& dice, std::string_view team, std::string_view language) {
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < agents.size(); ++i) {
    const bool speaks = agents.at(i).languages.find(language) != std::string_view::npos;
    if (agents.at(i).team == team && speaks) {
      fitting.push_back(i);
    }
  }
  if (fitting.empty()) {
    return agent_for(dice, team, "en");
  }
  return dice.pick(fitting);
}

}  // namespace throughline::demo
