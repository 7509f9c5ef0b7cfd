#include "app/ui_routes.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/assets.h"

namespace throughline::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> content_types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view content_type_of(std::string_view path) {
  for (const auto& [ending, type] : content_types) {
    if (path.ends_with(ending)) {
      return type;
    }
  }
  return "application/octet-stream";
}

std::optional<std::string> read_asset(const std::string& directory, const std::string& path) {
  if (directory.empty()) {
    const auto found = embedded_assets().find(path);
    return found == embedded_assets().end() ? std::nullopt
                                            : std::optional(std::string(found->second));
  }
  if (path.find("..") != std::string::npos) {
    return std::nullopt;
  }
  const std::ifstream file(directory + '/' + path, std::ios::binary);
  if (!file || std::filesystem::is_directory(directory + '/' + path)) {
    return std::nullopt;
  }
  std::ostringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

http::Response asset_response(std::string content, std::string_view path) {
  http::Response response = http::text_response(std::move(content), content_type_of(path));
  // Vite puts a hash of the content into the names below assets/.
  response.headers.add("Cache-Control", path.starts_with("assets/")
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  return response;
}

// A path of the API that nobody has registered must not answer with a page, and one that takes POST
// says so.
Result<http::Response> refuse_api(const http::Router& router, const std::string& path) {
  if (router.find("POST", "/" + path) == nullptr) {
    return Error::not_found("there is nothing at /" + path);
  }
  http::Response response =
      http::problem_with_status(405, "method_not_allowed", "/" + path + " takes POST");
  response.headers.add("Allow", "POST, OPTIONS");
  return response;
}

Result<http::Response> serve_page(const http::Router& router, const std::string& directory,
                                  const http::Request& request) {
  const std::string path(request.parameter("path"));
  if (path.starts_with("api/") || path.starts_with("v1/")) {
    return refuse_api(router, path);
  }
  if (auto content = read_asset(directory, path); content && !path.empty()) {
    return asset_response(*std::move(content), path);
  }
  if (path.starts_with("assets/")) {
    return Error::not_found("there is no such file");
  }
  auto index = read_asset(directory, "index.html");
  if (!index) {
    return Error::not_found("this build has no web application");
  }
  return asset_response(*std::move(index), "index.html");
}

}  // namespace

void add_ui_routes(http::Router& router, const std::string& web_directory) {
  const auto page = [&router, web_directory](const http::Request& request) {
    return serve_page(router, web_directory, request);
  };
  router.get("/", http::anyone(), {.summary = "The web application.", .tag = "Pages"}, page);
  router.get("/{path...}", http::anyone(),
             {.summary = "Files and pages of the web application.", .tag = "Pages"}, page);
}

}  // namespace throughline::app
