// Json: a JSON value as a tree that can be built and changed. For what is only read, or read many
// times a second, there is JsonView; for answers, JsonWriter.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "codec/json_view.h"

namespace throughline::codec {

// A number outside int64 and double, as the digits that were sent.
struct JsonNumber {
  std::string digits = {};
  bool operator==(const JsonNumber&) const = default;
};

// Strings are WTF-8. Objects keep the order in which keys were first set; equal objects have the
// same members in any order. 1 and 1.0 are different values.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  // Implicit on purpose, so that trees can be written as values.
  // NOLINTBEGIN(google-explicit-constructor)
  Json() = default;
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  template <std::integral T>
  Json(T value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(JsonNumber number) : value_(std::move(number)) {}
  Json(std::string text) : value_(std::move(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(Array items) : value_(std::move(items)) {}
  // NOLINTEND(google-explicit-constructor)
  static Json object() { return Json(Object()); }
  static Json array() { return Array(); }
  // A copy of what the view shows; null where it is absent.
  static Json copy_of(JsonView view);

  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] bool is_null() const { return kind() == JsonKind::null; }
  [[nodiscard]] bool is_object() const { return kind() == JsonKind::object; }
  [[nodiscard]] bool is_array() const { return kind() == JsonKind::array; }

  // Nothing where the value is of another kind.
  [[nodiscard]] std::string_view text_or(std::string_view otherwise) const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] const Array& items() const;     // Empty for another kind.
  [[nodiscard]] const Object& members() const;  // Likewise.

  [[nodiscard]] const Json* find(std::string_view key) const;
  [[nodiscard]] Json* find(std::string_view key);
  [[nodiscard]] const Json* find_path(std::initializer_list<std::string_view> keys) const;

  // Null becomes an object or an array first; any other kind is a bug.
  Json& set(std::string_view key, Json value);
  Json& push(Json value);
  bool remove(std::string_view key);

  void append_to(std::string& out) const;
  [[nodiscard]] std::string to_text() const;
  bool operator==(const Json& other) const;

 private:
  explicit Json(Object members) : value_(std::move(members)) {}

  std::variant<std::monostate, bool, std::int64_t, double, JsonNumber, std::string, Array, Object>
      value_;
};

Result<Json> parse_json(std::string_view text, JsonLimits limits = {});

}  // namespace throughline::codec
