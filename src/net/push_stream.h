// PushStream: a live answer between whoever pushes and the connection that writes.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/guarded.h"
#include "http/response.h"
#include "net/core.h"

namespace throughline::net {

// `send` and `close` from any thread; the rest from the io thread.
class PushStream : public http::Stream, public std::enable_shared_from_this<PushStream> {
 public:
  PushStream(std::shared_ptr<Core> core, Connection& waiter);

  bool send(std::string piece) override;
  void close() override;
  // By a worker.
  void on_close(std::function<void()> hook) override;

  struct Batch {
    std::string bytes = {};
    bool ended = false;    // By `close`.
    bool overrun = false;  // The peer was too slow.
  };
  Batch take();
  // The connection is gone: `send` is false from now on.
  void detach();

 private:
  struct State {
    std::shared_ptr<Core> core;  // Null once detached.
    std::string bytes = {};
    bool ended = false;
    bool overrun = false;
    bool signalled = false;
    std::function<void()> hook = {};
  };
  void signal(State& state);

  const std::weak_ptr<Core> core_;
  std::size_t unsent_bytes_max_;
  Guarded<State> state_;
  Connection* waiter_;
};

}  // namespace throughline::net
