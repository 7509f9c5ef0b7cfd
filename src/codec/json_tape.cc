#include "codec/json_tape.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/assert.h"
#include "base/text.h"
#include "codec/json_duplicates.h"
#include "codec/json_text.h"

namespace throughline::codec {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool ends_scalar(char c) {
  return c == ',' || c == '}' || c == ']' || c == ':' || c == ' ' || c == '\n' || c == '\r' ||
         c == '\t';
}

// A container that is not closed yet.
struct OpenContainer {
  std::uint32_t node = 0;
  bool is_object = false;
  std::size_t first_key = 0;    // Its first entry in `keys_`.
  std::size_t keys_before = 0;  // Keys of the text when it was opened.
  std::size_t changes = 0;      // What `changes_` was when it was opened.
};

// Walks the tokens once and checks the grammar. Never recurses.
class TapeBuilder {
 public:
  TapeBuilder(JsonTape& tape, const JsonTokens& tokens, JsonLimits limits)
      : tape_(tape),
        text_(tape.text),
        token_(tokens.begin),
        end_(tokens.begin + tokens.count),
        limits_{std::min(limits.depth_max, body_json_limits.depth_max), limits.keys_max} {}

  std::optional<JsonProblem> build() {
    if (token_ == end_) {
      fail(text_.size(), "no value");
    } else if (add_value()) {
      while (!open_.empty() && add_next()) {
      }
      if (!problem_ && token_ != end_) {
        fail(*token_, "something after the end of the value");
      }
    }
    return problem_;
  }

 private:
  bool fail(std::size_t at, std::string_view why) {
    problem_ = JsonProblem{at, why};
    return false;
  }

  [[nodiscard]] char current() const { return token_ == end_ ? '\0' : text_[*token_]; }

  // Steps over a token of `length` bytes.
  void advance(std::size_t length) {
    const std::uint32_t begin = *token_;
    changes_ += begin == expected_ ? 0 : 1;
    expected_ = begin + static_cast<std::uint32_t>(length);
    ++token_;
  }

  JsonNode& append(JsonKind kind, std::size_t begin, std::size_t length) {
    JsonNode& node = tape_.nodes.emplace_back();
    node.kind = kind;
    node.begin = static_cast<std::uint32_t>(begin);
    node.length = static_cast<std::uint32_t>(length);
    node.next = static_cast<std::uint32_t>(tape_.nodes.size());
    return node;
  }

  bool add_value() {
    switch (current()) {
      case '{':
      case '[':
        return open_container();
      case '"':
        return add_string();
      case 't':
        return add_literal("true", JsonKind::boolean);
      case 'f':
        return add_literal("false", JsonKind::boolean);
      case 'n':
        return add_literal("null", JsonKind::null);
      default:
        return add_number();
    }
  }

  // The next member or item of the innermost container, or its end.
  bool add_next() {
    const OpenContainer& container = open_.back();
    const std::uint32_t size = tape_.nodes[container.node].size;
    const char c = current();
    if (c == (container.is_object ? '}' : ']')) {
      return close_container();
    }
    if (size > 0) {
      if (c != ',') {
        return fail(*token_, container.is_object ? "expected ',' or '}'" : "expected ',' or ']'");
      }
      advance(1);
    }
    ++tape_.nodes[container.node].size;
    return (!container.is_object || add_key()) && add_value();
  }

  bool open_container() {
    if (open_.size() >= limits_.depth_max) {
      return fail(*token_, "nested too deeply");
    }
    const bool is_object = current() == '{';
    const auto node = static_cast<std::uint32_t>(tape_.nodes.size());
    append(is_object ? JsonKind::object : JsonKind::array, *token_, 0).height = 1;
    advance(1);
    open_.push_back({node, is_object, keys_.size(), keys_seen_, changes_});
    return true;
  }

