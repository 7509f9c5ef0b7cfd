// What holds of every figure (figure_view.h) without asking its question. Rules only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "segments/figure_view.h"

namespace throughline::segments {

constexpr std::int64_t last_days_max = 36'500;
constexpr std::size_t title_bytes_max = 500;
constexpr std::size_t report_bytes_max = 8'000;

// As it was kept, or sent. Error::invalid names the field.
Result<Figure> parse_figure(std::string_view json);
// All but its question. Error::invalid names the field.
Result<void> check_figure(const Figure& figure);

// What is asked, as /journeys/KIND/people takes it; the range begins with `from` where one is
// given.
std::string body_of(const Figure& figure, const std::optional<Time>& from);

// The segments that its question asks for, each once, by their public ids.
std::vector<std::string> segments_asked(const Figure& figure);

// "is behind a figure of the report retention: Began May, back in Week 2".
std::string sentence(const Figure& figure);

}  // namespace throughline::segments
