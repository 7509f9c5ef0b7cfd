#include "net/request_reader.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <cstring>

#include "base/assert.h"
#include "base/text.h"
#include "net/request_parser.h"

namespace throughline::net {
namespace {

namespace beast_http = boost::beast::http;

// Splits a target into path and query; takes the absolute form that proxies send. False where it is
// neither, nor the '*' of OPTIONS.
bool parse_target(std::string_view target, http::Request& request) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equal_ignoring_case(target.substr(0, scheme.size()), scheme)) {
      const std::size_t path = target.find_first_of("/?", scheme.size());
      target = path == std::string_view::npos ? "/" : target.substr(path);
    }
  }
  const std::size_t query = target.find('?');
  request.path = target.substr(0, query);
  if (request.path.empty()) {
    request.path = "/";
  }
  if (query != std::string_view::npos) {
    request.raw_query = target.substr(query + 1);
  }
  return request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS");
}

http::Response malformed(std::string_view why) {
  return http::problem(Error::invalid("The request is not HTTP/1.1: " + std::string(why) + "."));
}

http::Response head_too_large() {
  return http::problem_with_status(431, "header_too_large",
                                   "The request's header is larger than this server takes.");
}

http::Response failure_of(const boost::beast::error_code& error) {
  if (error == beast_http::error::header_limit) {
    return head_too_large();
  }
  if (error == beast_http::error::bad_version) {
    return http::problem_with_status(505, "version_not_supported",
                                     "This server speaks HTTP/1.1 and HTTP/1.0.");
  }
  return malformed(error.message());
}

std::optional<std::string_view> only(const http::Headers& headers, std::string_view name,
                                     bool& repeated) {
  std::optional<std::string_view> value;
  for (const auto& [other, text] : headers) {
    if (other == name) {
      repeated = repeated || value.has_value();
      value = text;
    }
  }
  return value;
}

// What is wrong with a request before its body, where anything is.
std::optional<http::Response> refusal(const RequestParser& parser, const http::Request& request) {
  bool repeated = false;
  const auto host = only(request.headers, "host", repeated);
  if (repeated || (!host && parser.http_version() == 11)) {
    return malformed("it needs exactly one Host");
  }
  const auto transfer = only(request.headers, "transfer-encoding", repeated);
  if (repeated || (transfer && !equal_ignoring_case(*transfer, "chunked"))) {
    return http::problem_with_status(501, "not_implemented",
                                     "The only Transfer-Encoding taken here is chunked.");
  }
  if (transfer && request.headers.find("content-length")) {
    return malformed("it has both Content-Length and Transfer-Encoding");
  }
  const auto expect = request.headers.find("expect");
  if (expect && !equal_ignoring_case(*expect, "100-continue")) {
    return http::problem_with_status(417, "expectation_failed",
                                     "The only Expect answered here is 100-continue.");
  }
  return std::nullopt;
}

}  // namespace

struct RequestReader::State {
  Incoming incoming = {};
  std::optional<RequestParser> made = {};  // Writes into `incoming`.

  RequestParser& parser() {
    TL_ASSERT(made.has_value());
    return *made;
  }
};

RequestReader::RequestReader(const ServerOptions& options, const http::Router& router)
    : options_(options),
      router_(router),
      buffer_(std::make_unique_for_overwrite<Buffer>()),
      state_(std::make_unique<State>()) {
  begin();
}

RequestReader::~RequestReader() = default;

void RequestReader::begin() {
  state_->incoming = {};
  RequestParser& parser = state_->made.emplace(state_->incoming.request);
  parser.header_limit(static_cast<std::uint32_t>(options_.header_bytes_max));
  parser.body_limit(boost::none);  // The sink's limit counts.
  head_seen_ = false;
  head_bytes_ = 0;
}

bool RequestReader::started() const {
  return head_seen_ || begin_ != end_ || state_->parser().got_some();
}

bool RequestReader::in_body() const {
  return head_seen_;
}

bool RequestReader::continue_expected() const {
  return begin_ == end_ && !state_->parser().is_done() && !state_->incoming.http_1_0 &&
         state_->incoming.request.headers.find("expect").has_value();
}

