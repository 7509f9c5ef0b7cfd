// Where the tokens of a JSON text begin: the first step of parsing it.
//
// A token is one of {}[]:, or the first byte of a string, number, literal or stray character. That
// step also proves that strings are closed, are UTF-8 and hold no control characters; everything
// else about the grammar is left to json_tape.h. simdjson does it at memory speed; `scan_tokens`
// does the same byte by byte, says where a refusal is, and is what simdjson is tested against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace throughline::codec {

// Why a text is no JSON that we read. `why` is a constant.
struct JsonProblem {
  std::size_t at = 0;  // Byte.
  std::string_view why = {};
};

// `begin` points at `count` offsets and one more, which is the size of the text.
struct JsonTokens {
  const std::uint32_t* begin = nullptr;
  std::size_t count = 0;
  std::vector<std::uint32_t> owned = {};  // Where the tokens are not simdjson's.
};

// With simdjson. Nothing where it refuses. The offsets live until the thread's next call.
std::optional<JsonTokens> find_tokens_fast(std::string_view text);

// Byte by byte; the problem is that of the first unreadable string.
struct JsonTokenScan {
  JsonTokens tokens = {};
  std::optional<JsonProblem> problem = {};
};
JsonTokenScan scan_tokens(std::string_view text);

}  // namespace throughline::codec
