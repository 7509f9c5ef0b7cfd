// Snowplow's trackers (tracker protocol 2): short parameter names, one object to an event, and
// self-describing JSON as text or base64url within.
#include "base/text.h"
#include "collect/dialect.h"

namespace throughline::collect {
namespace {

using codec::Json;

// An event's parameters, whether they came as a JSON object or as a query.
class Parameters {
 public:
  explicit Parameters(QueryPairs pairs) : pairs_(std::move(pairs)) {}
  explicit Parameters(codec::JsonView object) {
    for (const auto& [key, value] : object.members()) {
      pairs_.emplace_back(key, value.is_string() ? value.text() : value.to_text());
    }
  }
  [[nodiscard]] std::string_view operator[](std::string_view name) const {
    return value_of(pairs_, name);
  }
  // The self-describing JSON in `plain`, or base64url in `encoded`; null where it cannot be read.
  [[nodiscard]] Json described(std::string_view plain, std::string_view encoded) const {
    std::string text((*this)[plain]);
    if (text.empty()) {
      text = from_base64((*this)[encoded]).value_or("");
    }
    auto parsed = codec::parse_json(text, codec::body_json_limits);
    return parsed.ok() ? *std::move(parsed) : Json();
  }
  [[nodiscard]] Json all() const {
    Json object = Json::object();
    for (const auto& [key, value] : pairs_) {
      object.set(key, value);
    }
    return object;
  }

 private:
  QueryPairs pairs_;
};

// iglu:com.acme/order_done/jsonschema/1-0-0 is called order_done.
std::string_view name_in_schema(std::string_view schema) {
  const auto parts = split(schema, '/');
  return parts.size() == 4 ? parts[1] : schema;
}

void describe_unstructured(Json& message, const Parameters& event) {
  const Json outer = event.described("ue_pr", "ue_px");
  const Json* const inner = outer.find("data");
  const Json* const schema = inner != nullptr ? inner->find("schema") : nullptr;
  const Json* const data = inner != nullptr ? inner->find("data") : nullptr;
  message.set("type", "track");
  if (schema == nullptr) {
    message.set("properties", event.all());  // Without a name it will be refused, and kept.
    return;
  }
  set_if(message, "event", name_in_schema(schema->text_or("")));
  message.set("properties", data != nullptr && data->is_object() ? *data : Json::object());
}

void describe_structured(Json& message, const Parameters& event) {
  Json properties = Json::object();
  set_if(properties, "category", event["se_ca"]);
  set_if(properties, "label", event["se_la"]);
  set_if(properties, "property", event["se_pr"]);
  if (!event["se_va"].empty()) {
    properties.set("value", number_or_text(event["se_va"]));
  }
  message.set("type", "track");
  set_if(message, "event", event["se_ac"]);
  message.set("properties", std::move(properties));
}

void describe_page(Json& message, const Parameters& event, bool is_ping) {
  Json properties = Json::object();
  set_page(properties, event["url"], event["page"], event["refr"]);
  if (is_ping) {
    message.set("type", "track");
    message.set("event", "Page Pinged");
  } else {
    message.set("type", "page");
    set_if(message, "name", event["page"]);
  }
  message.set("properties", std::move(properties));
}

void describe(Json& message, const Parameters& event) {
  const std::string_view kind = event["e"];
  if (kind == "pv" || kind == "pp") {
    describe_page(message, event, kind == "pp");
  } else if (kind == "se") {
    describe_structured(message, event);
  } else if (kind == "ue") {
    describe_unstructured(message, event);
  } else {
    message.set("type", "track");
    if (kind == "tr" || kind == "ti") {
      message.set("event", kind == "tr" ? "Transaction" : "Transaction Item");
    }
    message.set("properties", event.all());
  }
}

// "2560x1440".
Json size_of(std::string_view text) {
  Json size = Json::object();
  if (const std::size_t x = text.find('x'); x != std::string_view::npos) {
    size.set("width", number_or_text(text.substr(0, x)));
    size.set("height", number_or_text(text.substr(x + 1)));
  }
  return size;
}

Json context_of(const Parameters& event) {
  Json context = Json::object();
  if (!event["tv"].empty()) {
    Json library = Json::object();
    library.set("name", "snowplow");
    library.set("version", event["tv"]);
    context.set("library", std::move(library));
  }
  Json page = Json::object();
  set_page(page, event["url"], event["page"], event["refr"]);
  set_if(context, "page", std::move(page));
  set_if(context, "ip", event["ip"]);
  set_if(context, "userAgent", event["ua"]);
  set_if(context, "locale", event["lang"]);
  set_if(context, "timezone", event["tz"]);
  set_if(context, "sessionId", event["sid"]);
  set_if(context, "screen", size_of(event["res"]));
  const Json entities = event.described("co", "cx");
  if (const Json* const data = entities.find("data")) {
    context.set("entities", *data);
  }
  return context;
}

// Milliseconds as digits; left out where they are not.
void set_time(Json& message, std::string_view key, std::string_view digits) {
  constexpr std::int64_t ms_max = 100'000'000'000'000;
  if (const auto ms = whole_number(digits, ms_max)) {
    message.set(key, to_rfc3339({*ms * us_per_ms}));
  }
}

void translate_event(const Parameters& event, Translation& translation) {
  Json message = Json::object();
  set_if(message, "messageId", event["eid"]);
  set_time(message, "timestamp", event[event["ttm"].empty() ? "dtm" : "ttm"]);
  set_time(message, "sentAt", event["stm"]);
  set_if(message, "userId", event["uid"]);
  const std::string_view domain_id = event["duid"];
  set_if(message, "anonymousId", domain_id.empty() ? event["tnuid"] : domain_id);
  set_if(message, "context", context_of(event));
  describe(message, event);
  if (const std::string_view key = event["aid"]; translation.write_keys.empty() && !key.empty()) {
    translation.write_keys.emplace_back(key);
  }
  translation.messages.push(std::move(message));
}

Translation translate(const DialectRequest& request) {
  Translation translation;
  if (!request.body) {
    translate_event(Parameters(request.query), translation);
    return translation;
  }
  for (const codec::JsonView item : request.body.find("data").items()) {
    translate_event(Parameters(item), translation);
  }
  return translation;
}

}  // namespace

Dialect make_snowplow_dialect() {
  return {.paths = {{.pattern = "/com.snowplowanalytics.snowplow/tp2",
                     .summary = "Records events of Snowplow's trackers."},
                    {.method = "GET",
                     .pattern = "/i",
                     .summary = "Records one event of Snowplow's trackers and answers an image.",
                     .reply = Reply::image}},
          .translate = translate};
}

}  // namespace throughline::collect
