// Describes a struct once, for writing it as JSON, reading it from JSON and its JSON Schema.
//
//   struct Team { std::string name; std::optional<Time> archived_at; };
//   BOOST_DESCRIBE_STRUCT(Team, (), (name, archived_at))     // Beside the struct, in its
//   namespace. to_json(team)            {"name":"Support","archived_at":null} from_json<Team>(view)
//   refuses unknown fields, missing ones and wrong types, naming the place schema_of<Team>() for
//   the OpenAPI document
//
// Fields may be std::string, bool, integers, double, Time (RFC 3339), RawJson, an enumeration with
// EnumText, another described struct, and std::optional, std::vector or std::map<std::string, ...>
// of those. An optional is written as null and may be left out when read; everything else is
// required. One trailing underscore of a field's name is dropped (`default_` is "default").
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "codec/openapi.h"

namespace throughline::codec {

// Normalised JSON of any shape; written as it is.
struct RawJson {
  std::string text = "null";
  bool operator==(const RawJson&) const = default;
};

// How an enumeration with `name_of` is read. Specialised where the enumeration is described:
//   template <> struct EnumText<EventKind> : EnumTextOf<parse_event_kind, EventKind::system> {};
template <class E>
struct EnumText;

template <auto parse_function, auto last_enumerator>
struct EnumTextOf {
  using Enum = decltype(last_enumerator);
  static constexpr Enum last = last_enumerator;
  static Result<Enum> parse(std::string_view name) { return parse_function(name); }
};

// What the documents say of a field. Specialised per struct:
//   template <> inline constexpr std::array field_docs<Team> = {FieldDoc{"name", "As agents see
//   it."}};
struct FieldDoc {
  std::string_view field = {};
  std::string_view text = {};
};
template <class T>
inline constexpr std::array<FieldDoc, 0> field_docs = {};

// A struct with a name of its own in the OpenAPI document: others refer to it, and it may contain
// itself. Specialised per struct.
template <class T>
inline constexpr std::string_view schema_name = {};

// Where in the JSON text a value stands, for messages: "steps[2].name".
struct JsonPlace {
  const JsonPlace* outer = nullptr;
  std::string_view key = {};
  std::size_t index = 0;  // Where `key` is empty.
};

namespace detail {

template <class T>
concept Described = boost::describe::has_describe_members<T>::value;
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires { EnumText<T>::last; };

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T, class Compare>
struct IsMap<std::map<std::string, T, Compare>> : std::true_type {};

template <class T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public |
                                                           boost::describe::mod_inherited>;

constexpr std::string_view json_name(std::string_view member) {
  return member.ends_with('_') ? member.substr(0, member.size() - 1) : member;
}

template <class T>
constexpr auto field_names() {
  return []<class... Ds>(boost::mp11::mp_list<Ds...>) {
    return std::array<std::string_view, sizeof...(Ds)>{json_name(Ds::name)...};
  }(boost::mp11::mp_rename<MembersOf<T>, boost::mp11::mp_list>());
}

Error wrong_kind(const JsonPlace& place, std::string_view expected, JsonView got);
Error refused_at(const JsonPlace& place, std::string_view why);
Error missing_at(const JsonPlace& place);
Result<void> check_fields(JsonView object, std::span<const std::string_view> known,
                          const JsonPlace& place);
Result<void> read_scalar(JsonView view, std::string& out, const JsonPlace& place);
Result<void> read_scalar(JsonView view, Time& out, const JsonPlace& place);
Result<void> read_scalar(JsonView view, bool& out, const JsonPlace& place);
Result<void> read_scalar(JsonView view, double& out, const JsonPlace& place);
Result<std::int64_t> read_integer(JsonView view, const JsonPlace& place);
std::string_view doc_of(std::string_view field, std::span<const FieldDoc> docs);
void write_time(JsonWriter& out, Time time);

}  // namespace detail

// Writing.

template <class T>
void write_json(JsonWriter& out, const T& value) {
  if constexpr (std::same_as<T, RawJson>) {
    out.raw(value.text);
  } else if constexpr (std::same_as<T, Time>) {
    detail::write_time(out, value);
  } else if constexpr (detail::NamedEnum<T>) {
    out.value(name_of(value));
  } else if constexpr (detail::IsOptional<T>::value) {
    if (value) {
      write_json(out, *value);
    } else {
      out.null();
    }
  } else if constexpr (detail::IsVector<T>::value) {
    out.begin_array();
    for (const typename T::value_type& item : value) {
      write_json(out, item);
    }
    out.end_array();
  } else if constexpr (detail::IsMap<T>::value) {
    out.begin_object();
    for (const auto& [key, item] : value) {
      out.key(key);
      write_json(out, item);
    }
    out.end_object();
  } else if constexpr (detail::Described<T>) {
    out.begin_object();
    boost::mp11::mp_for_each<detail::MembersOf<T>>([&](auto member) {
      out.key(detail::json_name(member.name));
      write_json(out, value.*member.pointer);
    });
    out.end_object();
  } else {
    out.value(value);
  }
}

template <class T>
std::string to_json(const T& value) {
  JsonWriter out;
  write_json(out, value);
  return out.take();
}

// Reading.

template <class T>
Result<void> read_json(JsonView view, T& out, const JsonPlace& place);

namespace detail {

template <class T>
Result<void> read_array(JsonView view, T& out, const JsonPlace& place) {
  if (!view.is_array()) {
    return wrong_kind(place, "an array", view);
  }
  out.clear();
  std::size_t index = 0;
  for (const JsonView item : view.items()) {
    typename T::value_type value = {};
    TL_TRY(read_json(item, value, {&place, {}, index++}));
    out.push_back(std::move(value));
  }
  return {};
}

template <class T>
Result<void> read_map(JsonView view, T& out, const JsonPlace& place) {
  if (!view.is_object()) {
    return wrong_kind(place, "an object", view);
  }
  out.clear();
  for (const auto& [key, value] : view.members()) {
    TL_TRY(read_json(value, out[std::string(key)], {&place, key}));
  }
  return {};
}

template <class T>
Result<void> read_field(JsonView object, std::string_view name, T& out, const JsonPlace& place) {
  const JsonView view = object.find(name);
  const JsonPlace inner = {&place, name};
  if (!view) {
    return IsOptional<T>::value ? Result<void>() : Result<void>(missing_at(inner));
  }
  return read_json(view, out, inner);
}

template <class T>
Result<void> read_struct(JsonView view, T& out, const JsonPlace& place) {
  static constexpr auto names = field_names<T>();
  if (!view.is_object()) {
    return wrong_kind(place, "an object", view);
  }
  TL_TRY(check_fields(view, names, place));
  Result<void> result;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    if (result.ok()) {
      result = read_field(view, json_name(member.name), out.*member.pointer, place);
    }
  });
  return result;
}

