// A certificate that signs itself, for the tests of this room.
#pragma once

#include <string>

#include "net/server.h"

namespace throughline::net {

// Good for an hour. `alternative_name` such as "DNS:localhost"; empty: none.
TlsFiles write_certificate(const std::string& folder, const std::string& alternative_name = "");

}  // namespace throughline::net
