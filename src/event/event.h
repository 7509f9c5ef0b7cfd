// Event and Draft: one thing that happened, and the same thing before it was accepted.
//
// Values only. A Draft becomes an Event through timeline::record and nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/identifier.h"

namespace throughline {

// Stored by number: new enumerators of the four enumerations go to the end.
// What sort of thing happened. From `merge` on they are written by the product itself.
enum class EventKind {
  track,
  page,
  screen,
  identify,
  group,
  alias,
  merge,
  split,
  system,
  unmerge,
  freeze,
  erase,
  consent
};
constexpr bool is_of_the_product(EventKind kind) {
  return kind >= EventKind::merge;
}
std::string_view name_of(EventKind kind);
Result<EventKind> parse_event_kind(std::string_view name);

// Where it happened; decides the icon and the channel filter.
enum class Channel { web, mobile, server, email, chat, phone, shop, survey, system };
std::string_view name_of(Channel channel);
Result<Channel> parse_channel(std::string_view name);

// Rights of a source over identity: a public key in a browser, or a secret one on a server.
enum class SourceKind { browser, server };
std::string_view name_of(SourceKind kind);
Result<SourceKind> parse_source_kind(std::string_view name);

// How an occurred_at came about (CONTRACTS, clock skew).
enum class ClockNote { sent, corrected, absent, implausible, unreadable };
std::string_view name_of(ClockNote note);
Result<ClockNote> parse_clock_note(std::string_view name);

// The times a sender gave, and the one at which we had the whole request.
struct SenderTimes {
  std::optional<Time> original = {};
  std::optional<Time> sent = {};
  Time received = {};
};

// What a source wants recorded. JSON members are text from codec's normaliser, objects or empty.
struct Draft {
  SourceId source = {};
  SourceKind source_kind = SourceKind::server;
  std::string message_id = {};        // 1 to 500 characters.
  bool message_id_is_random = false;  // Neither an id nor a timestamp was given: may count twice.
  EventKind kind = EventKind::track;
  std::string name = {};  // The event's name, page's name, ...; may be empty for pages.
  Channel channel = Channel::server;
  Time occurred_at = {};
  ClockNote clock = ClockNote::sent;
  SenderTimes times = {};
  std::int64_t sequence = 0;                 // The sender's own order among equal times.
  std::vector<Identifier> identifiers = {};  // As sent, normalised; blocked ones claim nothing.
  std::vector<std::string> notes = {};  // What the pipeline decided: blocked values, clock, ...
  std::string previous_id = {};         // alias only.
  std::string account = {};             // groupId or context.groupId.
  std::string reference = {};           // Conversation, response, ... that this is part of.
  std::string properties = {};          // properties, or traits for identify and group.
  std::string context = {};
  std::string integrations = {};
  std::string extra = {};         // The item's other top-level members, as an object; may be empty.
  std::string payload_hash = {};  // 16 bytes over the payload as CONTRACTS compares it.
  std::string payload = {};  // The whole item as normalised JSON, for collisions and the debugger.
};

// An accepted event as it is read back.
struct Event {
  EventSeq seq = {};
  SourceId source = {};
  SourceKind source_kind = SourceKind::server;
  std::string message_id = {};
  EventKind kind = EventKind::track;
  std::string name = {};
  Channel channel = Channel::server;
  Time occurred_at = {};
  ClockNote clock = ClockNote::sent;
  SenderTimes times = {};
  std::int64_t sequence = 0;
  IdentifierId key_identifier = {};  // Zero: the event belongs to nobody.
  std::vector<Identifier> identifiers = {};
  std::vector<std::string> notes = {};
  std::string previous_id = {};
  std::string account = {};
  std::string reference = {};
  std::string properties = {};
  std::string context = {};
  std::string integrations = {};
  std::string extra = {};
};

// The total order of a line: time, the sender's sequence, message id; never seq. The source decides
// between two sources that use the same message id at the same time.
struct LinePosition {
  Time occurred_at = {};
  std::int64_t sequence = 0;
  std::string message_id = {};
  SourceId source = {};
  auto operator<=>(const LinePosition&) const = default;
};

}  // namespace throughline
