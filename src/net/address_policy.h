// AddressPolicy: which addresses the program may send requests to.
//
// Only the public internet, unless the operator allows more: a URL that somebody typed must not
// reach the machine itself, its neighbours, or a cloud's metadata. Asked about the very address
// that is then connected to, so that a name which changes between two look-ups gains nothing.
// Pure and immutable.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::net {

enum class Family { v4, v6 };

// In network order; of an IPv4 address the first four bytes.
struct Address {
  Family family = Family::v4;
  std::array<unsigned char, 16> bytes = {};
  bool operator==(const Address&) const = default;
};

// "192.0.2.1" or "2001:db8::1", and nothing else.
std::optional<Address> parse_address(std::string_view text);
// What a resolver makes of a host that is an address: also 127.1, 0177.0.0.1, 0x7f000001,
// 2130706433, [::1], a zone (fe80::1%eth0) and dots at the end. Nothing for a name.
std::optional<Address> address_in_host(std::string_view host);
std::string to_text(const Address& address);

// Why the address is not of the public internet ("loopback", "a private network", ...); empty
// where it is. By the special-purpose registries of IANA (RFC 6890 and what came after).
std::string_view special_purpose(const Address& address);

class AddressPolicy {
 public:
  AddressPolicy() = default;  // The public internet alone.
  // "no" or empty: the public internet alone; "all"; or further addresses and networks such as
  // 10.0.0.0/8, separated by commas. Error::invalid names what cannot be read.
  static Result<AddressPolicy> make(std::string_view allowed);

  // Error::forbidden says why not.
  [[nodiscard]] Result<void> check(const Address& address) const;

 private:
  struct Network {
    Address first = {};
    unsigned bits = 0;
  };
  static Result<Network> parse_network(std::string_view text);

  bool all_ = false;
  std::vector<Network> allowed_;
};

}  // namespace throughline::net
