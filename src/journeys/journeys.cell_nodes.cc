#include "journeys/journeys.cell_nodes.h"

namespace throughline::journeys {

std::optional<NodeNameView> named_node(const EventCodes& codes, std::int64_t id) {
  if (id < 0 || id >= static_cast<std::int64_t>(codes.size())) {
    return std::nullopt;
  }
  const NamedEvent& event = codes.at(static_cast<std::uint32_t>(id));
  return NodeNameView{.id = id, .kind = std::string(name_of(event.kind)), .name = event.name};
}

Result<std::int64_t> node_named(const EventCodes& codes, const NodeNameView& node) {
  const auto here = named_node(codes, node.id);
  if (here && here->kind == node.kind && here->name == node.name) {
    return node.id;
  }
  TL_TRY_ASSIGN(const EventKind kind, parse_event_kind(node.kind));
  const auto found = codes.find({.kind = kind, .name = node.name});
  return found ? Result<std::int64_t>(static_cast<std::int64_t>(*found))
               : Error::invalid("nothing called " + node.name + " has happened here yet");
}

}  // namespace throughline::journeys
