// JsonTape: a whole JSON text as one flat list of nodes. Behind json_view.h, and nothing else.
//
// A container is followed by what it holds and knows where its subtree ends, so that it can be
// skipped in one step. Members are a key node followed by the value's nodes. A string without
// escapes and a number are slices of the text; a string with escapes lies undone in `unescaped`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json_tokens.h"
#include "codec/json_view.h"

namespace throughline::codec {

struct JsonNode {
  std::uint32_t begin = 0;   // Where the slice begins; of a container, its opening bracket.
  std::uint32_t length = 0;  // Bytes of the slice; a container's from bracket to bracket.
  std::uint32_t next = 0;    // The node after this one's subtree.
  std::uint32_t size = 0;    // Items or members, superseded ones not counted. A boolean: 0 or 1.
  std::uint32_t keys = 0;    // Of the subtree, superseded ones counted.
  std::uint16_t height = 0;  // Containers from here to the deepest, this one counted.
  JsonKind kind = JsonKind::null;
  bool escaped = false;     // The slice is of `unescaped`.
  bool verbatim = false;    // The container's bytes are already normalised.
  bool superseded = false;  // A key that comes again later in its object.
};

struct JsonTape {
  std::string_view text = {};
  std::string unescaped = {};
  std::vector<JsonNode> nodes = {};

  [[nodiscard]] std::string_view slice(const JsonNode& node) const {
    const std::string_view from = node.escaped ? std::string_view(unescaped) : text;
    return from.substr(node.begin, node.length);
  }
};

// Fills `tape` from its text. After a problem the tape is of no use.
std::optional<JsonProblem> build_tape(JsonTape& tape, const JsonTokens& tokens, JsonLimits limits);

// Both steps, simdjson's tokens first. A byte order mark is skipped.
Result<void> read_tape(JsonTape& tape, std::string_view text, JsonLimits limits);
// The same without simdjson, for comparison.
Result<void> read_tape_slowly(JsonTape& tape, std::string_view text, JsonLimits limits);

// Appends the subtree of the node at `index` as normalised JSON.
void append_node(std::string& out, const JsonTape& tape, std::uint32_t index);
// A key or string of the tape as a JSON literal.
void append_string(std::string& out, const JsonTape& tape, const JsonNode& node);

}  // namespace throughline::codec
