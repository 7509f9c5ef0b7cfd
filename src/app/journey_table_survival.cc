#include <fmt/format.h>

#include <algorithm>

#include "app/journey_table_tools.h"

namespace throughline::app::tables {
namespace {

constexpr std::size_t rows_max = 40;

std::string share_or_nothing(JsonView share) {
  const auto value = share.number();
  return value ? share_text(*value) : "";
}

// "56 days (53 to 58)"; an end that is not known is left open.
std::string median_text(JsonView answer) {
  const auto bound = [&](std::string_view field) {
    const auto value = answer.find(field).number();
    return value ? decimal_text(*value) : std::string("…");
  };
  const std::string unit(answer.find("unit").text());
  return answer.find("median").number()
             ? fmt::format("half of them after {} {}s ({} to {})", bound("median"), unit,
                           bound("median_low"), bound("median_high"))
             : "for less than half of them it has ended";
}

std::string log_rank_text(JsonView log_rank) {
  return fmt::format(
      "that all parts are alike (log-rank): chi-squared {:.3f} with {} degrees of freedom, p "
      "{:.3g}\n",
      number(log_rank.find("chi_squared")), count(log_rank.find("degrees_of_freedom")),
      number(log_rank.find("p")));
}

}  // namespace

std::string survival_table(JsonView /*question*/, JsonView answer) {
  const JsonView points = answer.find("points");
  // Of long curves every so many-th point, and the last.
  const std::size_t apart = points.size() / rows_max + 1;
  Table table({{std::string(answer.find("unit").text())},
               {"before"},
               {"ended"},
               {"censored"},
               {"not ended"},
               {"from"},
               {"to"},
               {"", Align::left}});
  std::size_t place = 0;
  std::int64_t ended = 0;
  std::int64_t censored = 0;
  for (const JsonView point : points.items()) {
    ++place;
    ended += integer(point.find("ended"));
    censored += integer(point.find("censored"));
    if (place % apart != 0 && place != points.size()) {
      continue;
    }
    const double survival = number(point.find("survival"));
    table.add({count(point.find("time")), count(point.find("at_risk")), number_text(ended),
               number_text(censored), share_text(survival), share_or_nothing(point.find("low")),
               share_or_nothing(point.find("high")), bar(survival, bar_width)});
    ended = 0;
    censored = 0;
  }
  std::string text = table.text() + fmt::format("{} of {} ended; {}\n", count(answer.find("ended")),
                                                count(answer.find("people")), median_text(answer));
  if (const JsonView log_rank = answer.find("log_rank"); log_rank.is_object()) {
    text += log_rank_text(log_rank);
  }
  return text + note_line(answer);
}

}  // namespace throughline::app::tables
