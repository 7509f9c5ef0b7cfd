#include "net/connection.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace throughline::net {

Connection::Connection(Core& core) : core_(core), wake_(core.io) {
  core_.connections.insert(this);
  core_.counters.connections_open.fetch_add(1, std::memory_order_relaxed);
}

Connection::~Connection() {
  core_.connections.erase(this);
  core_.counters.connections_open.fetch_sub(1, std::memory_order_relaxed);
  if (core_.connections.empty() && core_.on_empty) {
    std::exchange(core_.on_empty, nullptr)();
  }
}

void Connection::enter(State state, std::int64_t ms_max) {
  state_ = state;
  expired_ = false;
  set_deadline(ms_max);
}

void Connection::enter(State state) {
  state_ = state;
  deadline_ = Steady::time_point::max();
  peer_gone_told_ = false;
}

void Connection::set_deadline(std::int64_t ms_max) {
  deadline_ = Steady::now() + std::chrono::milliseconds(ms_max);
}

bool Connection::peer_gone() {
  pollfd descriptor = {.fd = socket().native_handle(), .events = POLLRDHUP, .revents = 0};
  return poll(&descriptor, 1, 0) > 0;
}

void Connection::tick(Steady::time_point now) {
  if (now >= deadline_) {
    deadline_ = Steady::time_point::max();
    expired_ = true;
    boost::system::error_code ignored;
    socket().cancel(ignored);
    return;
  }
  const bool watched = state_ == State::working || state_ == State::streaming;
  if (watched && !peer_gone_told_ && peer_gone()) {
    peer_gone_told_ = true;
    on_peer_gone();
  }
}

void Connection::abort() {
  aborted_ = true;
  boost::system::error_code ignored;
  socket().close(ignored);
  wake();
}

void Connection::drain() {
  if (state_ == State::idle) {
    const auto soon = Steady::now() + std::chrono::milliseconds(core_.options.drain_idle_ms_max);
    deadline_ = std::min(deadline_, soon);
  }
  wake();
}

std::chrono::milliseconds tick_interval(const ServerOptions& options) {
  const std::int64_t shortest =
      std::min({options.header_ms_max, options.body_ms_max, options.idle_ms_max,
                options.write_ms_max, options.linger_ms_max, options.drain_idle_ms_max});
  return std::chrono::milliseconds(std::clamp<std::int64_t>(shortest / 4, 5, 250));
}

}  // namespace throughline::net
