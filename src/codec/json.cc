#include "codec/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "base/assert.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "codec/json_text.h"

namespace throughline::codec {
namespace {

Json number_of(std::string_view digits) {
  const bool is_integer = digits.find_first_of(".eE") == std::string_view::npos;
  if (is_integer && digits != "-0") {
    const std::optional<std::int64_t> value = integer_of(digits);
    return value ? Json(*value) : Json(JsonNumber{std::string(digits)});
  }
  const std::optional<double> value = double_of(digits);
  return value ? Json(*value) : Json(JsonNumber{std::string(digits)});
}

Json array_of(JsonView view) {
  Json::Array items;
  items.reserve(view.size());
  for (const JsonView item : view.items()) {
    items.push_back(Json::copy_of(item));
  }
  return items;
}

}  // namespace

Json Json::copy_of(JsonView view) {
  switch (view.kind()) {
    case JsonKind::boolean:
      return view.boolean().value_or(false);
    case JsonKind::number:
      return number_of(view.number_text());
    case JsonKind::string:
      return view.text();
    case JsonKind::array:
      return array_of(view);
    case JsonKind::object: {
      Object members;
      members.reserve(view.size());
      for (const auto& [key, value] : view.members()) {
        members.emplace_back(std::string(key), copy_of(value));
      }
      return Json(std::move(members));
    }
    case JsonKind::absent:
    case JsonKind::null:
      break;
  }
  return {};
}

JsonKind Json::kind() const {
  return std::visit(overloaded{
                        [](std::monostate) { return JsonKind::null; },
                        [](bool) { return JsonKind::boolean; },
                        [](std::int64_t) { return JsonKind::number; },
                        [](double) { return JsonKind::number; },
                        [](const JsonNumber&) { return JsonKind::number; },
                        [](const std::string&) { return JsonKind::string; },
                        [](const Array&) { return JsonKind::array; },
                        [](const Object&) { return JsonKind::object; },
                    },
                    value_);
}

std::string_view Json::text_or(std::string_view otherwise) const {
  const auto* text = std::get_if<std::string>(&value_);
  return text == nullptr ? otherwise : std::string_view(*text);
}

std::optional<bool> Json::boolean() const {
  const auto* value = std::get_if<bool>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::integer() const {
  const auto* value = std::get_if<std::int64_t>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<double> Json::number() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) {
    return static_cast<double>(*value);
  }
  if (const auto* digits = std::get_if<JsonNumber>(&value_)) {
    return double_of(digits->digits);
  }
  const auto* value = std::get_if<double>(&value_);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

const Json::Array& Json::items() const {
  static const Array none;
  const auto* items = std::get_if<Array>(&value_);
  return items == nullptr ? none : *items;
}

const Json::Object& Json::members() const {
  static const Object none;
  const auto* members = std::get_if<Object>(&value_);
  return members == nullptr ? none : *members;
}

const Json* Json::find(std::string_view key) const {
  const Object& all = members();
  const auto found =
      std::ranges::find_if(all, [&](const auto& member) { return member.first == key; });
  return found == all.end() ? nullptr : &found->second;
}

Json* Json::find(std::string_view key) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): *this is not const.
  return const_cast<Json*>(std::as_const(*this).find(key));
}

const Json* Json::find_path(std::initializer_list<std::string_view> keys) const {
  const Json* at = this;
  for (const std::string_view key : keys) {
    at = at == nullptr ? nullptr : at->find(key);
  }
  return at;
}

Json& Json::set(std::string_view key, Json value) {
  if (is_null()) {
    value_ = Object();
  }
  TL_ASSERT(is_object());
  if (Json* existing = find(key)) {
    *existing = std::move(value);
  } else {
    std::get<Object>(value_).emplace_back(std::string(key), std::move(value));
  }
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) {
    value_ = Array();
  }
  TL_ASSERT(is_array());
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

bool Json::remove(std::string_view key) {
  auto* members = std::get_if<Object>(&value_);
  return members != nullptr &&
         std::erase_if(*members, [&](const auto& member) { return member.first == key; }) > 0;
}

void Json::append_to(std::string& out) const {
  const auto append_array = [&out](const Array& items) {
    out += '[';
    for (const Json& item : items) {
      out += &item == items.data() ? "" : ",";
      item.append_to(out);
    }
    out += ']';
  };
  const auto append_object = [&out](const Object& members) {
    out += '{';
    for (const auto& member : members) {
      out += &member == members.data() ? "" : ",";
      append_quoted_json(out, member.first);
      out += ':';
      member.second.append_to(out);
    }
    out += '}';
  };
  std::visit(overloaded{
                 [&](std::monostate) { out += "null"; },
                 [&](bool value) { out += value ? "true" : "false"; },
                 [&](std::int64_t value) { fmt::format_to(std::back_inserter(out), "{}", value); },
                 [&](double value) { append_double(out, value); },
                 [&](const JsonNumber& number) { out += number.digits; },
                 [&](const std::string& text) { append_quoted_json(out, text); },
                 append_array,
                 append_object,
             },
             value_);
}

std::string Json::to_text() const {
  std::string out;
  append_to(out);
  return out;
}

bool Json::operator==(const Json& other) const {
  const auto* mine = std::get_if<Object>(&value_);
  const auto* theirs = std::get_if<Object>(&other.value_);
  if (mine == nullptr || theirs == nullptr) {
    return value_ == other.value_;
  }
  return mine->size() == theirs->size() && std::ranges::all_of(*mine, [&](const auto& member) {
           const Json* match = other.find(member.first);
           return match != nullptr && *match == member.second;
         });
}

Result<Json> parse_json(std::string_view text, JsonLimits limits) {
  TL_TRY_ASSIGN(const JsonDocument document, JsonDocument::parse(text, limits));
  return Json::copy_of(document.root());
}

}  // namespace throughline::codec
