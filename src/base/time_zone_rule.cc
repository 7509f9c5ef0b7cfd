#include "base/time_zone_rule.h"

#include <charconv>
#include <chrono>
#include <utility>

namespace throughline {
namespace {

constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t day_s = 24 * hour_s;

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool take(char c) {
    if (text_.empty() || text_.front() != c) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  std::optional<int> number() {
    int value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc() || value < 0) {
      return std::nullopt;
    }
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return value;
  }
  // At least three letters, or anything in angle brackets.
  bool name() {
    std::size_t size = 0;
    if (take('<')) {
      size = text_.find('>');
      if (size == std::string_view::npos) {
        return false;
      }
      text_.remove_prefix(size + 1);
      return true;
    }
    while (size < text_.size() &&
           std::string_view("+-,0123456789").find(text_[size]) == std::string_view::npos) {
      ++size;
    }
    text_.remove_prefix(size);
    return size >= 3;
  }
  // [+-]hours[:minutes[:seconds]]
  std::optional<std::int64_t> time_s() {
    const bool minus = take('-');
    if (!minus) {
      take('+');
    }
    std::int64_t value = 0;
    for (std::int64_t unit = hour_s; unit > 0; unit /= 60) {
      if (unit < hour_s && !take(':')) {
        break;
      }
      const std::optional<int> part = number();
      if (!part) {
        return std::nullopt;
      }
      value += *part * unit;
    }
    return minus ? -value : value;
  }
  [[nodiscard]] bool done() const { return text_.empty(); }
  [[nodiscard]] bool at(char c) const { return !text_.empty() && text_.front() == c; }

 private:
  std::string_view text_;
};

bool scan_weekday_of_month(Scanner& scanner, ZoneRule::Day& day) {
  const auto month = scanner.number();
  const bool first_dot = scanner.take('.');
  const auto week = scanner.number();
  const bool second_dot = scanner.take('.');
  const auto weekday = scanner.number();
  if (!first_dot || !second_dot || !month || *month < 1 || *month > 12 || !week || *week < 1 ||
      *week > 5 || !weekday || *weekday > 6) {
    return false;
  }
  day.month = *month;
  day.week = *week;
  day.day = *weekday;
  return true;
}

std::optional<ZoneRule::Day> scan_day(Scanner& scanner) {
  ZoneRule::Day day;
  if (!scanner.take(',')) {
    return std::nullopt;
  }
  if (scanner.take('M')) {
    if (!scan_weekday_of_month(scanner, day)) {
      return std::nullopt;
    }
  } else {
    day.kind = scanner.take('J') ? ZoneRule::Day::Kind::day_without_leap
                                 : ZoneRule::Day::Kind::day_of_year;
    const auto number = scanner.number();
    if (!number || *number > 365) {
      return std::nullopt;
    }
    day.day = *number;
  }
  if (scanner.take('/')) {
    const auto time = scanner.time_s();
    if (!time) {
      return std::nullopt;
    }
    day.time_s = *time;
  }
  return day;
}

// Unix seconds of the local time, as if it were UTC.
std::int64_t local_s(const ZoneRule::Day& day, int year) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): calendar literals.
  const auto civil_year = std::chrono::year(year);
  sys_days date = civil_year / January / 1;
  switch (day.kind) {
    case ZoneRule::Day::Kind::weekday_of_month: {
      const auto month_of = civil_year / month(static_cast<unsigned>(day.month));
      const weekday wanted(static_cast<unsigned>(day.day));
      date = day.week == 5 ? sys_days(month_of / wanted[last])
                           : sys_days(month_of / wanted[static_cast<unsigned>(day.week)]);
      break;
    }
    case ZoneRule::Day::Kind::day_without_leap:
      date += days(day.day - 1 + (civil_year.is_leap() && day.day > 59 ? 1 : 0));
      break;
    case ZoneRule::Day::Kind::day_of_year:
      date += days(day.day);
      break;
  }
  return date.time_since_epoch().count() * day_s + day.time_s;
}

}  // namespace

std::array<ZoneChange, 2> ZoneRule::changes(int year) const {
  const ZoneChange begins{local_s(summer_begins, year) - standard_s, summer_s};
  const ZoneChange ends{local_s(summer_ends, year) - summer_s, standard_s};
  return begins.at_s < ends.at_s ? std::array{begins, ends} : std::array{ends, begins};
}

std::optional<ZoneRule> parse_zone_rule(std::string_view text) {
  Scanner scanner(text);
  ZoneRule rule;
  const bool named = scanner.name();
  const auto behind = scanner.time_s();
  if (!named || !behind) {
    return std::nullopt;
  }
  rule.standard_s = -*behind;
  rule.summer_s = rule.standard_s + hour_s;
  if (scanner.done()) {
    return rule;
  }
  rule.has_summer = true;
  if (!scanner.name()) {
    return std::nullopt;
  }
  if (!scanner.at(',')) {
    const auto summer = scanner.time_s();
    if (!summer) {
      return std::nullopt;
    }
    rule.summer_s = -*summer;
  }
  const auto begins = scan_day(scanner);
  const auto ends = scan_day(scanner);
  if (!begins || !ends || !scanner.done()) {
    return std::nullopt;
  }
  rule.summer_begins = *begins;
  rule.summer_ends = *ends;
  return rule;
}

}  // namespace throughline
