#include "collect/intake_routes.h"

#include "base/log.h"
#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::collect {
namespace {

constexpr std::string_view retry_after_seconds = "5";

// The smallest transparent GIF there is.
constexpr std::string_view pixel_base64 =
    "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

void add_key(std::vector<std::string>& keys, std::string_view key) {
  key = trimmed(key);
  if (!key.empty()) {
    keys.emplace_back(key);
  }
}

void add_authorization(std::vector<std::string>& keys, std::string_view header) {
  const std::size_t space = header.find(' ');
  const std::string scheme = ascii_lower(header.substr(0, space));
  if (space != std::string_view::npos && scheme == "basic") {
    if (const auto decoded = from_base64(trimmed(header.substr(space)))) {
      add_key(keys, std::string_view(*decoded).substr(0, decoded->find(':')));
    }
  } else if (space != std::string_view::npos && scheme == "bearer") {
    add_key(keys, header.substr(space));
  } else {
    add_key(keys, header);
  }
}

int tracking_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::unavailable:
    case ErrorCode::internal:
      return 503;  // Nothing was stored: the client should send it again.
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    default:
      return 400;
  }
}

}  // namespace

std::vector<std::string> write_keys_of(const http::Request& request, codec::JsonView body) {
  std::vector<std::string> keys;
  if (const auto header = request.headers.find("Authorization")) {
    add_authorization(keys, *header);
  }
  if (const auto header = request.headers.find("X-Write-Key")) {
    add_key(keys, *header);
    add_key(keys, header->substr(0, header->find(':')));
  }
  if (const auto parameter = request.query("writeKey")) {
    add_key(keys, *parameter);
  }
  add_key(keys, body.find("writeKey").text());
  add_key(keys, body.find("api_key").text());
  // A beacon of single messages carries the key in each of them.
  if (keys.empty()) {
    for (const codec::JsonView item : body.find("batch").items()) {
      add_key(keys, item.find("writeKey").text());
      break;
    }
  }
  return keys;
}

Result<OpenSource> open_source(Collect& collect, const http::Request& request,
                               codec::JsonView body) {
  return open_source(collect, write_keys_of(request, body));
}

Result<OpenSource> open_source(Collect& collect, const std::vector<std::string>& keys) {
  if (keys.empty()) {
    return Error::unauthenticated(
        "no write key: send it as the user name of Basic authentication or as `writeKey`");
  }
  Result<OpenSource> opened = Error::unauthenticated("");
  for (const std::string& key : keys) {
    opened = collect.open_source(key);
    if (opened.ok() || opened.error().code != ErrorCode::unauthenticated) {
      return opened;
    }
  }
  return opened;
}

Result<std::shared_ptr<const codec::JsonDocument>> read_body(const http::Request& request,
                                                             std::size_t bytes_max) {
  if (!request.body_file.empty() || request.body.size() > bytes_max) {
    return Error::too_large("the body is larger than " + std::to_string(bytes_max / 1024) +
                            " KB: send fewer items at a time");
  }
  TL_TRY_ASSIGN(auto document, codec::JsonDocument::parse(request.body, codec::body_json_limits));
  if (!document.root().is_object()) {
    return Error::invalid("the body must be a JSON object");
  }
  return std::make_shared<const codec::JsonDocument>(std::move(document));
}

void allow_any_origin(http::Response& response) {
  response.headers.add("Access-Control-Allow-Origin", "*");
  response.headers.add("Cross-Origin-Resource-Policy", "cross-origin");
}

http::Response tracking_failure(const Error& error, int status) {
  codec::JsonWriter writer;
  writer.begin_object().member("success", false);
  writer.member("code", status == 503   ? "unavailable"
                        : status == 429 ? "too_many_requests"
                        : status == 401 ? "unknown_write_key"
                        : status == 403 ? "source_disabled"
                                        : "invalid_request");
  writer.member("message", error.code == ErrorCode::internal
                               ? std::string("the event could not be stored; send it again")
                               : error.message);
  http::Response response = http::json_response(writer.end_object().take(), status);
  if (status == 503 || status == 429) {
    response.headers.add("Retry-After", retry_after_seconds);
  }
  allow_any_origin(response);
  return response;
}

http::Response tracking_failure(const Error& error) {
  if (error.code == ErrorCode::internal) {
    log(LogLevel::error, "a tracking request failed", {{"why", error.message}});
  }
  return tracking_failure(error, tracking_status(error.code));
}

http::Response tracking_response(const Result<Report>& report) {
  if (!report.ok()) {
    return tracking_failure(report.error());
  }
  codec::JsonWriter writer;
  writer.begin_object().member("success", true);
  if (!report->rejected.empty()) {
    writer.key("rejected").begin_array();
    for (const Rejected& rejected : report->rejected) {
      writer.begin_object()
          .member("index", rejected.index)
          .member("reason", rejected.reason)
          .member("detail", rejected.detail)
          .end_object();
    }
    writer.end_array();
  }
  http::Response response = http::json_response(writer.end_object().take());
  if (report->position != timeline::Position{}) {
    response.headers.add("Throughline-Position", timeline::to_text(report->position));
  }
  allow_any_origin(response);
  return response;
}

http::Response pixel_response(int status) {
  http::Response response =
      http::text_response(from_base64(pixel_base64).value_or(""), "image/gif", status);
  response.headers.add("Cache-Control", "no-store");
  if (status == 503) {
    response.headers.add("Retry-After", retry_after_seconds);
  }
  allow_any_origin(response);
  return response;
}

http::Response pixel_response(const Error& error) {
  const bool for_good = error.code != ErrorCode::unavailable && error.code != ErrorCode::internal &&
                        error.code != ErrorCode::too_many;
  return pixel_response(for_good ? 200 : 503);
}

bool is_prefetch(const http::Request& request) {
  const auto says = [&](std::string_view header) {
    return ascii_lower(request.headers.value_or(header, "")).find("prefetch") != std::string::npos;
  };
  return request.method != "GET" || says("Purpose") || says("Sec-Purpose") || says("X-Moz");
}

void add_tracking_route(http::Router& router, std::string pattern, std::string summary,
                        http::AsyncHandler handler) {
  const auto preflight = [](const http::Request& request) -> Result<http::Response> {
    http::Response response = {.status = 204};
    allow_any_origin(response);
    response.headers.add("Access-Control-Allow-Methods", "POST, OPTIONS");
    response.headers.add(
        "Access-Control-Allow-Headers",
        request.headers.value_or("Access-Control-Request-Headers",
                                 "Authorization, Content-Type, X-Retry-Count, X-Write-Key"));
    response.headers.add("Access-Control-Max-Age", "86400");
    return response;
  };
  router.add({.method = "OPTIONS",
              .pattern = pattern,
              .access = http::anyone(),
              .description = {.summary = "Lets browsers send: " + summary, .tag = "Tracking"},
              .handler = preflight,
              .charge = http::Charge::nobody});
  router.add({.method = "POST",
              .pattern = std::move(pattern),
              .access = http::anyone(),
              .description = {.summary = std::move(summary), .tag = "Tracking"},
              .async_handler = std::move(handler),
              .charge = http::Charge::nobody});
}

void add_pixel_route(http::Router& router, std::string pattern, http::Description description,
                     http::AsyncHandler handler) {
  router.add({.method = "GET",
              .pattern = std::move(pattern),
              .access = http::anyone(),
              .description = std::move(description),
              .async_handler = std::move(handler),
              .charge = http::Charge::nobody});
}

}  // namespace throughline::collect
