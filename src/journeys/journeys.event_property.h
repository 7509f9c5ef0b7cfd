// Properties of events: what a name means in the JSON of an event. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "codec/json_view.h"
#include "condition/evaluate.h"
#include "journey_engine/property_column.h"

namespace throughline::journeys {

// "total" is a member of the event's properties; "address.city" is one of that name or, where there
// is none, the member `city` of the member `address`. What begins with "context." is looked for in
// the event's context. "context.userAgent.browser", ".os" and ".client" (one on the other) are
// what the text of a user agent says, where it says it.
constexpr std::string_view context_prefix = "context.";

// Null is no value. Lists and objects are their JSON as text.
std::optional<journey_engine::PropertyValue> value_of(codec::JsonView json);
// Of the properties or the context.
std::optional<journey_engine::PropertyValue> property_of(codec::JsonView object,
                                                         std::string_view key);
// Whether JSON of our normaliser may have such a member: most have not, and need not be parsed.
bool may_have_property(std::string_view json, std::string_view key);

condition::Fact fact_of(const journey_engine::PropertyValue& value);
// As JSON.
std::string json_of(const journey_engine::PropertyValue& value);

}  // namespace throughline::journeys
