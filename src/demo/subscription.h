// Subscription: signing up, trying, paying, upgrading, leaving.
#pragma once

#include "demo/life.h"

namespace throughline::demo {

constexpr int trial_days = 14;
constexpr int onboarding_days = 7;

// What is true of a person before her first simulated day.
void begin_life(Life& life);
void sign_up(Life& life);
// What the one who pays does about it today.
void keep_subscription(Life& life);

}  // namespace throughline::demo