template <std::integral T>
Result<void> read_integral(JsonView view, T& out, const JsonPlace& place) {
  TL_TRY_ASSIGN(const std::int64_t value, read_integer(view, place));
  if (!std::in_range<T>(value)) {
    return refused_at(place, "out of range");
  }
  out = static_cast<T>(value);
  return {};
}

template <class E>
Result<void> read_enum(JsonView view, E& out, const JsonPlace& place) {
  if (!view.is_string()) {
    return wrong_kind(place, "a string", view);
  }
  Result<E> value = EnumText<E>::parse(view.text());
  if (!value) {
    return refused_at(place, value.error().message);
  }
  out = *value;
  return {};
}

}  // namespace detail

template <class T>
Result<void> read_json(JsonView view, T& out, const JsonPlace& place) {
  if constexpr (std::same_as<T, RawJson>) {
    out.text = view.to_text();
    return {};
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, Time> ||
                       std::same_as<T, bool> || std::same_as<T, double>) {
    return detail::read_scalar(view, out, place);
  } else if constexpr (detail::NamedEnum<T>) {
    return detail::read_enum(view, out, place);
  } else if constexpr (std::integral<T>) {
    return detail::read_integral(view, out, place);
  } else if constexpr (detail::IsOptional<T>::value) {
    out.reset();
    return view.is_null() ? Result<void>() : read_json(view, out.emplace(), place);
  } else if constexpr (detail::IsVector<T>::value) {
    return detail::read_array(view, out, place);
  } else if constexpr (detail::IsMap<T>::value) {
    return detail::read_map(view, out, place);
  } else {
    static_assert(detail::Described<T>, "the type needs BOOST_DESCRIBE_STRUCT or EnumText");
    return detail::read_struct(view, out, place);
  }
}

