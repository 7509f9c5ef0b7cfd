// JsonDocument and JsonView: a JSON text parsed once, and places in it that are cheap to copy.
//
// What holds of every text read here (docs/formats/json.md): the whole text is checked before any
// of it is used; depth and keys are limited; the last of several equal keys wins; a number keeps
// the digits that its sender wrote; strings are WTF-8, so that a lone surrogate survives; a byte
// order mark at the start is skipped. A refusal is Error::invalid and names the byte.
// The tree that can be changed is in json.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::codec {

struct JsonTape;

// `keys_max` counts every key of the text, repeated ones too.
struct JsonLimits {
  std::size_t depth_max = 64;
  std::size_t keys_max = 10'000;
};

// For a body with many items, each of which is then held to JsonLimits{} by `JsonView::check`: one
// item beyond them must not refuse the others.
constexpr JsonLimits body_json_limits = {.depth_max = 512, .keys_max = 1'000'000};

// No text longer than this is parsed.
constexpr std::size_t json_bytes_max = std::size_t{1} << 30U;

enum class JsonKind : std::uint8_t { absent, null, boolean, number, string, array, object };
// "an object", "a number", ...: for messages.
std::string_view described(JsonKind kind);

class JsonItems;
class JsonMembers;

// A value inside a JsonDocument, or the absence of one. Valid as long as the document; copied like
// a pointer. Reading an absent value gives nothing, so that look-ups can be chained.
class JsonView {
 public:
  JsonView() = default;
  JsonView(const JsonTape& tape, std::uint32_t node) : tape_(&tape), node_(node) {}

  explicit operator bool() const { return tape_ != nullptr; }
  [[nodiscard]] JsonKind kind() const;
  [[nodiscard]] bool is_null() const { return kind() == JsonKind::null; }
  [[nodiscard]] bool is_boolean() const { return kind() == JsonKind::boolean; }
  [[nodiscard]] bool is_number() const { return kind() == JsonKind::number; }
  [[nodiscard]] bool is_string() const { return kind() == JsonKind::string; }
  [[nodiscard]] bool is_array() const { return kind() == JsonKind::array; }
  [[nodiscard]] bool is_object() const { return kind() == JsonKind::object; }

  // The member of that name; absent where there is none or this is no object.
  [[nodiscard]] JsonView find(std::string_view key) const;
  [[nodiscard]] JsonView find_path(std::initializer_list<std::string_view> keys) const;

  // The string's text (WTF-8), empty for every other kind.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::string_view text_or(std::string_view otherwise) const;
  [[nodiscard]] std::optional<bool> boolean() const;
  // Where the number is integral and within int64: 1, 1.0 and 1e3 are.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  // Where the number is within double.
  [[nodiscard]] std::optional<double> number() const;
  // The digits as they were sent, empty for every other kind.
  [[nodiscard]] std::string_view number_text() const;

  // Elements of an array, members of an object, else 0.
  [[nodiscard]] std::size_t size() const;
  // Empty for every other kind. Members come in the order sent, each key once.
  [[nodiscard]] JsonItems items() const;
  [[nodiscard]] JsonMembers members() const;

  // Whether this value alone keeps within `limits`.
  [[nodiscard]] Result<void> check(JsonLimits limits) const;

  // Normalised JSON: compact, keys in the order sent. Absent is written as null.
  void append_to(std::string& out) const;
  [[nodiscard]] std::string to_text() const;

 private:
  const JsonTape* tape_ = nullptr;
  std::uint32_t node_ = 0;
};

struct JsonMember {
  std::string_view key = {};
  JsonView value = {};
};

class JsonItems {
 public:
  class Iterator {
   public:
    Iterator(const JsonTape* tape, std::uint32_t node) : tape_(tape), node_(node) {}
    JsonView operator*() const { return {*tape_, node_}; }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return node_ == other.node_; }

   private:
    const JsonTape* tape_;
    std::uint32_t node_;
  };

  JsonItems(const JsonTape* tape, std::uint32_t first, std::uint32_t last)
      : tape_(tape), first_(first), last_(last) {}
  [[nodiscard]] Iterator begin() const { return {tape_, first_}; }
  [[nodiscard]] Iterator end() const { return {tape_, last_}; }

 private:
  const JsonTape* tape_;
  std::uint32_t first_;
  std::uint32_t last_;
};

class JsonMembers {
 public:
  class Iterator {
   public:
    Iterator(const JsonTape* tape, std::uint32_t node, std::uint32_t last);
    JsonMember operator*() const;
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return node_ == other.node_; }

   private:
    void skip_superseded();
    const JsonTape* tape_;
    std::uint32_t node_;
    std::uint32_t last_;
  };

  JsonMembers(const JsonTape* tape, std::uint32_t first, std::uint32_t last)
      : tape_(tape), first_(first), last_(last) {}
  [[nodiscard]] Iterator begin() const { return {tape_, first_, last_}; }
  [[nodiscard]] Iterator end() const { return {tape_, last_, last_}; }

 private:
  const JsonTape* tape_;
  std::uint32_t first_;
  std::uint32_t last_;
};

// Owns a copy of its text. Reading is thread-safe; views outlive a move of the document.
class JsonDocument {
 public:
  static Result<JsonDocument> parse(std::string_view text, JsonLimits limits = {});

  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

  [[nodiscard]] JsonView root() const;

 private:
  struct State;
  explicit JsonDocument(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The text as it may be stored: compact, in the order sent, the last of equal keys, each number as
// it was sent, lone surrogates as escapes. Normalising twice changes nothing.
Result<std::string> normalise_json(std::string_view text, JsonLimits limits = {});

}  // namespace throughline::codec
