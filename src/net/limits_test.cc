#include <gtest/gtest.h>

#include "net/test_server_test.h"

namespace throughline::net {
namespace {

TEST(Limits, AHeaderTooLargeIs431) {
  const TestServer server;
  const std::string long_line = "X-Long: " + std::string(20'000, 'x') + "\r\n";
  EXPECT_EQ(server.ask(raw_request("GET", "/hello", long_line)).status, 431);
  EXPECT_EQ(server.ask(raw_request("GET", "/" + std::string(20'000, 'x'))).status, 431);
  std::string many;
  for (int i = 0; i < 2'000; ++i) {
    many += "X-" + std::to_string(i) + ": y\r\n";
  }
  EXPECT_EQ(server.ask(raw_request("GET", "/hello", many)).status, 431);
  EXPECT_EQ(
      server.ask(raw_request("GET", "/hello", "X: " + std::string(15'000, 'x') + "\r\n")).status,
      200);
}

TEST(Limits, ABodyTooLargeIs413WhetherAnnouncedOrNot) {
  const TestServer server({.body_bytes_max = 1'000});
  EXPECT_EQ(server.ask(raw_request("POST", "/echo", "", std::string(1'000, 'x'))).status, 200);
  const RawResponse announced =
      server.ask(raw_request("POST", "/echo", "", std::string(1'001, 'x')));
  EXPECT_EQ(announced.status, 413);
  EXPECT_EQ(announced.header("connection"), "close");
  EXPECT_NE(announced.body.find("\"code\":\"too_large\""), std::string::npos);
  EXPECT_EQ(server
                .ask(raw_request("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "7d0\r\n" +
                     std::string(2'000, 'x') + "\r\n0\r\n\r\n")
                .status,
            413);
}

TEST(Limits, TheClientReadsThe413AlthoughItKeepsSending) {
  const TestServer server;
  RawClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 20000000\r\n\r\n");
  std::string large;
  large.resize(20'000'000, 'x');
  client.send(large);
  EXPECT_EQ(client.receive().status, 413);
}

TEST(Limits, ARouteMayTakeMore) {
  const TestServer server({.body_bytes_max = 1'000});
  EXPECT_EQ(server.ask(raw_request("POST", "/large", "", std::string(5'000, 'x'))).body.size(),
            5'000U);
}

TEST(Limits, AnUnknownExpectationIs417) {
  const TestServer server;
  EXPECT_EQ(server.ask(raw_request("POST", "/echo", "Expect: a miracle\r\n", "x")).status, 417);
}

TEST(Limits, AnUnknownContentEncodingIs415) {
  const TestServer server;
  const RawResponse response =
      server.ask(raw_request("POST", "/echo", "Content-Encoding: br\r\n", "x"));
  EXPECT_EQ(response.status, 415);
  EXPECT_EQ(response.header("accept-encoding"), "gzip, deflate, identity");
}

TEST(Limits, ASlowHeaderIs408) {
  const TestServer server({.header_ms_max = 100});
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: ");
  const RawResponse response = client.receive();
  EXPECT_EQ(response.status, 408);
  EXPECT_EQ(response.header("connection"), "close");
}

TEST(Limits, DrippingBytesDoesNotBuyAHeaderTime) {
  const TestServer server({.header_ms_max = 100, .linger_ms_max = 100});
  RawClient client(server.port());
  client.send("GET /hello HTTP/1.1\r\nHost: t\r\n");
  std::thread dripping([&client] {
    while (client.send("X: y\r\n")) {
    }
  });
  const RawResponse response = client.receive();
  EXPECT_TRUE(response.status == 408 || response.status == 431) << response.status;
  dripping.join();
}

TEST(Limits, ASlowBodyIs408) {
  const TestServer server({.body_ms_max = 100});
  RawClient client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nfive ");
  EXPECT_EQ(client.receive().status, 408);
}

TEST(Limits, AnIdleConnectionIsClosedWithoutAWord) {
  const TestServer server({.idle_ms_max = 100});
  RawClient fresh(server.port());
  EXPECT_TRUE(fresh.closed());
  RawClient used(server.port());
  used.send(raw_request("GET", "/hello"));
  EXPECT_EQ(used.receive().status, 200);
  EXPECT_TRUE(used.closed());
}

TEST(Limits, AHandlerMayTakeLongerThanAnyPeer) {
  TestServer server(
      {.header_ms_max = 50, .body_ms_max = 50, .idle_ms_max = 50, .write_ms_max = 50});
  RawClient client(server.port());
  client.send(raw_request("GET", "/wait"));
  server.gate().await_arrivals(1);
  // An idle connection opened later is closed for its silence while the handler still runs.
  RawClient idle(server.port());
  EXPECT_TRUE(idle.closed());
  server.gate().open();
  EXPECT_EQ(client.receive().body, "waited");
}

TEST(Limits, APeerThatReadsNothingIsDropped) {
  TestServer server({.write_ms_max = 100});

  const RawClient client(server.port());
  std::string requests;
  for (int i = 0; i < 400; ++i) {
    requests += raw_request("GET", "/long");
  }
  client.send(requests);
  while (server.server().metrics().connections_open != 0) {
    std::this_thread::yield();
  }
  EXPECT_LT(server.server().metrics().answers[200], 400U);
}

TEST(Limits, AFullQueueIs503WithRetryAfterAtOnce_EV05) {
  TestServer server({.workers = 1, .queue = 1});
  RawClient running(server.port());
  running.send(raw_request("GET", "/wait"));
  server.gate().await_arrivals(1);
  RawClient queued(server.port());
  queued.send(raw_request("GET", "/wait"));
  while (server.server().metrics().requests_waiting == 0) {
    std::this_thread::yield();
  }
  RawClient refused(server.port());
  refused.send(raw_request("GET", "/wait"));
  const RawResponse response = refused.receive();
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(response.header("retry-after"), "");
  EXPECT_EQ(server.server().metrics().requests_refused, 1U);
  server.gate().open();
  EXPECT_EQ(running.receive().body, "waited");
  EXPECT_EQ(queued.receive().body, "waited");
  refused.send(raw_request("GET", "/hello"));
  EXPECT_EQ(refused.receive().status, 200) << "the connection was kept";
}

TEST(Limits, AConnectionTooManyIs503) {
  TestServer server({.connections_max = 2});
  RawClient one(server.port());
  RawClient two(server.port());
  for (RawClient* client : {&one, &two}) {
    client->send(raw_request("GET", "/hello"));
    EXPECT_EQ(client->receive().status, 200);
  }
  RawClient three(server.port());
  const RawResponse response = three.receive();
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(response.header("retry-after"), "");
  EXPECT_EQ(server.server().metrics().connections_refused, 1U);
  one.reset();
  while (server.server().metrics().connections_open == 2) {
    std::this_thread::yield();
  }
  RawClient four(server.port());
  four.send(raw_request("GET", "/hello"));
  EXPECT_EQ(four.receive().status, 200);
}

}  // namespace
}  // namespace throughline::net
