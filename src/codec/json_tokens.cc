#include "codec/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
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

// First bytes of UTF-8 sequences, the length that they announce, and what may come second: later
// bytes are 0x80 to 0xbf. Neither overlong forms nor surrogates can be written.
struct Utf8Lead {
  unsigned least;
  unsigned most;
  std::size_t length;
  unsigned second_least;
  unsigned second_most;
};
constexpr std::array utf8_leads = {
    Utf8Lead{0x00, 0x7f, 1, 0x00, 0xff}, Utf8Lead{0xc2, 0xdf, 2, 0x80, 0xbf},
    Utf8Lead{0xe0, 0xe0, 3, 0xa0, 0xbf}, Utf8Lead{0xe1, 0xec, 3, 0x80, 0xbf},
    Utf8Lead{0xed, 0xed, 3, 0x80, 0x9f}, Utf8Lead{0xee, 0xef, 3, 0x80, 0xbf},
    Utf8Lead{0xf0, 0xf0, 4, 0x90, 0xbf}, Utf8Lead{0xf1, 0xf3, 4, 0x80, 0xbf},
    Utf8Lead{0xf4, 0xf4, 4, 0x80, 0x8f}};

// The length of the UTF-8 sequence at `at`, or 0. Past the end of the text stands a 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  const auto* const lead = std::ranges::find_if(
      utf8_leads, [&](const Utf8Lead& each) { return first >= each.least && first <= each.most; });
  if (lead == utf8_leads.end()) {
    return 0;
  }
  const unsigned second = byte_at(text, at + 1);
  bool is_whole = second >= lead->second_least && second <= lead->second_most;
  for (std::size_t i = 2; i < lead->length; ++i) {
    is_whole = is_whole && (byte_at(text, at + i) & 0xc0U) == 0x80U;
  }
  return is_whole ? lead->length : 0;
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
