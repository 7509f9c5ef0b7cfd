#include "journeys/journeys.event_property.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "codec/user_agent.h"

namespace throughline::journeys {

using journey_engine::PropertyValue;

namespace {

constexpr std::string_view user_agent_key = "userAgent";

std::optional<PropertyValue> said_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<PropertyValue>(text);
}

std::optional<PropertyValue> property_of_user_agent(std::string_view header, std::string_view key) {
  const codec::UserAgent agent = codec::read_user_agent(header);
  if (key == "browser") {
    return said_of(agent.browser);
  }
  if (key == "os") {
    return said_of(agent.os);
  }
  if (key == "client" && !agent.browser.empty() && !agent.os.empty()) {
    return agent.browser + " on " + agent.os;
  }
  return std::nullopt;
}

}  // namespace

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
    const codec::JsonView inner = object.find(key.substr(0, dot));
    if (inner.is_object()) {
      if (auto found = property_of(inner, key.substr(dot + 1))) {
        return found;
      }
    } else if (inner.is_string() && key.substr(0, dot) == user_agent_key) {
      return property_of_user_agent(inner.text(), key.substr(dot + 1));
    }
  }
  return std::nullopt;
}

bool may_have_property(std::string_view json, std::string_view key) {
  const bool of_user_agent =
      key.starts_with(user_agent_key) && key.substr(user_agent_key.size()).starts_with('.');
  const std::string_view last = of_user_agent ? user_agent_key : key.substr(key.rfind('.') + 1);
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
