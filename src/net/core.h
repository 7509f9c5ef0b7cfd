// Core: what all connections of a server share. Answers keep it alive, so that one which comes
// after the server stopped finds an io_context that merely never runs again.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "net/asio.h"
#include "net/server.h"
#include "net/worker_pool.h"

namespace throughline::net {

class Connection;

struct Core : std::enable_shared_from_this<Core> {
  Core(ServerOptions given, const http::Router& routes, const Clock& time, std::size_t threads)
      : options(std::move(given)), router(routes), clock(time), workers(threads, options.queue) {}

  const ServerOptions options;
  const http::Router& router;  // Like the clock, not to be touched once `stopping`.
  const Clock& clock;
  Counters counters;
  std::atomic<bool> stopping = false;

  // Of the io thread.
  bool draining = false;
  std::unordered_set<Connection*> connections;
  std::function<void()> on_empty;  // Called when the last connection ends.
  std::string date;
  std::int64_t date_second = -1;

  asio::io_context io = asio::io_context(1);
  // Last: its threads use everything above.
  WorkerPool workers;
};

}  // namespace throughline::net
