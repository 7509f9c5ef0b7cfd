// Proxies: who asked, and over what, when a proxy that ends TLS stands before the server.
//
// What a proxy says (X-Forwarded-For, X-Forwarded-Proto) counts only where the connection comes
// from an address that the operator named; anybody else could write it. Immutable, thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace throughline::http {

class Proxies {
 public:
  Proxies() = default;
  // `public_url`: as people reach the server, such as https://line.example; empty: by the Host
  // that they ask for. `trusted`: addresses and networks such as 10.0.0.0/8, separated by commas.
  // Error::invalid names what cannot be read.
  static Result<Proxies> make(std::string_view public_url, std::string_view trusted);

  // Sets `remote_address`, `secure` and `origin` of a request as it came from its connection.
  void settle(Request& request) const;

 private:
  // An IPv6 address, or an IPv4 one mapped into it, and how many of its bits count.
  struct Network {
    std::array<unsigned char, 16> address = {};
    unsigned bits = 128;
  };
  static Result<Network> parse_network(std::string_view text);
  [[nodiscard]] bool trusts(std::string_view address) const;
  [[nodiscard]] std::string client_of(const Request& request) const;

  std::string public_url_;
  std::string public_host_;  // Where the URL is https; else empty.
  std::vector<Network> trusted_;
};

}  // namespace throughline::http
