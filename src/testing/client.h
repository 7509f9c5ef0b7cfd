// Client: somebody who sends requests to a router, as a browser with cookies or with an API key.
#pragma once

#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

namespace throughline::testing {

// Keeps the cookie that answers set, and the CSRF token of the session that they describe.
class Client {
 public:
  explicit Client(const http::Router& router) : router_(router) {}

  http::Response send(std::string_view method, std::string_view path_and_query,
                      std::string_view body = {});
  http::Response get(std::string_view path) { return send("GET", path); }
  http::Response post(std::string_view path, std::string_view body) {
    return send("POST", path, body);
  }
  http::Response patch(std::string_view path, std::string_view body) {
    return send("PATCH", path, body);
  }
  http::Response put(std::string_view path, std::string_view body) {
    return send("PUT", path, body);
  }
  http::Response remove(std::string_view path) { return send("DELETE", path); }

  std::string api_key = {};  // Sent as Bearer where it is set.
  std::string cookie = {};   // NAME=VALUE.
  std::string csrf = {};
  std::string address = "127.0.0.1";
  bool secure = false;
  http::Headers extra = {};  // Sent with every request.

 private:
  void remember(const http::Response& response);

  const http::Router& router_;
};

// The text at a path of keys in a JSON answer, empty where there is none: "user.id".
std::string text_at(const http::Response& response, std::string_view path);

}  // namespace throughline::testing
