#include <gtest/gtest.h>
#include <unistd.h>

#include <string_view>
#include <vector>

#include "net/content_coding.h"
#include "net/test_server_test.h"

namespace throughline::net {
namespace {

std::string gzipped(std::string text) {
  http::Response response = http::text_response(std::move(text), "text/plain");
  compress(response, 6);
  return response.text();
}

std::string chunked(std::string_view body, std::size_t chunk_bytes) {
  std::string text;
  for (std::size_t at = 0; at < body.size(); at += chunk_bytes) {
    const std::string_view piece = body.substr(at, chunk_bytes);
    std::array<char, 20> size = {};
    const int digits = std::snprintf(size.data(), size.size(), "%zx", piece.size());
    text.append(size.data(), static_cast<std::size_t>(digits));
    text.append(";note=1\r\n").append(piece).append("\r\n");
  }
  return text + "0\r\nX-Trailer: ignored\r\n\r\n";
}

TEST(Bodies, ComeInChunks) {
  const TestServer server;
  RawClient client(server.port());
  client.send(raw_request("POST", "/echo", "Transfer-Encoding: chunked\r\n") +
              chunked("a body in pieces of seven", 7) + raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().body, "a body in pieces of seven");
  EXPECT_EQ(client.receive().body, "hello you");
}

TEST(Bodies, AreInflated_EV08) {
  const TestServer server;
  const std::string text = "{\"batch\":[" + std::string(10'000, ' ') + "]}";
  for (const char* coding : {"gzip", "x-gzip", "GZIP"}) {
    const RawResponse response = server.ask(raw_request(
        "POST", "/echo", "Content-Encoding: " + std::string(coding) + "\r\n", gzipped(text)));
    EXPECT_EQ(response.status, 200) << coding;
    EXPECT_EQ(response.body, text) << coding;
  }
  EXPECT_EQ(server.ask(raw_request("POST", "/echo", "Content-Encoding: identity\r\n", "x")).body,
            "x");
}

TEST(Bodies, AreInflatedInChunksToo_EV08) {
  const TestServer server;
  const std::string text(100'000, 'z');
  EXPECT_EQ(server
                .ask(raw_request("POST", "/echo",
                                 "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n") +
                     chunked(gzipped(text), 10))
                .body,
            text);
}

TEST(Bodies, TruncatedGzipIs400) {
  const TestServer server;
  const std::string packed = gzipped("a text that is long enough to be cut");
  RawClient client(server.port());
  client.send(raw_request("POST", "/echo", "Content-Encoding: gzip\r\n",
                          packed.substr(0, packed.size() - 9)));
  EXPECT_EQ(client.receive().status, 400);
  client.send(raw_request("POST", "/echo", "Content-Encoding: gzip\r\n", "no gzip at all"));
  EXPECT_EQ(client.receive().status, 400);
  client.send(raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().status, 200) << "the request was whole: the connection stays";
}

TEST(Bodies, ABombIs413) {
  const TestServer server;
  std::string zeros;
  zeros.resize(50'000'000);
  const std::string bomb = gzipped(zeros);
  EXPECT_LT(bomb.size(), 100'000U);
  EXPECT_EQ(server.ask(raw_request("POST", "/echo", "Content-Encoding: gzip\r\n", bomb)).status,
            413);
}

TEST(Bodies, AboveAMegabyteAreAFileThatIsGoneAfterTheAnswer) {
  TestServer server;
  RawClient client(server.port());
  std::string body(3'000'000, 'a');
  body += "end";
  client.send(raw_request("POST", "/large", "", body));
  EXPECT_EQ(client.receive().body, body);
  const std::string file = server.last_body_file();
  EXPECT_NE(file, "");
  client.send(raw_request("POST", "/large", "Content-Encoding: gzip\r\n", gzipped(body)));
  EXPECT_EQ(client.receive().body, body);
  EXPECT_NE(server.last_body_file(), "");
  EXPECT_EQ(access(file.c_str(), F_OK), -1);
  client.send(raw_request("POST", "/large", "", "small"));
  EXPECT_EQ(client.receive().body, "small");
  EXPECT_EQ(server.last_body_file(), "");
}

TEST(Bodies, WaitForContinueWhereTheClientAsksForIt) {
  const TestServer server;
  RawClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.receive_head().status, 100);
  client.send("12345");
  EXPECT_EQ(client.receive().body, "12345");
}

TEST(Bodies, ARefusedBodyIsNotAskedFor) {
  const TestServer server;
  RawClient client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
  EXPECT_EQ(client.receive().status, 413);
}

TEST(Bodies, AClientThatVanishesHalfwayLeavesNothingBehind) {
  TestServer server({.body_memory_bytes_max = 10});
  for (int i = 0; i < 20; ++i) {
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\n");
    client.send(std::string(500, 'x'));
    if (i % 2 == 0) {
      client.reset();
    }
  }
  EXPECT_EQ(server.ask(raw_request("GET", "/hello")).status, 200);
  while (server.server().metrics().connections_open != 0) {
    std::this_thread::yield();
  }
}

TEST(Bodies, AHalfClosedClientGetsItsAnswer) {
  const TestServer server;
  RawClient whole(server.port());
  whole.send(raw_request("POST", "/echo", "", "all of it"));
  whole.half_close();
  EXPECT_EQ(whole.receive().body, "all of it");
  EXPECT_TRUE(whole.closed());

  RawClient part(server.port());
  part.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1000\r\n\r\npart");
  part.half_close();
  EXPECT_EQ(part.receive().status, 400);
}

TEST(Bodies, AHalfClosedClientGetsALongAnswerToo) {
  TestServer server({.write_ms_max = 40});
  RawClient client(server.port());
  client.send(raw_request("GET", "/watch"));
  server.gate().await_arrivals(1);
  client.half_close();
  while (!server.cancellation()->cancelled()) {
    std::this_thread::yield();
  }
  server.gate().open();
  EXPECT_EQ(client.receive().body, "watched");
}

TEST(Bodies, GarbageIs400AndNeverMore) {
  const TestServer server;
  const std::vector<std::string_view> all = {
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n",
      "GET\r\n\r\n",
      "GET /hello\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost t\r\n\r\n",
      "GET /hello HTTP/1.1\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET hello HTTP/1.1\r\nHost: t\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
  };
  for (const std::string_view garbage : all) {
    const RawResponse response = server.ask(garbage);
    EXPECT_EQ(response.status, 400) << garbage;
    EXPECT_EQ(response.header("connection"), "close") << garbage;
  }
  EXPECT_EQ(server.ask("GET /hello HTTP/2.0\r\nHost: t\r\n\r\n").status, 505);
  EXPECT_EQ(server.ask("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")
                .status,
            501);
}

}  // namespace
}  // namespace throughline::net
