// The headers that tell a browser how little our answers may do: decided here and nowhere else.
//
// net/ writes them into every answer that does not say otherwise itself; only collection does,
// whose answers other sites must be able to read.
#pragma once

#include <string>

#include "http/request.h"

namespace throughline::http {

// Appends "Name: value\r\n" lines for those that `own` does not have. `secure`: came over TLS.
void append_security_headers(const Headers& own, bool secure, std::string& out);

}  // namespace throughline::http
