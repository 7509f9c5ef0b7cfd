// The first lines of an answer, as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/response.h"

namespace throughline::net {

struct HeadFacts {
  std::optional<std::uint64_t> content_length = {};
  bool chunked = false;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool secure = false;
  std::string_view date = {};
};

// Appends the status line, the headers with ours, and the empty line. What the response says about
// its length and connection gives way to the facts; line breaks inside values become spaces.
void append_head(std::string& out, const http::Response& response, const HeadFacts& facts);

// "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(Time time);

// Whether an answer of this status has a body at all.
bool may_have_body(int status);

}  // namespace throughline::net
