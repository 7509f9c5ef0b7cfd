// Signal: wakes those who wait for something to change. What changed is kept elsewhere.
//
// A waiter reads `count`, looks whether what it waits for is there, and waits with that count; what
// is raised between the two is not missed. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace throughline {

class Signal {
 public:
  [[nodiscard]] std::uint64_t count() const {
    const std::lock_guard lock(mutex_);
    return count_;
  }
  void raise() {
    {
      const std::lock_guard lock(mutex_);
      ++count_;
    }
    raised_.notify_all();
  }
  // Until raised more often than `seen`, or for `timeout`; says whether it was raised.
  bool wait(std::uint64_t seen, std::optional<std::chrono::microseconds> timeout = {}) {
    std::unique_lock lock(mutex_);
    const auto newer = [&] { return count_ != seen; };
    if (timeout) {
      return raised_.wait_for(lock, *timeout, newer);
    }
    raised_.wait(lock, newer);
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable raised_;
  std::uint64_t count_ = 0;
};

}  // namespace throughline
