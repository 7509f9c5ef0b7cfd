#include "collect/dialect_routes.h"

#include "base/text.h"
#include "collect/dialect.h"
#include "collect/intake_routes.h"

namespace throughline::collect {
namespace {

// A request as its dialect sees it; owns what the translation's views point into.
struct ReadRequest {
  std::optional<codec::JsonDocument> body = {};
  DialectRequest request = {};
};

Result<ReadRequest> read_request(const http::Request& request) {
  if (!request.body_file.empty() || request.body.size() > batch_bytes_max) {
    return Error::too_large("the body is larger than " + std::to_string(batch_bytes_max / 1024) +
                            " KB: send fewer items at a time");
  }
  ReadRequest read;
  const std::string_view text = trimmed(request.body);
  if (request.method == "POST" && !text.starts_with('{') && !text.starts_with('[')) {
    read.request.query = read_query(text);
    if (read.request.query.empty()) {
      return Error::invalid("the body must be JSON or a form");
    }
  } else if (request.method == "POST") {
    TL_TRY_ASSIGN(auto body, codec::JsonDocument::parse(text, codec::body_json_limits));
    read.body = std::move(body);
    read.request.body = read.body->root();
  }
  for (auto& pair : read_query(request.raw_query)) {
    read.request.query.push_back(std::move(pair));
  }
  read.request.word = request.parameter("type");
  read.request.user_agent = request.headers.value_or("User-Agent", "");
  read.request.address = request.remote_address;
  read.request.received = request.received;
  return read;
}

struct OpenIntake {
  OpenSource source = {};
  Intake intake = {};
};

Result<OpenIntake> read_intake(const Dialect& dialect, Collect& collect,
                               const http::Request& request) {
  TL_TRY_ASSIGN(const ReadRequest read, read_request(request));
  Translation translation = dialect.translate(read.request);
  auto keys = write_keys_of(request, {});
  keys.insert(keys.end(), translation.write_keys.begin(), translation.write_keys.end());
  TL_TRY_ASSIGN(OpenSource source, open_source(collect, keys));
  if (translation.messages.items().size() > batch_items_max) {
    return Error::too_large("at most " + std::to_string(batch_items_max) + " events at a time");
  }
  codec::Json batch = codec::Json::object();
  batch.set("batch", std::move(translation.messages));
  batch.set("sentAt", std::move(translation.sent_at));
  TL_TRY_ASSIGN(auto parsed, codec::JsonDocument::parse(batch.to_text(), codec::body_json_limits));
  const auto document = std::make_shared<const codec::JsonDocument>(std::move(parsed));
  Intake intake = {.document = document,
                   .sent_at = document->root().find("sentAt"),
                   .received = request.received};
  for (const codec::JsonView item : document->root().find("batch").items()) {
    intake.items.push_back(item);
  }
  return OpenIntake{std::move(source), std::move(intake)};
}

http::Response failure_of(const Error& error, Reply reply) {
  if (reply == Reply::image) {
    return pixel_response(error);
  }
  return error.code == ErrorCode::too_large ? tracking_failure(error, 413)
                                            : tracking_failure(error);
}

http::AsyncHandler handler_of(const Dialect& dialect, Reply reply, Collect& collect) {
  return [&dialect, reply, &collect](const http::Request& request, const http::Answer& answer) {
    if (reply == Reply::image && is_prefetch(request)) {
      answer(pixel_response(200));
      return;
    }
    auto open = read_intake(dialect, collect, request);
    if (!open.ok()) {
      answer(failure_of(open.error(), reply));
      return;
    }
    collect.collect(
        open->source, std::move(open->intake), [answer, reply](const Result<Report>& report) {
          answer(reply == Reply::image ? report.ok() ? pixel_response(200) : pixel_response(503)
                                       : tracking_response(report));
        });
  };
}

}  // namespace

void add_dialect_routes(http::Router& router, Collect& collect) {
  for (const Dialect& dialect : dialects()) {
    for (const DialectPath& path : dialect.paths) {
      auto handler = handler_of(dialect, path.reply, collect);
      if (path.method == "POST") {
        add_tracking_route(router, std::string(path.pattern), std::string(path.summary),
                           std::move(handler));
      } else {
        add_pixel_route(router, std::string(path.pattern),
                        {.summary = std::string(path.summary), .tag = "Tracking"},
                        std::move(handler));
      }
    }
  }
}

}  // namespace throughline::collect
