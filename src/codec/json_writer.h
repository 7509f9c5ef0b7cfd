// JsonWriter: writes one JSON value from left to right. Commas and escapes are its business, so
// that what comes out is always JSON; using it in the wrong order is a bug and asserted.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::codec {

// Owned by one thread at a time.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& null();
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(double number);  // Null where it is not finite.
  template <std::integral T>
  JsonWriter& value(T number) {
    if constexpr (std::same_as<T, bool>) {
      return literal(number ? "true" : "false");
    } else if constexpr (std::unsigned_integral<T>) {
      return unsigned_integer(number);
    } else {
      return integer(number);
    }
  }
  template <class T>
  JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  // Text that is JSON already, such as the normaliser's.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  JsonWriter& raw_member(std::string_view name, std::string_view json) {
    return key(name).raw(json);
  }

  // The finished text; everything begun must have been ended.
  [[nodiscard]] std::string take();

 private:
  JsonWriter& literal(std::string_view text);
  JsonWriter& integer(std::int64_t number);
  JsonWriter& unsigned_integer(std::uint64_t number);
  JsonWriter& end(char opened, char closed);
  void before_value();

  std::string out_;
  std::vector<char> open_;
  bool needs_comma_ = false;
  bool after_key_ = false;
};

}  // namespace throughline::codec
