// WorkerPool: the threads that run handlers, with a bounded queue before them.
#pragma once

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <utility>

namespace throughline::net {

// Thread-safe.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max), pool_(threads) {}
  ~WorkerPool() { stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False where too many wait already. `task` must not throw.
  template <class F>
  bool try_post(F task) {
    if (waiting_.fetch_add(1, std::memory_order_relaxed) >= queue_max_) {
      waiting_.fetch_sub(1, std::memory_order_relaxed);
      return false;
    }
    boost::asio::post(pool_, [this, task = std::move(task)]() mutable {
      waiting_.fetch_sub(1, std::memory_order_relaxed);
      task();
    });
    return true;
  }
  // For the steps of an answer under way, of which there are no more than connections.
  template <class F>
  void post(F task) {
    boost::asio::post(pool_, std::move(task));
  }

  [[nodiscard]] bool on_worker() { return pool_.get_executor().running_in_this_thread(); }
  [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }
  // Waits for all that was posted; what is posted later never runs.
  void stop() { pool_.join(); }

 private:
  std::size_t queue_max_;
  std::atomic<std::size_t> waiting_ = 0;
  boost::asio::thread_pool pool_;
};

}  // namespace throughline::net
