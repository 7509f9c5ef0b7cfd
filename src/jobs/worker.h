// Worker: a thread that does what is due and then waits, until it is woken, for the next thing.
#pragma once

#include <functional>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "base/signal.h"

namespace throughline::jobs {

// Thread-safe. The destructor asks the step to stop and waits for it.
class Worker {
 public:
  // Does what is due and says when something will be due next; nothing: only when woken.
  using Step = std::function<std::optional<Time>(const std::stop_token&)>;

  Worker(const Clock& clock, Step step);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void wake() { signal_.raise(); }

 private:
  void loop(const std::stop_token& stop);

  const Clock& clock_;
  const Step step_;
  Signal signal_;
  std::jthread thread_;
};

}  // namespace throughline::jobs
