// Request: what a client asked, as a plain value. Nothing here knows about sockets.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/result.h"
#include "base/time.h"

namespace throughline::http {

// Set by net/ when the peer went away; long work looks at it now and then. Thread-safe.
class Cancellation {
 public:
  void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_ = false;
};

// Names are compared without case; values are trimmed.
class Headers {
 public:
  void add(std::string_view name, std::string_view value);
  // Instead of all of that name.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  // The first of that name, or nothing.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::string_view value_or(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] auto begin() const { return headers_.begin(); }
  [[nodiscard]] auto end() const { return headers_.end(); }

 private:
  std::vector<std::pair<std::string, std::string>> headers_;  // Names in lower case.
};

struct Request {
  std::string method = {};
  std::string path = {};  // Percent-encoded as sent, without the query.
  std::string raw_query = {};
  Headers headers = {};
  std::string body = {};  // Content-Encoding already undone.
  std::string body_file =
      {};  // Instead of `body` where it is above 1 MB; deleted after the answer.
  std::string remote_address = {};
  bool secure = false;      // Came over TLS, to us or to a proxy that we trust (proxies.h).
  std::string origin = {};  // As people reach us: https://line.example. Set by the router.
  Time received = {};       // The server's clock at the end of the body.
  Actor actor = {};         // Set by access/ before the handler runs.
  std::shared_ptr<Cancellation> cancellation = {};
  std::map<std::string, std::string, std::less<>> parameters = {};  // From the path, decoded.

  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  // The decoded query parameter, or nothing.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  // An integer query parameter within [least, most], `otherwise` where absent, or Error::invalid.
  [[nodiscard]] Result<std::int64_t> integer_query(std::string_view name, std::int64_t otherwise,
                                                   std::int64_t least, std::int64_t most) const;
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

}  // namespace throughline::http
