// Exchange: one request on its way through a worker and back to the io thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/response.h"
#include "net/core.h"
#include "net/request_reader.h"

namespace throughline::net {

// Something a connection waits for. `waiter` and `done` belong to the io thread; whatever else a
// worker writes is read only after `done`.
struct Awaited {
  Connection* waiter = nullptr;
  bool done = false;
};
// Wakes the waiter, if it is still there. From any thread.
void complete(Core& core, const std::shared_ptr<Awaited>& awaited);

struct Exchange : Awaited {
  http::Cancellation cancellation;
  bool accepts_gzip = false;
  ReceivedBody body;  // Its file must last until the answer.
  http::Response response;
  // Of a file, which then has become a generator.
  std::optional<std::uint64_t> length;
};

// The next piece of a generator.
struct Pull : Awaited {
  http::Generator generator;
  std::optional<std::string> piece;
  bool failed = false;
};
void pull(Core& core, const std::shared_ptr<Pull>& next);

// Queues the request for a worker, which undoes its coding and routes it. False where the queue is
// full.
bool dispatch(Core& core, const std::shared_ptr<Exchange>& exchange, Incoming incoming);

}  // namespace throughline::net
