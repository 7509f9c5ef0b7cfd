// Report: what was measured, on what, written to bench/results by the bench itself.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace throughline::bench {

// One figure over several runs.
struct Figure {
  std::string name = {};
  std::string unit = {};
  std::vector<double> runs = {};
};
double median_of(std::vector<double> values);

class Report {
 public:
  // `name` begins the files' names; `directory` is where they go, `root` the repository.
  Report(std::string name, std::string title, std::string root);

  void add_setting(const std::string& name, const std::string& value);
  void add_figure(Figure figure);
  // A sentence: a check that held, a ratio, a budget and whether it is met.
  void add_line(const std::string& line);
  // Writes NAME-DATE-COMMIT.json and .md into `directory`, and prints the latter.
  void write(const std::string& directory) const;

 private:
  [[nodiscard]] std::string to_markdown() const;
  [[nodiscard]] std::string to_json() const;

  const std::string name_;
  const std::string title_;
  std::string commit_;
  std::string date_;
  std::vector<std::pair<std::string, std::string>> settings_;
  std::vector<Figure> figures_;
  std::vector<std::string> lines_;
};

}  // namespace throughline::bench
