// Guarded<T>: a value and its lock as one object, so that the value cannot be touched without it.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <utility>

namespace throughline {

// Thread-safe. The reference that `with` passes must not outlive the call.
template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  template <class Body>
  decltype(auto) with(Body&& body) {
    const std::unique_lock lock(mutex_);
    return std::forward<Body>(body)(value_);
  }
  // Many at a time.
  template <class Body>
  decltype(auto) with(Body&& body) const {
    const std::shared_lock lock(mutex_);
    return std::forward<Body>(body)(value_);
  }

 private:
  mutable std::shared_mutex mutex_;
  T value_;
};

}  // namespace throughline
