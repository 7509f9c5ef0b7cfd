// NotCopied: what belongs to one object alone: a copy of it begins anew.
#pragma once

namespace throughline::journey_engine {

template <class T>
class NotCopied {
 public:
  NotCopied() = default;
  NotCopied(const NotCopied& /*other*/) {}
  NotCopied(NotCopied&&) noexcept = default;
  NotCopied& operator=(const NotCopied& other) {
    if (this != &other) {
      value_ = T();
    }
    return *this;
  }
  NotCopied& operator=(NotCopied&&) noexcept = default;
  ~NotCopied() = default;

  T* operator->() { return &value_; }
  T& operator*() { return value_; }

 private:
  T value_ = T();
};

}  // namespace throughline::journey_engine
