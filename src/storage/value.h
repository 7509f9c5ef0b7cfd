// Value: one SQL value, and Row: the values of one row. Text and bytes keep their lengths.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace throughline::storage {

// Bytes as an argument or a value, told apart from text.
struct Bytes {
  std::string bytes = {};
  bool operator==(const Bytes&) const = default;
};

class Value {
 public:
  Value() = default;  // NULL.
  // NOLINTBEGIN(google-explicit-constructor): implicit, for argument lists.
  template <class Integer>
    requires std::is_integral_v<Integer>
  Value(Integer number) : value_(static_cast<std::int64_t>(number)) {}
  // Negative zero becomes zero and NaN becomes NULL: SQLite cannot keep them.
  Value(double number) {
    if (!std::isnan(number)) {
      value_ = number + 0.0;
    }
  }
  Value(std::string text) : value_(std::move(text)) {}
  Value(std::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(Bytes bytes) : value_(std::move(bytes)) {}
  Value(Time time) : value_(time.us) {}
  template <class Tag>
  Value(Id<Tag> id) : value_(id.value) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return value_.index() == 0; }
  // Each asks for the type that the column has; another type is a bug and throws. `number` and
  // `real` of NULL are 0, `text` and `bytes` of NULL are empty.
  [[nodiscard]] std::int64_t number() const;
  [[nodiscard]] double real() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const std::string& bytes() const;
  [[nodiscard]] Time time() const { return {number()}; }
  template <class IdType>
  [[nodiscard]] IdType id() const {
    return IdType{number()};
  }

  using Variant = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;
  [[nodiscard]] const Variant& variant() const { return value_; }

 private:
  Variant value_;
};

using Row = std::vector<Value>;
using Arguments = std::vector<Value>;

}  // namespace throughline::storage
