#include "transfer/export_line.h"

#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;
using codec::JsonWriter;

constexpr std::size_t message_id_bytes_max = 2000;
constexpr std::size_t event_bytes_max = 256 * 1024;
constexpr std::size_t identifiers_max = 1000;
constexpr std::size_t identifier_bytes_max = 4 * identifier_characters_max;
constexpr std::size_t type_bytes_max = 400;

void text_member(JsonWriter& writer, std::string_view key, const std::string& text) {
  if (!text.empty()) {
    writer.member(key, text);
  }
}

void json_member(JsonWriter& writer, std::string_view key, const std::string& json) {
  if (!json.empty()) {
    writer.raw_member(key, json);
  }
}

void time_member(JsonWriter& writer, std::string_view key, const std::optional<Time>& time) {
  if (time) {
    writer.member(key, time->us);
  }
}

Result<Time> time_of(JsonView event, std::string_view key) {
  const auto us = event.find(key).integer();
  if (!us) {
    return Error::invalid("an event needs `" + std::string(key) + "` in microseconds");
  }
  return Time{*us};
}

std::optional<Time> maybe_time(JsonView event, std::string_view key) {
  const auto us = event.find(key).integer();
  return us ? std::optional(Time{*us}) : std::nullopt;
}

std::string object_of(JsonView event, std::string_view key) {
  const JsonView value = event.find(key);
  return value.is_object() ? value.to_text() : std::string();
}

Result<void> read_choices(JsonView event, Draft& draft) {
  TL_TRY_ASSIGN(draft.source_kind, parse_source_kind(event.find("rights").text()));
  TL_TRY_ASSIGN(draft.kind, parse_event_kind(event.find("kind").text()));
  TL_TRY_ASSIGN(draft.channel, parse_channel(event.find("channel").text()));
  TL_TRY_ASSIGN(draft.clock, parse_clock_note(event.find("clock").text()));
  return {};
}

Result<void> read_times(JsonView event, Draft& draft) {
  TL_TRY_ASSIGN(draft.occurred_at, time_of(event, "at_us"));
  TL_TRY_ASSIGN(draft.times.received, time_of(event, "received_us"));
  draft.times.original = maybe_time(event, "original_us");
  draft.times.sent = maybe_time(event, "sent_us");
  return {};
}

void read_texts(JsonView event, Draft& draft) {
  for (const JsonView identifier : event.find("identifiers").items()) {
    draft.identifiers.push_back(
        {std::string(identifier.find("type").text()), std::string(identifier.find("id").text())});
  }
  for (const JsonView note : event.find("notes").items()) {
    draft.notes.emplace_back(note.text());
  }
  draft.name = event.find("name").text();
  draft.previous_id = event.find("previous_id").text();
  draft.account = event.find("account").text();
  draft.reference = event.find("reference").text();
  draft.properties = object_of(event, "properties");
  draft.context = object_of(event, "context");
  draft.integrations = object_of(event, "integrations");
  draft.extra = object_of(event, "extra");
}

Result<void> check_texts(const Draft& draft) {
  std::size_t bytes = draft.properties.size() + draft.context.size() + draft.integrations.size() +
                      draft.extra.size() + draft.name.size() + draft.reference.size();
  for (const std::string& note : draft.notes) {
    bytes += note.size();
  }
  if (bytes > event_bytes_max || draft.identifiers.size() > identifiers_max) {
    return Error::too_large("an event of more than 256 KB or 1000 identifiers");
  }
  for (const Identifier& identifier : draft.identifiers) {
    if (identifier.type.empty() || identifier.type.size() > type_bytes_max ||
        identifier.value.empty() || identifier.value.size() > identifier_bytes_max) {
      return Error::invalid("an identifier needs a type, and a value of at most 500 characters");
    }
  }
  return draft.account.size() > identifier_bytes_max ||
                 draft.previous_id.size() > identifier_bytes_max
             ? Error::invalid("an account or a previous id of more than 500 characters")
             : Result<void>();
}

Result<void> check_times(const Draft& draft) {
  const auto within = [](Time time, int from, int until) {
    return time >= start_of({from, 1, 1}) && time < start_of({until, 1, 1});
  };
  return within(draft.occurred_at, 1900, 2200) && within(draft.times.received, 1900, 2200)
             ? Result<void>()
             : Error::invalid("a time outside the years 1900 to 2199");
}

}  // namespace

bool is_derived(EventKind kind) {
  return kind == EventKind::merge || kind == EventKind::split || kind == EventKind::unmerge ||
         kind == EventKind::system;
}

std::string event_line(const Draft& event) {
  JsonWriter writer;
  writer.begin_object().key("event").begin_object();
  writer.member("source", event.source.value).member("id", event.message_id);
  if (event.message_id_is_random) {
    writer.member("random_id", true);
  }
  writer.member("rights", name_of(event.source_kind)).member("kind", name_of(event.kind));
  text_member(writer, "name", event.name);
  writer.member("channel", name_of(event.channel)).member("clock", name_of(event.clock));
  writer.member("at_us", event.occurred_at.us).member("received_us", event.times.received.us);
  time_member(writer, "original_us", event.times.original);
  time_member(writer, "sent_us", event.times.sent);
  if (event.sequence != 0) {
    writer.member("sequence", event.sequence);
  }
  writer.key("identifiers").begin_array();
  for (const Identifier& identifier : event.identifiers) {
    writer.begin_object().member("type", identifier.type).member("id", identifier.value);
    writer.end_object();
  }
  writer.end_array();
  if (!event.notes.empty()) {
    writer.key("notes").begin_array();
    for (const std::string& note : event.notes) {
      writer.value(note);
    }
    writer.end_array();
  }
  text_member(writer, "previous_id", event.previous_id);
  text_member(writer, "account", event.account);
  text_member(writer, "reference", event.reference);
  json_member(writer, "properties", event.properties);
  json_member(writer, "context", event.context);
  json_member(writer, "integrations", event.integrations);
  json_member(writer, "extra", event.extra);
  writer.member("hash", to_hex(event.payload_hash));
  return writer.end_object().end_object().take();
}

Result<Draft> parse_event(JsonView event) {
  Draft draft;
  draft.source = {event.find("source").integer().value_or(0)};
  draft.message_id = event.find("id").text();
  draft.message_id_is_random = event.find("random_id").boolean().value_or(false);
  draft.sequence = event.find("sequence").integer().value_or(0);
  const auto hash = from_hex(event.find("hash").text());
  if (draft.message_id.empty() || draft.message_id.size() > message_id_bytes_max || !hash ||
      hash->size() != 16) {
    return Error::invalid("an event needs its `id` and its `hash`");
  }
  draft.payload_hash = *hash;
  TL_TRY(read_choices(event, draft));
  TL_TRY(read_times(event, draft));
  read_texts(event, draft);
  TL_TRY(check_texts(draft));
  TL_TRY(check_times(draft));
  if (!draft.source && draft.source_kind != SourceKind::server) {
    return Error::invalid("an event of the product itself has a server's rights");
  }
  if (is_derived(draft.kind)) {
    return Error::invalid("events of this kind are made again, and not imported");
  }
  return draft;
}

}  // namespace throughline::transfer
