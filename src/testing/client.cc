#include "testing/client.h"

#include "base/text.h"
#include "codec/json.h"

namespace throughline::testing {

http::Response Client::send(std::string_view method, std::string_view path_and_query,
                            std::string_view body) {
  http::Request request = {.method = std::string(method),
                           .body = std::string(body),
                           .remote_address = address,
                           .secure = secure};
  const std::size_t question = path_and_query.find('?');
  request.path = path_and_query.substr(0, question);
  if (question != std::string_view::npos) {
    request.raw_query = path_and_query.substr(question + 1);
  }
  request.headers = extra;
  request.headers.add("host", "throughline.example");
  if (!api_key.empty()) {
    request.headers.add("authorization", "Bearer " + api_key);
  }
  if (!cookie.empty()) {
    request.headers.add("cookie", cookie);
  }
  if (!csrf.empty()) {
    request.headers.add("x-csrf-token", csrf);
  }
  http::Response response = router_.serve(std::move(request));
  remember(response);
  return response;
}

void Client::remember(const http::Response& response) {
  if (const auto set = response.headers.find("set-cookie")) {
    cookie = set->substr(0, set->find(';'));
    csrf = text_at(response, "csrf_token");
  }
}

std::string text_at(const http::Response& response, std::string_view path) {
  const auto* text = std::get_if<std::string>(&response.body);
  const auto json = codec::parse_json(text != nullptr ? *text : "");
  const codec::Json* at = json ? &*json : nullptr;
  for (const std::string_view key : split(path, '.')) {
    at = at != nullptr ? at->find(key) : nullptr;
  }
  return at != nullptr ? std::string(at->text_or("")) : "";
}

}  // namespace throughline::testing