template <class T>
Result<T> from_json(JsonView view) {
  T out = {};
  TL_TRY(read_json(view, out, JsonPlace{}));
  return out;
}

// A request's body: parsed and read, or Error::invalid.
template <class T>
Result<T> parse_as(std::string_view text) {
  TL_TRY_ASSIGN(const JsonDocument document, JsonDocument::parse(text));
  return from_json<T>(document.root());
}

// Schema.

enum class SchemaUse { whole, inner };  // A named struct inside another is only referred to.

template <class T>
void write_schema(JsonWriter& out, SchemaUse use, std::string_view doc = {});

namespace detail {

template <class T>
void write_struct_schema(JsonWriter& out) {
  out.member("type", "object").key("properties").begin_object();
  std::vector<std::string_view> required;
  boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
    const std::string_view name = json_name(member.name);
    out.key(name);
    write_schema<Field>(out, SchemaUse::inner, doc_of(name, field_docs<T>));
    if (!IsOptional<Field>::value) {
      required.push_back(name);
    }
  });
  out.end_object();
  if (!required.empty()) {
    out.key("required");
    write_json(out, required);
  }
  out.member("additionalProperties", false);
}

template <class E>
void write_enum_schema(JsonWriter& out) {
  out.member("type", "string").key("enum").begin_array();
  for (int i = 0; i <= static_cast<int>(EnumText<E>::last); ++i) {
    out.value(name_of(static_cast<E>(i)));
  }
  out.end_array();
}

template <class T>
void write_schema_members(JsonWriter& out) {
  if constexpr (std::same_as<T, std::string>) {
    out.member("type", "string");
  } else if constexpr (std::same_as<T, Time>) {
    out.member("type", "string").member("format", "date-time");
  } else if constexpr (NamedEnum<T>) {
    write_enum_schema<T>(out);
  } else if constexpr (std::same_as<T, bool>) {
    out.member("type", "boolean");
  } else if constexpr (std::integral<T>) {
    out.member("type", "integer").member("format", sizeof(T) > 4 ? "int64" : "int32");
    if constexpr (std::unsigned_integral<T>) {
      out.member("minimum", 0);
    }
  } else if constexpr (std::same_as<T, double>) {
    out.member("type", "number").member("format", "double");
  } else if constexpr (IsOptional<T>::value) {
    out.key("anyOf").begin_array();
    write_schema<typename T::value_type>(out, SchemaUse::inner);
    out.begin_object().member("type", "null").end_object().end_array();
  } else if constexpr (IsVector<T>::value) {
    out.member("type", "array").key("items");
    write_schema<typename T::value_type>(out, SchemaUse::inner);
  } else if constexpr (IsMap<T>::value) {
    out.member("type", "object").key("additionalProperties");
    write_schema<typename T::mapped_type>(out, SchemaUse::inner);
  } else if constexpr (Described<T>) {
    write_struct_schema<T>(out);
  } else {
    static_assert(std::same_as<T, RawJson>, "the type needs BOOST_DESCRIBE_STRUCT or EnumText");
  }
}

}  // namespace detail

template <class T>
void write_schema(JsonWriter& out, SchemaUse use, std::string_view doc) {
  out.begin_object();
  if (!doc.empty()) {
    out.member("description", doc);
  }
  if (use == SchemaUse::inner && !schema_name<T>.empty()) {
    out.member("$ref", schema_reference(schema_name<T>));
  } else {
    detail::write_schema_members<T>(out);
  }
  out.end_object();
}

template <class T>
std::string schema_of() {
  JsonWriter out;
  write_schema<T>(out, SchemaUse::whole);
  return out.take();
}

// Registers a described struct under `schema_name<T>`, or under `name`.
template <class T>
void add_schema(Schemas& schemas, std::string_view name = schema_name<T>) {
  schemas.add(std::string(name), schema_of<T>());
}

}  // namespace throughline::codec
