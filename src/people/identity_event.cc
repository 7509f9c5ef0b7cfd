#include "people/identity_event.h"

#include <sodium.h>

#include <array>

#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::people {
namespace {

std::string digest(std::string_view text) {
  std::array<unsigned char, 16> bytes{};
  crypto_generichash(bytes.data(), bytes.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What every event of this room has in common.
Draft product_draft(EventKind kind, std::string message_id, Time occurred_at, Time received_at) {
  Draft draft{.source_kind = SourceKind::server,
              .message_id = std::move(message_id),
              .kind = kind,
              .channel = Channel::system,
              .occurred_at = occurred_at};
  draft.times.received = received_at;
  draft.payload_hash = digest(draft.message_id);
  return draft;
}

}  // namespace

Draft draft_of(const IdentityChange& change) {
  const bool merged = change.move.kind == Move::Kind::merge;
  // A message id may be too long to stand inside another.
  const std::string cause =
      to_hex(digest(std::to_string(change.cause.source.value) + " " + change.cause.message_id));
  Draft draft = product_draft(merged ? EventKind::merge : EventKind::split,
                              "identity:" + cause + ":" + std::to_string(change.number),
                              change.cause.occurred_at, change.received_at);
  draft.name = merged ? "Profiles merged" : "Profile split";
  if (!change.move.identifiers.empty()) {
    draft.identifiers = {change.move.identifiers.front()};
  }
  codec::JsonWriter writer;
  writer.begin_object().member("from", change.from).member("to", change.to);
  writer.member("moved", change.move.moved).key("identifiers").begin_array();
  for (const Identifier& identifier : change.move.identifiers) {
    writer.begin_object().member("type", identifier.type).member("value", identifier.value);
    writer.end_object();
  }
  writer.end_array().member("reason", change.reason);
  draft.properties = writer.end_object().take();
  return draft;
}

Draft rules_activated_draft(const std::string& unique_id, Time now) {
  Draft draft = product_draft(EventKind::system, "rules:" + unique_id, now, now);
  draft.name = "Identity rules activated";
  return draft;
}

Draft trait_edit_draft(const std::string& unique_id, Time now, const Identifier& identifier,
                       std::string traits, const std::string& actor) {
  Draft draft = product_draft(EventKind::identify, "trait:" + unique_id, now, now);
  draft.identifiers = {identifier};
  draft.properties = std::move(traits);
  draft.notes = {"set by " + actor};
  return draft;
}

}  // namespace throughline::people
