#include "http/proxies.h"

#include <gtest/gtest.h>

namespace throughline::http {
namespace {

Request asked(std::string from, std::string_view forwarded_for, std::string_view proto) {
  Request request;
  request.remote_address = std::move(from);
  request.headers.add("Host", "line.example");
  if (!forwarded_for.empty()) {
    request.headers.add("X-Forwarded-For", forwarded_for);
  }
  if (!proto.empty()) {
    request.headers.add("X-Forwarded-Proto", proto);
  }
  return request;
}

Request settled(std::string_view public_url, std::string_view trusted, Request request) {
  const auto proxies = Proxies::make(public_url, trusted);
  EXPECT_TRUE(proxies.ok());
  proxies->settle(request);
  return request;
}

TEST(Proxies, AreBelievedOnlyWhereTheyWereNamed) {
  const Request stranger = settled("", "10.0.0.1", asked("203.0.113.9", "198.51.100.7", "https"));
  EXPECT_EQ(stranger.remote_address, "203.0.113.9");
  EXPECT_FALSE(stranger.secure);
  EXPECT_EQ(stranger.origin, "http://line.example");
  const Request trusted = settled("", "10.0.0.1", asked("10.0.0.1", "198.51.100.7", "https"));
  EXPECT_EQ(trusted.remote_address, "198.51.100.7");
  EXPECT_TRUE(trusted.secure);
  EXPECT_EQ(trusted.origin, "https://line.example");
}

TEST(Proxies, TheLastUntrustedAddressIsTheClientWhateverItClaims) {
  const std::string_view networks = "10.0.0.0/8, 2001:db8:1::/48";
  const auto client = [&](std::string from, std::string_view forwarded_for) {
    return settled("", networks, asked(std::move(from), forwarded_for, "")).remote_address;
  };
  EXPECT_EQ(client("10.1.2.3", "127.0.0.1, 198.51.100.7, 10.9.9.9"), "198.51.100.7");
  EXPECT_EQ(client("::ffff:10.1.2.3", "198.51.100.7"), "198.51.100.7");
  EXPECT_EQ(client("2001:db8:1::5", "[2001:db8:2::7]:4711"), "2001:db8:2::7");
  EXPECT_EQ(client("10.1.2.3", "198.51.100.7:4711"), "198.51.100.7");
  EXPECT_EQ(client("10.1.2.3", "198.51.100.7, unknown"), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", ""), "10.1.2.3");
  EXPECT_EQ(client("11.1.2.3", "198.51.100.7"), "11.1.2.3");
}

TEST(Proxies, APublicUrlNamesTheOriginAndMakesItsHostSecure) {
  const Request through = settled("https://line.example/", "", asked("127.0.0.1", "", ""));
  EXPECT_TRUE(through.secure);
  EXPECT_EQ(through.origin, "https://line.example");
  Request beside = asked("127.0.0.1", "", "");
  beside.headers.set("host", "127.0.0.1:8080");
  beside = settled("https://line.example", "", std::move(beside));
  EXPECT_FALSE(beside.secure) << "a cookie for TLS alone would not come back";
  EXPECT_EQ(beside.origin, "https://line.example");
}

TEST(Proxies, RefuseWhatTheyCannotRead) {
  for (const std::string_view trusted :
       {"proxy", "10.0.0.0/33", "10.0.0.0/", "::1/129", "10.0.0"}) {
    EXPECT_FALSE(Proxies::make("", trusted).ok()) << trusted;
  }
  for (const std::string_view url : {"line.example", "https://", "https://a/b", "ftp://a"}) {
    EXPECT_FALSE(Proxies::make(url, "").ok()) << url;
  }
  EXPECT_TRUE(Proxies::make("http://localhost:8080", "::1, 127.0.0.0/8,").ok());
}

}  // namespace
}  // namespace throughline::http
