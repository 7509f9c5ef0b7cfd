#include "testing/event_log.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/time.h"
#include "codec/csv.h"
#include "codec/xes.h"
#include "testing/test_data.h"

namespace throughline::testing {
namespace {

std::int64_t floor_ms(std::int64_t us) {
  return us / 1000 - (us % 1000 < 0 ? 1 : 0);
}

}  // namespace

void EventLog::add(std::size_t of_case, const std::string& activity, std::int64_t at_us) {
  const auto [code, is_new] =
      codes.emplace(activity, static_cast<std::uint32_t>(activities.size()));
  if (is_new) {
    activities.push_back(activity);
  }
  cases.resize(std::max(cases.size(), of_case + 1));
  cases[of_case].push_back({code->second, floor_ms(at_us), cases[of_case].size()});
}

void EventLog::sort() {
  for (auto& line : cases) {
    std::stable_sort(line.begin(), line.end(),
                     [](const auto& a, const auto& b) { return a.at_ms < b.at_ms; });
  }
}

EventLog read_xes_log(const std::string& path) {
  EventLog log;
  codec::XesReader reader(
      {.on_event =
           [&](std::uint64_t trace, std::uint64_t, const codec::XesAttributes& event) {
             EXPECT_TRUE(event.name() && event.time());
             log.add(trace, std::string(event.name().value_or("")),
                     event.time().value_or(Time{}).us);
             return Result<void>();
           },
       .on_trace_end =
           [&](std::uint64_t, const codec::XesAttributes& trace) {
             log.case_names.emplace_back(trace.name().value_or(""));
             return Result<void>();
           }});
  EXPECT_TRUE(reader.feed(read_test_file(path)).ok());
  EXPECT_TRUE(reader.finish().ok());
  log.sort();
  return log;
}

EventLog read_csv_log(const std::string& path) {
  EventLog log;
  Result<std::vector<codec::CsvRow>> rows = codec::parse_csv(read_test_file(path));
  if (!rows || rows->empty()) {
    ADD_FAILURE() << path;
    return log;
  }
  const auto& head = rows->front().fields;
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin());
  };
  const std::size_t of_case = column("case:concept:name");
  const std::size_t name = column("concept:name");
  const std::size_t time = column("time:timestamp");
  std::map<std::string, std::size_t> cases;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& fields = (*rows)[i].fields;
    const auto at = parse_time(fields.at(time));
    EXPECT_TRUE(at) << fields.at(time);
    const auto [found, is_new] = cases.emplace(fields.at(of_case), cases.size());
    if (is_new) {
      log.case_names.push_back(fields.at(of_case));
    }
    log.add(found->second, fields.at(name), at.value_or(Time{}).us);
  }
  log.sort();
  return log;
}

}  // namespace throughline::testing