std::span<char> RequestReader::space() {
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (end_ == buffer_->size()) {
    std::memmove(buffer_->data(), buffer_->data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  return {buffer_->data() + end_, buffer_->size() - end_};
}

RequestReader::Step RequestReader::fail(http::Response response) {
  failure_ = std::move(response);
  return Step::failed;
}

void RequestReader::fail_unfinished(bool timed_out) {
  failure_ = timed_out ? http::problem_with_status(408, "request_timeout",
                                                   "The request did not arrive in time.")
                       : malformed("it ends too early");
}

http::Response RequestReader::failure() {
  TL_ASSERT(failure_.has_value());
  return *std::move(failure_);
}

// Leaves the failure where the request cannot be taken.
bool RequestReader::check_head() {
  RequestParser& parser = state_->parser();
  Incoming& incoming = state_->incoming;
  http::Request& request = incoming.request;
  failure_ = refusal(parser, request);
  if (!failure_ && !parse_target(parser.target(), request)) {
    failure_ = malformed("its target is no path");
  }
  if (failure_) {
    return false;
  }
  incoming.http_1_0 = parser.http_version() == 10;
  incoming.keep_alive = parser.keep_alive();
  incoming.accepts_gzip = accepts_gzip(request.headers.value_or("accept-encoding", ""));
  const auto coding = parse_coding(request.headers.value_or("content-encoding", ""));
  if (!coding) {
    http::Response unsupported =
        http::problem_with_status(415, "unsupported_media_type",
                                  "The body's Content-Encoding must be gzip, deflate or identity.");
    unsupported.headers.add("accept-encoding", "gzip, deflate, identity");
    failure_ = std::move(unsupported);
    return false;
  }
  incoming.coding = *coding;
  if (parser.is_done()) {
    return true;
  }
  const http::Route* route = router_.find(request.method, request.path);
  incoming.body_bytes_max = route != nullptr && route->body_bytes_max != 0
                                ? route->body_bytes_max
                                : options_.body_bytes_max;
  const auto length = parser.content_length();
  if (length && *length > incoming.body_bytes_max) {
    failure_ = http::problem(body_too_large(incoming.body_bytes_max));
    return false;
  }
  parser.set_sink(BodySink(
      {incoming.body_bytes_max, options_.body_memory_bytes_max, options_.temporary_directory}));
  return true;
}

// Old clients send a stray line break after a body.
void RequestReader::skip_line_breaks() {
  while (!state_->parser().got_some() && begin_ != end_ &&
         ((*buffer_)[begin_] == '\r' || (*buffer_)[begin_] == '\n')) {
    ++begin_;
  }
}

// Gives the parser what is in the buffer; a step where it cannot go on with that.
std::optional<RequestReader::Step> RequestReader::parse() {
  RequestParser& parser = state_->parser();
  boost::beast::error_code error;
  const boost::asio::const_buffer bytes(buffer_->data() + begin_, end_ - begin_);
  const std::size_t taken = parser.put(bytes, error);
  begin_ += taken;
  head_bytes_ += head_seen_ ? 0 : taken;
  if (const std::optional<Error>& refused = parser.sink_error(); refused) {
    return fail(http::problem(*refused));
  }
  if (error == beast_http::error::need_more) {
    return end_ - begin_ == buffer_->size() ? fail(malformed("a chunk's header is too long"))
                                            : Step::need_bytes;
  }
  if (error) {
    return fail(failure_of(error));
  }
  // The parser counts neither line ends nor a header that comes in one piece to the last byte.
  if (head_bytes_ > options_.header_bytes_max) {
    return fail(head_too_large());
  }
  return std::nullopt;
}

RequestReader::Step RequestReader::advance() {
  RequestParser& parser = state_->parser();
  while (!parser.is_done()) {
    skip_line_breaks();
    if (begin_ == end_) {
      return Step::need_bytes;
    }
    if (const std::optional<Step> step = parse()) {
      return *step;
    }
    if (!head_seen_ && parser.is_header_done()) {
      head_seen_ = true;
      if (!check_head()) {
        return Step::failed;
      }
      parser.eager(true);
      if (!parser.is_done()) {
        return Step::head_done;
      }
    }
  }
  return Step::request_done;
}

Incoming RequestReader::take() {
  Incoming taken = std::move(state_->incoming);
  if (std::optional<BodySink>& sink = state_->parser().sink()) {
    taken.body = {sink->take_text(), sink->take_file()};
  }
  begin();
  return taken;
}

}  // namespace throughline::net
