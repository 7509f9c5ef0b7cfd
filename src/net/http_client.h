// HttpClient: one request out and its answer back, over HTTP/1.1 with or without TLS.
//
// The caller waits: this is for jobs, never for handlers. Every connection is made to an address
// that the policy has passed, looked up anew each time. Certificates are verified, for the name
// asked for. Redirects are answers like any other and are not followed. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "http/request.h"
#include "net/address_policy.h"

namespace throughline::net {

struct HttpClientOptions {
  AddressPolicy addresses = {};
  std::string certificate_authorities = {};  // A PEM file; empty: the system's.
  std::int64_t connect_ms_max = 5'000;       // Of each address that a name has.
  std::int64_t total_ms_max = 15'000;        // From the look-up to the end of the answer.
  std::size_t answer_bytes_max = 64 * 1024;  // The rest of a longer body is left unread.
};

struct OutgoingRequest {
  std::string method = "POST";
  std::string url = {};
  http::Headers headers = {};  // Host, Content-Length and Connection are added.
  std::string body = {};
};

struct OutgoingAnswer {
  int status = 0;
  http::Headers headers = {};
  std::string body = {};
};

class HttpClient {
 public:
  // Error::invalid where the authorities cannot be read.
  static Result<std::unique_ptr<HttpClient>> make(HttpClientOptions options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Error::invalid for a URL that is none, Error::forbidden where the policy forbids every address
  // of the host, Error::unavailable in words for a person otherwise. `stop` ends it early.
  Result<OutgoingAnswer> send(const OutgoingRequest& request, const std::stop_token& stop) const;

  // Whether the URL can be read and does not name a forbidden address. A name is not looked up.
  [[nodiscard]] Result<void> check_url(std::string_view text) const;

 private:
  struct State;
  explicit HttpClient(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace throughline::net
