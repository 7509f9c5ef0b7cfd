#include "people/people_list.h"

#include <fmt/format.h>

#include <bit>

#include "codec/json_view.h"
#include "condition/evaluate.h"

namespace throughline::people {
namespace {

constexpr std::size_t ordering_bytes_max = 200;

// Sixteen hexadecimal digits that sort as the numbers do (IEEE 754: flip all bits of negatives, the
// sign bit of the others).
std::string order_of(double number) {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63U;
  const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
  return fmt::format("{:016x}", (bits & sign) != 0 ? ~bits : bits | sign);
}

}  // namespace

std::optional<IndexedValue> indexed_value(std::string_view json) {
  const auto document = codec::JsonDocument::parse(json);
  if (!document.ok() || document->root().is_null()) {
    return std::nullopt;
  }
  const codec::JsonView value = document->root();
  if (const auto boolean = value.boolean()) {
    return IndexedValue{.type = "boolean",
                        .number = *boolean ? 1.0 : 0.0,
                        .ordering = *boolean ? "0true" : "0false"};
  }
  if (const auto number = value.number()) {
    return IndexedValue{.type = "number", .number = number, .ordering = "1" + order_of(*number)};
  }
  if (!value.is_string()) {
    return IndexedValue{.type = "other", .ordering = "3"};
  }
  std::string text(value.text());
  std::string folded = condition::folded(text);
  const auto time = parse_time(text);
  return IndexedValue{.type = time ? "time" : "text",
                      .text = text,
                      .folded = folded,
                      .time = time,
                      .ordering = "2" + folded.substr(0, ordering_bytes_max)};
}

}  // namespace throughline::people
