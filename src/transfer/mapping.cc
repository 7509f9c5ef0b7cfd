#include "transfer/mapping.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/name_table.h"
#include "base/number_in.h"
#include "base/text.h"
#include "codec/json_view.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;

constexpr std::size_t mapping_bytes_max = 256 * 1024;
constexpr std::size_t messages_max = 20;
constexpr std::array<std::string_view, 5> format_names = {"csv", "ndjson", "messages",
                                                          "throughline", "xes"};
constexpr std::array<std::string_view, 5> type_names = {"text", "number", "boolean", "time",
                                                        "json"};
constexpr std::array<std::string_view, 3> order_names = {"iso", "dmy", "mdy"};

// Where the text that begins at `at` ends: at the brace that opens a column, or at its end. Two
// braces stand for one.
std::size_t read_plain(std::string_view text, std::size_t at, std::string& plain) {
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_brace = c == '{' || c == '}';
    if (is_brace && text.substr(at + 1, 1) == text.substr(at, 1)) {
      ++at;
    } else if (c == '{') {
      return at;
    }
    plain += c;
  }
  return at;
}

// "order-{order_id}".
Result<ValueSpec> parse_template(std::string_view text) {
  ValueSpec spec;
  for (std::size_t at = 0; at < text.size();) {
    std::string plain;
    at = read_plain(text, at, plain);
    if (!plain.empty()) {
      spec.parts.push_back({.is_column = false, .text = std::move(plain)});
    }
    if (at == text.size()) {
      break;
    }
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) {
      return Error::invalid("a { has no } in \"" + std::string(text) + "\"");
    }
    if (end == at + 1) {
      return Error::invalid("{} names no column in \"" + std::string(text) + "\"");
    }
    spec.parts.push_back(
        {.is_column = true, .text = std::string(text.substr(at + 1, end - at - 1))});
    at = end + 1;
  }
  return spec;
}

ValueSpec column_value(std::string column, ValueType type = ValueType::text) {
  return {.parts = {{true, std::move(column)}}, .type = type};
}

// A template, {"column": .., "as": ..} or {"value": ..}.
Result<ValueSpec> parse_value(JsonView view) {
  if (view.is_string()) {
    return parse_template(view.text());
  }
  if (const JsonView constant = view.find("value")) {
    return ValueSpec{.constant = constant.to_text()};
  }
  const std::string_view column = view.find("column").text();
  if (column.empty()) {
    return Error::invalid(
        R"(a value is text with {columns}, {"column": .., "as": ..} or {"value": ..})");
  }
  TL_TRY_ASSIGN(const ValueType type, parse_value_type(view.find("as").text_or("text")));
  return column_value(std::string(column), type);
}

Result<std::optional<ValueSpec>> parse_optional(JsonView message, std::string_view key) {
  const JsonView view = message.find(key);
  if (!view || view.is_null()) {
    return std::optional<ValueSpec>();
  }
  TL_TRY_ASSIGN(ValueSpec spec, parse_value(view));
  return std::optional(std::move(spec));
}

Result<NamedValues> parse_named(JsonView message, std::string_view key) {
  NamedValues named;
  for (const auto& [name, value] : message.find(key).members()) {
    TL_TRY_ASSIGN(ValueSpec spec, parse_value(value));
    named.emplace_back(name, std::move(spec));
  }
  return named;
}

Result<EventKind> parse_kind(std::string_view name) {
  const auto kind = parse_event_kind(name);
  if (!kind.ok() || *kind >= EventKind::merge) {
    return Error::invalid("a message is track, page, screen, identify, group or alias, not " +
                          quote_json(name));
  }
  return *kind;
}

Result<When> parse_when(JsonView view) {
  When when = {.column = std::string(view.is_string() ? view.text() : view.find("column").text())};
  if (when.column.empty()) {
    return Error::invalid(R"(`when` names a column, or is {"column": .., "equals": ..})");
  }
  if (const JsonView equals = view.find("equals")) {
    when.equals = equals.text();
  }
  return when;
}

