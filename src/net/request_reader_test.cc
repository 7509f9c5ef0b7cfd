#include "net/request_reader.h"

#include <gtest/gtest.h>

#include <cstring>

namespace throughline::net {
namespace {

class Reading : public ::testing::Test {
 protected:
  Reading() { options_.body_bytes_max = 1'000; }

  // Gives the bytes in pieces of `piece_bytes`; the requests that came of them.
  std::vector<Incoming> read(RequestReader& reader, std::string_view bytes,
                             std::size_t piece_bytes) {
    std::vector<Incoming> requests;
    for (;;) {
      switch (reader.advance()) {
        case RequestReader::Step::request_done:
          requests.push_back(reader.take());
          break;
        case RequestReader::Step::head_done:
          break;
        case RequestReader::Step::failed:
          status_ = reader.failure().status;
          return requests;
        case RequestReader::Step::need_bytes: {
          if (bytes.empty()) {
            return requests;
          }
          const std::span<char> space = reader.space();
          EXPECT_FALSE(space.empty());
          const std::size_t size = std::min({piece_bytes, bytes.size(), space.size()});
          std::memcpy(space.data(), bytes.data(), size);
          reader.filled(size);
          bytes.remove_prefix(size);
        }
      }
    }
  }

  ServerOptions options_;
  const http::Router router_{
      [](const http::Request&, const http::Access&) -> Result<Actor> { return Actor{}; }};
  int status_ = 0;
};

TEST_F(Reading, GivesTheSameRequestsWhateverThePieces) {
  const std::string_view bytes =
      "POST /a?b=c HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nfirst\r\n"
      "POST /d HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nsec\r\n3\r\nond\r\n0\r\nTrailer: t\r\n\r\n"
      "GET /e HTTP/1.0\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    RequestReader reader(options_, router_);
    const std::vector<Incoming> requests = read(reader, bytes, piece);
    ASSERT_EQ(requests.size(), 3U) << piece;
    EXPECT_EQ(requests[0].request.path, "/a");
    EXPECT_EQ(requests[0].request.raw_query, "b=c");
    EXPECT_EQ(requests[0].body.text, "first");
    EXPECT_EQ(requests[1].body.text, "second");
    EXPECT_FALSE(requests[1].request.headers.find("trailer"));
    EXPECT_TRUE(requests[1].keep_alive);
    EXPECT_TRUE(requests[2].http_1_0);
    EXPECT_FALSE(requests[2].keep_alive);
  }
}

TEST_F(Reading, AHeaderBeyondTheLimitIsRefusedWhateverThePieces) {
  options_.header_bytes_max = 100;
  const std::string begin = "GET / HTTP/1.1\r\nHost: t\r\nX: ";
  for (std::size_t size = 90; size <= 110; ++size) {
    const std::string bytes = begin + std::string(size - begin.size() - 4, 'x') + "\r\n\r\n";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, size}) {
      RequestReader reader(options_, router_);
      status_ = 0;
      EXPECT_EQ(read(reader, bytes, piece).size(), size <= 100 ? 1U : 0U) << size << ", " << piece;
      EXPECT_EQ(status_, size <= 100 ? 0 : 431) << size << ", " << piece;
    }
  }
}

TEST_F(Reading, ABodyOfAnySizePassesThroughTheBuffer) {
  options_.body_bytes_max = 500'000;
  std::string body;
  for (int i = 0; body.size() < 300'000; ++i) {
    body += std::to_string(i);
  }
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
      body;
  for (const std::size_t piece : {1'000U, 65'536U, 400'000U}) {
    RequestReader reader(options_, router_);
    const auto requests = read(reader, bytes + bytes, piece);
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_EQ(requests[1].body.text, body);
  }
}

TEST_F(Reading, AChunkHeaderWithoutEndIsRefused) {
  RequestReader reader(options_, router_);
  read(reader,
       "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
           std::string(200'000, 'x'),
       1'000);
  EXPECT_EQ(status_, 400);
}

TEST_F(Reading, TrailersWithoutEndAreRefused) {
  RequestReader reader(options_, router_);
  std::string trailers;
  for (int i = 0; i < 20'000; ++i) {
    trailers += "X: yyyyyyyyyy\r\n";
  }
  read(reader, "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + trailers,
       1'000);
  EXPECT_GE(status_, 400);
}

TEST_F(Reading, TellsWhenTheClientWaits) {
  RequestReader reader(options_, router_);
  const std::string_view head =
      "POST / HTTP/1.1\r\nHost: t\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n";
  EXPECT_FALSE(reader.started());
  std::memcpy(reader.space().data(), head.data(), head.size());
  reader.filled(head.size());
  EXPECT_TRUE(reader.started());
  EXPECT_FALSE(reader.in_body());
  EXPECT_EQ(reader.advance(), RequestReader::Step::head_done);
  EXPECT_TRUE(reader.in_body());
  EXPECT_TRUE(reader.continue_expected());
}

}  // namespace
}  // namespace throughline::net
