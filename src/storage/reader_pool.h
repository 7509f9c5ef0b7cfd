// ReaderPool<Connection>: idle reader connections of one database.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/result.h"

namespace throughline::storage {

// Thread-safe. Opens one more whenever none is idle, so that a read inside a read cannot wait for
// itself, and keeps a few of those that come back.
template <class Connection>
class ReaderPool {
 public:
  using Opener = std::function<Result<std::unique_ptr<Connection>>()>;

  struct Lease {
    std::unique_ptr<Connection> connection = {};
    std::uint64_t generation = 0;
    bool fresh = false;  // Opened for this lease.
  };

  ReaderPool(Opener opener, std::size_t idle_max)
      : opener_(std::move(opener)), idle_max_(idle_max) {}

  Result<Lease> take() {
    std::uint64_t generation = 0;
    {
      const std::lock_guard lock(mutex_);
      generation = generation_;
      if (!idle_.empty()) {
        Lease lease{std::move(idle_.back()), generation, false};
        idle_.pop_back();
        return lease;
      }
    }
    TL_TRY_ASSIGN(std::unique_ptr<Connection> opened, opener_());
    return Lease{std::move(opened), generation, true};
  }

  void give_back(Lease lease) {
    const std::lock_guard lock(mutex_);
    if (lease.generation == generation_ && idle_.size() < idle_max_) {
      idle_.push_back(std::move(lease.connection));
    }
  }

  // Every connection opened so far is closed, at the latest when it comes back.
  void drop_all() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    idle_.clear();
  }

 private:
  const Opener opener_;
  const std::size_t idle_max_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::uint64_t generation_ = 0;
};

}  // namespace throughline::storage