Result<void> check_message(const MessageSpec& message) {
  if (message.identifiers.empty()) {
    return Error::invalid("a message needs at least one column that says who it is about");
  }
  if (message.kind == EventKind::track && !message.event) {
    return Error::invalid("a track message needs `event`: a name, or a column that holds it");
  }
  if (message.kind == EventKind::group && !message.group_id) {
    return Error::invalid("a group message needs `group_id`");
  }
  if (message.kind == EventKind::alias && !message.previous_id) {
    return Error::invalid("an alias message needs `previous_id`");
  }
  return {};
}

Result<MessageSpec> parse_message(JsonView view) {
  MessageSpec message;
  TL_TRY_ASSIGN(message.kind, parse_kind(view.find("type").text()));
  TL_TRY_ASSIGN(message.event, parse_optional(view, "event"));
  TL_TRY_ASSIGN(message.name, parse_optional(view, "name"));
  TL_TRY_ASSIGN(message.time, parse_optional(view, "time"));
  TL_TRY_ASSIGN(message.id, parse_optional(view, "id"));
  TL_TRY_ASSIGN(message.group_id, parse_optional(view, "group_id"));
  TL_TRY_ASSIGN(message.previous_id, parse_optional(view, "previous_id"));
  TL_TRY_ASSIGN(message.identifiers, parse_named(view, "identifiers"));
  TL_TRY_ASSIGN(message.properties, parse_named(view, "properties"));
  TL_TRY_ASSIGN(message.traits, parse_named(view, "traits"));
  message.channel = view.find("channel").text();
  if (const JsonView when = view.find("when"); when && !when.is_null()) {
    TL_TRY_ASSIGN(message.when, parse_when(when));
  }
  TL_TRY(check_message(message));
  return message;
}

// What the roles of all columns come to: everybody's members, and the traits apart.
struct Roles {
  MessageSpec message = {};
  NamedValues traits = {};
  std::string log = {};  // What the cases are of.
};

// Cases of different logs are different ones, though both logs count them from 1.
ValueSpec case_value(const Roles& roles, std::string_view column) {
  ValueSpec value = column_value(std::string(column));
  if (!roles.log.empty()) {
    value.parts.insert(value.parts.begin(), {.is_column = false, .text = roles.log + "/"});
  }
  return value;
}

// Of the identifier that a role makes of a column; nothing for any other role.
std::string identifier_type(std::string_view word, std::string_view detail) {
  if (word == "identifier") {
    return std::string(detail);
  }
  if (word == "case") {
    return "case_id";
  }
  const bool is_one =
      word == "user_id" || word == "anonymous_id" || word == "email" || word == "phone";
  return std::string(is_one ? word : std::string_view());
}

// "email", "time", "identifier:order_id", "property:number", ...
Result<void> take_role(Roles& roles, std::string_view column, std::string_view role) {
  const std::size_t colon = role.find(':');
  const std::string_view word = role.substr(0, colon);
  const std::string_view detail =
      colon == std::string_view::npos ? std::string_view() : role.substr(colon + 1);
  MessageSpec& message = roles.message;
  ValueSpec value = column_value(std::string(column));
  if (word == "property" || word == "trait") {
    TL_TRY_ASSIGN(value.type, parse_value_type(detail.empty() ? "text" : detail));
    NamedValues& into = word == "property" ? message.properties : roles.traits;
    into.emplace_back(column, std::move(value));
  } else if (const std::string type = identifier_type(word, detail); !type.empty()) {
    message.identifiers.emplace_back(type, word == "case" ? case_value(roles, column) : value);
  } else if (word == "time") {
    message.time = std::move(value);
  } else if (word == "event") {
    message.event = std::move(value);
  } else if (word == "message_id") {
    message.id = std::move(value);
  } else if (word == "group_id") {
    message.group_id = std::move(value);
  } else if (word == "name") {
    message.name = std::move(value);
  } else if (word != "ignored") {
    return Error::invalid("column \"" + std::string(column) +
                          "\": no such role: " + std::string(role));
  }
  return {};
}