  bool close_container() {
    advance(1);
    const OpenContainer container = open_.back();
    open_.pop_back();
    if (container.is_object) {
      drop_superseded(container);
    }
    JsonNode& node = tape_.nodes[container.node];
    node.length = expected_ - node.begin;
    node.next = static_cast<std::uint32_t>(tape_.nodes.size());
    node.keys = static_cast<std::uint32_t>(keys_seen_ - container.keys_before);
    node.verbatim = changes_ == container.changes;
    if (!open_.empty()) {
      JsonNode& outer = tape_.nodes[open_.back().node];
      outer.height =
          std::max<std::uint16_t>(outer.height, static_cast<std::uint16_t>(node.height + 1));
    }
    return true;
  }

  void drop_superseded(const OpenContainer& container) {
    for (std::size_t i = container.first_key; i < keys_.size(); ++i) {
      keys_[i].name = tape_.slice(tape_.nodes[keys_[i].node]);
      keys_[i].fingerprint = fingerprint_of(keys_[i].name);
    }
    for (const std::uint32_t key : superseded_keys(keys_, container.first_key)) {
      tape_.nodes[key].superseded = true;
      --tape_.nodes[container.node].size;
      ++changes_;
    }
    keys_.resize(container.first_key);
  }

  bool add_key() {
    if (current() != '"') {
      return fail(*token_, "expected a key in quotes");
    }
    if (keys_seen_ >= limits_.keys_max) {
      return fail(*token_, "too many keys");
    }
    ++keys_seen_;
    const auto node = static_cast<std::uint32_t>(tape_.nodes.size());
    if (!add_string()) {
      return false;
    }
    keys_.push_back({0, {}, node});  // The name is set at the end: `unescaped` may still move.
    if (current() != ':') {
      return fail(*token_, "expected ':'");
    }
    advance(1);
    return true;
  }

  bool add_string() {
    const std::size_t begin = *token_ + std::size_t{1};
    // Only spaces stand between a string's closing quote and the next token.
    std::size_t end = token_[1] - std::size_t{1};
    while (text_[end] != '"') {
      --end;
    }
    TL_ASSERT(end >= begin);
    const std::string_view raw = text_.substr(begin, end - begin);
    advance(raw.size() + 2);
    if (!has_escape(begin, end)) {
      append(JsonKind::string, begin, raw.size());
      return true;
    }
    ++changes_;
    const std::size_t first = tape_.unescaped.size();
    if (const auto problem = append_unescaped(tape_.unescaped, raw)) {
      return fail(begin + problem->at, problem->why);
    }
    append(JsonKind::string, first, tape_.unescaped.size() - first).escaped = true;
    return true;
  }

  // Whether a backslash stands in [begin, end). Asked from left to right; most texts have none, and
  // one search finds that out for all strings.
  bool has_escape(std::size_t begin, std::size_t end) {
    if (next_escape_ < begin) {
      next_escape_ = std::min(text_.find('\\', begin), text_.size());
    }
    return next_escape_ < end;
  }

  bool add_literal(std::string_view literal, JsonKind kind) {
    const std::size_t begin = *token_;
    if (text_.substr(begin, literal.size()) != literal || !scalar_ends(begin + literal.size())) {
      return fail(begin, "expected a value");
    }
    append(kind, begin, literal.size()).size = literal == "true" ? 1 : 0;
    advance(literal.size());
    return true;
  }

  bool add_number() {
    const std::size_t begin = *token_;
    const std::size_t length = number_length(text_.substr(begin));
    if (length == 0 || !scalar_ends(begin + length)) {
      return fail(begin, "expected a value");
    }
    append(JsonKind::number, begin, length);
    advance(length);
    return true;
  }

  [[nodiscard]] bool scalar_ends(std::size_t at) const {
    return at == text_.size() || ends_scalar(text_[at]);
  }

