#include "storage/unit_queue.h"

#include <utility>

#include "base/assert.h"

namespace throughline::storage {
namespace {

// Notifies under its lock, so that it may be destroyed as soon as wait() returns.
class Waiter {
 public:
  void finish(Result<void> result) {
    const std::lock_guard lock(mutex_);
    result_ = std::move(result);
    finished_.notify_one();
  }
  Result<void> wait() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return result_.has_value(); });
    TL_ASSERT(result_.has_value());
    return *std::move(result_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable finished_;
  std::optional<Result<void>> result_;
};

}  // namespace

void UnitQueue::push(Unit unit) {
  if (const char* refused = add(unit)) {
    complete(unit.done, Error::unavailable(refused));
  }
}

const char* UnitQueue::add(Unit& unit) {
  const std::lock_guard lock(mutex_);
  if (closed_) {
    return "the database is closing";
  }
  // A unit larger than the whole limit is taken when it is alone, or it could never run.
  if (waiting_.size() >= units_max_ ||
      (!waiting_.empty() && waiting_bytes_ + unit.bytes > bytes_max_)) {
    return "too much is waiting to be written; try again shortly";
  }
  waiting_bytes_ += unit.bytes;
  waiting_.push_back(std::move(unit));
  changed_.notify_one();
  return nullptr;
}

Result<void> UnitQueue::push_and_wait(const Body& body) {
  TL_ASSERT(!NoBlockingWrites::active());
  Waiter waiter;
  push({.body = [&body](Transaction& tx) { return body(tx); },
        .bytes = 0,
        .done = [&waiter](Result<void> result) { waiter.finish(std::move(result)); }});
  return waiter.wait();
}

std::optional<Unit> UnitQueue::pop() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  return take();
}

std::optional<Unit> UnitQueue::try_pop() {
  const std::lock_guard lock(mutex_);
  return take();
}

std::optional<Unit> UnitQueue::take() {
  if (waiting_.empty()) {
    return std::nullopt;
  }
  Unit unit = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= unit.bytes;
  return unit;
}

void UnitQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace throughline::storage
