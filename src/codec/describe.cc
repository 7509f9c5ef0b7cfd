#include "codec/describe.h"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::codec::detail {
namespace {

std::string text_of(const JsonPlace& place) {
  if (place.outer == nullptr) {
    return {};
  }
  const std::string outer = text_of(*place.outer);
  if (place.key.empty()) {
    return fmt::format("{}[{}]", outer, place.index);
  }
  return outer.empty() ? std::string(place.key) : fmt::format("{}.{}", outer, place.key);
}

}  // namespace

Error refused_at(const JsonPlace& place, std::string_view why) {
  const std::string where = text_of(place);
  return Error::invalid(where.empty() ? std::string(why) : fmt::format("{}: {}", where, why));
}

Error wrong_kind(const JsonPlace& place, std::string_view expected, JsonView got) {
  // A number outside what the field can hold has the right kind.
  const std::string what = got.is_number() && expected != described(JsonKind::object) &&
                                   expected != described(JsonKind::array)
                               ? std::string(got.number_text())
                               : std::string(described(got.kind()));
  return refused_at(place, fmt::format("expected {}, not {}", expected, what));
}

Error missing_at(const JsonPlace& place) {
  return refused_at(place, "this field is missing");
}

Result<void> check_fields(JsonView object, std::span<const std::string_view> known,
                          const JsonPlace& place) {
  for (const auto& [key, value] : object.members()) {
    if (std::ranges::find(known, key) == known.end()) {
      return refused_at(JsonPlace{&place, key}, "there is no such field");
    }
  }
  return {};
}

Result<void> read_scalar(JsonView view, std::string& out, const JsonPlace& place) {
  if (!view.is_string()) {
    return wrong_kind(place, described(JsonKind::string), view);
  }
  out = view.text();
  return {};
}

Result<void> read_scalar(JsonView view, Time& out, const JsonPlace& place) {
  const std::optional<Time> time = view.is_string() ? parse_time(view.text()) : std::nullopt;
  if (!time) {
    return refused_at(place, "expected a time such as 2026-03-01T08:30:00Z");
  }
  out = *time;
  return {};
}

Result<void> read_scalar(JsonView view, bool& out, const JsonPlace& place) {
  const std::optional<bool> value = view.boolean();
  if (!value) {
    return wrong_kind(place, described(JsonKind::boolean), view);
  }
  out = *value;
  return {};
}

Result<void> read_scalar(JsonView view, double& out, const JsonPlace& place) {
  const std::optional<double> value = view.number();
  if (!value) {
    return wrong_kind(place, described(JsonKind::number), view);
  }
  out = *value;
  return {};
}

Result<std::int64_t> read_integer(JsonView view, const JsonPlace& place) {
  const std::optional<std::int64_t> value = view.integer();
  return value ? Result<std::int64_t>(*value)
               : Result<std::int64_t>(wrong_kind(place, "a whole number", view));
}

std::string_view doc_of(std::string_view field, std::span<const FieldDoc> docs) {
  const auto found =
      std::ranges::find_if(docs, [&](const FieldDoc& doc) { return doc.field == field; });
  return found == docs.end() ? std::string_view() : found->text;
}

void write_time(JsonWriter& out, Time time) {
  out.value(to_rfc3339(time));
}

}  // namespace throughline::codec::detail
