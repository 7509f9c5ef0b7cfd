// Public event logs as lines: the cases of an XES or CSV file, numbered from 1 in the file's order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "journey_engine/line.h"

namespace throughline::testing {

struct EventLog {
  std::vector<std::string> activities = {};  // By code.
  std::map<std::string, std::uint32_t> codes = {};
  std::vector<std::vector<journey_engine::LineEvent>> cases = {};
  std::vector<std::string> case_names = {};

  // In the total order: by time, then by the position in the file.
  void sort();
  void add(std::size_t of_case, const std::string& activity, std::int64_t at_us);
};

EventLog read_xes_log(const std::string& path);
// With the columns case:concept:name, concept:name and time:timestamp.
EventLog read_csv_log(const std::string& path);

}  // namespace throughline::testing
