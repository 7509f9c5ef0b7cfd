#include "http/response.h"

#include <array>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

namespace throughline::http {
namespace {

struct Meaning {
  int status;
  std::string_view code;
};

// In the order of ErrorCode.
constexpr std::array<Meaning, 9> meanings = {{{400, "invalid"},
                                              {401, "unauthenticated"},
                                              {403, "forbidden"},
                                              {404, "not_found"},
                                              {409, "conflict"},
                                              {413, "too_large"},
                                              {429, "too_many"},
                                              {503, "unavailable"},
                                              {500, "internal"}}};

Meaning meaning_of(ErrorCode code) {
  return meanings.at(static_cast<std::size_t>(code));
}

constexpr std::string_view retry_after_s = "2";

std::string problem_json(int status, std::string_view code, std::string_view detail) {
  std::string json = R"({"type":"about:blank","title":)";
  append_quoted_json(json, reason_of(status));
  json += ",\"status\":" + std::to_string(status) + ",\"detail\":";
  append_quoted_json(json, detail);
  json += ",\"code\":";
  append_quoted_json(json, code);
  return json;
}

Response internal_problem(const Error& error) {
  const std::string id = to_hex(SecureRandom().bytes(8));
  log(LogLevel::error, "a request failed inside", {{"id", id}, {"why", error.message}});
  std::string json = problem_json(
      500, "internal", "Something went wrong on our side. It is logged under the id " + id + ".");
  json += R"(,"id":")" + id + R"("})";
  return text_response(std::move(json), "application/problem+json", 500);
}

}  // namespace

Response text_response(std::string text, std::string_view content_type, int status) {
  Response response;
  response.status = status;
  response.headers.add("content-type", content_type);
  response.body = std::move(text);
  return response;
}

Response json_response(std::string json, int status) {
  return text_response(std::move(json), "application/json", status);
}

int status_of(ErrorCode code) {
  return meaning_of(code).status;
}

Response problem_with_status(int status, std::string_view code, std::string_view detail) {
  return text_response(problem_json(status, code, detail) + "}", "application/problem+json",
                       status);
}

Response problem(const Error& error) {
  if (error.code == ErrorCode::internal) {
    return internal_problem(error);
  }
  const auto [status, code] = meaning_of(error.code);
  Response response = problem_with_status(status, code, error.message);
  if (error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many) {
    response.headers.add("retry-after", retry_after_s);
  }
  if (error.code == ErrorCode::unauthenticated) {
    response.headers.add("www-authenticate", "Bearer");
  }
  return response;
}

}  // namespace throughline::http
