#include "report.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "base/clock.h"
#include "base/time.h"
#include "codec/json_writer.h"
#include "server_process.h"

namespace throughline::bench {
namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown";
}

std::string system_name() {
  std::ifstream file("/etc/os-release");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("PRETTY_NAME=")) {
      return line.substr(13, line.size() - 14);
    }
  }
  return "unknown";
}

std::string shown(double value) {
  return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

}  // namespace

double median_of(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Report::Report(std::string name, std::string title, std::string root)
    : name_(std::move(name)), title_(std::move(title)) {
  const std::string git = "git -C '" + root + "' ";
  commit_ = output_of(git + "describe --always --dirty --abbrev=10 2>/dev/null || echo unknown");
  date_ = to_rfc3339(SystemClock().now());
  add_setting("Commit", commit_);
  add_setting("Date", date_);
  add_setting("Processor",
              fmt::format("{}, {} threads", processor(), std::thread::hardware_concurrency()));
  add_setting("System", fmt::format("{}, {}", system_name(), output_of("uname -sr")));
  add_setting("Compiler", "g++ " __VERSION__);
  add_setting("SQLite", sqlite3_libversion());
}

void Report::add_setting(const std::string& name, const std::string& value) {
  settings_.emplace_back(name, value);
}

void Report::add_figure(Figure figure) {
  figures_.push_back(std::move(figure));
}

void Report::add_line(const std::string& line) {
  lines_.push_back(line);
}

std::string Report::to_markdown() const {
  std::string out = "# " + title_ + "\n\n";
  for (const auto& [name, value] : settings_) {
    out += fmt::format("- {}: {}\n", name, value);
  }
  out += "\n| Figure | Median | Lowest | Highest | Runs |\n|---|---|---|---|---|\n";
  for (const Figure& figure : figures_) {
    const auto [low, high] = std::minmax_element(figure.runs.begin(), figure.runs.end());
    out +=
        fmt::format("| {} ({}) | {} | {} | {} | {} |\n", figure.name, figure.unit,
                    shown(median_of(figure.runs)), shown(*low), shown(*high), figure.runs.size());
  }
  out += '\n';
  for (const std::string& line : lines_) {
    out += "- " + line + "\n";
  }
  return out;
}

std::string Report::to_json() const {
  codec::JsonWriter writer;
  writer.begin_object().member("bench", name_);
  writer.key("settings").begin_object();
  for (const auto& [name, value] : settings_) {
    writer.member(name, value);
  }
  writer.end_object().key("figures").begin_array();
  for (const Figure& figure : figures_) {
    writer.begin_object().member("name", figure.name).member("unit", figure.unit);
    writer.member("median", median_of(figure.runs)).key("runs").begin_array();
    for (const double run : figure.runs) {
      writer.value(run);
    }
    writer.end_array().end_object();
  }
  writer.end_array().key("checks").begin_array();
  for (const std::string& line : lines_) {
    writer.value(line);
  }
  return writer.end_array().end_object().take() + "\n";
}

void Report::write(const std::string& directory) const {
  std::filesystem::create_directories(directory);
  const std::string stem =
      fmt::format("{}/{}-{}-{}", directory, name_, date_.substr(0, 10), commit_);
  std::ofstream(stem + ".json") << to_json();
  std::ofstream(stem + ".md") << to_markdown();
  std::cout << to_markdown() << "\nWritten to " << stem << ".md and .json" << std::endl;
}

}  // namespace throughline::bench
