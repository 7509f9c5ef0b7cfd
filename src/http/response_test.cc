#include "http/response.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "http/security_headers.h"

namespace throughline::http {
namespace {

TEST(Problem, SaysTypeTitleStatusDetailAndCode) {
  const Response response = problem(Error::not_found("no \"such\" profile"));
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.headers.find("content-type"), "application/problem+json");
  EXPECT_EQ(response.text(), R"({"type":"about:blank","title":"Not Found","status":404,)"
                             R"("detail":"no \"such\" profile","code":"not_found"})");
}

TEST(Problem, MapsEveryCodeToItsStatus) {
  const std::vector<std::pair<ErrorCode, int>> all = {
      {ErrorCode::invalid, 400},   {ErrorCode::unauthenticated, 401}, {ErrorCode::forbidden, 403},
      {ErrorCode::not_found, 404}, {ErrorCode::conflict, 409},        {ErrorCode::too_large, 413},
      {ErrorCode::too_many, 429},  {ErrorCode::unavailable, 503},     {ErrorCode::internal, 500}};
  for (const auto& [code, status] : all) {
    EXPECT_EQ(problem({code, "why"}).status, status);
    EXPECT_EQ(status_of(code), status);
  }
}

TEST(Problem, TellsWhenToComeBack_EV05) {
  EXPECT_TRUE(problem(Error::unavailable("full")).headers.find("Retry-After"));
  EXPECT_TRUE(problem(Error::too_many("slow down")).headers.find("Retry-After"));
  EXPECT_FALSE(problem(Error::conflict("stale")).headers.find("Retry-After"));
}

TEST(Problem, KeepsAnInternalMessageToTheLogAndTellsItsId) {
  const Response one = problem(Error::internal("SELECT secret"));
  const Response other = problem(Error::internal("SELECT secret"));
  EXPECT_EQ(one.text().find("secret"), std::string::npos);
  EXPECT_NE(one.text().find("\"id\":\""), std::string::npos);
  EXPECT_NE(one.text(), other.text());
}

TEST(SecurityHeaders, AreAllThereUnlessTheAnswerSaysOtherwise) {
  Headers own;
  std::string plain;
  append_security_headers(own, false, plain);
  EXPECT_NE(plain.find("content-security-policy: default-src 'self'"), std::string::npos);
  EXPECT_NE(plain.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_NE(plain.find("x-content-type-options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(plain.find("referrer-policy: "), std::string::npos);
  EXPECT_EQ(plain.find("strict-transport-security"), std::string::npos);

  own.add("Cross-Origin-Resource-Policy", "cross-origin");
  std::string secure;
  append_security_headers(own, true, secure);
  EXPECT_EQ(secure.find("cross-origin-resource-policy"), std::string::npos);
  EXPECT_NE(secure.find("x-content-type-options: nosniff\r\n"), std::string::npos);
  EXPECT_NE(secure.find("strict-transport-security: "), std::string::npos);
}

}  // namespace
}  // namespace throughline::http
