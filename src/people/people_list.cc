#include "people/people_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "codec/json_view.h"
#include "condition/condition_json.h"
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

Result<PeopleQuery> parse_people_query(const PeopleQueryText& text) {
  PeopleQuery query = {.search = text.search};
  if (!text.filter.empty()) {
    TL_TRY_ASSIGN(query.condition, condition::parse_condition(text.filter));
  }
  const std::string sort = text.sort.empty() ? "last_seen" : text.sort;
  const std::string order = !text.order.empty() ? text.order : sort == "name" ? "asc" : "desc";
  constexpr std::array<std::string_view, 4> names = {"last_seen", "first_seen", "name", "events"};
  const auto* const named = std::find(names.begin(), names.end(), sort);
  if (sort.starts_with("trait:")) {
    query.sort = PeopleSort::trait;
    query.sort_trait = sort.substr(6);
  } else if (named != names.end()) {
    query.sort = static_cast<PeopleSort>(named - names.begin());
  } else {
    return Error::invalid("`sort` must be last_seen, first_seen, name, events or trait:KEY");
  }
  if (order != "asc" && order != "desc") {
    return Error::invalid("`order` must be asc or desc");
  }
  query.order = order == "asc" ? SortOrder::ascending : SortOrder::descending;
  return query;
}

}  // namespace throughline::people
