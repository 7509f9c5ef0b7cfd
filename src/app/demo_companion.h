// The demo company in a workspace: its year through the tracking pipeline once, then now and then
// somebody who does something.
#pragma once

#include <functional>
#include <string>

#include "app/throughline.h"

namespace throughline::app {

struct DemoLogin {
  std::string email = {};
  std::string password = {};
};

// Fills an empty workspace; one that has the demo already is kept. Prints its progress. `people`
// and `seed` as in demo::DemoOptions. The truth is written to <data>/demo-truth.json.
Result<void> load_demo(Throughline& throughline, int people, std::uint64_t seed);

// The demo's owner with a new password, shown to whoever started the program.
Result<DemoLogin> renew_demo_login(Throughline& throughline);

// Sends a few live events a minute until the returned function is called.
std::function<void()> run_live_demo(Throughline& throughline, std::uint64_t seed);

}  // namespace throughline::app
