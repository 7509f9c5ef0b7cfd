// Figure: the people behind a cell of the answer to a question about journeys, as the API names it
// and as a segment keeps it. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::segments {

// What a number in a cell stands for, in words that hold everywhere.
struct FigureNode {
  std::int64_t id = 0;
  std::string kind = {};
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(FigureNode, (), (id, kind, name))

struct Figure {
  std::string kind = {};  // Of the question: funnel, retention, ...
  codec::RawJson question = {};
  codec::RawJson cell = {};
  std::optional<codec::RawJson> part = {};     // The whole without.
  std::optional<std::int64_t> last_days = {};  // The range begins so many days ago, with today.
  std::optional<std::string> title = {};       // Who that is, in words.
  std::optional<std::string> report = {};      // Where it is shown in the web app.
  // What numbers in the cell stood for when it was kept; filled in then.
  std::optional<std::vector<FigureNode>> nodes = {};
};
BOOST_DESCRIBE_STRUCT(Figure, (), (kind, question, cell, part, last_days, title, report, nodes))

}  // namespace throughline::segments
