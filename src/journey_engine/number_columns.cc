#include "journey_engine/number_columns.h"

#include <algorithm>
#include <cmath>

namespace throughline::journey_engine {

std::string why_no_columns(const NumberQuestion& question) {
  return question.said && !question.said_of ? "what events say is known one by one" : "";
}

void NumberColumns::read(const Columns& columns) {
  columns_ = &columns;
  counted_.read(columns);
  if (question_->said_of) {
    said_ = question_->said_of(columns);
  }
}

NumberColumns::Found NumberColumns::find(const ColumnLine& line) const {
  if (question_->said_of) {
    return said_->are_few() && said_->are_whole() ? of_whole(line) : of_any(line);
  }
  Found found;
  counted_.visit(line, [&](std::size_t /*event*/) { ++found.events; });
  if (question_->of == NumberOf::customer) {
    found.number =
        found.events == 0 ? std::nullopt : question_->given(columns_->ids[line.customer]);
  } else {
    found.number = found.events == 0 ? none() : std::optional(static_cast<double>(found.events));
  }
  return found;
}

// Fewer than 2^22 numbers below 2^31 add up exactly.
NumberColumns::Found NumberColumns::of_whole(const ColumnLine& line) const {
  if (line.last - line.first >= std::uint32_t{1} << 22U) {
    return of_any(line);
  }
  Found found;
  double sum = 0;
  double least = std::numeric_limits<double>::infinity();
  double greatest = -least;
  double last = 0;
  std::uint64_t count = 0;
  const double* const numbers = said_->numbers().data();
  said_->with_codes([&](const auto* codes) {
    counted_.visit(line, [&](std::size_t event) {
      ++found.events;
      if (const std::size_t code = codes[event]; code != ColumnNumbers::none) {
        last = numbers[code];
        sum += last;
        least = std::min(least, last);
        greatest = std::max(greatest, last);
        ++count;
      }
    });
  });
  if (count == 0) {
    found.number = question_->of == NumberOf::sum ? none() : std::nullopt;
    return found;
  }
  switch (question_->of) {
    case NumberOf::sum:
      found.number = sum;
      break;
    case NumberOf::mean:
      found.number = sum / static_cast<double>(count);
      break;
    case NumberOf::least:
      found.number = least;
      break;
    case NumberOf::greatest:
      found.number = greatest;
      break;
    default:
      found.number = last;
  }
  return found;
}

NumberColumns::Found NumberColumns::of_any(const ColumnLine& line) const {
  Found found;
  NumbersTogether together;
  counted_.visit(line, [&](std::size_t event) {
    ++found.events;
    if (const double number = said_->at(event); !std::isnan(number)) {
      together.add(number);
    }
  });
  found.number = together.number(*question_);
  return found;
}

}  // namespace throughline::journey_engine
