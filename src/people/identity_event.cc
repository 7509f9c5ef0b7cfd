#include "people/identity_event.h"

#include <sodium.h>

#include <array>

#include "base/text.h"
#include "codec/json.h"
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
  Draft draft = product_draft(merged ? EventKind::merge : change.split,
                              "identity:" + cause + ":" + std::to_string(change.number),
                              change.cause.occurred_at, change.received_at);
  draft.name = merged                               ? "Profiles merged"
               : change.split == EventKind::unmerge ? "Profile taken apart"
                                                    : "Profile split";
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

IdentityTold told_by(const Event& event) {
  IdentityTold told;
  if (!is_of_the_product(event.kind) || event.kind == EventKind::consent) {
    return told;
  }
  const auto document = codec::JsonDocument::parse(event.properties);
  if (!document.ok()) {
    return told;
  }
  const codec::JsonView root = document->root();
  for (const codec::JsonView item : root.find("identifiers").items()) {
    told.identifiers.push_back(
        {std::string(item.find("type").text()), std::string(item.find("value").text())});
  }
  told.to = root.find("to").text();
  told.more =
      root.find("moved").integer().value_or(0) > static_cast<std::int64_t>(told.identifiers.size());
  if (event.kind == EventKind::erase &&
      root.find("mode").text() != name_of(ErasureMode::suppress)) {
    told.erased = root.find("profile").text();
  }
  return told;
}

Draft rules_activated_draft(const std::string& unique_id, Time now) {
  Draft draft = product_draft(EventKind::system, "rules:" + unique_id, now, now);
  draft.name = "Identity rules activated";
  return draft;
}

Draft value_judged_draft(const std::string& unique_id, Time now, const Identifier& identifier,
                         bool frozen) {
  Draft draft = product_draft(EventKind::freeze, "judged:" + unique_id, now, now);
  draft.name = frozen ? "Identifier frozen" : "Identifier allowed";
  draft.identifiers = {identifier};
  return draft;
}

Draft value_held_draft(Time now, const Identifier& identifier) {
  const std::string name = to_hex(digest(identifier.type + " " + identifier.value));
  Draft draft = product_draft(EventKind::freeze, "held:" + name, now, now);
  draft.name = "Identifier held for review";
  draft.identifiers = {identifier};
  return draft;
}

Draft erased_draft(const std::string& unique_id, Time now, const Certificate& certificate) {
  Draft draft = product_draft(EventKind::erase, "erase:" + unique_id, now, now);
  draft.name = certificate.mode == ErasureMode::suppress ? "Person suppressed" : "Person erased";
  codec::JsonWriter writer;
  writer.begin_object().member("certificate", certificate.id);
  writer.member("mode", name_of(certificate.mode)).member("profile", certificate.profile);
  draft.properties = writer.end_object().take();
  return draft;
}

Draft consent_draft(ConsentNote note) {
  const Time at = note.request.occurred_at.value_or(note.now);
  Draft draft = product_draft(EventKind::consent, "consent:" + note.unique_id, at, note.now);
  draft.name = "Consent " + std::string(name_of(note.request.status));
  draft.identifiers = std::move(note.identifiers);
  codec::JsonWriter writer;
  writer.begin_object().member("channel", note.request.key.channel);
  writer.member("purpose", note.request.key.purpose);
  writer.member("status", name_of(note.request.status)).member("by", note.actor);
  writer.raw_member("proof", note.proof);
  draft.properties = writer.end_object().take();
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
