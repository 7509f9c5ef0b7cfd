// The authenticator: finds out who sends a request and whether she may call the route. The one
// place where sessions, keys, CSRF tokens and rights are checked; who is not let in stays out.
//
// A browser comes with the cookie `throughline_session`; what changes something must also carry
// the session's token in X-CSRF-Token and come from our own pages. A program comes with an API key,
// as Bearer or as the user name of Basic, which no foreign page can send, and needs neither.
#pragma once

#include <string>
#include <string_view>

#include "access/access.h"
#include "http/request.h"
#include "http/response.h"
#include "http/router.h"

namespace throughline::access {

constexpr std::string_view session_cookie = "throughline_session";

http::Authenticator make_authenticator(Access& access);

// Error::forbidden where a browser says that another site sent this. For what anyone may call and
// begins a session; the authenticator sees to the rest.
Result<void> check_same_origin(const http::Request& request);

// The session's token, or nothing.
std::string session_token_of(const http::Request& request);
// Out of reach of scripts, sent by our own pages only, and by TLS only once it was set by TLS.
void set_session_cookie(http::Response& response, std::string_view token, bool secure);
void clear_session_cookie(http::Response& response, bool secure);

}  // namespace throughline::access