// Whether a member says the second word; without it, it says the first.
Result<bool> parse_choice(JsonView root, std::string_view key, std::string_view no,
                          std::string_view yes) {
  const std::string_view word = root.find(key).text_or(no);
  if (word != no && word != yes) {
    return Error::invalid("`" + std::string(key) + "` is " + std::string(no) + " or " +
                          std::string(yes));
  }
  return word == yes;
}

Result<void> parse_columns(JsonView root, Mapping& mapping) {
  Roles roles;
  TL_TRY_ASSIGN(roles.message.kind, parse_kind(root.find("kind").text_or("track")));
  if (const std::string_view event = root.find("event").text(); !event.empty()) {
    TL_TRY_ASSIGN(roles.message.event, parse_template(event));
  }
  roles.message.channel = root.find("channel").text();
  roles.log = root.find("log").text();
  for (const auto& [column, role] : root.find("columns").members()) {
    TL_TRY(take_role(roles, column, role.text()));
    mapping.named.emplace(column);
  }
  TL_TRY_ASSIGN(roles.message.others, parse_choice(root, "others", "ignored", "property"));
  const EventKind kind = roles.message.kind;
  // A row of events that also holds traits says them in a message of its own.
  if (!roles.traits.empty() && kind != EventKind::identify && kind != EventKind::group) {
    MessageSpec about = {.kind = EventKind::identify,
                         .time = roles.message.time,
                         .identifiers = roles.message.identifiers,
                         .traits = std::move(roles.traits),
                         .channel = roles.message.channel};
    TL_TRY(check_message(about));
    mapping.messages.push_back(std::move(about));
  } else {
    roles.message.traits = std::move(roles.traits);
  }
  TL_TRY(check_message(roles.message));
  mapping.messages.push_back(std::move(roles.message));
  return {};
}

// "-03:00"; parse_time knows which are offsets.
Result<std::string> parse_utc_offset(std::string_view text) {
  if (!text.empty() && !parse_time("2000-01-01T00:00:00" + std::string(text))) {
    return Error::invalid("`utc_offset` is written like -03:00");
  }
  return std::string(text);
}

bool says_offset(std::string_view text) {
  const std::size_t clock = text.find(':');
  return clock != std::string_view::npos &&
         text.find_first_of("Zz+-", clock) != std::string_view::npos;
}

// Numbers between separators: "3.2.2026 14:05" is 3, 2, 2026, 14, 5.
std::vector<int> numbers_in(std::string_view text) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    int number = 0;
    const auto [rest, error] = std::from_chars(at, end, number);
    if (error != std::errc() || *at == '-') {
      return {};
    }
    numbers.push_back(number);
    at = rest;
    if (at != end) {
      if (std::string_view("./-: T").find(*at) == std::string_view::npos || ++at == end) {
        return {};
      }
    }
  }
  return numbers;
}

std::string two_digits(int number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

// As ISO 8601, for parse_time to judge; empty where it cannot be a date.
std::string reordered(std::string_view text, DateOrder order) {
  std::vector<int> numbers = numbers_in(text);
  if (numbers.size() < 3 || numbers.size() == 4 || numbers.size() > 6) {
    return {};
  }
  numbers.resize(6);
  const int day = numbers[order == DateOrder::dmy ? 0 : 1];
  const int month = numbers[order == DateOrder::dmy ? 1 : 0];
  const int year = numbers[2] < 100 ? numbers[2] + (numbers[2] < 70 ? 2000 : 1900) : numbers[2];
  return std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day) + "T" +
         two_digits(numbers[3]) + ":" + two_digits(numbers[4]) + ":" + two_digits(numbers[5]);
}

// Seconds or milliseconds since 1970, as digits.
std::optional<Time> since_1970(std::string_view text) {
  const auto number = number_in<double>(text);
  constexpr double ms_at_least = 1e11;
  constexpr double ms_max = 1e14;
  if (!number || std::abs(*number) > ms_max || text.size() < 9) {
    return std::nullopt;
  }
  const double unit = std::abs(*number) >= ms_at_least ? static_cast<double>(us_per_ms)
                                                       : static_cast<double>(us_per_second);
  return Time{static_cast<std::int64_t>(std::llround(*number * unit))};
}

}  // namespace

