#include "base/time.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace throughline {
namespace {

constexpr std::int64_t us_per_civil_day = us_per_day;

std::int64_t floor_days(std::int64_t us) {
  return us >= 0 ? us / us_per_civil_day : -((-us + us_per_civil_day - 1) / us_per_civil_day);
}

// A cursor over the digits and punctuation of one timestamp.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) {
      return std::nullopt;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (text_[i] < '0' || text_[i] > '9') {
        return std::nullopt;
      }
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  bool take_any(std::string_view characters) {
    if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::optional<char> peek() const {
    return text_.empty() ? std::nullopt : std::optional<char>(text_.front());
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::optional<std::int64_t> scan_fraction(Scanner& scanner) {
  std::int64_t value = 0;
  int count = 0;
  while (auto digit = scanner.digits(1)) {
    if (count < 6) {
      value = value * 10 + *digit;
    }
    ++count;
  }
  if (count == 0) {
    return std::nullopt;
  }
  for (; count < 6; ++count) {
    value *= 10;
  }
  return value;
}

std::optional<std::int64_t> scan_time_of_day(Scanner& scanner) {
  const auto hour = scanner.digits(2);
  const bool colons = scanner.take(':');
  const auto minute = scanner.digits(2);
  if (!hour || !minute || *hour > 24 || *minute > 59) {
    return std::nullopt;
  }
  std::int64_t us = *hour * us_per_hour + *minute * us_per_minute;
  const bool has_seconds =
      colons ? scanner.take(':') : scanner.peek() >= '0' && scanner.peek() <= '9';
  if (has_seconds) {
    const auto second = scanner.digits(2);
    if (!second || *second > 60) {
      return std::nullopt;
    }
    us += *second * us_per_second;
    if (scanner.take_any(".,")) {
      const auto fraction = scan_fraction(scanner);
      if (!fraction) {
        return std::nullopt;
      }
      us += *fraction;
    }
  }
  // 24:00 is the end of the day and nothing later is.
  return us <= us_per_day ? std::optional(us) : std::nullopt;
}

std::optional<std::int64_t> scan_offset(Scanner& scanner) {
  if (scanner.done() || scanner.take_any("Zz")) {
    return 0;
  }
  const bool minus = scanner.peek() == '-';
  if (!scanner.take_any("+-")) {
    return std::nullopt;
  }
  const auto hour = scanner.digits(2);
  scanner.take(':');
  const auto minute = scanner.done() ? std::optional(0) : scanner.digits(2);
  if (!hour || !minute || *hour > 23 || *minute > 59) {
    return std::nullopt;
  }
  const std::int64_t us = *hour * us_per_hour + *minute * us_per_minute;
  return minus ? -us : us;
}

std::optional<Time> scan_date(Scanner& scanner) {
  const auto year = scanner.digits(4);
  const bool dashes = scanner.take('-');
  const auto month = scanner.digits(2);
  if (dashes && !scanner.take('-')) {
    return std::nullopt;
  }
  const auto day = scanner.digits(2);
  if (!year || !month || !day || *year < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  return Time{std::chrono::sys_days(date).time_since_epoch().count() * us_per_day};
}

}  // namespace

Date utc_date(Time time) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(floor_days(time.us)))};
  return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

Time start_of(Date date) {
  const std::chrono::sys_days days{std::chrono::year(date.year) / static_cast<int>(date.month) /
                                   static_cast<int>(date.day)};
  return {days.time_since_epoch().count() * us_per_day};
}

std::string to_rfc3339(Time time) {
  const Date date = utc_date(time);
  const std::int64_t of_day = time.us - start_of(date).us;
  const std::int64_t fraction = of_day % us_per_second;
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month, date.day,
                  of_day / us_per_hour, of_day / us_per_minute % 60, of_day / us_per_second % 60);
  if (fraction % us_per_ms != 0) {
    text += fmt::format(".{:06}", fraction);
  } else if (fraction != 0) {
    text += fmt::format(".{:03}", fraction / us_per_ms);
  }
  return text + 'Z';
}

std::optional<Time> parse_time(std::string_view text) {
  Scanner scanner(text);
  auto time = scan_date(scanner);
  if (!time || scanner.done()) {
    return time;
  }
  if (!scanner.take_any("Tt ")) {
    return std::nullopt;
  }
  const auto of_day = scan_time_of_day(scanner);
  if (!of_day) {
    return std::nullopt;
  }
  const auto offset = scan_offset(scanner);
  if (!offset || !scanner.done()) {
    return std::nullopt;
  }
  return Time{time->us + *of_day - *offset};
}

}  // namespace throughline
