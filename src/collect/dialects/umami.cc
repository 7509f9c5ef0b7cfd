// Umami's clients: an event or what is known of a visitor, with no key but the website's id and
// often no name for the visitor.
#include "collect/dialect.h"
#include "collect/promotion.h"

namespace throughline::collect {
namespace {

using codec::Json;
using codec::JsonView;

Json context_of(JsonView payload) {
  Json context = Json::object();
  set_if(context, "ip", payload.find("ip"));
  set_if(context, "userAgent", payload.find("userAgent"));
  set_if(context, "locale", payload.find("language"));
  Json page = Json::object();
  set_page(page, payload.find("url").text(), payload.find("title").text(),
           payload.find("referrer").text());
  set_if(page, "host", payload.find("hostname"));
  set_if(context, "page", std::move(page));
  return context;
}

Json data_of(JsonView payload) {
  return payload.find("data").is_object() ? Json::copy_of(payload.find("data")) : Json::object();
}

void describe(Json& message, std::string_view type, JsonView payload) {
  if (type == "identify") {
    message.set("type", "identify");
    message.set("traits", data_of(payload));
    return;
  }
  Json properties = data_of(payload);
  set_if(properties, "tag", payload.find("tag"));
  if (const std::string_view name = payload.find("name").text(); !name.empty()) {
    message.set("type", "track");
    message.set("event", name);
  } else {
    message.set("type", "page");
    set_if(message, "name", payload.find("title"));
    set_page(properties, payload.find("url").text(), payload.find("title").text(),
             payload.find("referrer").text());
  }
  message.set("properties", std::move(properties));
}

// In seconds since 1970, where the sender says it at all.
Time time_of(JsonView payload, Time otherwise) {
  const auto seconds = payload.find("timestamp").integer();
  constexpr std::int64_t seconds_max = 100'000'000'000;
  return seconds && *seconds >= 0 && *seconds < seconds_max ? Time{*seconds * us_per_second}
                                                            : otherwise;
}

void translate_item(JsonView item, const DialectRequest& request, Translation& translation) {
  const JsonView payload = item.find("payload");
  const std::string website = id_text(payload.find("website"));
  Json message = Json::object();
  set_if(message, "messageId", payload.find("messageId"));
  set_if(message, "timestamp", payload.find("timestamp"));
  set_if(message, "userId", payload.find("id"));
  message.set("anonymousId", visitor_id(website, payload.find("ip").text_or(request.address),
                                        payload.find("userAgent").text_or(request.user_agent),
                                        time_of(payload, request.received)));
  set_if(message, "context", context_of(payload));
  describe(message, item.find("type").text(), payload);
  if (translation.write_keys.empty() && !website.empty()) {
    translation.write_keys.push_back(website);
  }
  translation.messages.push(std::move(message));
}

Translation translate(const DialectRequest& request) {
  Translation translation;
  if (request.body.is_array()) {
    for (const JsonView item : request.body.items()) {
      translate_item(item, request, translation);
    }
  } else {
    translate_item(request.body, request, translation);
  }
  return translation;
}

}  // namespace

Dialect make_umami_dialect() {
  return {.paths = {{.pattern = "/api/send", .summary = "Records one event of Umami's clients."},
                    {.pattern = "/api/batch", .summary = "Records events of Umami's clients."}},
          .translate = translate};
}

}  // namespace throughline::collect
