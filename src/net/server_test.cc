#include "net/server.h"

#include <gtest/gtest.h>

#include "net/test_server_test.h"

namespace throughline::net {
namespace {

TEST(Server, AnswersOnTheConnectionItKeeps) {
  const TestServer server;
  RawClient client(server.port());
  for (const char* name : {"ana", "bo"}) {
    client.send(raw_request("GET", "/hello?name=" + std::string(name)));
    const RawResponse response = client.receive();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "hello " + std::string(name));
    EXPECT_EQ(response.header("connection"), "");
    EXPECT_NE(response.header("date"), "");
  }
}

TEST(Server, WritesSecurityHeadersIntoEveryAnswer) {
  const TestServer server;
  for (const std::string& request : {raw_request("GET", "/hello"), raw_request("GET", "/nothing"),
                                     std::string("rubbish\r\n\r\n")}) {
    const RawResponse response = server.ask(request);
    EXPECT_EQ(response.header("x-content-type-options"), "nosniff") << request;
    EXPECT_NE(response.header("content-security-policy"), "") << request;
  }
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  const TestServer server;
  RawClient client(server.port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += raw_request("POST", "/echo", "", "body " + std::to_string(i));
  }
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.receive().body, "body " + std::to_string(i));
  }
}

TEST(Server, ClosesWhereTheClientAsksForIt) {
  const TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/hello", "Connection: close\r\n"));
  EXPECT_EQ(client.receive().header("connection"), "close");
  EXPECT_TRUE(client.closed());
}

TEST(Server, SpeaksHttp10) {
  const TestServer server;
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.receive().header("connection"), "keep-alive");
  client.send("GET /pieces HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const RawResponse response = client.receive();
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_EQ(response.header("transfer-encoding"), "");
  EXPECT_EQ(response.body, "1;2;3;") << "ends with the connection";
}

TEST(Server, AnswersHeadLikeGetWithoutTheBody) {
  const TestServer server;
  RawClient client(server.port());
  for (const char* path : {"/hello", "/long", "/pieces", "/nothing", "/stream"}) {
    client.send(raw_request("HEAD", path));
    const RawResponse response = client.receive_head();
    EXPECT_EQ(response.status, std::string_view(path) == "/nothing" ? 404 : 200) << path;
    if (std::string_view(path) == "/long") {
      EXPECT_EQ(response.header("content-length"), "100002");
    }
  }
  client.send(raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().body, "hello you") << "no body came between";
}

TEST(Server, RoutesByMethodAndPath) {
  const TestServer server;
  EXPECT_EQ(server.ask(raw_request("GET", "/nothing")).status, 404);
  const RawResponse refused = server.ask(raw_request("DELETE", "/hello"));
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.header("allow"), "GET, HEAD, OPTIONS");
  const RawResponse options = server.ask(raw_request("OPTIONS", "/hello"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("content-length"), "");
}

TEST(Server, TellsHandlersWhoAskedAndWhat) {
  const TestServer server;
  EXPECT_EQ(server.ask(raw_request("GET", "/facts?a=%20b")).body, "127.0.0.1 /facts a=%20b plain");
  EXPECT_EQ(server.ask(raw_request("GET", "http://elsewhere.test/facts?c")).body,
            "127.0.0.1 /facts c plain");
}

TEST(Server, ListensOnIpv6AndOnBoth) {
  const TestServer six({.host = "::1"});
  RawClient to_six(six.port(), "::1");
  to_six.send(raw_request("GET", "/facts"));
  EXPECT_EQ(to_six.receive().body, "::1 /facts  plain");

  const TestServer both({.host = "::"});
  RawClient by_four(both.port(), "127.0.0.1");
  by_four.send(raw_request("GET", "/facts"));
  EXPECT_EQ(by_four.receive().body, "127.0.0.1 /facts  plain");
}

TEST(Server, SaysWhyItCannotListen) {
  TestServer server;
  const SystemClock clock;
  const auto second = Server::start({.port = server.port()}, server.router(), clock);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
  EXPECT_NE(second.error().message.find(std::to_string(server.port())), std::string::npos);
  EXPECT_FALSE(Server::start({.host = "256.1.1.1.1"}, server.router(), clock).ok());
}

TEST(Server, TurnsAnExceptionIntoAProblemAndGoesOn) {
  const TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/throws"));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("private"), std::string::npos);
  client.send(raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().status, 200);
}

TEST(Server, CountsWhatItDoes) {
  TestServer server;
  RawClient client(server.port());
  for (const char* path : {"/hello", "/hello", "/nothing"}) {
    client.send(raw_request("GET", path));
    client.receive();
  }
  // The last answer is counted after its bytes left: one more request comes after that.
  client.send(raw_request("GET", "/hello"));
  client.receive();
  const ServerMetrics metrics = server.server().metrics();
  EXPECT_GE(metrics.answers.at(200), 2U);
  EXPECT_EQ(metrics.answers.at(404), 1U);
  EXPECT_EQ(metrics.connections_accepted, 1U);
  EXPECT_EQ(metrics.connections_open, 1U);
  EXPECT_GT(metrics.sent_bytes, metrics.received_bytes);
  std::uint64_t counted = 0;
  for (const std::uint64_t bucket : metrics.latency_buckets) {
    counted += bucket;
  }
  EXPECT_GE(counted, 3U);
}

TEST(Server, TellsTheAccessLog) {
  Guarded<std::vector<std::string>> lines;
  {
    const TestServer server({.on_answered = [&](const AccessRecord& record) {
      lines.with([&](auto& all) {
        all.push_back(std::string(record.method) + " " + std::string(record.path) + " " +
                      std::to_string(record.status) + " " + std::string(record.remote_address));
      });
    }});
    RawClient client(server.port());
    client.send(raw_request("GET", "/hello?secret=1") + raw_request("POST", "/nothing"));
    client.receive();
    client.receive();
  }
  lines.with([](auto& all) {
    EXPECT_EQ(
        all, (std::vector<std::string>{"GET /hello 200 127.0.0.1", "POST /nothing 404 127.0.0.1"}));
  });
}

}  // namespace
}  // namespace throughline::net
