#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "net/content_coding.h"
#include "net/test_server_test.h"

namespace throughline::net {
namespace {

TEST(Answers, ComeInPiecesFromAGenerator) {
  const TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/pieces") + raw_request("GET", "/hello"));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.header("transfer-encoding"), "chunked");
  EXPECT_EQ(response.body, "1;2;3;");
  EXPECT_TRUE(response.complete);
  EXPECT_EQ(client.receive().body, "hello you");
}

TEST(Answers, AGeneratorThatFailsLeavesTheAnswerUnfinished) {
  const TestServer server;
  const RawResponse response = server.ask(raw_request("GET", "/broken-pieces"));
  EXPECT_EQ(response.status, 200);
  EXPECT_FALSE(response.complete);
}

TEST(Answers, ComeFromAnyThreadAtAnyTime) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/held"));
  const http::Answer answer = server.answer();
  EXPECT_EQ(server.ask(raw_request("GET", "/hello")).status, 200) << "no worker waits";
  std::thread([&answer] { answer(http::text_response("at last", "text/plain")); }).join();
  EXPECT_EQ(client.receive().body, "at last");
}

TEST(Answers, ThatAreDroppedAreInternalErrors) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/held"));
  {
    const http::Answer dropped = server.answer();
  }
  EXPECT_EQ(client.receive().status, 500);
}

