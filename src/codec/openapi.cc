#include "codec/openapi.h"

#include <cctype>
#include <optional>

#include "base/assert.h"
#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::codec {
namespace {

constexpr std::string_view problem_name = "Problem";
constexpr std::string_view problem_schema =
    R"({"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},)"
    R"("status":{"type":"integer"},"detail":{"type":"string"}},"required":["title","status"]})";

// The name of a segment such as {profile} or {rest...}.
std::optional<std::string_view> parameter_of(std::string_view segment) {
  if (!segment.starts_with('{') || !segment.ends_with('}')) {
    return std::nullopt;
  }
  std::string_view name = segment.substr(1, segment.size() - 2);
  if (name.ends_with("...")) {
    name.remove_suffix(3);
  }
  return name;
}

// The pattern as OpenAPI spells it, which has no word for "takes the rest".
std::string path_of(std::string_view pattern) {
  std::string path;
  for (const std::string_view segment : split(pattern.substr(1), '/')) {
    const std::optional<std::string_view> name = parameter_of(segment);
    path += '/';
    path += name ? "{" + std::string(*name) + "}" : std::string(segment);
  }
  return path;
}

// get_api_v1_profiles_profile: unique, since method and path are.
std::string operation_id(const ApiRoute& route) {
  std::string id = ascii_lower(route.method);
  bool needs_separator = true;
  for (const char c : route.pattern) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      needs_separator = true;
      continue;
    }
    if (needs_separator) {
      id += '_';
      needs_separator = false;
    }
    id += c;
  }
  return id;
}

void write_reference(JsonWriter& out, std::string_view name) {
  out.begin_object().member("$ref", schema_reference(name)).end_object();
}

void write_content(JsonWriter& out, std::string_view type, std::string_view schema) {
  out.key("content").begin_object().key(type).begin_object().key("schema");
  write_reference(out, schema);
  out.end_object().end_object();
}

void write_parameter(JsonWriter& out, std::string_view name, std::string_view in,
                     std::string_view meaning) {
  out.begin_object().member("name", name).member("in", in).member("required", in == "path");
  if (!meaning.empty()) {
    out.member("description", meaning);
  }
  out.key("schema").begin_object().member("type", "string").end_object().end_object();
}

void write_parameters(JsonWriter& out, const ApiRoute& route) {
  out.key("parameters").begin_array();
  for (const std::string_view segment : split(route.pattern, '/')) {
    if (const auto name = parameter_of(segment)) {
      write_parameter(out, *name, "path", {});
    }
  }
  for (const auto& [name, meaning] : route.query) {
    write_parameter(out, name, "query", meaning);
  }
  for (const auto& [name, meaning] : route.headers) {
    write_parameter(out, name, "header", meaning);
  }
  out.end_array();
}

void write_responses(JsonWriter& out, const ApiRoute& route) {
  out.key("responses").begin_object();
  out.key(std::to_string(route.status)).begin_object().member("description", "Success");
  if (!route.response_schema.empty()) {
    write_content(out, "application/json", route.response_schema);
  }
  out.end_object();
  out.key("default").begin_object().member("description", "What went wrong, and what to change");
  write_content(out, "application/problem+json", problem_name);
  out.end_object().end_object();
}

void write_operation(JsonWriter& out, const ApiRoute& route) {
  out.key(ascii_lower(route.method)).begin_object();
  out.member("operationId", operation_id(route)).member("summary", route.summary);
  out.key("tags").begin_array().value(route.tag).end_array();
  if (route.caller == ApiCaller::anyone) {
    out.key("security").begin_array().end_array();
  }
  if (!route.right.empty()) {
    out.member("x-right", route.right);
  }
  write_parameters(out, route);
  if (!route.request_schema.empty()) {
    out.key("requestBody").begin_object().member("required", true);
    write_content(out, "application/json", route.request_schema);
    out.end_object();
  }
  write_responses(out, route);
  out.end_object();
}

void write_paths(JsonWriter& out, const std::vector<ApiRoute>& routes) {
  std::vector<std::pair<std::string, std::vector<const ApiRoute*>>> paths;
  std::map<std::string, std::size_t> place;
  for (const ApiRoute& route : routes) {
    const std::string path = path_of(route.pattern);
    const auto [found, is_new] = place.try_emplace(path, paths.size());
    if (is_new) {
      paths.emplace_back(path, std::vector<const ApiRoute*>());
    }
    paths[found->second].second.push_back(&route);
  }
  out.key("paths").begin_object();
  for (const auto& [path, operations] : paths) {
    out.key(path).begin_object();
    for (const ApiRoute* route : operations) {
      write_operation(out, *route);
    }
    out.end_object();
  }
  out.end_object();
}

void write_components(JsonWriter& out, const Schemas& schemas) {
  out.key("components").begin_object().key("schemas").begin_object();
  if (!schemas.has(problem_name)) {
    out.raw_member(problem_name, problem_schema);
  }
  for (const auto& [name, schema] : schemas.all()) {
    out.raw_member(name, schema);
  }
  out.end_object().key("securitySchemes").begin_object();
  out.key("key").begin_object().member("type", "http").member("scheme", "bearer").end_object();
  out.end_object().end_object();
}

}  // namespace

void Schemas::add(std::string name, std::string schema) {
  TL_ASSERT(!name.empty());
  const auto [found, is_new] = by_name_.try_emplace(std::move(name), schema);
  TL_ASSERT(is_new || found->second == schema);
}

std::string schema_reference(std::string_view name) {
  return "#/components/schemas/" + std::string(name);
}

std::string openapi_document(const ApiInfo& info, const std::vector<ApiRoute>& routes,
                             const Schemas& schemas) {
  for (const ApiRoute& route : routes) {
    TL_ASSERT(route.pattern.starts_with('/'));
    TL_ASSERT(route.request_schema.empty() || schemas.has(route.request_schema));
    TL_ASSERT(route.response_schema.empty() || schemas.has(route.response_schema));
  }
  JsonWriter out;
  out.begin_object().member("openapi", "3.1.0").key("info").begin_object();
  out.member("title", info.title).member("version", info.version);
  out.member("description", info.description).end_object();
  out.key("security").begin_array().begin_object().key("key").begin_array().end_array();
  out.end_object().end_array();
  write_paths(out, routes);
  write_components(out, schemas);
  out.end_object();
  return out.take();
}

}  // namespace throughline::codec
