// Selection: the values at a place of a sample as if it were sorted, without sorting it.
//
// Values are compared with a pivot many at a time, with the vector instructions that the processor
// has; only those on the side of the wanted place are kept for the next round. Exact, whatever the
// pivots. Pure; safe to call from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace throughline::stats {

template <class T>
struct Neighbours {
  T here{};
  T next{};  // One place further; the same at the end.
};

// place < values.size(). The scratch is for reuse by the next call.
Neighbours<std::uint32_t> select(std::span<const std::uint32_t> values, std::size_t place,
                                 std::vector<std::uint32_t>& scratch);
Neighbours<std::int64_t> select(std::span<const std::int64_t> values, std::size_t place,
                                std::vector<std::int64_t>& scratch);

}  // namespace throughline::stats
