#include "channels/event_message.h"

#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "event/public_id.h"

namespace throughline::channels {
namespace {

std::string value_of(const Event& event, std::string_view type) {
  for (const Identifier& identifier : event.identifiers) {
    if (identifier.type == type) {
      return identifier.value;
    }
  }
  return {};
}

void text_member(codec::JsonWriter& writer, std::string_view key, const std::string& text) {
  if (!text.empty()) {
    writer.member(key, text);
  }
}

void json_member(codec::JsonWriter& writer, std::string_view key, const std::string& json) {
  if (!json.empty()) {
    writer.raw_member(key, json);
  }
}

void extra_members(codec::JsonWriter& writer, const std::string& extra) {
  const auto document = codec::JsonDocument::parse(extra.empty() ? "{}" : extra);
  if (document.ok()) {
    for (const auto& [key, value] : document->root().members()) {
      writer.raw_member(key, value.to_text());
    }
  }
}

}  // namespace

std::string tracking_message(const Event& event) {
  const bool has_traits = event.kind == EventKind::identify || event.kind == EventKind::group;
  codec::JsonWriter writer;
  writer.begin_object().member("type", name_of(event.kind)).member("messageId", event.message_id);
  writer.member("timestamp", to_rfc3339(event.occurred_at));
  text_member(writer, "userId", value_of(event, "user_id"));
  text_member(writer, "anonymousId", value_of(event, "anonymous_id"));
  if (event.kind == EventKind::track) {
    writer.member("event", event.name);
  }
  if (event.kind == EventKind::group) {
    text_member(writer, "groupId", event.account);
  }
  if (event.kind == EventKind::alias) {
    text_member(writer, "previousId", event.previous_id);
  }
  json_member(writer, has_traits ? "traits" : "properties", event.properties);
  json_member(writer, "context", event.context);
  json_member(writer, "integrations", event.integrations);
  if (event.sequence != 0) {
    writer.member("sequence", event.sequence);
  }
  extra_members(writer, event.extra);
  return writer.end_object().take();
}

std::string tracking_batch(const std::vector<std::string>& messages) {
  std::string body = R"({"batch":[)";
  for (const std::string& message : messages) {
    body += (&message == &messages.front() ? "" : ",") + message;
  }
  return body + "]}";
}

std::string webhook_id(const Event& event) {
  return event.seq ? to_public_id("event", event.times.received, event.seq.value)
                   : event.message_id;
}

std::string webhook_body(const Event& event) {
  codec::JsonWriter writer;
  writer.begin_object().member("type", "event." + std::string(name_of(event.kind)));
  writer.member("timestamp", to_rfc3339(event.occurred_at));
  writer.key("data").begin_object().member("event_id", webhook_id(event));
  writer.member("received_at", to_rfc3339(event.times.received));
  writer.raw_member("message", tracking_message(event));
  return writer.end_object().end_object().take();
}

Event test_event(const std::string& id, Time now) {
  return {.message_id = id,
          .kind = EventKind::track,
          .name = "Throughline test",
          .occurred_at = now,
          .times = {.received = now},
          .identifiers = {{"anonymous_id", "throughline-test"}},
          .properties = R"({"test":true})"};
}

}  // namespace throughline::channels
