// The normaliser: with simdjson and without it must answer alike, down to the message; what it
// wrote must stay as it is; and it must accept whatever simdjson's own parser accepts.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/json.h"
#include "codec/json_tape.h"
#include "codec/payload_hash.h"

namespace throughline::codec {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

struct Answer {
  bool accepted = false;
  std::string text = {};
  bool operator==(const Answer&) const = default;
};

using Reader = Result<void> (*)(JsonTape&, std::string_view, JsonLimits);

Answer answer_of(Reader read, std::string_view text) {
  JsonTape tape;
  const Result<void> result = read(tape, text, {});
  if (!result) {
    return {false, result.error().message};
  }
  Answer answer = {true, {}};
  append_node(answer.text, tape, 0);
  return answer;
}

bool is_beyond_limits(std::string_view why) {
  return why.ends_with("nested too deeply") || why.ends_with("too many keys");
}

std::string hash_of(std::string_view text) {
  const Result<JsonDocument> document = JsonDocument::parse(text);
  require(document.ok());
  return payload_hash(document->root());
}

void check(std::string_view text) {
  const Answer fast = answer_of(&read_tape, text);
  require(fast == answer_of(&read_tape_slowly, text));
  if (fast.accepted) {
    require(answer_of(&read_tape, fast.text) == fast);
    require(hash_of(text) == hash_of(fast.text));
    require(*parse_json(text) == *parse_json(fast.text));
    return;
  }
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const bool theirs = parser.parse(simdjson::padded_string(text)).get(element) == simdjson::SUCCESS;
  require(!theirs || is_beyond_limits(fast.text));
}

}  // namespace
}  // namespace throughline::codec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  throughline::codec::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
