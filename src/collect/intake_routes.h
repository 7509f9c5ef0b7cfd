// What every tracking dialect's routes share: finding the write key, reading the body, answering.
//
// Tracking SDKs drop events on most 4xx, so that only what can never be accepted gets one: 400 for
// a body that is no JSON or too large, 401 and 403 for the key. Overload is 503 with Retry-After.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "codec/json_view.h"
#include "collect/collect.h"
#include "http/router.h"

namespace throughline::collect {

constexpr std::size_t batch_bytes_max = 500 * 1024;
constexpr std::size_t batch_items_max = 2'500;

// The first key that a request carries: Basic, Bearer or verbatim Authorization, X-Write-Key (its
// part before a colon too), ?writeKey=, or `writeKey` or `api_key` in the body; empty without one.
std::vector<std::string> write_keys_of(const http::Request& request, codec::JsonView body);

// The source that the first known of these keys opens.
Result<OpenSource> open_source(Collect& collect, const std::vector<std::string>& keys);
Result<OpenSource> open_source(Collect& collect, const http::Request& request,
                               codec::JsonView body);

// The parsed body, whatever its content type.
Result<std::shared_ptr<const codec::JsonDocument>> read_body(const http::Request& request,
                                                             std::size_t bytes_max);

// {"success":true} with what was rejected, or {"success":false,"code":...,"message":...}.
http::Response tracking_response(const Result<Report>& report);
http::Response tracking_failure(const Error& error, int status);
http::Response tracking_failure(const Error& error);

// The smallest GIF, not to be kept. After an Error: 200 where sending again would not help.
http::Response pixel_response(int status);
http::Response pixel_response(const Error& error);
// A browser that only looks ahead has not shown the page to anybody.
bool is_prefetch(const http::Request& request);

// Lets any page send: the key decides, not the origin.
void allow_any_origin(http::Response& response);

// A POST route of a dialect, and the OPTIONS route beside it for browsers.
void add_tracking_route(http::Router& router, std::string pattern, std::string summary,
                        http::AsyncHandler handler);

// A GET route of a dialect that answers an image.
void add_pixel_route(http::Router& router, std::string pattern, http::Description description,
                     http::AsyncHandler handler);

}  // namespace throughline::collect
