// LargeMemory: memory that a kernel writes very much to, once: taken in pieces that the system may
// back with large pages, and given back all together. Owned by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace throughline::journey_engine {

class LargeMemory {
 public:
  // So many bytes, not filled, at a multiple of `alignment`, which divides 2 MiB. They live as long
  // as this does.
  std::byte* take(std::size_t bytes, std::size_t alignment);
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };
  std::vector<std::unique_ptr<std::byte, Free>> pieces_;
  std::size_t used_ = 0;  // Of the last piece.
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;  // Of all.
};

}  // namespace throughline::journey_engine
