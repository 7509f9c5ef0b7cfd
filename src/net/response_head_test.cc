#include "net/response_head.h"

#include <gtest/gtest.h>

namespace throughline::net {
namespace {

std::string head_of(const http::Response& response, const HeadFacts& facts) {
  std::string out;
  append_head(out, response, facts);
  return out;
}

TEST(ResponseHead, NamesStatusDateAndLength) {
  const std::string head =
      head_of(http::text_response("x", "text/plain", 201), {.content_length = 1, .date = "a date"});
  EXPECT_TRUE(
      head.starts_with("HTTP/1.1 201 Created\r\ndate: a date\r\ncontent-type: text/plain\r\n"));
  EXPECT_TRUE(head.ends_with("content-length: 1\r\n\r\n"));
}

TEST(ResponseHead, KeepsAValueOnItsLine) {
  http::Response response;
  response.headers.add("location", "/a\r\nset-cookie: stolen=1");
  const std::string head = head_of(response, {});
  EXPECT_NE(head.find("location: /a  set-cookie: stolen=1\r\n"), std::string::npos);
}

TEST(ResponseHead, TheServerAloneSpeaksOfLengthAndConnection) {
  http::Response response;
  response.headers.add("content-length", "999");
  response.headers.add("connection", "upgrade");
  response.headers.add("transfer-encoding", "gzip");
  const std::string head = head_of(response, {.chunked = true, .keep_alive = false});
  EXPECT_EQ(head.find("999"), std::string::npos);
  EXPECT_EQ(head.find("upgrade"), std::string::npos);
  EXPECT_NE(head.find("transfer-encoding: chunked\r\n"), std::string::npos);
  EXPECT_NE(head.find("connection: close\r\n"), std::string::npos);
}

TEST(ResponseHead, RepeatsHeadersThatComeTwice) {
  http::Response response;
  response.headers.add("set-cookie", "a=1");
  response.headers.add("set-cookie", "b=2");
  EXPECT_NE(head_of(response, {}).find("set-cookie: a=1\r\nset-cookie: b=2\r\n"),
            std::string::npos);
}

TEST(HttpDate, IsWrittenAsTheStandardShows) {
  EXPECT_EQ(http_date({784'111'777 * us_per_second}), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date({0}), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date({-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
}

}  // namespace
}  // namespace throughline::net