std::string_view name_of(FileFormat format) {
  return name_in(format_names, format);
}
Result<FileFormat> parse_file_format(std::string_view name) {
  return parse_name<FileFormat>(format_names, name, "format");
}
std::string_view name_of(ValueType type) {
  return name_in(type_names, type);
}
Result<ValueType> parse_value_type(std::string_view name) {
  return parse_name<ValueType>(type_names, name, "type");
}
std::string_view name_of(DateOrder order) {
  return name_in(order_names, order);
}
Result<DateOrder> parse_date_order(std::string_view name) {
  return parse_name<DateOrder>(order_names, name, "order of dates");
}

Result<Mapping> parse_mapping(std::string_view json) {
  if (json.size() > mapping_bytes_max) {
    return Error::too_large("a mapping may have at most 256 KB");
  }
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(json));
  const JsonView root = document.root();
  if (!root.is_object()) {
    return Error::invalid("a mapping is a JSON object");
  }
  Mapping mapping;
  TL_TRY_ASSIGN(mapping.format, parse_file_format(root.find("format").text_or("csv")));
  TL_TRY_ASSIGN(mapping.date_order, parse_date_order(root.find("dates").text_or("iso")));
  TL_TRY_ASSIGN(mapping.utc_offset, parse_utc_offset(root.find("utc_offset").text()));
  const std::string_view separator = root.find("separator").text_or(",");
  if (separator.size() != 1 || separator == "\"" || separator == "\n" || separator == "\r") {
    return Error::invalid("`separator` is one character");
  }
  mapping.separator = separator.front();
  TL_TRY_ASSIGN(mapping.keep_copies, parse_choice(root, "copies", "one", "kept"));
  for (const JsonView message : root.find("messages").items()) {
    TL_TRY_ASSIGN(MessageSpec spec, parse_message(message));
    mapping.messages.push_back(std::move(spec));
  }
  if (mapping.messages.size() > messages_max) {
    return Error::invalid("a row may make at most 20 messages");
  }
  if (root.find("columns").is_object()) {
    TL_TRY(parse_columns(root, mapping));
  }
  const bool rows_are_mapped =
      mapping.format == FileFormat::csv || mapping.format == FileFormat::ndjson;
  if (rows_are_mapped && mapping.messages.empty()) {
    return Error::invalid("a mapping needs `columns` or `messages`");
  }
  return mapping;
}

void add_columns(const ValueSpec& value, std::set<std::string>& columns) {
  for (const Part& part : value.parts) {
    if (part.is_column) {
      columns.insert(part.text);
    }
  }
}

std::set<std::string> columns_of(const Mapping& mapping) {
  std::set<std::string> columns;
  for (const MessageSpec& message : mapping.messages) {
    for (const auto* one : {&message.event, &message.name, &message.time, &message.id,
                            &message.group_id, &message.previous_id}) {
      if (*one) {
        add_columns(**one, columns);
      }
    }
    for (const auto* values : {&message.identifiers, &message.properties, &message.traits}) {
      for (const auto& [key, value] : *values) {
        add_columns(value, columns);
      }
    }
    if (message.when) {
      columns.insert(message.when->column);
    }
  }
  return columns;
}

std::optional<Time> read_time(std::string_view text, const Mapping& mapping) {
  text = trimmed(text);
  if (const auto time = since_1970(text)) {
    return time;
  }
  const std::string iso = mapping.date_order == DateOrder::iso
                              ? std::string(text)
                              : reordered(text, mapping.date_order);
  if (iso.empty() && !text.empty()) {
    return parse_time(text);
  }
  if (mapping.utc_offset.empty() || says_offset(iso)) {
    return parse_time(iso);
  }
  const bool has_clock = iso.find(':') != std::string::npos;
  return parse_time(iso + (has_clock ? "" : "T00:00:00") + mapping.utc_offset);
}

}  // namespace throughline::transfer
