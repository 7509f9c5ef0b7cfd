// Matomo's clients: one request to an action, told by its query; a POST may carry many queries.

#include "collect/dialect.h"

namespace throughline::collect {
namespace {

using codec::Json;

struct Action {
  const QueryPairs& query;
  [[nodiscard]] std::string_view operator[](std::string_view name) const {
    return value_of(query, name);
  }
  [[nodiscard]] bool has(std::string_view name) const { return !(*this)[name].empty(); }
};

void set_number(Json& object, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    object.set(key, number_or_text(text));
  }
}

void describe_track(Json& message, std::string_view name, Json properties) {
  message.set("type", "track");
  message.set("event", name);
  message.set("properties", std::move(properties));
}

void describe_order(Json& message, const Action& action) {
  Json properties = Json::object();
  set_if(properties, "order_id", action["ec_id"]);
  set_number(properties, "revenue", action["revenue"]);
  set_number(properties, "subtotal", action["ec_st"]);
  set_number(properties, "tax", action["ec_tx"]);
  set_number(properties, "shipping", action["ec_sh"]);
  set_number(properties, "discount", action["ec_dt"]);
  // [[sku, name, category, price, quantity], ...]
  if (auto items = codec::parse_json(action["ec_items"]); items.ok() && items->is_array()) {
    properties.set("products", *std::move(items));
  }
  describe_track(message, action.has("ec_id") ? "Order Completed" : "Cart Updated",
                 std::move(properties));
}

void describe_event(Json& message, const Action& action) {
  Json properties = Json::object();
  set_if(properties, "category", action["e_c"]);
  set_if(properties, "name", action["e_n"]);
  set_number(properties, "value", action["e_v"]);
  describe_track(message, action["e_a"], std::move(properties));
}

// One property of the name, as most other actions have.
void describe_simple(Json& message, std::string_view name, std::string_view key,
                     std::string_view value, const Action& action) {
  Json properties = Json::object();
  set_if(properties, key, value);
  set_if(properties, "page", action["url"]);
  if (name == "Site Searched") {
    set_if(properties, "category", action["search_cat"]);
    set_number(properties, "results", action["search_count"]);
  } else if (name == "Goal Reached") {
    set_number(properties, "revenue", action["revenue"]);
  }
  describe_track(message, name, std::move(properties));
}

void describe(Json& message, const Action& action) {
  if (action.has("e_a")) {
    describe_event(message, action);
  } else if (action["idgoal"] == "0") {
    describe_order(message, action);
  } else if (action.has("idgoal")) {
    describe_simple(message, "Goal Reached", "goal", action["idgoal"], action);
  } else if (action.has("search")) {
    describe_simple(message, "Site Searched", "query", action["search"], action);
  } else if (action.has("download")) {
    describe_simple(message, "File Downloaded", "url", action["download"], action);
  } else if (action.has("link")) {
    describe_simple(message, "Link Clicked", "url", action["link"], action);
  } else if (action.has("c_n")) {
    describe_simple(message, action.has("c_i") ? "Content Used" : "Content Seen", "content",
                    action["c_n"], action);
  } else if (action["ping"] == "1") {
    describe_simple(message, "Page Pinged", "url", action["url"], action);
  } else {
    Json properties = Json::object();
    set_page(properties, action["url"], action["action_name"], action["urlref"]);
    message.set("type", "page");
    set_if(message, "name", action["action_name"]);
    message.set("properties", std::move(properties));
  }
}

// Custom dimensions are numbered on the sender's side and keep their numbers.
void add_dimensions(Json& message, const Action& action) {
  Json* const properties = message.find("properties");
  for (const auto& [key, value] : action.query) {
    if (key.starts_with("dimension") && properties != nullptr && !value.empty()) {
      properties->set(key, value);
    }
  }
}

Json context_of(const Action& action) {
  Json context = Json::object();
  Json page = Json::object();
  set_page(page, action["url"], action["action_name"], action["urlref"]);
  set_if(context, "page", std::move(page));
  set_if(context, "ip", action["cip"]);
  set_if(context, "userAgent", action["ua"]);
  set_if(context, "locale", action["lang"]);
  Json campaign = Json::object();
  set_if(campaign, "name", action["_rcn"]);
  set_if(campaign, "keyword", action["_rck"]);
  set_if(context, "campaign", std::move(campaign));
  return context;
}

// `cdt` is seconds since 1970 or a date and time in UTC.
std::optional<Time> time_of(std::string_view text) {
  constexpr std::int64_t seconds_max = 100'000'000'000;
  const auto seconds = whole_number(text, seconds_max);
  return seconds ? Time{*seconds * us_per_second} : parse_time(text);
}

std::string_view first_of(const Action& action, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (action.has(name)) {
      return action[name];
    }
  }
  return {};
}

void translate_action(const QueryPairs& query, const DialectRequest& request,
                      Translation& translation) {
  const Action action{query};
  const auto at = time_of(action["cdt"]);
  Json message = Json::object();
  if (at) {
    message.set("timestamp", to_rfc3339(*at));
  }
  set_if(message, "userId", action["uid"]);
  const std::string_view visitor = first_of(action, {"cid", "_id"});
  if (!visitor.empty()) {
    message.set("anonymousId", visitor);
  } else if (!action.has("uid")) {
    message.set("anonymousId",
                visitor_id(action["idsite"], action.has("cip") ? action["cip"] : request.address,
                           action.has("ua") ? action["ua"] : request.user_agent,
                           at.value_or(request.received)));
  }
  set_if(message, "context", context_of(action));
  describe(message, action);
  add_dimensions(message, action);
  if (translation.write_keys.empty()) {
    for (const std::string_view key : {action["token_auth"], action["idsite"]}) {
      if (!key.empty()) {
        translation.write_keys.emplace_back(key);
      }
    }
  }
  translation.messages.push(std::move(message));
}

Translation translate(const DialectRequest& request) {
  Translation translation;
  if (const std::string_view token = request.body.find("token_auth").text(); !token.empty()) {
    translation.write_keys.emplace_back(token);
  }
  if (!request.body) {
    translate_action(request.query, request, translation);
    return translation;
  }
  for (const codec::JsonView item : request.body.find("requests").items()) {
    std::string_view query = item.text();
    query.remove_prefix(query.starts_with('?') ? 1 : 0);
    translate_action(read_query(query), request, translation);
  }
  return translation;
}

}  // namespace

Dialect make_matomo_dialect() {
  return {.paths = {{.method = "GET",
                     .pattern = "/matomo.php",
                     .summary = "Records one action of Matomo's clients and answers an image.",
                     .reply = Reply::image},
                    {.pattern = "/matomo.php", .summary = "Records actions of Matomo's clients."}},
          .translate = translate};
}

}  // namespace throughline::collect
