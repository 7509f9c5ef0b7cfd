#include "base/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "base/time_zone_rule.h"

namespace throughline {
namespace {

constexpr int rule_year_max = 2500;
constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t always_ms = std::numeric_limits<std::int64_t>::min();

// The last line of the file that the library has just read.
std::optional<ZoneRule> find_rule(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (text.empty() || text.back() != '\n') {
    return std::nullopt;
  }
  text.pop_back();
  const std::size_t line = text.rfind('\n');
  return line == std::string::npos ? std::nullopt
                                   : parse_zone_rule(std::string_view(text).substr(line + 1));
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() < 64 && name.front() != '/' &&
         name.find("..") == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

}  // namespace

// froms_ms[i] is where offsets_ms[i] begins to hold; the first holds since ever.
struct TimeZone::Table {
  std::vector<std::int64_t> froms_ms;
  std::vector<std::int64_t> offsets_ms;

  void add(std::int64_t from_ms, std::int64_t offset_ms) {
    if (offsets_ms.empty() || offsets_ms.back() != offset_ms) {
      froms_ms.push_back(froms_ms.empty() ? always_ms : from_ms);
      offsets_ms.push_back(offset_ms);
    }
  }
  // Returns the Unix second of the last change.
  date::sys_seconds add_listed(const date::time_zone& zone) {
    using date::year;
    date::sys_seconds last = date::sys_days{year{1700} / 1 / 1};
    date::sys_seconds at = last;
    while (at < date::sys_days{year{rule_year_max} / 1 / 1}) {
      const date::sys_info info = zone.get_info(at);
      last = std::max(last, info.begin);
      add(info.begin.time_since_epoch().count() * 1000, info.offset.count() * 1000);
      at = info.end;
    }
    return last;
  }
  void add_rule(const ZoneRule& rule, date::sys_seconds listed) {
    const auto listed_s = static_cast<std::int64_t>(listed.time_since_epoch().count());
    const date::year_month_day day{std::chrono::floor<date::days>(listed)};
    for (int year = static_cast<int>(day.year()); year < rule_year_max; ++year) {
      for (const ZoneChange& change : rule.changes(year)) {
        if (change.at_s > listed_s) {
          add(change.at_s * 1000, change.offset_s * 1000);
        }
      }
    }
  }
};

TimeZone::TimeZone() {
  Table utc;
  utc.add(0, 0);
  table_ = std::make_shared<const Table>(std::move(utc));
}

TimeZone::TimeZone(std::shared_ptr<const Table> table) : table_(std::move(table)) {}

Result<TimeZone> TimeZone::find(std::string_view name) {
  const auto unknown = [&] {
    return Error::invalid("There is no time zone \"" + std::string(name.substr(0, 64)) + "\".");
  };
  if (!is_name(name)) {
    return unknown();
  }
  Table table;
  try {
    const date::time_zone* const zone = date::locate_zone(std::string(name));
    const date::sys_seconds listed = table.add_listed(*zone);
    const std::optional<ZoneRule> rule = find_rule(zone->name());
    if (rule && rule->has_summer) {
      table.add_rule(*rule, listed);
    }
  } catch (const std::exception&) {  // The library's word for an unknown name.
    return unknown();
  }
  return TimeZone(std::make_shared<const Table>(std::move(table)));
}

std::size_t TimeZone::index_at(std::int64_t at_ms) const {
  const auto& froms = table_->froms_ms;
  return static_cast<std::size_t>(std::upper_bound(froms.begin(), froms.end(), at_ms) -
                                  froms.begin()) -
         1;
}

TimeZone::Stretch TimeZone::stretch(std::size_t index) const {
  const bool last = index + 1 == table_->froms_ms.size();
  return {table_->froms_ms[index], last ? never_ms : table_->froms_ms[index + 1],
          table_->offsets_ms[index]};
}

TimeZone::Stretch TimeZone::stretch_at(std::int64_t at_ms) const {
  return stretch(index_at(at_ms));
}

std::int64_t TimeZone::first_at_local(std::int64_t local_ms) const {
  // No place on Earth has ever been two days from UTC.
  constexpr std::int64_t two_days_ms = 2 * 86'400'000LL;
  for (std::size_t i = index_at(local_ms - two_days_ms);; ++i) {
    const Stretch found = stretch(i);
    if (found.to_ms == never_ms || found.to_ms + found.offset_ms > local_ms) {
      return std::max(found.from_ms, local_ms - found.offset_ms);
    }
  }
}

}  // namespace throughline
