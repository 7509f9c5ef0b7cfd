// Usage: customers in the web app and the mobile app.
#pragma once

#include "demo/life.h"

namespace throughline::demo {

constexpr int feature_count = 10;
constexpr int screen_count = 9;

// A session today, perhaps.
void use_product(Life& life);
// A session that starts at `at`.
void use_now(Life& life, Time at);
// Connects a panel that arrived.
void pair_device(Life& life, std::uint32_t order, Time at);

}  // namespace throughline::demo
