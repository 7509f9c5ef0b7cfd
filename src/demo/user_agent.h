// User agents: what the browsers and phones of the simulated year call themselves.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "demo/person.h"

namespace throughline::demo {

std::string user_agent_of(const Device& device, Time at);

// The same phone as the mobile app describes it.
struct Handset {
  std::string_view manufacturer;
  std::string_view model;
  std::string_view name;
  std::string_view os;
  std::string os_version;
};
Handset handset_of(const Device& device, Time at);
// The mobile app's version on that day: one about every five weeks.
std::string app_version_on(Time at);

}  // namespace throughline::demo
