// How the parts of graphs, treemaps and cohorts are typed, and the commands that ask about these
// and about numbers. Pure; for journey_question.h alone.
//
// A node is NAME=EVENTS, or NAME=EVENTS@all where all edges that lead to it are needed; an edge is
// FROM..TO or FROM..TO@7d; what a treemap is by is event, property:NAME or trait:NAME; a metric is
// EVENTS, or EVENTS@3 for at least so often.
#pragma once

#include <string>
#include <string_view>

#include "app/journey_question.h"
#include "base/result.h"

namespace throughline::app {

// As JSON; Error::invalid says how it is written.
Result<std::string> graph_node_json(std::string_view text);
Result<std::string> graph_edge_json(std::string_view text);
Result<std::string> dimension_json(std::string_view text);
Result<std::string> metric_json(std::string_view text);
Result<std::string> numbers_json(std::string_view text);

JourneyCommand graph_command();
JourneyCommand distribution_command();
JourneyCommand scatter_command();
JourneyCommand treemap_command();

}  // namespace throughline::app
