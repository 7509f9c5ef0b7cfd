#include <gtest/gtest.h>

#include <future>

#include "net/test_server_test.h"

namespace throughline::net {
namespace {

using std::chrono::milliseconds;

TEST(Drain, FinishesWhatIsUnderWayAndSaysClose_EV07) {
  TestServer server({.linger_ms_max = 100});
  RawClient client(server.port());
  client.send(raw_request("GET", "/wait"));
  server.gate().await_arrivals(1);
  auto drained =
      std::async(std::launch::async, [&] { return server.server().drain(milliseconds(10'000)); });
  // Once nobody new is let in, draining has begun.
  while (RawClient(server.port()).send(raw_request("GET", "/hello"))) {
  }
  server.gate().open();
  const RawResponse response = client.receive();
  EXPECT_EQ(response.body, "waited");
  EXPECT_EQ(response.header("connection"), "close");
  EXPECT_TRUE(client.closed());
  EXPECT_TRUE(drained.get());
}

TEST(Drain, AKeptConnectionGetsOneMoreAnswer_EV07) {
  TestServer server({.linger_ms_max = 100, .drain_idle_ms_max = 10'000});
  RawClient client(server.port());
  client.send(raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().header("connection"), "");
  auto drained =
      std::async(std::launch::async, [&] { return server.server().drain(milliseconds(10'000)); });
  while (RawClient(server.port()).send(raw_request("GET", "/hello"))) {
  }
  client.send(raw_request("GET", "/hello"));
  const RawResponse last = client.receive();
  EXPECT_EQ(last.body, "hello you");
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_TRUE(drained.get());
}

TEST(Drain, AnIdleConnectionIsClosedAfterItsGrace) {
  TestServer server({.drain_idle_ms_max = 30});
  RawClient client(server.port());
  client.send(raw_request("GET", "/hello"));
  client.receive();
  EXPECT_TRUE(server.server().drain(milliseconds(10'000)));
  EXPECT_TRUE(client.closed());
}

TEST(Drain, LiveStreamsEnd) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/stream", "Connection: close\r\n"));
  const auto stream = server.stream();
  auto drained =
      std::async(std::launch::async, [&] { return server.server().drain(milliseconds(10'000)); });
  EXPECT_NE(client.receive_until("0\r\n\r\n"), "");
  EXPECT_TRUE(client.closed());
  client.reset();
  EXPECT_TRUE(drained.get());
  EXPECT_FALSE(stream->send("more"));
}

TEST(Drain, ReportsWhatDidNotFinish) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/held"));
  const http::Answer answer = server.answer();
  EXPECT_FALSE(server.server().drain(milliseconds(20)));
  server.server().stop();
  EXPECT_TRUE(client.closed());
}

TEST(Drain, AnEmptyServerIsDrainedAtOnce) {
  TestServer server;
  EXPECT_TRUE(server.server().drain(milliseconds(10'000)));
  server.server().stop();
  server.server().stop();
}

}  // namespace
}  // namespace throughline::net
