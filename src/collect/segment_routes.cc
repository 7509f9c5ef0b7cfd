#include "collect/segment_routes.h"

#include <array>

#include "base/text.h"
#include "codec/json_writer.h"
#include "collect/intake_routes.h"

namespace throughline::collect {
namespace {

struct MessagePath {
  std::string_view word;
  std::string_view letter;
  EventKind kind;
};
constexpr std::array<MessagePath, 6> message_paths = {{
    {"track", "t", EventKind::track},
    {"identify", "i", EventKind::identify},
    {"page", "p", EventKind::page},
    {"screen", "s", EventKind::screen},
    {"group", "g", EventKind::group},
    {"alias", "a", EventKind::alias},
}};

void collect_message(Collect& collect, EventKind kind, const http::Request& request,
                     const http::Answer& answer) {
  // Larger than an item may be, so that one that is too large can still be kept as a dead letter.
  const auto document = read_body(request, batch_bytes_max);
  if (!document.ok()) {
    answer(tracking_failure(document.error()));
    return;
  }
  const codec::JsonView root = (*document)->root();
  const auto source = open_source(collect, request, root);
  if (!source.ok()) {
    answer(tracking_failure(source.error()));
    return;
  }
  collect.collect(
      *source, {.document = *document, .items = {root}, .kind = kind, .received = request.received},
      [answer](const Result<Report>& report) { answer(tracking_response(report)); });
}

void collect_batch(Collect& collect, const http::Request& request, const http::Answer& answer) {
  const auto document = read_body(request, batch_bytes_max);
  if (!document.ok()) {
    answer(tracking_failure(document.error()));
    return;
  }
  const codec::JsonView root = (*document)->root();
  const codec::JsonView batch = root.find("batch");
  if (!batch.is_array() || batch.size() > batch_items_max) {
    answer(tracking_failure(Error::invalid("`batch` must be a list of at most 2500 items")));
    return;
  }
  const auto source = open_source(collect, request, root);
  if (!source.ok()) {
    answer(tracking_failure(source.error()));
    return;
  }
  Intake intake = {.document = *document,
                   .context = root.find("context"),
                   .integrations = root.find("integrations"),
                   .sent_at = root.find("sentAt"),
                   .received = request.received};
  intake.items.reserve(batch.size());
  for (const codec::JsonView item : batch.items()) {
    intake.items.push_back(item);
  }
  collect.collect(*source, std::move(intake),
                  [answer](const Result<Report>& report) { answer(tracking_response(report)); });
}

void collect_pixel(Collect& collect, EventKind kind, const http::Request& request,
                   const http::Answer& answer) {
  if (is_prefetch(request)) {
    answer(pixel_response(200));
    return;
  }
  std::string data = request.query("data").value_or("");
  if (!trimmed(data).starts_with('{')) {
    data = from_base64(trimmed(data)).value_or("");
  }
  auto parsed = codec::JsonDocument::parse(data, codec::body_json_limits);
  if (!parsed.ok() || data.size() > batch_bytes_max) {
    parsed = codec::JsonDocument::parse("{}");
  }
  const auto document = std::make_shared<const codec::JsonDocument>(*std::move(parsed));
  const auto source = open_source(collect, request, document->root());
  if (!source.ok()) {
    answer(pixel_response(source.error()));
    return;
  }
  collect.collect(
      *source,
      {.document = document,
       .items = {document->root()},
       .kind = kind,
       .received = request.received},
      [answer](const Result<Report>& report) { answer(pixel_response(report.ok() ? 200 : 503)); });
}

// The least that analytics.js starts with: where to send, and nothing else to load.
std::string settings_json(std::string_view write_key, std::string_view api_host,
                          std::string_view protocol) {
  codec::JsonWriter writer;
  writer.begin_object().key("integrations").begin_object().key("Segment.io").begin_object();
  writer.member("apiKey", write_key)
      .member("apiHost", api_host)
      .member("protocol", protocol)
      .key("unbundledIntegrations")
      .begin_array()
      .end_array()
      .member("addBundledMetadata", true)
      .raw_member("maybeBundledConfigIds", "{}")
      .raw_member("versionSettings", R"({"version":"4.4.7","componentTypes":["browser"]})")
      .end_object()
      .end_object();
  writer.raw_member("plan", R"({"track":{"__default":{"enabled":true,"integrations":{}}},)"
                            R"("identify":{"__default":{"enabled":true}},)"
                            R"("group":{"__default":{"enabled":true}}})");
  writer.raw_member("edgeFunction", "{}")
      .member("analyticsNextEnabled", true)
      .raw_member("middlewareSettings", R"({"routingRules":[]})")
      .raw_member("enabledMiddleware", "{}")
      .raw_member("metrics", R"({"sampleRate":0})")
      .member("legacyVideoPluginsEnabled", false)
      .raw_member("remotePlugins", "[]");
  return writer.end_object().take();
}

Result<http::Response> settings(Collect& collect, const http::Request& request) {
  const std::string_view write_key = request.parameter("write_key");
  const auto source = collect.open_source(write_key);
  if (!source.ok()) {
    http::Response failure = tracking_failure(
        source.error(), source.error().code == ErrorCode::unauthenticated ? 404 : 403);
    return failure;
  }
  const std::string_view origin =
      request.origin.empty() ? std::string_view("http://localhost") : request.origin;
  const std::size_t scheme = origin.find("://");
  http::Response response = http::json_response(settings_json(
      write_key, std::string(origin.substr(scheme + 3)) + "/v1", origin.substr(0, scheme)));
  response.headers.add("Cache-Control", "no-cache");
  allow_any_origin(response);
  return response;
}

void add_message_routes(http::Router& router, Collect& collect, const MessagePath& path) {
  const EventKind kind = path.kind;
  const std::string word(path.word);
  const auto handler = [&collect, kind](const http::Request& request, const http::Answer& answer) {
    collect_message(collect, kind, request, answer);
  };
  add_tracking_route(router, "/v1/" + word, "Records one " + word + " message.", handler);
  add_tracking_route(router, "/v1/" + std::string(path.letter),
                     "Records one " + word + " message (the browser library's path).", handler);
  add_pixel_route(router, "/v1/pixel/" + word,
                  {.summary = "Records one " + word + " message and answers an image.",
                   .tag = "Tracking",
                   .query = {{"data", "The message as base64url JSON"},
                             {"writeKey", "The key, where the message has none"}}},
                  [&collect, kind](const http::Request& request, const http::Answer& answer) {
                    collect_pixel(collect, kind, request, answer);
                  });
}

}  // namespace

void add_segment_routes(http::Router& router, Collect& collect) {
  for (const MessagePath& path : message_paths) {
    add_message_routes(router, collect, path);
  }
  const auto batch = [&collect](const http::Request& request, const http::Answer& answer) {
    collect_batch(collect, request, answer);
  };
  add_tracking_route(router, "/v1/batch", "Records up to 2500 messages.", batch);
  add_tracking_route(router, "/v1/b", "Records messages (the browser library's path).", batch);
  add_tracking_route(router, "/v1/import", "Records messages (the older name of batch).", batch);
  router.get("/v1/projects/{write_key}/settings", http::anyone(),
             {.summary = "The settings document that analytics.js starts with.", .tag = "Tracking"},
             [&collect](const http::Request& request) { return settings(collect, request); });
}

}  // namespace throughline::collect
