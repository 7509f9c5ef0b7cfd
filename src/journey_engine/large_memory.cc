#include "journey_engine/large_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace throughline::journey_engine {
namespace {

constexpr std::size_t large_page = std::size_t{1} << 21U;
constexpr std::size_t piece_max = large_page * 8;

}  // namespace

void LargeMemory::Free::operator()(std::byte* memory) const {
  ::operator delete(memory, std::align_val_t{large_page});
}

std::byte* LargeMemory::take(std::size_t bytes, std::size_t alignment) {
  std::size_t at = (used_ + alignment - 1) / alignment * alignment;
  if (at + bytes > size_) {
    // Twice as much each time, so that little is taken for little.
    const std::size_t wanted = std::max(bytes, std::min(bytes_, piece_max));
    size_ = (wanted + large_page - 1) / large_page * large_page;
    pieces_.emplace_back(
        static_cast<std::byte*>(::operator new(size_, std::align_val_t{large_page})));
    (void)madvise(pieces_.back().get(), size_, MADV_HUGEPAGE);  // No harm where it is refused.
    bytes_ += size_;
    at = 0;
  }
  used_ = at + bytes;
  return pieces_.back().get() + at;
}

}  // namespace throughline::journey_engine
