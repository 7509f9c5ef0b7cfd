#include "codec/json_view.h"

#include <fmt/format.h>

#include <utility>

#include "codec/json_tape.h"
#include "codec/json_text.h"

namespace throughline::codec {

std::string_view described(JsonKind kind) {
  switch (kind) {
    case JsonKind::absent:
      return "nothing";
    case JsonKind::null:
      return "null";
    case JsonKind::boolean:
      return "true or false";
    case JsonKind::number:
      return "a number";
    case JsonKind::string:
      return "a string";
    case JsonKind::array:
      return "an array";
    case JsonKind::object:
      return "an object";
  }
  return {};
}

JsonKind JsonView::kind() const {
  return tape_ == nullptr ? JsonKind::absent : tape_->nodes[node_].kind;
}

JsonView JsonView::find(std::string_view key) const {
  if (!is_object()) {
    return {};
  }
  const std::uint32_t last = tape_->nodes[node_].next;
  for (std::uint32_t at = node_ + 1; at < last; at = tape_->nodes[at + 1].next) {
    const JsonNode& node = tape_->nodes[at];
    if (node.length == key.size() && !node.superseded && tape_->slice(node) == key) {
      return {*tape_, at + 1};
    }
  }
  return {};
}

JsonView JsonView::find_path(std::initializer_list<std::string_view> keys) const {
  JsonView at = *this;
  for (const std::string_view key : keys) {
    at = at.find(key);
  }
  return at;
}

std::string_view JsonView::text() const {
  return text_or({});
}

std::string_view JsonView::text_or(std::string_view otherwise) const {
  return is_string() ? tape_->slice(tape_->nodes[node_]) : otherwise;
}

std::optional<bool> JsonView::boolean() const {
  return is_boolean() ? std::optional(tape_->nodes[node_].size == 1) : std::nullopt;
}

std::optional<std::int64_t> JsonView::integer() const {
  return is_number() ? integer_of(number_text()) : std::nullopt;
}

std::optional<double> JsonView::number() const {
  return is_number() ? double_of(number_text()) : std::nullopt;
}

std::string_view JsonView::number_text() const {
  return is_number() ? tape_->slice(tape_->nodes[node_]) : std::string_view();
}

std::size_t JsonView::size() const {
  return is_array() || is_object() ? tape_->nodes[node_].size : 0;
}

JsonItems JsonView::items() const {
  return is_array() ? JsonItems(tape_, node_ + 1, tape_->nodes[node_].next)
                    : JsonItems(nullptr, 0, 0);
}

JsonMembers JsonView::members() const {
  return is_object() ? JsonMembers(tape_, node_ + 1, tape_->nodes[node_].next)
                     : JsonMembers(nullptr, 0, 0);
}

Result<void> JsonView::check(JsonLimits limits) const {
  if (!*this) {
    return {};
  }
  const JsonNode& node = tape_->nodes[node_];
  if (node.height > limits.depth_max) {
    return Error::invalid(
        fmt::format("nested {} levels deep; at most {} are kept", node.height, limits.depth_max));
  }
  if (node.keys > limits.keys_max) {
    return Error::invalid(
        fmt::format("has {} keys; at most {} are kept", node.keys, limits.keys_max));
  }
  return {};
}

void JsonView::append_to(std::string& out) const {
  if (*this) {
    append_node(out, *tape_, node_);
  } else {
    out += "null";
  }
}

std::string JsonView::to_text() const {
  std::string out;
  append_to(out);
  return out;
}

JsonItems::Iterator& JsonItems::Iterator::operator++() {
  node_ = tape_->nodes[node_].next;
  return *this;
}

JsonMembers::Iterator::Iterator(const JsonTape* tape, std::uint32_t node, std::uint32_t last)
    : tape_(tape), node_(node), last_(last) {
  skip_superseded();
}

JsonMember JsonMembers::Iterator::operator*() const {
  return {tape_->slice(tape_->nodes[node_]), JsonView(*tape_, node_ + 1)};
}

JsonMembers::Iterator& JsonMembers::Iterator::operator++() {
  node_ = tape_->nodes[node_ + 1].next;
  skip_superseded();
  return *this;
}

void JsonMembers::Iterator::skip_superseded() {
  while (node_ < last_ && tape_->nodes[node_].superseded) {
    node_ = tape_->nodes[node_ + 1].next;
  }
}

struct JsonDocument::State {
  std::string text = {};
  JsonTape tape = {};
};

JsonDocument::JsonDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text, JsonLimits limits) {
  auto state = std::make_unique<State>();
  state->text = text;
  TL_TRY(read_tape(state->tape, state->text, limits));
  return JsonDocument(std::move(state));
}

JsonView JsonDocument::root() const {
  return {state_->tape, 0};
}

Result<std::string> normalise_json(std::string_view text, JsonLimits limits) {
  JsonTape tape;
  TL_TRY(read_tape(tape, text, limits));
  std::string out;
  out.reserve(text.size());
  append_node(out, tape, 0);
  return out;
}

}  // namespace throughline::codec
