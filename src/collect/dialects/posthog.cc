// PostHog's clients: events with a distinct_id; people's and groups' properties travel in events
// whose names begin with a dollar.
#include "collect/dialect.h"
#include "collect/promotion.h"

namespace throughline::collect {
namespace {

using codec::Json;
using codec::JsonView;

// A browser's visitor goes by her device until she is identified; a server names a user.
bool is_anonymous(JsonView properties, std::string_view distinct_id) {
  return properties.find("$is_identified").boolean() == false ||
         distinct_id == properties.find("$device_id").text();
}

Json context_of(JsonView properties) {
  Json context = Json::object();
  Json library = Json::object();
  set_if(library, "name", properties.find("$lib"));
  set_if(library, "version", properties.find("$lib_version"));
  set_if(context, "library", std::move(library));
  set_if(context, "ip", properties.find("$ip"));
  set_if(context, "userAgent", properties.find("$raw_user_agent"));
  set_if(context, "sessionId", properties.find("$session_id"));
  Json page = Json::object();
  set_page(page, properties.find("$current_url").text(), properties.find("title").text(),
           properties.find("$referrer").text());
  set_if(context, "page", std::move(page));
  for (const auto& [type, key] : properties.find("$groups").members()) {
    set_if(context, "groupId", key);
    break;
  }
  return context;
}

// {"plan":"pro","$set_once":{...}}: how this server's traits are said too.
Json traits_of(JsonView item, JsonView properties) {
  const auto member = [&](std::string_view key) {
    const JsonView own = item.find(key);
    return own ? own : properties.find(key);
  };
  Json traits = member("$set").is_object() ? Json::copy_of(member("$set")) : Json::object();
  set_if(traits, "$set_once", member("$set_once"));
  return traits;
}

Json properties_of(JsonView properties) {
  Json kept = Json::object();
  for (const auto& [key, value] : properties.members()) {
    if (key != "$set" && key != "$set_once") {
      kept.set(key, Json::copy_of(value));
    }
  }
  return kept;
}

void name_person(Json& message, JsonView properties, const std::string& distinct_id) {
  set_if(message, is_anonymous(properties, distinct_id) ? "anonymousId" : "userId",
         std::string_view(distinct_id));
  set_if(message, "anonymousId", properties.find("$anon_distinct_id"));
}

void describe_group(Json& message, JsonView properties) {
  message.set("type", "group");
  set_if(message, "groupId", properties.find("$group_key"));
  Json traits = properties.find("$group_set").is_object()
                    ? Json::copy_of(properties.find("$group_set"))
                    : Json::object();
  if (traits.find("type") == nullptr) {
    set_if(traits, "type", properties.find("$group_type"));
  }
  message.set("traits", std::move(traits));
  // A group that nobody in particular describes is sent as if it were a person.
  const std::string nobody = "$" + std::string(properties.find("$group_type").text()) + "_" +
                             id_text(properties.find("$group_key"));
  if (const Json* user = message.find("userId"); user != nullptr && user->text_or("") == nobody) {
    message.remove("userId");
  }
}

void describe(Json& message, std::string_view event, JsonView item, JsonView properties) {
  if (event == "$create_alias" || event == "$merge_dangerously") {
    message.set("type", "alias");
    set_if(message, "previousId", properties.find("alias"));
  } else if (event == "$identify" || event == "$set") {
    message.set("type", "identify");
    message.set("traits", traits_of(item, properties));
  } else if (event == "$groupidentify") {
    describe_group(message, properties);
  } else if (event == "$pageview" || event == "$screen") {
    message.set("type", event == "$screen" ? "screen" : "page");
    set_if(message, "name", properties.find(event == "$screen" ? "$screen_name" : "title"));
    Json all = properties_of(properties);
    set_page(all, properties.find("$current_url").text(), properties.find("title").text(),
             properties.find("$referrer").text());
    message.set("properties", std::move(all));
  } else {
    message.set("type", "track");
    set_if(message, "event", event);
    message.set("properties", properties_of(properties));
  }
}

void translate_event(JsonView item, Json& messages) {
  if (!item.is_object()) {
    messages.push(Json::copy_of(item));
    return;
  }
  const JsonView properties = item.find("properties");
  std::string distinct_id = id_text(item.find("distinct_id"));
  for (const std::string_view key : {"distinct_id", "$distinct_id"}) {
    if (distinct_id.empty()) {
      distinct_id = id_text(properties.find(key));
    }
  }
  Json message = Json::object();
  set_if(message, "messageId", item.find("uuid"));
  set_if(message, "timestamp", item.find("timestamp"));
  name_person(message, properties, distinct_id);
  set_if(message, "context", context_of(properties));
  Json about_person = message;
  describe(message, item.find("event").text(), item, properties);
  const std::string_view kind = message.find("type")->text_or("");
  const bool says_traits = kind != "identify" && kind != "alias" && kind != "group";
  messages.push(std::move(message));
  if (Json traits = traits_of(item, properties); says_traits && !traits.members().empty()) {
    about_person.set("type", "identify");
    about_person.set("traits", std::move(traits));
    if (!item.find("uuid").text().empty()) {
      about_person.set("messageId", std::string(item.find("uuid").text()) + ":set");
    }
    messages.push(std::move(about_person));
  }
}

Translation translate(const DialectRequest& request) {
  Translation translation;
  const JsonView body = request.body;
  const JsonView batch = body.is_array() ? body : body.find("batch");
  translation.sent_at = Json::copy_of(body.find("sent_at"));
  for (const std::string_view key : {body.find("api_key").text(), body.find("token").text(),
                                     body.find_path({"properties", "token"}).text()}) {
    if (!key.empty()) {
      translation.write_keys.emplace_back(key);
    }
  }
  for (const JsonView item : batch.items()) {
    const std::string_view token = item.find_path({"properties", "token"}).text();
    if (translation.write_keys.empty() && !token.empty()) {
      translation.write_keys.emplace_back(token);
    }
    translate_event(item, translation.messages);
  }
  if (!batch && body.is_object()) {
    translate_event(body, translation.messages);
  }
  return translation;
}

}  // namespace

Dialect make_posthog_dialect() {
  return {.paths = {{.pattern = "/batch/", .summary = "Records a batch of PostHog's clients."},
                    {.pattern = "/batch", .summary = "Records a batch (PostHog, no slash)."},
                    {.pattern = "/capture/", .summary = "Records one event of PostHog's clients."},
                    {.pattern = "/e/", .summary = "Records events of PostHog's browser client."},
                    {.pattern = "/i/v0/e/",
                     .summary = "Records events of PostHog's browser client (newer path)."}},
          .translate = translate};
}

}  // namespace throughline::collect
