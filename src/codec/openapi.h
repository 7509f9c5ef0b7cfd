// openapi_document: the OpenAPI 3.1 text of a list of routes. Knows nothing of http/, whose routes
// are turned into ApiRoutes by app/.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline::codec {

// JSON Schemas by name. Filled while the program starts.
class Schemas {
 public:
  // `schema` is JSON text, as describe.h makes it. A second, different schema of one name is a bug.
  void add(std::string name, std::string schema);
  [[nodiscard]] bool has(std::string_view name) const { return by_name_.contains(name); }
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const {
    return by_name_;
  }

 private:
  std::map<std::string, std::string, std::less<>> by_name_;
};

// "#/components/schemas/NAME".
std::string schema_reference(std::string_view name);

enum class ApiCaller { anyone, authenticated };

struct ApiRoute {
  std::string method = {};   // GET, POST, ...
  std::string pattern = {};  // /api/v1/profiles/{profile}; a last {name...} takes the rest.
  std::string summary = {};
  std::string tag = {};
  std::vector<std::pair<std::string, std::string>> query = {};  // Parameter, meaning.
  std::string request_schema = {};   // A name in Schemas; empty: no body.
  std::string response_schema = {};  // Likewise; empty: no JSON answer.
  int status = 200;
  ApiCaller caller = ApiCaller::authenticated;
  std::string right = {};  // What the caller needs, as x-right.
  std::vector<std::pair<std::string, std::string>> headers = {};  // Optional ones, as `query`.
};

struct ApiInfo {
  std::string title = {};
  std::string version = {};
  std::string description = {};
};

// A route that names a schema which `schemas` lacks is a bug. Every route also documents the
// problem (RFC 9457) that answers its failures. Routes of one path stand together, in their order.
std::string openapi_document(const ApiInfo& info, const std::vector<ApiRoute>& routes,
                             const Schemas& schemas);

}  // namespace throughline::codec
