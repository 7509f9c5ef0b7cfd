#include "app/journey_table_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace throughline::app::tables {
namespace {

constexpr std::int64_t series_max = 160;  // Longer ones would not fit.

}  // namespace

std::int64_t integer(JsonView view) {
  return view.integer().value_or(0);
}
double number(JsonView view) {
  return view.number().value_or(0);
}
std::string count(JsonView view) {
  return number_text(integer(view));
}
std::string lasting(JsonView ms) {
  const auto value = ms.number();
  return value ? duration_text(*value) : "";
}
double part(double of, double all) {
  return all > 0 ? of / all : 0;
}

std::string share_cell(JsonView share) {
  return fmt::format("{} ({:.1f} to {:.1f})", share_text(number(share.find("share"))),
                     number(share.find("low")) * 100, number(share.find("high")) * 100);
}

Names::Names(JsonView nodes) {
  for (const JsonView node : nodes.items()) {
    const std::string_view kind = node.find("kind").text();
    const std::string prefix = kind == "track" ? "" : std::string(kind) + ":";
    names_[integer(node.find("id"))] = safe_text(prefix + std::string(node.find("name").text()));
  }
}

std::string Names::of(JsonView id) const {
  const auto found = names_.find(id.integer().value_or(-1));
  return found == names_.end() ? "?" : found->second;
}

std::string note_line(JsonView answer) {
  const JsonView note = answer.find("note");
  return fmt::format("{} people with events in that time, {:.1f} ms\n", count(note.find("people")),
                     number(note.find("took_ms")));
}

std::string group_name(JsonView value) {
  const std::string_view kind = value.find("kind").text();
  const JsonView said = value.find("value");
  return kind == "none" ? "(no value)"
         : kind == "others"
             ? "(others)"
             : safe_text(said.is_string() ? std::string(said.text()) : said.to_text());
}

std::string mark(JsonView period) {
  return period.find("completeness").text() == "complete" ? "" : "*";
}

std::string legend_of_marks(const std::string& table) {
  return table.find('*') == std::string::npos ? "" : "* not over, or not all of it looked at\n";
}

double greatest(JsonView items, std::string_view field) {
  double most = 0;
  for (const JsonView item : items.items()) {
    most = std::max(most, number(item.find(field)));
  }
  return most;
}

std::vector<double> series(JsonView all, JsonView items, std::string_view field) {
  const auto period_of = [](JsonView item) { return integer(item.find("period")); };
  std::optional<std::int64_t> first;
  std::int64_t last = 0;
  for (const JsonView item : all.items()) {
    first = first.value_or(period_of(item));
    last = period_of(item);
  }
  if (!first || last - *first >= series_max) {
    return {};
  }
  std::vector<double> values(static_cast<std::size_t>(last - *first + 1));
  for (const JsonView item : items.items()) {
    values.at(static_cast<std::size_t>(period_of(item) - *first)) = number(item.find(field));
  }
  return values;
}

}  // namespace throughline::app::tables
