// Message: one item of the Segment-shaped tracking protocol, checked and turned into a Draft.
//
// Pure. Every dialect that is not Segment's own maps its messages onto this shape first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "codec/json_view.h"
#include "collect/promotion.h"
#include "event/event.h"

namespace throughline::collect {

constexpr std::size_t item_bytes_max = std::size_t{32} * 1024;
constexpr std::size_t message_id_characters_max = 500;

// What holds for every item of one request.
struct Envelope {
  SourceId source = {};
  SourceKind source_kind = SourceKind::server;
  PropertiesEmail properties_email = PropertiesEmail::ignored;
  Time received = {};
  std::optional<EventKind> kind = {};  // From the path; the item's own `type` decides in a batch.
  codec::JsonView context = {};        // The batch's, merged under the item's.
  codec::JsonView integrations = {};
  codec::JsonView sent_at = {};
  // A file can be read again: what has no id is recognised by what it says, time or not. Its times
  // stand as they are.
  bool from_file = false;
};

// Why an item is not accepted. `reason` is a stable word, `detail` says what to change.
struct Refusal {
  std::string reason = {};
  std::string detail = {};
  std::string message_id = {};  // As sent, or made from the item.
};

// `random_id` is used where neither an id nor a timestamp makes a repetition recognisable.
std::variant<Draft, Refusal> read_message(codec::JsonView item, const Envelope& envelope,
                                          std::string_view random_id);

}  // namespace throughline::collect
