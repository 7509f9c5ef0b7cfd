#include "http/request.h"

#include <gtest/gtest.h>

namespace throughline::http {
namespace {

Request with_query(std::string query) {
  Request request;
  request.raw_query = std::move(query);
  return request;
}

TEST(Headers, AreFoundWithoutCaseAndTrimmed) {
  Headers headers;
  headers.add("X-Write-Key", "  abc \t");
  EXPECT_EQ(headers.find("x-write-key"), "abc");
  EXPECT_EQ(headers.find("X-WRITE-KEY"), "abc");
  EXPECT_EQ(headers.find("X-Write"), std::nullopt);
  EXPECT_EQ(headers.value_or("X-Other", "none"), "none");
}

TEST(Headers, SetReplacesEveryOneOfTheName) {
  Headers headers;
  headers.add("Vary", "Origin");
  headers.add("vary", "Accept");
  headers.set("VARY", "Cookie");
  EXPECT_EQ(headers.find("vary"), "Cookie");
  EXPECT_EQ(std::distance(headers.begin(), headers.end()), 1);
}

TEST(Query, DecodesNamesAndValues) {
  const Request request = with_query("a=1&caf%C3%A9=x+y%2Bz&flag&a=2&=empty");
  EXPECT_EQ(request.query("a"), "1");
  EXPECT_EQ(request.query("café"), "x y+z");
  EXPECT_EQ(request.query("flag"), "");
  EXPECT_EQ(request.query("b"), std::nullopt);
}

TEST(Query, KeepsAPercentThatOpensNoEscape) {
  EXPECT_EQ(with_query("discount=100%&x=%zz").query("discount"), "100%");
  EXPECT_EQ(with_query("discount=100%&x=%zz").query("x"), "%zz");
}

TEST(Query, IntegersAreHeldToTheirRange) {
  const Request request = with_query("limit=20&bad=2x&low=-1&huge=99999999999999999999&none=");
  EXPECT_EQ(*request.integer_query("limit", 50, 1, 100), 20);
  EXPECT_EQ(*request.integer_query("absent", 50, 1, 100), 50);
  for (const std::string_view name : {"bad", "low", "huge", "none"}) {
    const auto value = request.integer_query(name, 50, 1, 100);
    ASSERT_FALSE(value.ok()) << name;
    EXPECT_EQ(value.error().code, ErrorCode::invalid);
    EXPECT_NE(value.error().message.find("from 1 to 100"), std::string::npos);
  }
}

TEST(Cookie, IsFoundAmongOthersAndAcrossHeaders) {
  Request request;
  request.headers.add("Cookie", "theme=dark; session=\"a=b\" ;x");
  request.headers.add("Cookie", "late=1");
  EXPECT_EQ(request.cookie("session"), "a=b");
  EXPECT_EQ(request.cookie("late"), "1");
  EXPECT_EQ(request.cookie("x"), std::nullopt);
  EXPECT_EQ(request.cookie("hem"), std::nullopt);
}

}  // namespace
}  // namespace throughline::http