TEST(Answers, MayComeAfterTheServerIsGone) {
  http::Answer answer;
  {
    TestServer server;
    const RawClient client(server.port());
    client.send(raw_request("GET", "/held"));
    answer = server.answer();
  }
  answer(http::json_response("[" + std::string(100'000, '1') + "]"));
}

TEST(Answers, MayComeAfterTheClientIsGone) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/held"));
  const http::Answer answer = server.answer();
  client.reset();
  answer(http::text_response("to nobody", "text/plain"));
  EXPECT_EQ(server.ask(raw_request("GET", "/hello")).status, 200);
}

TEST(Answers, CancelWhatNobodyWaitsFor) {
  TestServer server({.write_ms_max = 40});
  RawClient client(server.port());
  client.send(raw_request("GET", "/watch"));
  server.gate().await_arrivals(1);
  EXPECT_FALSE(server.cancellation()->cancelled());
  client.reset();
  while (!server.cancellation()->cancelled()) {
    std::this_thread::yield();
  }
  server.gate().open();
}

TEST(Answers, AreCompressedWhereTheClientTakesIt) {
  const TestServer server;
  const RawResponse packed =
      server.ask(raw_request("GET", "/long", "Accept-Encoding: br, gzip;q=0.8\r\n"));
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_EQ(packed.header("vary"), "Accept-Encoding");
  EXPECT_LT(packed.body.size(), 2'000U);
  BodySink sink({1'000'000, 1'000'000, "/tmp"});
  Inflater inflater(Coding::gzip);
  ASSERT_TRUE(inflater.feed(packed.body, sink).ok());
  EXPECT_EQ(sink.take_text(), "[" + std::string(100'000, '1') + "]");

  EXPECT_EQ(server.ask(raw_request("GET", "/long")).body.size(), 100'002U);
  EXPECT_EQ(server.ask(raw_request("GET", "/long", "Accept-Encoding: gzip;q=0\r\n")).body.size(),
            100'002U);
  EXPECT_EQ(server.ask(raw_request("GET", "/hello", "Accept-Encoding: gzip\r\n")).body,
            "hello you");
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& content) {
    std::string path = folder_ / "file";
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("throughline-files-" + std::to_string(getpid()));
};

TEST_F(Files, AreAnsweredInPiecesWithTheirLength) {
  const SystemClock clock;
  http::Router router(
      [](const http::Request&, const http::Access&) -> Result<Actor> { return Actor{}; });
  std::string content;
  for (int i = 0; i < 200'000; ++i) {
    content += std::to_string(i);
  }
  const std::string path = file(content);
  const auto answer = [&](const std::string& name) {
    return [name](const http::Request&) -> Result<http::Response> {
      http::Response response;
      response.headers.add("content-type", "text/csv");
      response.body = http::FileBody{name};
      return response;
    };
  };
  router.get("/file", http::anyone(), {.summary = "A file."}, answer(path));
  router.get("/missing", http::anyone(), {.summary = "None."}, answer(path + "-missing"));
  const auto server = *Server::start({}, router, clock);
  RawClient client(server->port());
  client.send(raw_request("GET", "/file"));
  const RawResponse response = client.receive();
  EXPECT_EQ(response.header("content-length"), std::to_string(content.size()));
  EXPECT_EQ(response.header("content-type"), "text/csv");
  EXPECT_EQ(response.body, content);
  client.send(raw_request("HEAD", "/file"));
  EXPECT_EQ(client.receive_head().header("content-length"), std::to_string(content.size()));
  client.send(raw_request("GET", "/missing"));
  EXPECT_EQ(client.receive().status, 500);
}

TEST(Streams, DeliverWhatIsPushedAndEnd) {
  TestServer server;
  RawClient client(server.port());
  client.send(raw_request("GET", "/stream"));
  EXPECT_EQ(client.receive_head().header("content-type"), "text/event-stream");
  const auto stream = server.stream();
  EXPECT_TRUE(stream->send("data: one\n\n"));
  EXPECT_NE(client.receive_until("data: one\n\n"), "");
  EXPECT_TRUE(stream->send("data: two\n\n"));
  EXPECT_NE(client.receive_until("data: two\n\n"), "");
  stream->close();
  EXPECT_NE(client.receive_until("0\r\n\r\n"), "");
  EXPECT_FALSE(stream->send("data: three\n\n"));
  client.send(raw_request("GET", "/hello"));
  EXPECT_EQ(client.receive().body, "hello you") << "the connection was kept";
}

TEST(Streams, BeatWhileNothingHappens) {
  TestServer server({.heartbeat_ms = 20});
  RawClient client(server.port());
  client.send(raw_request("GET", "/stream"));
  const auto stream = server.stream();
  EXPECT_NE(client.receive_until(": \n\n"), "");
  EXPECT_NE(client.receive_until(": \n\n"), "");
}

TEST(Streams, EndWithThePeer) {
  TestServer server({.write_ms_max = 40});
  RawClient client(server.port());
  client.send(raw_request("GET", "/stream"));
  client.receive_head();
  const auto stream = server.stream();
  client.half_close();
  std::promise<void> told;
  stream->on_close([&told] { told.set_value(); });
  told.get_future().wait();
  EXPECT_FALSE(stream->send("data: more\n\n"));
  std::promise<void> told_again;
  stream->on_close([&told_again] { told_again.set_value(); });
  told_again.get_future().wait();
}

TEST(Streams, TellWhoeverFeedsThemThatTheyWereClosed) {
  TestServer server;
  const RawClient client(server.port());
  client.send(raw_request("GET", "/stream"));
  const auto stream = server.stream();
  std::promise<void> told;
  stream->on_close([&told] { told.set_value(); });
  stream->close();
  told.get_future().wait();
}

TEST(Streams, DropAPeerThatReadsNothing) {
  TestServer server({.stream_unsent_bytes_max = 100'000});
  const RawClient client(server.port());
  client.send(raw_request("GET", "/stream"));
  const auto stream = server.stream();
  const std::string piece(50'000, 'x');
  while (stream->send(piece)) {
    std::this_thread::yield();
  }
  while (server.server().metrics().connections_open != 0) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(stream->send("more"));
}

TEST(Streams, OutliveTheServerHarmlessly) {
  std::shared_ptr<http::Stream> stream;
  {
    TestServer server;
    const RawClient client(server.port());
    client.send(raw_request("GET", "/stream"));
    stream = server.stream();
    EXPECT_TRUE(stream->send("data: one\n\n"));
  }
  EXPECT_FALSE(stream->send("data: two\n\n"));
  stream->close();
}

}  // namespace
}  // namespace throughline::net
