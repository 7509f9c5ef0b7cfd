#include "app/openapi_routes.h"

#include <map>

#include "access/rights.h"
#include "app/version.h"
#include "codec/json_view.h"

namespace throughline::app {
namespace {

// Escapes what a page would read as markup.
std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

std::string schema_link(codec::JsonView content) {
  const std::string_view reference =
      content.find_path({"content", "application/json", "schema", "$ref"}).text();
  const std::string_view name = reference.substr(reference.rfind('/') + 1);
  return name.empty() ? "" : "<a href=\"#" + html(name) + "\">" + html(name) + "</a>";
}

std::string operation_html(std::string_view path, std::string_view method,
                           codec::JsonView operation) {
  std::string out = "<section><h3><code>" + upper(method) + "</code> <code>" + html(path) +
                    "</code></h3><p>" + html(operation.find("summary").text()) + "</p>";
  std::string rows;
  for (const codec::JsonView parameter : operation.find("parameters").items()) {
    rows += "<tr><td><code>" + html(parameter.find("name").text()) + "</code></td><td>" +
            html(parameter.find("in").text()) + "</td><td>" +
            html(parameter.find("description").text()) + "</td></tr>";
  }
  if (!rows.empty()) {
    out += "<table>" + rows + "</table>";
  }
  if (const std::string body = schema_link(operation.find("requestBody")); !body.empty()) {
    out += "<p>Body: " + body + "</p>";
  }
  for (const auto& [status, response] : operation.find("responses").members()) {
    if (const std::string answer = schema_link(response); !answer.empty() && status != "default") {
      out += "<p>" + html(status) + ": " + answer + "</p>";
    }
  }
  return out + "</section>";
}

constexpr std::string_view page_head =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
    "<title>Throughline API</title><style>"
    ":root{color-scheme:light dark}body{font:14px/1.55 Inter,system-ui,sans-serif;max-width:60rem;"
    "margin:2rem auto;padding:0 1rem}h1{font-size:24px}h2{font-size:18px;margin-top:2.5rem;"
    "border-bottom:1px solid #8884;padding-bottom:.3rem}h3{font-size:14px;margin:1.4rem 0 .2rem}"
    "code{font-family:ui-monospace,monospace;font-size:13px}p{margin:.3rem 0;max-width:75ch}"
    "table{border-collapse:collapse;margin:.4rem 0}td{padding:.15rem .8rem .15rem 0;"
    "vertical-align:top}pre{overflow:auto;padding:.8rem;border:1px solid #8884;border-radius:6px}"
    "a{color:#0f766e}@media(prefers-color-scheme:dark){a{color:#2dd4bf}}</style></head><body>";

std::string make_page(const std::string& document) {
  const auto parsed = codec::JsonDocument::parse(document, codec::body_json_limits);
  if (!parsed.ok()) {
    return std::string(page_head) + "<p>The document cannot be read.</p></body></html>";
  }
  const codec::JsonView root = parsed->root();
  std::map<std::string, std::string> by_tag;
  for (const auto& [path, operations] : root.find("paths").members()) {
    for (const auto& [method, operation] : operations.members()) {
      std::string_view tag = "Other";
      for (const codec::JsonView first : operation.find("tags").items()) {
        tag = first.text();
      }
      by_tag[std::string(tag)] += operation_html(path, method, operation);
    }
  }
  std::string out(page_head);
  out += "<h1>Throughline API</h1><p>" + html(root.find_path({"info", "description"}).text()) +
         " The same as <a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a>.</p>";
  for (const auto& [tag, operations] : by_tag) {
    out += "<h2>" + html(tag) + "</h2>" + operations;
  }
  out += "<h2>Schemas</h2>";
  for (const auto& [name, schema] : root.find_path({"components", "schemas"}).members()) {
    out += "<h3 id=\"" + html(name) + "\">" + html(name) + "</h3><pre>" + html(schema.to_text()) +
           "</pre>";
  }
  return out + "</body></html>";
}

// What the router itself obeys, whatever the route.
std::vector<std::pair<std::string, std::string>> headers_of(const http::Route& route) {
  if (route.access.kind == http::Access::Kind::anyone || !route.handler) {
    return {};
  }
  if (route.method == "GET") {
    return {{"If-None-Match", "An ETag: 304 where it still holds"}};
  }
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Idempotency-Key", "Any text; the request is carried out once for it, for a day"}};
  if (route.method != "POST") {
    headers.emplace_back("If-Match", "The ETag that GET answered here: 412 where it was changed");
  }
  return headers;
}

std::string needed_right(const http::Access& access) {
  switch (access.kind) {
    case http::Access::Kind::anyone:
      return "";
    case http::Access::Kind::signed_in:
      return "signed_in";
    case http::Access::Kind::right:
      return std::string(name_of(access.right));
  }
  return "";
}

codec::ApiRoute api_route(const http::Route& route) {
  const http::Description& description = route.description;
  return {.method = route.method,
          .pattern = route.pattern,
          .summary = description.summary,
          .tag = description.tag,
          .query = description.query,
          .request_schema = description.request_schema,
          .response_schema = description.response_schema,
          .status = description.status,
          .caller = route.access.kind == http::Access::Kind::anyone
                        ? codec::ApiCaller::anyone
                        : codec::ApiCaller::authenticated,
          .right = needed_right(route.access),
          .headers = headers_of(route)};
}

}  // namespace

std::string make_openapi(const http::Router& router, const codec::Schemas& schemas) {
  std::vector<codec::ApiRoute> routes;
  for (const http::Route& route : router.routes()) {
    if (route.method != "OPTIONS" && route.description.tag != "Pages") {
      routes.push_back(api_route(route));
    }
  }
  return codec::openapi_document(
      {.title = "Throughline",
       .version = std::string(version),
       .description =
           "Times are RFC 3339 in UTC. Errors are problem+json (RFC 9457) and say what to change. "
           "Lists take `after` and `limit`. Every write answers the header Throughline-Position; "
           "a read with `?at_least=POSITION` waits until it shows what was written."},
      routes, schemas);
}

void add_openapi_routes(http::Router& router, const std::string& document) {
  router.get("/api/v1/openapi.json", http::anyone(),
             {.summary = "This description, as OpenAPI 3.1.", .tag = "Documentation"},
             [&document](const http::Request&) -> Result<http::Response> {
               return http::json_response(document);
             });
  router.get("/docs/api", http::anyone(),
             {.summary = "This description, as a page to read.", .tag = "Documentation"},
             [&document](const http::Request&) -> Result<http::Response> {
               return http::text_response(make_page(document), "text/html; charset=utf-8");
             });
}

}  // namespace throughline::app
