// Url: where a request goes out to, read strictly: what different programs would read differently
// is refused. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::net {

struct Url {
  bool tls = true;
  std::string host = {};  // A name in lower case, or an address without brackets.
  std::uint16_t port = 443;
  std::string target = "/";  // Path and query.

  // As the Host header says it.
  [[nodiscard]] std::string authority() const;
};

// http:// or https://, no user, no password, no fragment; names in ASCII. Error::invalid says what
// is wrong.
Result<Url> parse_url(std::string_view text);

}  // namespace throughline::net