  JsonTape& tape_;
  std::string_view text_;
  const std::uint32_t* token_;  // The current one; `*end_` is the size of the text.
  const std::uint32_t* end_;
  JsonLimits limits_;
  std::vector<OpenContainer> open_;
  std::vector<JsonKey> keys_;    // Of the open objects, outer ones first.
  std::size_t next_escape_ = 0;  // The first backslash from there on.
  std::size_t keys_seen_ = 0;
  std::size_t changes_ = 0;     // What the normaliser will write otherwise than it was sent.
  std::uint32_t expected_ = 0;  // Where the next token begins if no space comes before it.
  std::optional<JsonProblem> problem_;
};

Error refusal(const JsonProblem& problem, std::size_t skipped) {
  return Error::invalid(
      fmt::format("invalid JSON at byte {}: {}", problem.at + skipped, problem.why));
}

std::optional<JsonProblem> build_slowly(JsonTape& tape, JsonLimits limits) {
  JsonTokenScan scan = scan_tokens(tape.text);
  if (!scan.problem) {
    return build_tape(tape, scan.tokens, limits);
  }
  // The last token is the unreadable string; what is wrong before it is said first.
  --scan.tokens.count;
  const std::size_t readable = scan.tokens.begin[scan.tokens.count];
  const std::optional<JsonProblem> before = build_tape(tape, scan.tokens, limits);
  return before && before->at < readable ? before : scan.problem;
}

// Sets the tape's text; the bytes before it.
std::size_t skip_mark(JsonTape& tape, std::string_view text) {
  const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  tape.text = text.substr(skipped);
  return skipped;
}

void append_members(std::string& out, const JsonTape& tape, std::uint32_t first,
                    std::uint32_t last) {
  bool needs_comma = false;
  for (std::uint32_t key = first; key < last; key = tape.nodes[key + 1].next) {
    if (tape.nodes[key].superseded) {
      continue;
    }
    if (needs_comma) {
      out += ',';
    }
    needs_comma = true;
    append_string(out, tape, tape.nodes[key]);
    out += ':';
    append_node(out, tape, key + 1);
  }
}

void append_items(std::string& out, const JsonTape& tape, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t item = first; item < last; item = tape.nodes[item].next) {
    if (item != first) {
      out += ',';
    }
    append_node(out, tape, item);
  }
}

}  // namespace

std::optional<JsonProblem> build_tape(JsonTape& tape, const JsonTokens& tokens, JsonLimits limits) {
  tape.nodes.clear();
  tape.unescaped.clear();
  tape.nodes.reserve((tokens.count / 2) + 1);
  return TapeBuilder(tape, tokens, limits).build();
}

Result<void> read_tape(JsonTape& tape, std::string_view text, JsonLimits limits) {
  if (text.size() > json_bytes_max) {
    return Error::too_large("the JSON text is too long");
  }
  const std::size_t skipped = skip_mark(tape, text);
  const std::optional<JsonTokens> tokens = find_tokens_fast(tape.text);
  if (tokens && !build_tape(tape, *tokens, limits)) {
    return {};
  }
  const std::optional<JsonProblem> problem = build_slowly(tape, limits);
  return problem ? Result<void>(refusal(*problem, skipped)) : Result<void>();
}

Result<void> read_tape_slowly(JsonTape& tape, std::string_view text, JsonLimits limits) {
  const std::size_t skipped = skip_mark(tape, text);
  const std::optional<JsonProblem> problem = build_slowly(tape, limits);
  return problem ? Result<void>(refusal(*problem, skipped)) : Result<void>();
}

void append_string(std::string& out, const JsonTape& tape, const JsonNode& node) {
  if (node.escaped) {
    append_quoted_json(out, tape.slice(node));
    return;
  }
  out += '"';
  out += tape.slice(node);
  out += '"';
}

void append_node(std::string& out, const JsonTape& tape, std::uint32_t index) {
  const JsonNode& node = tape.nodes[index];
  if (node.kind == JsonKind::string) {
    append_string(out, tape, node);
  } else if (node.verbatim || (node.kind != JsonKind::object && node.kind != JsonKind::array)) {
    out += tape.slice(node);
  } else if (node.kind == JsonKind::object) {
    out += '{';
    append_members(out, tape, index + 1, node.next);
    out += '}';
  } else {
    out += '[';
    append_items(out, tape, index + 1, node.next);
    out += ']';
  }
}

}  // namespace throughline::codec
