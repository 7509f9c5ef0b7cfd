// Connection: what the server, its workers and its timer see of one accepted socket. The coroutine
// that serves it is in session.h.
#pragma once

#include <memory>
#include <optional>

#include "net/core.h"

namespace throughline::net {

// Everything happens on the io thread.
class Connection {
 public:
  explicit Connection(Core& core);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // What is awaited may have come.
  void wake() { wake_.cancel(); }
  // Looks at the deadline, and at whether the peer of a working connection is gone.
  void tick(Steady::time_point now);
  // Closes now.
  void abort();
  // Ends a live stream, and an idle connection soon.
  void drain();

 protected:
  enum class State { idle, reading, working, writing, streaming, lingering };

  void enter(State state, std::int64_t ms_max);
  // Without a deadline.
  void enter(State state);
  void set_deadline(std::int64_t ms_max);
  void extend_deadline(std::int64_t ms) { deadline_ += std::chrono::milliseconds(ms); }
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool aborted() const { return aborted_; }
  [[nodiscard]] bool expired() const { return expired_; }

  virtual Socket& socket() = 0;
  // The peer wrote its last, and perhaps reads no more; told once per step of an answer.
  virtual void on_peer_gone() = 0;

  Core& core_;
  Timer wake_;

 private:
  [[nodiscard]] bool peer_gone();

  State state_ = State::idle;
  Steady::time_point deadline_ = Steady::time_point::max();
  bool peer_gone_told_ = false;
  bool expired_ = false;
  bool aborted_ = false;
};

// Serves the socket until either side has had enough. `tls` null: without.
void serve_connection(Core& core, Socket socket, asio::ssl::context* tls);

// How often `tick` must come for deadlines to be kept well enough.
std::chrono::milliseconds tick_interval(const ServerOptions& options);

}  // namespace throughline::net
