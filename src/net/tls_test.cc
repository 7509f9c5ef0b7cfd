#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <array>
#include <memory>
#include <string>

#include "net/test_certificate_test.h"
#include "net/test_server_test.h"
#include "testing/temporary_directory.h"

namespace throughline::net {
namespace {

template <class T, void (*release)(T*)>
struct Releases {
  void operator()(T* held) const { release(held); }
};
using Context = std::unique_ptr<SSL_CTX, Releases<SSL_CTX, SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Releases<SSL, SSL_free>>;

// A TLS client over a RawClient's socket; it trusts anybody.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int newest = TLS1_3_VERSION)
      : client_(port), context_(SSL_CTX_new(TLS_client_method())), tls_(SSL_new(context_.get())) {
    SSL_set_max_proto_version(tls_.get(), newest);
    SSL_set_security_level(tls_.get(), 0);
    SSL_set_fd(tls_.get(), client_.descriptor());
  }
  bool connect() { return SSL_connect(tls_.get()) == 1; }
  bool send(const std::string& bytes) {
    return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  // Until `end` has come or the server closed.
  std::string receive_until(const std::string& end) {
    std::string all;
    std::array<char, 16'384> piece = {};
    while (all.find(end) == std::string::npos) {
      const int size = SSL_read(tls_.get(), piece.data(), static_cast<int>(piece.size()));
      if (size <= 0) {
        break;
      }
      all.append(piece.data(), static_cast<std::size_t>(size));
    }
    return all;
  }
  bool said_goodbye() {
    char byte = 0;
    return SSL_read(tls_.get(), &byte, 1) <= 0 &&
           (SSL_get_shutdown(tls_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
  }

 private:
  RawClient client_;
  Context context_;
  Tls tls_;
};

class TlsServer : public ::testing::Test {
 protected:
  const testing::TemporaryDirectory folder_;
  const TlsFiles files_ = write_certificate(folder_.path());
};

TEST_F(TlsServer, AnswersAndKeepsTheConnection) {
  const TestServer server({.tls = files_});
  TlsClient client(server.port());
  ASSERT_TRUE(client.connect());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.send(raw_request("GET", "/facts?x")));
    const std::string answer = client.receive_until("secure");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_NE(answer.find("127.0.0.1 /facts x secure"), std::string::npos);
    EXPECT_NE(answer.find("strict-transport-security: "), std::string::npos);
  }
}

TEST_F(TlsServer, TakesAndGivesLargeBodies) {
  const TestServer server({.tls = files_});
  TlsClient client(server.port());
  ASSERT_TRUE(client.connect());
  const std::string body = std::string(1'500'000, 'b') + "the end";
  ASSERT_TRUE(client.send(raw_request("POST", "/large", "", body)));
  EXPECT_TRUE(client.receive_until("the end").ends_with(body));
}

TEST_F(TlsServer, SaysGoodbyeBeforeItCloses) {
  const TestServer server({.tls = files_});
  TlsClient client(server.port());
  ASSERT_TRUE(client.connect());
  client.send(raw_request("GET", "/hello", "Connection: close\r\n"));
  EXPECT_NE(client.receive_until("hello you").find("hello you"), std::string::npos);
  EXPECT_TRUE(client.said_goodbye());
}

TEST_F(TlsServer, RefusesOldVersionsAndPlainText) {
  const TestServer server({.tls = files_});
  TlsClient old(server.port(), TLS1_1_VERSION);
  EXPECT_FALSE(old.connect());
  RawClient plain(server.port());
  plain.send(raw_request("GET", "/hello"));
  EXPECT_EQ(plain.receive_rest().find("200 OK"), std::string::npos);
  TlsClient current(server.port(), TLS1_2_VERSION);
  EXPECT_TRUE(current.connect());
}

TEST_F(TlsServer, DropsAPeerThatNeverShakesHands) {
  const TestServer server({.tls = files_, .header_ms_max = 50});
  RawClient silent(server.port());
  EXPECT_TRUE(silent.closed());
}

TEST_F(TlsServer, SaysWhichFileItCannotUse) {
  TestServer plain;
  const SystemClock clock;
  const auto start = [&](TlsFiles files) {
    return Server::start({.tls = std::move(files)}, plain.router(), clock);
  };
  const auto missing = start({folder_.path() + "/none.pem", files_.key});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::invalid);
  EXPECT_NE(missing.error().message.find("none.pem"), std::string::npos);
  EXPECT_FALSE(start({files_.certificate_chain, files_.certificate_chain}).ok());
}

}  // namespace
}  // namespace throughline::net
