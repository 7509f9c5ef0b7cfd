// What the tables of all questions have in common: figures, names, marks and series of an answer as
// text. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/terminal.h"
#include "codec/json_view.h"

namespace throughline::app::tables {

using codec::JsonView;
using Align = Table::Align;

constexpr int bar_width = 24;
constexpr std::size_t variant_characters_max = 100;

std::int64_t integer(JsonView view);
double number(JsonView view);
// "1 234"
std::string count(JsonView view);
// A duration, or nothing.
std::string lasting(JsonView ms);
double part(double of, double all);
// "12.3 % (8.1 to 17.9)"
std::string share_cell(JsonView share);

// The names of the nodes of an answer, by their ids.
class Names {
 public:
  explicit Names(JsonView nodes);
  [[nodiscard]] std::string of(JsonView id) const;

 private:
  std::map<std::int64_t, std::string> names_;
};

std::string note_line(JsonView answer);

// One value of a trait or a property, none or the others, as an answer has it.
std::string group_name(JsonView value);

// A period that is not over is marked.
std::string mark(JsonView period);
std::string legend_of_marks(const std::string& table);

double greatest(JsonView items, std::string_view field);
// A value for each period from the first of `all` to its last, with zeros where `items` has none;
// nothing where there are too many.
std::vector<double> series(JsonView all, JsonView items, std::string_view field);

// One for each question.
std::string funnel_table(JsonView question, JsonView answer);
std::string graph_table(JsonView question, JsonView answer);
std::string retention_table(JsonView question, JsonView answer);
std::string paths_table(JsonView question, JsonView answer);
std::string map_table(JsonView question, JsonView answer);
std::string friction_table(JsonView question, JsonView answer);
std::string landmark_table(JsonView question, JsonView answer);
std::string lifecycle_table(JsonView question, JsonView answer);
std::string stickiness_table(JsonView question, JsonView answer);
std::string attribution_table(JsonView question, JsonView answer);
std::string survival_table(JsonView question, JsonView answer);
std::string counts_table(JsonView question, JsonView answer);
std::string sessions_table(JsonView question, JsonView answer);
std::string distribution_table(JsonView question, JsonView answer);
std::string scatter_table(JsonView question, JsonView answer);
std::string treemap_table(JsonView question, JsonView answer);
std::string next_table(JsonView question, JsonView answer);
// Sentences, by what they are about.
std::string findings_text(JsonView question, JsonView answer);

}  // namespace throughline::app::tables
