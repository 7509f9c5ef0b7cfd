#include "net/address_policy.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::net {
namespace {

constexpr std::size_t text_bytes_max = 64;

struct Special {
  std::string_view first;
  unsigned bits;
  std::string_view why;
};

// 192.0.0.0/24 holds two anycast addresses of the public internet; nothing is delivered there.
constexpr std::array<Special, 20> special_v4 = {{
    {"0.0.0.0", 8, "this host"},
    {"10.0.0.0", 8, "a private network"},
    {"100.64.0.0", 10, "shared behind a carrier's NAT"},
    {"127.0.0.0", 8, "loopback"},
    {"168.63.129.16", 32, "a cloud's metadata"},
    {"169.254.0.0", 16, "link-local, where clouds keep their metadata"},
    {"172.16.0.0", 12, "a private network"},
    {"192.0.0.0", 24, "reserved for protocols"},
    {"192.0.2.0", 24, "for documentation"},
    {"192.31.196.0", 24, "reserved (AS112)"},
    {"192.52.193.0", 24, "reserved (AMT)"},
    {"192.88.99.0", 24, "reserved (6to4 relays)"},
    {"192.168.0.0", 16, "a private network"},
    {"192.175.48.0", 24, "reserved (AS112)"},
    {"198.18.0.0", 15, "for benchmarks"},
    {"198.51.100.0", 24, "for documentation"},
    {"203.0.113.0", 24, "for documentation"},
    {"224.0.0.0", 4, "multicast"},
    {"255.255.255.255", 32, "broadcast"},
    {"240.0.0.0", 4, "reserved"},
}};

// Outside of 2000::/3 nothing is of the public internet; the rows above that say why.
constexpr std::array<Special, 20> special_v6 = {{
    {"::1", 128, "loopback"},
    {"::", 128, "this host"},
    {"::ffff:0:0", 96, "an IPv4 address inside an IPv6 one"},
    {"::ffff:0:0:0", 96, "an IPv4 address inside an IPv6 one"},
    {"::", 96, "an IPv4 address inside an IPv6 one"},
    {"64:ff9b::", 96, "an IPv4 address behind NAT64"},
    {"64:ff9b:1::", 48, "an IPv4 address behind NAT64"},
    {"100::", 64, "for discarding"},
    {"100:0:0:1::", 64, "reserved (dummy prefix)"},
    {"2001::", 32, "an IPv4 address behind Teredo"},
    {"2001::", 23, "reserved for protocols"},
    {"2001:db8::", 32, "for documentation"},
    {"2002::", 16, "an IPv4 address behind 6to4"},
    {"2620:4f:8000::", 48, "reserved (AS112)"},
    {"3fff::", 20, "for documentation"},
    {"5f00::", 16, "reserved (segment routing)"},
    {"fc00::", 7, "a private network"},
    {"fe80::", 10, "link-local"},
    {"fec0::", 10, "a private network"},
    {"ff00::", 8, "multicast"},
}};
constexpr Special global_v6 = {"2000::", 3, ""};

bool is_in(const Address& address, const Address& first, unsigned bits) {
  if (address.family != first.family) {
    return false;
  }
  for (unsigned bit = 0; bit < bits; ++bit) {
    const unsigned differing = address.bytes.at(bit / 8) ^ first.bytes.at(bit / 8);
    if ((differing >> (7U - bit % 8U) & 1U) != 0) {
      return false;
    }
  }
  return true;
}

bool is_in(const Address& address, const Special& special) {
  const auto first = parse_address(special.first);
  return first && is_in(address, *first, special.bits);
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string terminated(text.substr(0, text_bytes_max));
  Address address;
  if (text.size() > text_bytes_max || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    return address;
  }
  address = {.family = Family::v6};
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    return address;
  }
  return std::nullopt;
}

std::optional<Address> address_in_host(std::string_view host) {
  while (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  host = host.substr(0, host.find('%'));
  if (const auto address = parse_address(host)) {
    return address;
  }
  // inet_aton reads what stands before a space: nothing with one is an address here.
  in_addr loose = {};
  if (host.empty() || host.size() > text_bytes_max ||
      host.find_first_not_of("0123456789abcdefABCDEFxX.") != std::string_view::npos ||
      inet_aton(std::string(host).c_str(), &loose) == 0) {
    return std::nullopt;
  }
  Address address;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(&loose.s_addr);
  std::copy(bytes, bytes + sizeof loose.s_addr, address.bytes.begin());
  return address;
}

std::string to_text(const Address& address) {
  std::array<char, INET6_ADDRSTRLEN> text = {};
  const int family = address.family == Family::v4 ? AF_INET : AF_INET6;
  inet_ntop(family, address.bytes.data(), text.data(), text.size());
  return text.data();
}

std::string_view special_purpose(const Address& address) {
  for (const Special& special : special_v4) {
    if (is_in(address, special)) {
      return special.why;
    }
  }
  for (const Special& special : special_v6) {
    if (is_in(address, special)) {
      return special.why;
    }
  }
  const bool is_global = address.family == Family::v4 || is_in(address, global_v6);
  return is_global ? std::string_view() : "reserved";
}

Result<AddressPolicy::Network> AddressPolicy::parse_network(std::string_view text) {
  const Error unreadable = Error::invalid(
      "`allow_private_addresses` must be no, all, or addresses and networks by commas, and not " +
      std::string(text));
  const std::size_t slash = text.find('/');
  const auto first = parse_address(text.substr(0, slash));
  if (!first) {
    return unreadable;
  }
  const unsigned most = first->family == Family::v4 ? 32 : 128;
  Network network = {.first = *first, .bits = most};
  if (slash != std::string_view::npos) {
    const auto bits = number_in<unsigned>(text.substr(slash + 1));
    if (!bits || *bits > most) {
      return unreadable;
    }
    network.bits = *bits;
  }
  return network;
}

Result<AddressPolicy> AddressPolicy::make(std::string_view allowed) {
  AddressPolicy policy;
  policy.all_ = trimmed(allowed) == "all";
  if (policy.all_ || trimmed(allowed) == "no") {
    return policy;
  }
  for (const std::string_view part : split(allowed, ',')) {
    if (!trimmed(part).empty()) {
      TL_TRY_ASSIGN(const Network network, parse_network(trimmed(part)));
      policy.allowed_.push_back(network);
    }
  }
  return policy;
}

Result<void> AddressPolicy::check(const Address& address) const {
  const std::string_view why = special_purpose(address);
  const bool allowed = why.empty() || all_ ||
                       std::any_of(allowed_.begin(), allowed_.end(), [&](const Network& network) {
                         return is_in(address, network.first, network.bits);
                       });
  return allowed ? Result<void>()
                 : Error::forbidden("the address " + to_text(address) + " is not sent to: it is " +
                                    std::string(why) +
                                    "; who runs the server can allow it with"
                                    " allow_private_addresses");
}

}  // namespace throughline::net
