// Causes: when the planted troubles happen, as shares of the simulated time.
#pragma once

#include "demo/world.h"

namespace throughline::demo {

Causes plant_causes(const World& world);

// How much worse a payment goes: 0 where nothing is broken, else the share of attempts that fail.
constexpr double broken_payment_share = 0.84;
// Of upgrades charged in the period, how many are not applied.
constexpr double unapplied_share = 0.72;

// Whether a payment on `device` at `us` meets the broken step.
bool payment_is_broken(const World& world, const Device& device, std::int64_t us);

// Fills what of `world.truth` follows from the finished happenings.
void conclude_truth(World& world);

}  // namespace throughline::demo
