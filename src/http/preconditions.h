// ETags of answers, and the request headers that ask by them (RFC 9110, sections 8.8.3 and 13.1).
#pragma once

#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace throughline::http {

// Strong: of the answer's text. Empty for an answer that is no text or no success.
std::string etag_of(const Response& response);

// Whether a header such as If-Match names the tag: `*`, or one of a list; W/ is ignored.
[[nodiscard]] bool names_etag(std::string_view header, std::string_view etag);

// The answer to a GET with its ETag, or 304 without a body where If-None-Match names it.
Response with_etag(const Request& request, Response response);

}  // namespace throughline::http
