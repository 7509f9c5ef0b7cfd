// The templates of journey maps as they are written down: for each touchpoint the names that are
// usual for its events. Data only.
#pragma once

#include <array>
#include <span>

namespace throughline::journey_maps {

enum class How { once, may, often, may_often };  // May: left out; often: repeated.

struct TouchpointPlan {
  const char* id = nullptr;  // Null: no touchpoint.
  const char* name = nullptr;
  How how = How::once;
  const char* events = nullptr;  // Usual names, the most usual first, with | between them.
};
struct StagePlan {
  const char* id;
  const char* name;
  const char* owner;
  double emotion;
  const char* goal;
  const char* pain;
  const char* channel;
  const char* opportunity;
  std::array<TouchpointPlan, 3> touchpoints;
};
struct TemplatePlan {
  const char* key;
  const char* name;
  const char* description;
  std::span<const StagePlan> stages;
};

std::span<const TemplatePlan> template_plans();

}  // namespace throughline::journey_maps
