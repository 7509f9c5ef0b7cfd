#include "people/rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/name_table.h"
#include "codec/json.h"
#include "codec/json_writer.h"
#include "people/blocked_values.h"
#include "people/normalise.h"

namespace throughline::people {
namespace {

using codec::JsonView;
using codec::JsonWriter;

constexpr std::array<std::string_view, 4> window_names = {"ever", "week", "month", "year"};
constexpr std::array<std::string_view, 7> channel_types = {"email", "phone", "whatsapp", "psid",
                                                           "igsid", "x_id",  "slack_id"};
constexpr std::size_t list_items_max = 1'000;
constexpr std::int64_t days_from_monday_to_epoch = 3;  // 1970-01-01 was a Thursday.

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

std::size_t rank(const Rules& rules, const std::string& type) {
  return static_cast<std::size_t>(std::find(rules.priority.begin(), rules.priority.end(), type) -
                                  rules.priority.begin());
}

void write_limit(JsonWriter& writer, const std::optional<Limit>& limit) {
  if (!limit) {
    writer.null();
    return;
  }
  writer.begin_object().member("values", limit->values).member("window", name_of(limit->window));
  writer.end_object();
}

void write_list(JsonWriter& writer, std::string_view name, const std::vector<std::string>& items) {
  writer.key(name).begin_array();
  for (const std::string& item : items) {
    writer.value(item);
  }
  writer.end_array();
}

Result<std::optional<Limit>> read_limit(JsonView view) {
  if (view.is_null()) {
    return std::optional<Limit>{};
  }
  const auto values = view.find("values").integer();
  if (!values) {
    return Error::invalid("a limit is null or has a number as `values`");
  }
  TL_TRY_ASSIGN(const Window window, parse_window(view.find("window").text_or("ever")));
  return std::optional(Limit{*values, window});
}

Result<void> read_list(JsonView view, std::string_view name, std::vector<std::string>& into) {
  if (!view) {
    return {};
  }
  if (!view.is_array() || view.size() > list_items_max) {
    return Error::invalid(std::string(name) + " must be a list of at most 1000 texts");
  }
  into.clear();
  for (const JsonView item : view.items()) {
    if (!item.is_string()) {
      return Error::invalid(std::string(name) + " must hold texts only");
    }
    into.emplace_back(item.text());
  }
  return {};
}

Result<void> read_limits(JsonView view, Rules& rules) {
  if (!view) {
    return {};
  }
  if (!view.is_object() || view.size() > list_items_max) {
    return Error::invalid("limits must be an object of at most 1000 types");
  }
  rules.limits.clear();
  for (const auto& [type, limit] : view.members()) {
    TL_TRY_ASSIGN(rules.limits[std::string(type)], read_limit(limit));
  }
  return {};
}

Result<void> check_limit(const std::optional<Limit>& limit) {
  if (limit && limit->values < 1) {
    return Error::invalid("a limit is at least 1");
  }
  return {};
}

}  // namespace

std::string_view name_of(Window window) {
  return name_in(window_names, window);
}
Result<Window> parse_window(std::string_view name) {
  return parse_name<Window>(window_names, name, "window");
}

std::int64_t bucket_of(Window window, Time time) {
  switch (window) {
    case Window::ever:
      return 0;
    case Window::week:
      return floor_divided(floor_divided(time.us, us_per_day) + days_from_monday_to_epoch, 7);
    case Window::month:
      return (utc_date(time).year - 1970) * std::int64_t{12} + utc_date(time).month - 1;
    case Window::year:
      return utc_date(time).year - std::int64_t{1970};
  }
  return 0;
}

Rules segment_preset() {
  Rules rules;
  rules.limits = {{"user_id", Limit{1, Window::ever}}};
  rules.other_limit = Limit{5, Window::ever};
  return rules;
}

const std::optional<Limit>& limit_of(const Rules& rules, const std::string& type) {
  const auto found = rules.limits.find(type);
  return found == rules.limits.end() ? rules.other_limit : found->second;
}

bool precedes(const Rules& rules, const Identifier& a, const Identifier& b) {
  return std::tuple(rank(rules, a.type), std::tie(a.type, a.value)) <
         std::tuple(rank(rules, b.type), std::tie(b.type, b.value));
}

std::vector<Window> windows_in_use(const Rules& rules) {
  std::set<Window> windows;
  const auto note = [&](const std::optional<Limit>& limit) {
    if (limit && limit->window != Window::ever) {
      windows.insert(limit->window);
    }
  };
  note(rules.other_limit);
  note(rules.breaker);
  for (const auto& [type, limit] : rules.limits) {
    note(limit);
  }
  return {windows.begin(), windows.end()};
}

bool is_channel_type(std::string_view type) {
  return std::find(channel_types.begin(), channel_types.end(), type) != channel_types.end();
}

Result<void> check_rules(const Rules& rules) {
  TL_TRY(check_limit(rules.other_limit));
  TL_TRY(check_limit(rules.breaker));
  for (const auto& [type, limit] : rules.limits) {
    TL_TRY(check_limit(limit));
  }
  if (!is_phone_region(rules.phone_region)) {
    return Error::invalid("no region of telephone numbers: " + rules.phone_region);
  }
  TL_TRY_ASSIGN(const BlockedValues compiled, BlockedValues::compile(rules));
  return {};
}

std::string to_json(const Rules& rules) {
  JsonWriter writer;
  writer.begin_object();
  write_list(writer, "blocked_patterns", rules.blocked_patterns);
  write_list(writer, "blocked_values", rules.blocked_values);
  writer.key("breaker");
  write_limit(writer, rules.breaker);
  writer.key("limits").begin_object();
  for (const auto& [type, limit] : rules.limits) {
    writer.key(type);
    write_limit(writer, limit);
  }
  writer.end_object().key("other_limit");
  write_limit(writer, rules.other_limit);
  writer.member("phone_region", rules.phone_region);
  write_list(writer, "priority", rules.priority);
  return writer.end_object().take();
}

Result<Rules> parse_rules(std::string_view json) {
  TL_TRY_ASSIGN(const codec::JsonDocument document, codec::JsonDocument::parse(json));
  const JsonView root = document.root();
  if (!root.is_object()) {
    return Error::invalid("identity rules are a JSON object");
  }
  Rules rules;
  TL_TRY(read_list(root.find("priority"), "priority", rules.priority));
  TL_TRY(read_list(root.find("blocked_values"), "blocked_values", rules.blocked_values));
  TL_TRY(read_list(root.find("blocked_patterns"), "blocked_patterns", rules.blocked_patterns));
  TL_TRY(read_limits(root.find("limits"), rules));
  if (const JsonView other = root.find("other_limit")) {
    TL_TRY_ASSIGN(rules.other_limit, read_limit(other));
  }
  if (const JsonView breaker = root.find("breaker")) {
    TL_TRY_ASSIGN(rules.breaker, read_limit(breaker));
  }
  rules.phone_region = root.find("phone_region").text_or(rules.phone_region);
  TL_TRY(check_rules(rules));
  return rules;
}

}  // namespace throughline::people
