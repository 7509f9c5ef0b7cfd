// UnitQueue: the units that wait for a writer, bounded in number and bytes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "storage/unit.h"

namespace throughline::storage {

// Thread-safe. Any number of producers and consumers.
class UnitQueue {
 public:
  UnitQueue(std::size_t units_max, std::size_t bytes_max)
      : units_max_(units_max), bytes_max_(bytes_max) {}

  // Completes the unit at once with Error::unavailable if the queue is full or closed.
  void push(Unit unit);
  // Queues and waits until the unit is completed.
  Result<void> push_and_wait(const Body& body);

  // Waits for a unit; nothing once the queue is closed and empty.
  std::optional<Unit> pop();
  // A unit that waits already, or nothing.
  std::optional<Unit> try_pop();

  // What waits is still handed out; nothing new is taken.
  void close();

 private:
  const char* add(Unit& unit);  // Moves from it, or says why it is refused.
  std::optional<Unit> take();   // Under the lock.

  const std::size_t units_max_;
  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Unit> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool closed_ = false;
};

}  // namespace throughline::storage
