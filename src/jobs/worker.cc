#include "jobs/worker.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "base/log.h"

namespace throughline::jobs {
namespace {

// A clock that is set to another time is noticed after this long.
constexpr std::chrono::microseconds look_again(60 * us_per_second);
constexpr std::int64_t pause_after_bug_us = us_per_second;

}  // namespace

Worker::Worker(const Clock& clock, Step step)
    : clock_(clock),
      step_(std::move(step)),
      thread_([this](const std::stop_token& stop) { loop(stop); }) {}

Worker::~Worker() {
  thread_.request_stop();
  wake();
}

void Worker::loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::uint64_t seen = signal_.count();
    std::optional<Time> next;
    try {
      next = step_(stop);
    } catch (const std::exception& thrown) {
      log(LogLevel::error, "a worker's step threw", {{"what", thrown.what()}});
      next = Time{clock_.now().us + pause_after_bug_us};
    }
    if (stop.stop_requested()) {
      return;
    }
    std::optional<std::chrono::microseconds> patience;
    if (next) {
      const std::chrono::microseconds left(next->us - clock_.now().us);
      patience = std::clamp(left, std::chrono::microseconds(0), look_again);
    }
    if (!patience || patience->count() > 0) {
      signal_.wait(seen, patience);
    }
  }
}

}  // namespace throughline::jobs
