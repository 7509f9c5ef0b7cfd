// Server: the HTTP server as the rest of the program sees it, without a word of Asio.
//
// One thread moves bytes; a bounded pool of workers runs handlers; no worker ever waits for a
// socket. Every limit is named in ServerOptions and answered clearly where it is reached: 408, 413,
// 415, 431, or 503 with Retry-After. Times are real ones, not the Clock's: they guard against
// peers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "http/router.h"
#include "net/metrics.h"

namespace throughline::net {

// PEM files.
struct TlsFiles {
  std::string certificate_chain = {};
  std::string key = {};
};

// What happened to one request, for an access log. Valid only during the call.
struct AccessRecord {
  std::string_view method;
  std::string_view path;
  std::string_view remote_address;
  int status;
  std::int64_t took_us;  // From the end of the request to the end of the answer.
};

struct ServerOptions {
  std::string host = "127.0.0.1";  // A name or address, IPv4 or IPv6; "::" takes both.
  std::uint16_t port = 0;          // Zero: any free one.
  std::optional<TlsFiles> tls = {};

  std::size_t workers = 0;   // Zero: two for each processor.
  std::size_t queue = 1024;  // Requests waiting for a worker; one more is refused.
  std::size_t connections_max = 10'000;

  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 2 * 1024 * 1024;     // Where the route does not say.
  std::size_t body_memory_bytes_max = 1024 * 1024;  // Above: a file.
  std::string temporary_directory = "/tmp";

  std::int64_t header_ms_max = 10'000;  // From the first byte to the end of the header.
  std::int64_t body_ms_max = 30'000;    // And what the bytes take at the rate below.
  std::int64_t body_bytes_per_s_min = 8 * 1024;
  std::int64_t idle_ms_max = 75'000;       // Between two requests.
  std::int64_t write_ms_max = 30'000;      // Without the peer taking a byte's slice.
  std::int64_t linger_ms_max = 2'000;      // For the peer to read the last answer.
  std::int64_t drain_idle_ms_max = 1'000;  // An idle connection's last chance while draining.

  std::int64_t heartbeat_ms = 15'000;
  std::size_t stream_unsent_bytes_max = 1024 * 1024;
  int gzip_level = 1;  // 1 to 9; zero: never.

  // Called on the io thread: must be quick.
  std::function<void(const AccessRecord&)> on_answered = {};
};

// Thread-safe, except that `stop` and the destructor must not run beside one another. The router
// and the clock must outlive it.
class Server {
 public:
  // Serves when it returns. Error::unavailable where it cannot listen, Error::invalid where the
  // certificate or key cannot be used.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, const http::Router& router,
                                               const Clock& clock);
  // Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] ServerMetrics metrics() const;

  // Accepts no more; ends live streams; says "Connection: close" with the next answer of each
  // connection; finishes what is under way. Returns when the last connection is closed or
  // `patience` is over: true where all were closed.
  bool drain(std::chrono::milliseconds patience);

  // Closes every connection and waits for the handlers that run. A second call does nothing.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace throughline::net
