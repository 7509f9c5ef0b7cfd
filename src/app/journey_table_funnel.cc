#include <fmt/format.h>

#include <vector>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

std::string choice_text(JsonView choice) {
  std::string text;
  for (const JsonView name : choice.find("names").items()) {
    text += (text.empty() ? "" : "|") + std::string(name.text());
  }
  if (const std::string_view kind = choice.find("kind").text(); !kind.empty()) {
    text = std::string(kind) + ":" + text;
  }
  return text.empty() ? "any event" : safe_text(text);
}

// By when people began.
std::string trend_table(JsonView trend) {
  Table table({{"began", Align::left}, {"people"}, {"of them to the end"}, {"", Align::left}});
  for (const JsonView period : trend.items()) {
    const JsonView converted = period.find("converted");
    table.add({std::string(period.find("begins_on").text()) + mark(period),
               count(converted.find("of")), share_cell(converted),
               bar(number(converted.find("share")), bar_width)});
  }
  const std::string text = table.text();
  return "\n" + text + legend_of_marks(text);
}

std::string histogram_table(JsonView histogram) {
  const double most = greatest(histogram, "conversions");
  Table table({{"took", Align::left}, {"conversions"}, {"", Align::left}});
  for (const JsonView one : histogram.items()) {
    const std::string from = duration_text(number(one.find("from_ms")));
    const std::string below = lasting(one.find("below_ms"));
    table.add({fmt::format("{} {}", from, below.empty() ? "or more" : "to " + below),
               count(one.find("conversions")),
               bar(part(number(one.find("conversions")), most), bar_width)});
  }
  return "\n" + table.text();
}

// Of a side of a comparison, against the first.
std::string difference_line(JsonView difference) {
  return fmt::format("{:+.1f} points against the first ({:.1f} to {:.1f}), p {:.3g}\n",
                     number(difference.find("value")) * 100, number(difference.find("low")) * 100,
                     number(difference.find("high")) * 100, number(difference.find("p")));
}

}  // namespace

std::string funnel_table(JsonView question, JsonView answer) {
  Table table({{"step", Align::left},
               {"people"},
               {"of the first"},
               {"of the one before"},
               {"median time"},
               {"", Align::left}});
  std::vector<std::string> names;
  for (const JsonView step : question.find("steps").items()) {
    names.push_back(choice_text(step));
  }
  std::size_t i = 0;
  for (const JsonView step : answer.find("steps").items()) {
    const JsonView of_first = step.find("of_first");
    table.add({fmt::format("{}  {}", i + 1, i < names.size() ? names[i] : ""),
               count(step.find("people")), share_cell(of_first), share_cell(step.find("of_before")),
               lasting(step.find("median_ms")), bar(number(of_first.find("share")), bar_width)});
    ++i;
  }
  std::string text = table.text();
  if (const std::string whole = lasting(answer.find("median_ms")); !whole.empty()) {
    text += fmt::format("from the first step to the last: median {}, 90 % within {}\n", whole,
                        lasting(answer.find("p90_ms")));
  }
  if (const JsonView difference = answer.find("against_first"); difference.is_object()) {
    text += difference_line(difference);
  }
  if (const JsonView trend = answer.find("trend"); trend.is_array()) {
    text += trend_table(trend);
  }
  if (const JsonView histogram = answer.find("histogram"); histogram.is_array()) {
    text += histogram_table(histogram);
  }
  return text + note_line(answer);
}

}  // namespace throughline::app::tables
