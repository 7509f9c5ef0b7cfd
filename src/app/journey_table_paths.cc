#include <fmt/format.h>

#include <utility>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

constexpr std::size_t path_rows_max = 60;
constexpr std::size_t path_branches_max = 6;

// A side of paths as a tree: under each path those that go on from it, the most first.
class PathTable {
 public:
  PathTable(JsonView side, const Names& names) : names_(names) {
    for (const JsonView path : side.find("paths").items()) {
      std::vector<std::int64_t> nodes;
      for (const JsonView node : path.find("nodes").items()) {
        nodes.push_back(integer(node));
      }
      most_ = std::max(most_, number(path.find("paths")));
      if (!nodes.empty()) {
        const std::vector<std::int64_t> shorter(nodes.begin(), nodes.end() - 1);
        children_[shorter].push_back({std::move(nodes), path});
      }
    }
    add_below({});
  }
  [[nodiscard]] std::string text() const {
    return table_.text() + (left_out_ ? "the busiest paths only; --json has more\n" : "");
  }

 private:
  struct Path {
    std::vector<std::int64_t> nodes;
    JsonView view;
  };
  void add_below(const std::vector<std::int64_t>& nodes) {
    const auto found = children_.find(nodes);
    if (found == children_.end()) {
      return;
    }
    std::size_t branches = 0;
    for (const Path& path : found->second) {
      if (rows_ == path_rows_max || branches == path_branches_max) {
        left_out_ = true;
        return;
      }
      ++rows_;
      ++branches;
      add_row(path);
      add_below(path.nodes);
    }
  }
  void add_row(const Path& path) {
    JsonView last;
    for (const JsonView node : path.view.find("nodes").items()) {
      last = node;
    }
    const std::string indent((path.nodes.size() - 1) * 2, ' ');
    table_.add({indent + names_.of(last), count(path.view.find("paths")),
                count(path.view.find("people")), count(path.view.find("ended")),
                bar(part(number(path.view.find("paths")), most_), bar_width)});
  }

  const Names& names_;
  Table table_ =
      Table({{"path", Align::left}, {"paths"}, {"people"}, {"ended"}, {"", Align::left}});
  std::map<std::vector<std::int64_t>, std::vector<Path>> children_;
  double most_ = 0;
  std::size_t rows_ = 0;
  bool left_out_ = false;
};

}  // namespace

std::string paths_table(JsonView /*question*/, JsonView answer) {
  const Names names(answer.find("nodes"));
  std::string text;
  for (const auto& [field, title] :
       {std::pair{"after", "Afterwards"}, std::pair{"before", "Before, backwards in time"}}) {
    if (const JsonView side = answer.find(field); side.is_object()) {
      text += std::string(title) + "\n" + PathTable(side, names).text() + "\n";
    }
  }
  return text +
         fmt::format("{} beginnings of {} people\n", count(answer.find("anchors")),
                     count(answer.find("people"))) +
         note_line(answer);
}

}  // namespace throughline::app::tables
