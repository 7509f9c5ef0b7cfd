// The XES reader: what it hands on does not depend on how the text was cut into pieces, and never
// goes beyond its limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "codec/xes.h"

namespace throughline::codec {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

constexpr XesLimits limits = {
    .depth_max = 10, .attributes_max = 5, .text_bytes_max = 50, .piece_bytes_max = 200};

void append(std::string& calls, const XesAttributes& attributes) {
  require(attributes.items.size() <= limits.attributes_max);
  for (const XesAttribute& item : attributes.items) {
    require(item.key.size() <= limits.text_bytes_max && item.value.size() <= limits.text_bytes_max);
    calls += item.key + "=" + item.value + ";";
  }
  calls += attributes.time() ? to_rfc3339(*attributes.time()) : "";
}

// Every call, and whether the whole was accepted.
std::string read_in_pieces(std::string_view text, std::size_t piece) {
  std::string calls;
  XesReader reader({.on_event =
                        [&](std::uint64_t trace, std::uint64_t event, const XesAttributes& of) {
                          calls += std::to_string(trace) + "." + std::to_string(event) + ":";
                          append(calls, of);
                          return Result<void>();
                        },
                    .on_trace_end =
                        [&](std::uint64_t trace, const XesAttributes& of) {
                          calls += std::to_string(trace) + ":";
                          append(calls, of);
                          return Result<void>();
                        }},
                   limits);
  Result<void> result;
  for (std::size_t at = 0; at < text.size() && result.ok(); at += piece) {
    result = reader.feed(text.substr(at, piece));
  }
  if (result.ok()) {
    result = reader.finish();
  }
  return calls + (result.ok() ? "whole" : "refused");
}

}  // namespace
}  // namespace throughline::codec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using throughline::codec::read_in_pieces;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  throughline::codec::require(read_in_pieces(text, 1 << 20) == read_in_pieces(text, 3));
  return 0;
}
