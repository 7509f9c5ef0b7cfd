// RequestReader: turns the bytes of one connection into requests, without knowing about sockets.
//
// The caller reads into `space`, tells how much with `filled`, and calls `advance` until it asks
// for bytes. Bytes of a pipelined next request stay in the buffer. Owned by one connection.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "http/router.h"
#include "net/content_coding.h"
#include "net/server.h"

namespace throughline::net {

// A request as it was sent, its Content-Encoding not yet undone.
struct Incoming {
  http::Request request = {};  // Its body fields are empty; see `body`.
  ReceivedBody body = {};
  Coding coding = Coding::identity;
  std::size_t body_bytes_max = 0;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool accepts_gzip = false;
};

class RequestReader {
 public:
  // Both must outlive it. The router is asked for the limits of a route.
  RequestReader(const ServerOptions& options, const http::Router& router);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  enum class Step {
    need_bytes,
    head_done,  // Once per request with a body: see `continue_expected`.
    request_done,
    failed  // `failure` is the answer, after which the connection must be closed.
  };
  [[nodiscard]] Step advance();

  // Where the next bytes go; never empty after need_bytes.
  [[nodiscard]] std::span<char> space();
  void filled(std::size_t size) { end_ += size; }

  // Whether bytes of the request have arrived.
  [[nodiscard]] bool started() const;
  [[nodiscard]] bool in_body() const;
  // Whether the client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool continue_expected() const;

  // No more bytes come, too late or never: `failure` says so.
  void fail_unfinished(bool timed_out);

  // After request_done; the reader then is at the next request.
  Incoming take();
  http::Response failure();

 private:
  struct State;
  // The parser takes what is there at once: large bodies arrive in pieces of this size.
  using Buffer = std::array<char, std::size_t{64} * 1024>;

  void begin();
  bool check_head();
  void skip_line_breaks();
  std::optional<Step> parse();
  Step fail(http::Response response);

  const ServerOptions& options_;
  const http::Router& router_;
  std::unique_ptr<Buffer> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::unique_ptr<State> state_;
  bool head_seen_ = false;
  std::size_t head_bytes_ = 0;  // Of the request at hand.
  std::optional<http::Response> failure_;
};

}  // namespace throughline::net
