#include "collect/message.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "codec/payload_hash.h"
#include "collect/clock_skew.h"

namespace throughline::collect {
namespace {

// Members with a column of their own, or that say how the message travelled.
constexpr std::array<std::string_view, 20> known_members = {"type",
                                                            "messageId",
                                                            "userId",
                                                            "anonymousId",
                                                            "event",
                                                            "properties",
                                                            "traits",
                                                            "context",
                                                            "integrations",
                                                            "timestamp",
                                                            "originalTimestamp",
                                                            "sentAt",
                                                            "receivedAt",
                                                            "writeKey",
                                                            "groupId",
                                                            "previousId",
                                                            "_metadata",
                                                            "channel",
                                                            "sequence",
                                                            "api_key"};

bool is_known(std::string_view key) {
  return std::find(known_members.begin(), known_members.end(), key) != known_members.end();
}

void append_member(std::string& out, std::string_view key, codec::JsonView value) {
  out += out.empty() ? '{' : ',';
  append_quoted_json(out, key);
  out += ':';
  value.append_to(out);
}

std::string extra_of(codec::JsonView item) {
  std::string out;
  for (const auto& [key, value] : item.members()) {
    if (!is_known(key)) {
      append_member(out, key, value);
    }
  }
  if (!out.empty()) {
    out += '}';
  }
  return out;
}

// The item's members over the batch's; text of whichever is there alone.
std::string merged(codec::JsonView own, codec::JsonView batch) {
  if (!batch.is_object() || batch.size() == 0) {
    return own.is_object() ? own.to_text() : std::string();
  }
  if (!own.is_object() || own.size() == 0) {
    return batch.to_text();
  }
  std::string out;
  for (const auto& [key, value] : batch.members()) {
    if (!own.find(key)) {
      append_member(out, key, value);
    }
  }
  for (const auto& [key, value] : own.members()) {
    append_member(out, key, value);
  }
  return out + '}';
}

struct ReadTime {
  std::optional<Time> time = {};
  bool unreadable = false;
};

// Text in ISO 8601, or a number of seconds or milliseconds since 1970 as some SDKs send.
ReadTime read_time(codec::JsonView value) {
  if (!value || value.is_null()) {
    return {};
  }
  if (value.is_string()) {
    const auto time = parse_time(trimmed(value.text()));
    return {time, !time};
  }
  const auto number = value.number();
  constexpr double ms_at_least = 1e11;  // Seconds reach this in the year 5138.
  constexpr double ms_max = 1e14;
  if (!number || *number < -ms_max || *number > ms_max) {
    return {std::nullopt, true};
  }
  const double unit = *number >= ms_at_least || *number <= -ms_at_least
                          ? static_cast<double>(us_per_ms)
                          : static_cast<double>(us_per_second);
  return {Time{static_cast<std::int64_t>(*number * unit)}, false};
}

Stamps read_stamps(codec::JsonView item, const Envelope& envelope) {
  const codec::JsonView original_member = item.find("originalTimestamp");
  const ReadTime original = read_time(
      original_member && !original_member.is_null() ? original_member : item.find("timestamp"));
  const codec::JsonView own_sent = item.find("sentAt");
  const ReadTime sent = read_time(own_sent && !own_sent.is_null() ? own_sent : envelope.sent_at);
  return {.times = {.original = original.time, .sent = sent.time, .received = envelope.received},
          .unreadable = original.unreadable || sent.unreadable};
}

// What lay in a file was sent long ago: between then and now no clock was wrong.
Decided decide_time_of(const Stamps& stamps, const Envelope& envelope) {
  Stamps judged = stamps;
  if (envelope.from_file) {
    judged.times.sent.reset();
  }
  return decide_time(judged);
}

std::string stamp_note(const Stamps& stamps, ClockNote clock) {
  const Time received = stamps.times.received;
  switch (clock) {
    case ClockNote::sent:
      return {};
    case ClockNote::corrected:
      return "clock corrected by " +
             std::to_string((received.us - stamps.times.sent.value_or(received).us) / us_per_ms) +
             " ms";
    case ClockNote::absent:
      return "no timestamp: the time of receipt counts";
    case ClockNote::implausible:
      return "clock=implausible: the time of receipt counts";
    case ClockNote::unreadable:
      return "a timestamp could not be read and was left out";
  }
  return {};
}

Channel channel_of(codec::JsonView item, codec::JsonView own_context, const Envelope& envelope) {
  const auto hint = [&](codec::JsonView from) { return from.find("channel").text(); };
  for (const std::string_view name : {hint(own_context), hint(envelope.context), hint(item)}) {
    if (name == "browser") {
      return Channel::web;
    }
    if (const auto channel = parse_channel(name); channel.ok()) {
      return *channel;
    }
  }
  const std::string_view device = own_context.find_path({"device", "type"}).text();
  if (device == "ios" || device == "android") {
    return Channel::mobile;
  }
  return envelope.source_kind == SourceKind::browser ? Channel::web : Channel::server;
}

// What the kind demands, in the sender's own words; nothing where it is all there.
std::optional<Refusal> missing_member(codec::JsonView item, EventKind kind) {
  const auto lacks = [&](std::string_view key) { return id_text(item.find(key)).empty(); };
  if (kind == EventKind::track && item.find("event").text().empty()) {
    return Refusal{"missing_event", "track needs `event`, the name of what happened, as text", {}};
  }
  if (kind == EventKind::group && lacks("groupId")) {
    return Refusal{"missing_group_id", "group needs `groupId`", {}};
  }
  if (kind == EventKind::alias && (lacks("previousId") || lacks("userId"))) {
    return Refusal{"missing_previous_id", "alias needs `previousId` and `userId`", {}};
  }
  for (const std::string_view key : {"properties", "traits", "context", "integrations"}) {
    const codec::JsonView value = item.find(key);
    if (value && !value.is_null() && !value.is_object()) {
      return Refusal{"not_an_object", "`" + std::string(key) + "` must be an object", {}};
    }
  }
  return std::nullopt;
}

Result<EventKind> kind_of(codec::JsonView item, const Envelope& envelope) {
  if (envelope.kind) {
    return *envelope.kind;
  }
  const std::string_view type = item.find("type").text();
  const auto kind = parse_event_kind(type);
  if (!kind.ok() || is_of_the_product(*kind)) {
    return Error::invalid("`type` must be track, page, screen, identify, group or alias");
  }
  return *kind;
}

struct MessageId {
  std::string text = {};
  bool random = false;
};

// Without an id, an item with a time of its own is recognised again by what it says.
MessageId message_id_of(codec::JsonView item, bool recognisable, SourceId source,
                        std::string_view random_id) {
  std::string sent = id_text(item.find("messageId"));
  if (!sent.empty()) {
    return {std::move(sent), false};
  }
  if (recognisable) {
    return {"auto-" + std::to_string(source.value) + '-' + to_hex(codec::payload_hash(item)),
            false};
  }
  return {std::string(random_id), true};
}

std::string name_of_event(codec::JsonView item, EventKind kind) {
  switch (kind) {
    case EventKind::track:
      return std::string(item.find("event").text());
    case EventKind::page:
      return "Page Viewed";
    case EventKind::screen:
      return "Screen Viewed";
    default:
      return {};
  }
}

void fill_members(Draft& draft, codec::JsonView item, const Envelope& envelope) {
  const bool has_traits = draft.kind == EventKind::identify || draft.kind == EventKind::group;
  const codec::JsonView properties = item.find(has_traits ? "traits" : "properties");
  draft.properties = properties.is_object() ? properties.to_text() : std::string();
  draft.context = merged(item.find("context"), envelope.context);
  draft.integrations = merged(item.find("integrations"), envelope.integrations);
  draft.extra = extra_of(item);
  draft.sequence = item.find("sequence").integer().value_or(0);
  draft.account = id_text(item.find(draft.kind == EventKind::group ? "groupId" : ""));
  if (draft.account.empty()) {
    draft.account = id_text(item.find_path({"context", "groupId"}));
  }
  if (draft.account.empty()) {
    draft.account = id_text(envelope.context.find("groupId"));
  }
  if (draft.kind == EventKind::alias) {
    draft.previous_id = id_text(item.find("previousId"));
  }
}

std::optional<Refusal> too_long(const Draft& draft) {
  if (draft.properties.size() + draft.context.size() + draft.integrations.size() +
          draft.extra.size() >
      item_bytes_max) {
    return Refusal{"too_large", "an item may have at most 32 KB", {}};
  }
  if (is_longer(draft.message_id, message_id_characters_max)) {
    return Refusal{"message_id_too_long", "`messageId` may have at most 500 characters", {}};
  }
  if (draft.name.size() > item_bytes_max || is_longer(draft.account, identifier_characters_max) ||
      is_longer(draft.previous_id, identifier_characters_max)) {
    return Refusal{"id_too_long", "`groupId` and `previousId` may have at most 500 characters", {}};
  }
  return std::nullopt;
}

std::variant<Draft, Refusal> draft_of(codec::JsonView item, EventKind kind,
                                      const Envelope& envelope, std::string_view random_id) {
  const Stamps stamps = read_stamps(item, envelope);
  const Decided decided = decide_time_of(stamps, envelope);
  MessageId id = message_id_of(item, envelope.from_file || stamps.times.original.has_value(),
                               envelope.source, random_id);
  Draft draft = {.source = envelope.source,
                 .source_kind = envelope.source_kind,
                 .message_id = std::move(id.text),
                 .message_id_is_random = id.random,
                 .kind = kind,
                 .name = name_of_event(item, kind),
                 .channel = channel_of(item, item.find("context"), envelope),
                 .occurred_at = decided.occurred_at,
                 .clock = decided.clock,
                 .times = stamps.times};
  fill_members(draft, item, envelope);
  if (auto refusal = too_long(draft)) {
    refusal->message_id = draft.message_id;
    return *std::move(refusal);
  }
  Promoted promoted = promote_identifiers(item, kind, envelope.context, envelope.properties_email);
  if (promoted.identifiers.empty() && promoted.notes.empty()) {
    return Refusal{"missing_identifier", "an item needs `userId` or `anonymousId`",
                   draft.message_id};
  }
  draft.identifiers = std::move(promoted.identifiers);
  draft.notes = std::move(promoted.notes);
  if (std::string note = stamp_note(stamps, draft.clock); !note.empty()) {
    draft.notes.push_back(std::move(note));
  }
  draft.payload_hash = codec::payload_hash(item);
  return draft;
}

}  // namespace

std::variant<Draft, Refusal> read_message(codec::JsonView item, const Envelope& envelope,
                                          std::string_view random_id) {
  const auto refused = [&](std::string reason, std::string detail) {
    std::string sent = id_text(item.find("messageId"));
    return Refusal{std::move(reason), std::move(detail),
                   sent.empty() ? "auto-" + to_hex(codec::payload_hash(item)) : std::move(sent)};
  };
  if (!item.is_object()) {
    return refused("not_an_object", "an item must be a JSON object");
  }
  if (const auto checked = item.check({}); !checked.ok()) {
    return refused("too_deep_or_wide", checked.error().message);
  }
  const auto kind = kind_of(item, envelope);
  if (!kind.ok()) {
    return refused("unknown_type", kind.error().message);
  }
  if (auto refusal = missing_member(item, *kind)) {
    return refused(std::move(refusal->reason), std::move(refusal->detail));
  }
  return draft_of(item, *kind, envelope, random_id);
}

}  // namespace throughline::collect
