#include "net/push_stream.h"

#include <utility>

#include "net/connection.h"

namespace throughline::net {

PushStream::PushStream(std::shared_ptr<Core> core, Connection& waiter)
    : core_(core),
      unsent_bytes_max_(core->options.stream_unsent_bytes_max),
      state_(State{.core = std::move(core)}),
      waiter_(&waiter) {}

// Under the lock, so that nothing is posted after `detach`.
void PushStream::signal(State& state) {
  if (state.signalled) {
    return;
  }
  state.signalled = true;
  asio::post(state.core->io, [self = shared_from_this()] {
    if (self->waiter_ == nullptr) {
      return;
    }
    // A peer too slow to take its bytes holds the connection in a write that will not end soon.
    if (std::as_const(self->state_).with([](const State& held) { return held.overrun; })) {
      self->waiter_->abort();
    } else {
      self->waiter_->wake();
    }
  });
}

bool PushStream::send(std::string piece) {
  return state_.with([&](State& state) {
    if (!state.core || state.ended || state.overrun) {
      return false;
    }
    if (state.bytes.size() + piece.size() > unsent_bytes_max_) {
      state.overrun = true;
      state.bytes = {};
      state.signalled = false;
      signal(state);
      return false;
    }
    state.bytes += piece;
    signal(state);
    return true;
  });
}

void PushStream::close() {
  state_.with([&](State& state) {
    if (state.core && !state.ended) {
      state.ended = true;
      signal(state);
    }
  });
}

PushStream::Batch PushStream::take() {
  return state_.with([](State& state) {
    state.signalled = false;
    return Batch{std::exchange(state.bytes, {}), state.ended, state.overrun};
  });
}

void PushStream::on_close(std::function<void()> hook) {
  const bool over = state_.with([&](State& state) {
    if (state.core) {
      state.hook = std::move(hook);
    }
    return !state.core;
  });
  if (!over) {
    return;
  }
  if (const std::shared_ptr<Core> core = core_.lock()) {
    core->workers.post(std::move(hook));
  } else {
    hook();
  }
}

void PushStream::detach() {
  waiter_ = nullptr;
  // Both are let go outside the lock.
  std::function<void()> hook;
  const std::shared_ptr<Core> core = state_.with([&](State& state) {
    hook = std::exchange(state.hook, nullptr);
    return std::exchange(state.core, nullptr);
  });
  if (core && hook) {
    core->workers.post(std::move(hook));
  }
}

}  // namespace throughline::net
