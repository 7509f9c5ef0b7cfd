#include "codec/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <utility>

namespace throughline::codec {
namespace {

using Scanner = simdjson::internal::dom_parser_implementation;

// Above this a scanner's buffers are not kept for the thread's next text.
constexpr std::size_t kept_bytes_max = std::size_t{1} << 20U;

std::unique_ptr<Scanner> make_scanner(std::size_t capacity) {
  std::unique_ptr<Scanner> scanner;
  const auto error =
      simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, scanner);
  return error == simdjson::SUCCESS ? std::move(scanner) : nullptr;
}

Scanner* scanner_for(std::size_t size) {
  thread_local std::unique_ptr<Scanner> kept;
  if (kept == nullptr || kept->capacity() < size ||
      (kept->capacity() > kept_bytes_max && size <= kept_bytes_max)) {
    kept.reset();  // Before the larger one is allocated.
    kept = make_scanner(std::bit_ceil(std::max<std::size_t>(size, 4096)));
  }
  return kept.get();
}

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_between(unsigned byte, unsigned least, unsigned most) {
  return byte >= least && byte <= most;
}

// The length of the UTF-8 sequence at `at` (no surrogates, no overlong forms), or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const unsigned second = byte_at(text, at + 1);
  const auto continues = [&](std::size_t i) {
    return is_between(byte_at(text, at + i), 0x80, 0xbf);
  };
  if (first < 0x80) {
    return 1;
  }
  if (is_between(first, 0xc2, 0xdf)) {
    return continues(1) ? 2 : 0;
  }
  if (is_between(first, 0xe0, 0xef)) {
    const unsigned least = first == 0xe0 ? 0xa0 : 0x80;
    const unsigned most = first == 0xed ? 0x9f : 0xbf;
    return is_between(second, least, most) && continues(2) ? 3 : 0;
  }
  if (is_between(first, 0xf0, 0xf4)) {
    const unsigned least = first == 0xf0 ? 0x90 : 0x80;
    const unsigned most = first == 0xf4 ? 0x8f : 0xbf;
    return is_between(second, least, most) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

bool is_operator(char c) {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',';
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Moves `at` from a string's opening quote past its closing one.
std::optional<JsonProblem> skip_string(std::string_view text, std::size_t& at) {
  const std::size_t opening = at;
  ++at;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      ++at;
      return std::nullopt;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      return JsonProblem{at, "a control character inside a string"};
    }
    const std::size_t length = c == '\\' ? 1 : utf8_length(text, at);
    if (length == 0) {
      return JsonProblem{at, "a string that is no UTF-8"};
    }
    at += length;
    if (c == '\\' && at < text.size() && (text[at] == '"' || text[at] == '\\')) {
      ++at;
    }
  }
  return JsonProblem{opening, "a string without its closing quote"};
}

}  // namespace

// Stage 1 alone is used: it needs no padding behind the text, and what it finds is exactly what
// the walk in json_tape.cc needs. simdjson's later stages refuse texts that we accept.
std::optional<JsonTokens> find_tokens_fast(std::string_view text) {
  Scanner* scanner = scanner_for(text.size());
  if (scanner == nullptr) {
    return std::nullopt;
  }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  if (scanner->stage1(bytes, text.size(), simdjson::stage1_mode::regular) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return JsonTokens{scanner->structural_indexes.get(), scanner->n_structural_indexes, {}};
}

JsonTokenScan scan_tokens(std::string_view text) {
  JsonTokenScan scan;
  std::vector<std::uint32_t>& offsets = scan.tokens.owned;
  std::size_t at = 0;
  while (at < text.size() && !scan.problem) {
    const char c = text[at];
    if (is_space(c)) {
      ++at;
      continue;
    }
    offsets.push_back(static_cast<std::uint32_t>(at));
    if (c == '"') {
      scan.problem = skip_string(text, at);
    } else if (is_operator(c)) {
      ++at;
    } else {
      while (at < text.size() && !is_space(text[at]) && !is_operator(text[at]) && text[at] != '"') {
        ++at;
      }
    }
  }
  scan.tokens.count = offsets.size();
  offsets.push_back(static_cast<std::uint32_t>(text.size()));
  scan.tokens.begin = offsets.data();
  return scan;
}

}  // namespace throughline::codec
