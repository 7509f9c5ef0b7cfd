// Which addresses are of the public internet, over every block of IANA's special-purpose
// registries, and what a host that is an address means, however it is written.
#include "net/address_policy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "net/url.h"

namespace throughline::net {
namespace {

Address must_parse(std::string_view text) {
  const auto address = parse_address(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(Address{});
}

// The first, the last and one between of every block.
TEST(AddressPolicy, RefusesEverySpecialPurposeBlock_DC22) {
  const std::vector<std::string> refused = {"0.0.0.0",
                                            "0.255.255.255",
                                            "10.0.0.0",
                                            "10.1.2.3",
                                            "10.255.255.255",
                                            "100.64.0.0",
                                            "100.100.100.200",
                                            "100.127.255.255",
                                            "127.0.0.0",
                                            "127.0.0.1",
                                            "127.255.255.255",
                                            "168.63.129.16",
                                            "169.254.0.0",
                                            "169.254.169.254",
                                            "169.254.255.255",
                                            "172.16.0.0",
                                            "172.31.255.255",
                                            "192.0.0.0",
                                            "192.0.0.8",
                                            "192.0.0.170",
                                            "192.0.0.192",
                                            "192.0.0.255",
                                            "192.0.2.0",
                                            "192.0.2.255",
                                            "192.31.196.0",
                                            "192.31.196.255",
                                            "192.52.193.1",
                                            "192.88.99.0",
                                            "192.88.99.255",
                                            "192.168.0.0",
                                            "192.168.255.255",
                                            "192.175.48.6",
                                            "198.18.0.0",
                                            "198.19.255.255",
                                            "198.51.100.7",
                                            "203.0.113.255",
                                            "224.0.0.0",
                                            "233.252.0.1",
                                            "239.255.255.255",
                                            "240.0.0.0",
                                            "255.255.255.254",
                                            "255.255.255.255",
                                            "::",
                                            "::1",
                                            "::7f00:1",
                                            "::ffff:127.0.0.1",
                                            "::ffff:8.8.8.8",
                                            "::ffff:0:8.8.8.8",
                                            "64:ff9b::7f00:1",
                                            "64:ff9b::808:808",
                                            "64:ff9b:1::1",
                                            "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
                                            "100::",
                                            "100::ffff:ffff:ffff:ffff",
                                            "100:0:0:1::1",
                                            "2001::",
                                            "2001::1",
                                            "2001:1::1",
                                            "2001:1::2",
                                            "2001:2::",
                                            "2001:3::1",
                                            "2001:4:112::1",
                                            "2001:10::1",
                                            "2001:20::1",
                                            "2001:30::1",
                                            "2001:1ff:ffff::1",
                                            "2001:db8::",
                                            "2001:db8:ffff::1",
                                            "2002::",
                                            "2002:7f00:1::",
                                            "2002:ffff::1",
                                            "2620:4f:8000::1",
                                            "3fff::",
                                            "3fff:fff:ffff::1",
                                            "5f00::1",
                                            "fc00::",
                                            "fd00:ec2::254",
                                            "fdff:ffff::1",
                                            "fe80::",
                                            "fe80::1",
                                            "febf:ffff::1",
                                            "fec0::1",
                                            "feff::1",
                                            "ff00::",
                                            "ff02::1",
                                            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                            "4000::1",
                                            "1fff::1",
                                            "8000::1",
                                            "e000::1"};
  const AddressPolicy policy;
  for (const std::string& text : refused) {
    EXPECT_FALSE(special_purpose(must_parse(text)).empty()) << text;
    const auto checked = policy.check(must_parse(text));
    ASSERT_FALSE(checked.ok()) << text;
    EXPECT_EQ(checked.error().code, ErrorCode::forbidden);
  }
}

TEST(AddressPolicy, LeavesTheNeighboursOfEveryBlockAlone_DC22) {
  const std::vector<std::string> allowed = {"1.0.0.0",          "1.1.1.1",
                                            "8.8.8.8",          "9.255.255.255",
                                            "11.0.0.0",         "100.63.255.255",
                                            "100.128.0.0",      "126.255.255.255",
                                            "128.0.0.0",        "168.63.129.15",
                                            "168.63.129.17",    "169.253.255.255",
                                            "169.255.0.0",      "172.15.255.255",
                                            "172.32.0.0",       "191.255.255.255",
                                            "192.0.1.0",        "192.0.3.0",
                                            "192.31.195.255",   "192.31.197.0",
                                            "192.88.98.255",    "192.88.100.0",
                                            "192.167.255.255",  "192.169.0.0",
                                            "198.17.255.255",   "198.20.0.0",
                                            "198.51.99.255",    "198.51.101.0",
                                            "203.0.112.255",    "203.0.114.0",
                                            "223.255.255.255",  "2000::1",
                                            "2001:200::1",      "2001:4860:4860::8888",
                                            "2001:db7:ffff::1", "2001:db9::1",
                                            "2003::1",          "2606:4700::1111",
                                            "2620:4f:7fff::1",  "2620:4f:8001::1",
                                            "3ffe::1",          "3fff:1000::1"};
  const AddressPolicy policy;
  for (const std::string& text : allowed) {
    EXPECT_EQ(special_purpose(must_parse(text)), "") << text;
    EXPECT_TRUE(policy.check(must_parse(text)).ok()) << text;
  }
}

TEST(AddressPolicy, ReadsAHostThatIsAnAddressHoweverItIsWritten_DC22) {
  struct Spelling {
    std::string_view host;
    std::string_view means;
  };
  const std::vector<Spelling> spellings = {{"127.0.0.1", "127.0.0.1"},
                                           {"127.1", "127.0.0.1"},
                                           {"127.0.1", "127.0.0.1"},
                                           {"0177.0.0.1", "127.0.0.1"},
                                           {"0x7f.0.0.1", "127.0.0.1"},
                                           {"0x7F000001", "127.0.0.1"},
                                           {"017700000001", "127.0.0.1"},
                                           {"2130706433", "127.0.0.1"},
                                           {"127.0.0.1.", "127.0.0.1"},
                                           {"127.0.0.1...", "127.0.0.1"},
                                           {"0", "0.0.0.0"},
                                           {"0xA9FEA9FE", "169.254.169.254"},
                                           {"2852039166", "169.254.169.254"},
                                           {"[::1]", "::1"},
                                           {"::1", "::1"},
                                           {"[::ffff:127.0.0.1]", "::ffff:127.0.0.1"},
                                           {"[::ffff:7f00:1]", "::ffff:127.0.0.1"},
                                           {"[0:0:0:0:0:0:0:1]", "::1"},
                                           {"[fe80::1%eth0]", "fe80::1"},
                                           {"fe80::1%25eth0", "fe80::1"}};
  for (const Spelling& spelling : spellings) {
    const auto address = address_in_host(spelling.host);
    ASSERT_TRUE(address) << spelling.host;
    EXPECT_EQ(to_text(*address), spelling.means) << spelling.host;
    EXPECT_FALSE(AddressPolicy().check(*address).ok()) << spelling.host;
  }
  for (const std::string_view name : {"localhost", "example.com", "deadbeef.example", "1.2.3.4.5",
                                      "256.1.1.1", "", ".", "face", "127.0.0.1 x"}) {
    EXPECT_FALSE(address_in_host(name)) << name;
  }
}

TEST(AddressPolicy, AllowsWhatTheOperatorNamedAndNothingElse) {
  const auto policy = AddressPolicy::make("10.1.0.0/16, 127.0.0.1,fd12::/16");
  ASSERT_TRUE(policy.ok());
  for (const std::string_view text :
       {"10.1.0.0", "10.1.255.255", "127.0.0.1", "fd12::9", "8.8.8.8", "2606:4700::1111"}) {
    EXPECT_TRUE(policy->check(must_parse(text)).ok()) << text;
  }
  for (const std::string_view text :
       {"10.2.0.0", "127.0.0.2", "fd13::1", "::ffff:10.1.0.1", "::1"}) {
    EXPECT_FALSE(policy->check(must_parse(text)).ok()) << text;
  }
  const auto all = AddressPolicy::make("all");
  ASSERT_TRUE(all.ok());
  EXPECT_TRUE(all->check(must_parse("127.0.0.1")).ok());
  for (const std::string_view nothing : {"", "no", " "}) {
    const auto none = AddressPolicy::make(nothing);
    ASSERT_TRUE(none.ok());
    EXPECT_FALSE(none->check(must_parse("127.0.0.1")).ok());
  }
  for (const std::string_view wrong : {"yes", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0/8"}) {
    EXPECT_FALSE(AddressPolicy::make(wrong).ok()) << wrong;
  }
}

TEST(Url, IsReadStrictly) {
  struct Good {
    std::string_view text;
    std::string_view host;
    int port;
    std::string_view target;
    std::string_view authority;
  };
  const std::vector<Good> good = {
      {"https://hooks.example.com", "hooks.example.com", 443, "/", "hooks.example.com"},
      {"HTTPS://Hooks.Example.com:443/a?b=c", "hooks.example.com", 443, "/a?b=c",
       "hooks.example.com"},
      {"http://a_b.example:8080/", "a_b.example", 8080, "/", "a_b.example:8080"},
      {"http://[::1]:81?x", "::1", 81, "/?x", "[::1]:81"},
      {"http://127.0.0.1", "127.0.0.1", 80, "/", "127.0.0.1"}};
  for (const Good& one : good) {
    const auto url = parse_url(one.text);
    ASSERT_TRUE(url.ok()) << one.text << ": " << url.error().message;
    EXPECT_EQ(url->host, one.host);
    EXPECT_EQ(url->port, one.port);
    EXPECT_EQ(url->target, one.target);
    EXPECT_EQ(url->authority(), one.authority);
  }
  for (const std::string_view wrong : {"",
                                       "hooks.example.com",
                                       "ftp://a.example",
                                       "https://",
                                       "https:///x",
                                       "https://a b",
                                       "https://a.example\r\nX: y",
                                       "https://user@a.example",
                                       "https://user:pass@a.example",
                                       "https://a.example#x",
                                       "https://a.example:0",
                                       "https://a.example:65536",
                                       "https://a.example:",
                                       "https://a.example:8o",
                                       "https://[::1",
                                       "https://[::1]x",
                                       "https://[fe80::1%25eth0]/",
                                       "https://a.example\\@b.example",
                                       "https://\xef\xbd\x81.example",
                                       "https://127.0.0.1%2f@b.example",
                                       "https://.example",
                                       "file:///etc/passwd",
                                       "gopher://a.example"}) {
    EXPECT_FALSE(parse_url(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace throughline::net
