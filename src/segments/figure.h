// Figure: the people behind a cell of the answer to a question about journeys, as the API names it
// and as a segment keeps it. Values and rules only.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/describe.h"
#include "journeys/question_view.h"

namespace throughline::segments {

struct Figure {
  std::string kind = {};  // Of the question: funnel, retention, ...
  codec::RawJson question = {};
  codec::RawJson cell = {};
  std::optional<codec::RawJson> part = {};     // The whole without.
  std::optional<std::int64_t> last_days = {};  // The range begins so many days ago, with today.
  std::optional<std::string> title = {};       // Who that is, in words.
  std::optional<std::string> report = {};      // Where it is shown in the web app.
  // What numbers in the cell stood for when it was kept; filled in then.
  std::optional<std::vector<journeys::NodeNameView>> nodes = {};
};
BOOST_DESCRIBE_STRUCT(Figure, (), (kind, question, cell, part, last_days, title, report, nodes))

constexpr std::int64_t last_days_max = 36'500;
constexpr std::size_t title_bytes_max = 500;
constexpr std::size_t report_bytes_max = 8'000;

// As it was kept, or sent. Error::invalid names the field.
Result<Figure> parse_figure(std::string_view json);
// What can be said without asking. Error::invalid names the field.
Result<void> check_figure(const Figure& figure);

// What is asked, as /journeys/KIND/people takes it; the range begins with `from` where one is
// given.
std::string body_of(const Figure& figure, const std::optional<Time>& from);

// The segments that its question asks for, each once, by their public ids.
std::vector<std::string> segments_asked(const Figure& figure);

// "Who came back then, or did not: Week 2 of ...".
std::string sentence(const Figure& figure);

}  // namespace throughline::segments
