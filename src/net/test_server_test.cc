#include "net/test_server_test.h"

#include <fstream>
#include <sstream>

#include "base/log.h"

namespace throughline::net {
namespace {

const http::Description described = {.summary = "For the test."};

Result<Actor> let_everybody_in(const http::Request& /*request*/, const http::Access& /*access*/) {
  return Actor{};
}

std::string content_of(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

}  // namespace

TestServer::TestServer(ServerOptions options) : router_(let_everybody_in) {
  add_routes();
  add_slow_routes();
  Result<std::unique_ptr<Server>> started = Server::start(std::move(options), router_, clock_);
  EXPECT_TRUE(started.ok()) << started.error().message;
  server_ = *std::move(started);
}

TestServer::~TestServer() {
  gate_.open();
}

void TestServer::add_routes() {
  const auto echo = [this](const http::Request& request) -> Result<http::Response> {
    kept_.with([&](Kept& kept) { kept.body_file = request.body_file; });
    return http::text_response(
        request.body_file.empty() ? request.body : content_of(request.body_file),
        "application/octet-stream");
  };
  router_.get("/hello", http::anyone(), described,
              [](const http::Request& request) -> Result<http::Response> {
                return http::text_response("hello " + request.query("name").value_or("you"),
                                           "text/plain");
              });
  router_.post("/echo", http::anyone(), described, echo);
  router_.add({.method = "POST",
               .pattern = "/large",
               .access = http::anyone(),
               .description = described,
               .handler = echo,
               .body_bytes_max = 8 * 1024 * 1024});
  router_.get("/long", http::anyone(), described,
              [](const http::Request&) -> Result<http::Response> {
                return http::json_response("[" + std::string(100'000, '1') + "]");
              });
  router_.get("/pieces", http::anyone(), described,
              [](const http::Request&) -> Result<http::Response> {
                http::Response response;
                response.body = [n = 0]() mutable -> std::optional<std::string> {
                  return ++n <= 3 ? std::optional(std::to_string(n) + ";") : std::nullopt;
                };
                return response;
              });
  router_.get("/broken-pieces", http::anyone(), described,
              [](const http::Request&) -> Result<http::Response> {
                http::Response response;
                response.body = [n = 0]() mutable -> std::optional<std::string> {
                  if (++n > 1) {
                    throw std::runtime_error("the disk went");
                  }
                  return "first";
                };
                return response;
              });
  router_.get(
      "/throws", http::anyone(), described,
      [](const http::Request&) -> Result<http::Response> { throw std::runtime_error("private"); });
  router_.get("/facts", http::anyone(), described,
              [](const http::Request& request) -> Result<http::Response> {
                return http::text_response(request.remote_address + " " + request.path + " " +
                                               request.raw_query +
                                               (request.secure ? " secure" : " plain"),
                                           "text/plain");
              });
}

void TestServer::add_slow_routes() {
  router_.get("/wait", http::anyone(), described,
              [this](const http::Request&) -> Result<http::Response> {
                gate_.arrive();
                return http::text_response("waited", "text/plain");
              });
  router_.get("/watch", http::anyone(), described,
              [this](const http::Request& request) -> Result<http::Response> {
                kept_.with([&](Kept& kept) { kept.cancellation = request.cancellation; });
                gate_.arrive();
                return http::text_response("watched", "text/plain");
              });
  router_.add({.method = "GET",
               .pattern = "/held",
               .access = http::anyone(),
               .description = described,
               .async_handler = [this](const http::Request&, http::Answer answer) {
                 answer_.set_value(std::move(answer));
               }});
  router_.get("/stream", http::anyone(), described,
              [this](const http::Request&) -> Result<http::Response> {
                http::Response response;
                response.headers.add("content-type", "text/event-stream");
                response.body = [this](std::shared_ptr<http::Stream> stream) {
                  stream_.set_value(std::move(stream));
                };
                return response;
              });
}

std::shared_ptr<http::Stream> TestServer::stream() {
  return stream_.get_future().get();
}

http::Answer TestServer::answer() {
  return answer_.get_future().get();
}

RawResponse TestServer::ask(std::string_view request) const {
  RawClient client(port());
  client.send(request);
  return client.receive();
}

}  // namespace throughline::net
