// Requests out, against a real server on loopback: what is answered, what is refused, and what ends
// them.
#include "net/http_client.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stop_token>
#include <string>

#include "net/test_certificate_test.h"
#include "net/test_server_test.h"
#include "testing/temporary_directory.h"

namespace throughline::net {
namespace {

AddressPolicy everywhere() {
  auto policy = AddressPolicy::make("all");
  EXPECT_TRUE(policy.ok());
  return *policy;
}

std::unique_ptr<HttpClient> make_client(HttpClientOptions options) {
  auto client = HttpClient::make(std::move(options));
  EXPECT_TRUE(client.ok()) << client.error().message;
  return *std::move(client);
}

std::string url_of(const TestServer& server, std::string_view path,
                   std::string_view host = "127.0.0.1") {
  return "http://" + std::string(host) + ":" + std::to_string(server.port()) + std::string(path);
}

TEST(HttpClient, SendsABodyAndGivesTheAnswer) {
  const TestServer server;
  const auto client = make_client({.addresses = everywhere()});
  const auto answer = client->send({.url = url_of(server, "/echo"), .body = "from here"}, {});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "from here");
  EXPECT_EQ(answer->headers.value_or("content-type", ""), "application/octet-stream");
  const auto missing = client->send({.method = "GET", .url = url_of(server, "/nothing")}, {});
  ASSERT_TRUE(missing.ok());
  EXPECT_EQ(missing->status, 404);
}

TEST(HttpClient, RefusesPrivateAddressesByNumberSpellingAndName_DC22) {
  const TestServer server;
  const auto client = make_client({});
  for (const std::string_view host :
       {"127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "[::1]",
        "[::ffff:127.0.0.1]", "127.0.0.1."}) {
    const auto answer = client->send({.url = url_of(server, "/echo", host)}, {});
    ASSERT_FALSE(answer.ok()) << host;
    EXPECT_EQ(answer.error().code, ErrorCode::forbidden) << host << answer.error().message;
    EXPECT_NE(answer.error().message.find("allow_private_addresses"), std::string::npos);
  }
  EXPECT_EQ(server.ask(raw_request("GET", "/hello")).status, 200);
  EXPECT_FALSE(client->check_url(url_of(server, "/echo")).ok());
  EXPECT_FALSE(client->check_url("http://2130706433/").ok());
  EXPECT_TRUE(client->check_url("https://hooks.example.com/").ok());
}

TEST(HttpClient, ANameThatIsAllowedByItsAddressIsReached) {
  const TestServer server;
  const auto policy = AddressPolicy::make("127.0.0.0/8, ::1");
  ASSERT_TRUE(policy.ok());
  const auto client = make_client({.addresses = *policy});
  const auto answer = client->send({.url = url_of(server, "/echo", "localhost"), .body = "x"}, {});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "x");
}

TEST(HttpClient, SaysInWordsWhyThereIsNoAnswer) {
  const auto client = make_client({.addresses = everywhere()});
  std::uint16_t free_port = 0;
  {
    const TestServer gone;
    free_port = gone.port();
  }
  const auto refused =
      client->send({.url = "http://127.0.0.1:" + std::to_string(free_port) + "/"}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("nothing listens"), std::string::npos);
  const auto unknown = client->send({.url = "http://no-such-host.invalid/"}, {});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::unavailable);
  EXPECT_EQ(client->send({.url = "nonsense"}, {}).error().code, ErrorCode::invalid);
}

TEST(HttpClient, EndsWhatTakesTooLong) {
  const TestServer server;
  const auto client = make_client({.addresses = everywhere(), .total_ms_max = 60});
  const auto late = client->send({.method = "GET", .url = url_of(server, "/held")}, {});
  ASSERT_FALSE(late.ok());
  EXPECT_NE(late.error().message.find("did not answer within"), std::string::npos);
}

TEST(HttpClient, EndsWhenItIsAskedToStop) {
  TestServer server;
  const auto client = make_client({.addresses = everywhere()});
  std::stop_source stop;
  auto answer = std::async(std::launch::async, [&] {
    return client->send({.method = "GET", .url = url_of(server, "/wait")}, stop.get_token());
  });
  server.gate().await_arrivals(1);
  stop.request_stop();
  const auto ended = answer.get();
  ASSERT_FALSE(ended.ok());
  EXPECT_NE(ended.error().message.find("stopping"), std::string::npos);
  server.gate().open();
  stop = {};
  stop.request_stop();
  EXPECT_FALSE(client->send({.url = url_of(server, "/echo")}, stop.get_token()).ok());
}

TEST(HttpClient, LeavesTheRestOfALongAnswerUnread) {
  const TestServer server;
  const auto client = make_client({.addresses = everywhere(), .answer_bytes_max = 1'000});
  const auto answer = client->send({.method = "GET", .url = url_of(server, "/long")}, {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body.size(), 1'000U);
}

TEST(HttpClient, VerifiesWhoAnswersOverTls) {
  const testing::TemporaryDirectory folder;
  const TlsFiles files = write_certificate(folder.path(), "DNS:localhost");
  const TestServer server({.tls = files});
  const std::string port = std::to_string(server.port());
  const auto distrusting = make_client({.addresses = everywhere()});
  const auto unknown = distrusting->send({.url = "https://localhost:" + port + "/echo"}, {});
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message.find("not trusted"), std::string::npos);

  const auto trusting =
      make_client({.addresses = everywhere(), .certificate_authorities = files.certificate_chain});
  const auto answer =
      trusting->send({.url = "https://localhost:" + port + "/echo", .body = "sealed"}, {});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, "sealed");
  // The same certificate under another name.
  EXPECT_FALSE(trusting->send({.url = "https://127.0.0.1:" + port + "/echo"}, {}).ok());
  // No TLS at all where it was asked for.
  const TestServer plain;
  EXPECT_FALSE(
      trusting->send({.url = "https://localhost:" + std::to_string(plain.port()) + "/"}, {}).ok());
  EXPECT_FALSE(HttpClient::make({.certificate_authorities = folder.path() + "/none"}).ok());
}

}  // namespace
}  // namespace throughline::net
