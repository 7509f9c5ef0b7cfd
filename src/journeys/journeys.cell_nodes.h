// The numbers of nodes in a cell: what they stand for, and which they are elsewhere. A number is
// one workspace's own, so that whoever keeps a cell keeps the names too.
#pragma once

#include <vector>

#include "base/result.h"
#include "journeys/event_code.h"
#include "journeys/journeys.answers.h"

namespace throughline::journeys {

template <class Cell, class See>
void each_node(Cell& /*cell*/, const See& /*see*/) {}

template <class See>
void each_node(std::optional<std::int64_t>& node, const See& see) {
  if (node) {
    see(*node);
  }
}
template <class See>
void each_node(std::optional<std::vector<std::int64_t>>& nodes, const See& see) {
  if (nodes) {
    for (std::int64_t& node : *nodes) {
      see(node);
    }
  }
}
template <class See>
void each_node(CountsCellAsked& cell, const See& see) {
  each_node(cell.node, see);
}
template <class See>
void each_node(AttributionCellAsked& cell, const See& see) {
  each_node(cell.channel, see);
}
template <class See>
void each_node(FrictionCellAsked& cell, const See& see) {
  each_node(cell.at, see);
  each_node(cell.to, see);
}
template <class See>
void each_node(NextCellAsked& cell, const See& see) {
  each_node(cell.node, see);
}
template <class See>
void each_node(MapCellAsked& cell, const See& see) {
  each_node(cell.node, see);
  each_node(cell.to, see);
  each_node(cell.nodes, see);
}
template <class See>
void each_node(PathsCellAsked& cell, const See& see) {
  each_node(cell.nodes, see);
  each_node(cell.other_than, see);
  if (cell.link) {
    see(cell.link->from);
    see(cell.link->to);
  }
}

// Of one number. Nothing where there is no such node.
std::optional<NodeNameView> named_node(const EventCodes& codes, std::int64_t id);
// Error::invalid where nothing of that name has happened here.
Result<std::int64_t> node_named(const EventCodes& codes, const NodeNameView& node);

// Each once.
template <class Cell>
std::vector<NodeNameView> nodes_in(const EventCodes& codes, Cell& cell) {
  std::map<std::int64_t, NodeNameView> found;
  each_node(cell, [&](std::int64_t id) {
    if (auto named = named_node(codes, id)) {
      found.emplace(id, *std::move(named));
    }
  });
  std::vector<NodeNameView> nodes;
  for (auto& [id, node] : found) {
    nodes.push_back(std::move(node));
  }
  return nodes;
}

// Makes the numbers those that stand here for what they stood for there.
template <class Cell>
Result<void> use_nodes(const EventCodes& codes, const std::vector<NodeNameView>& nodes,
                       Cell& cell) {
  Result<void> done;
  each_node(cell, [&](std::int64_t& id) {
    for (const NodeNameView& node : nodes) {
      if (node.id == id) {
        const auto here = node_named(codes, node);
        if (here.ok()) {
          id = *here;
        } else {
          done = here.error();
        }
        return;
      }
    }
  });
  return done;
}

}  // namespace throughline::journeys
