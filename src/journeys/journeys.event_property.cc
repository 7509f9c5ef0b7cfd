#include "journeys/journeys.event_property.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"

namespace throughline::journeys {

using journey_engine::PropertyValue;

std::optional<PropertyValue> value_of(codec::JsonView json) {
  if (const auto boolean = json.boolean()) {
    return *boolean;
  }
  if (const auto whole = json.integer()) {
    return *whole;
  }
  if (const auto number = json.number()) {
    return *number;
  }
  if (json.is_string()) {
    return std::string(json.text());
  }
  return !json || json.is_null() ? std::nullopt : std::optional<PropertyValue>(json.to_text());
}

std::optional<PropertyValue> property_of(codec::JsonView object, std::string_view key) {
  if (const codec::JsonView found = object.find(key)) {
    return value_of(found);
  }
  for (std::size_t dot = key.find('.'); dot != std::string_view::npos;
       dot = key.find('.', dot + 1)) {
    if (const codec::JsonView inner = object.find(key.substr(0, dot)); inner.is_object()) {
      if (auto found = property_of(inner, key.substr(dot + 1))) {
        return found;
      }
    }
  }
  return std::nullopt;
}

bool may_have_property(std::string_view json, std::string_view key) {
  const std::string_view last = key.substr(key.rfind('.') + 1);
  // Others may be written with an escape.
  const bool plain = std::all_of(last.begin(), last.end(), [](char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/';
  });
  return !plain || json.find(last) != std::string_view::npos;
}

condition::Fact fact_of(const PropertyValue& value) {
  return std::visit(
      overloaded{
          [](std::int64_t whole) { return condition::Fact(static_cast<double>(whole)); },
          [](const auto& other) { return condition::Fact(other); },
      },
      value);
}

std::string json_of(const PropertyValue& value) {
  return std::visit(overloaded{
                        [](bool flag) { return std::string(flag ? "true" : "false"); },
                        [](std::int64_t whole) { return std::to_string(whole); },
                        [](double number) { return fmt::format("{}", number); },
                        [](const std::string& text) { return quote_json(text); },
                    },
                    value);
}

}  // namespace throughline::journeys
