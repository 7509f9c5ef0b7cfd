#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "stats/selection.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <limits>

#include "stats/selection.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::stats {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

struct Sides {
  std::size_t below = 0;
  std::size_t not_above = 0;
};

template <class T>
Sides count_sides(const T* values, std::size_t count, T pivot) {
  const hn::ScalableTag<T> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto at = hn::Set(tag, pivot);
  Sides sides{.not_above = count};
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto some = hn::LoadU(tag, values + i);
    sides.below += hn::CountTrue(tag, hn::Lt(some, at));
    sides.not_above -= hn::CountTrue(tag, hn::Gt(some, at));
  }
  for (; i < count; ++i) {
    sides.below += values[i] < pivot ? 1 : 0;
    sides.not_above -= values[i] > pivot ? 1 : 0;
  }
  return sides;
}

// Those below the pivot, or those above it, to the front of `into`, behind which a vector may be
// written. It may be where they are.
template <class T>
void keep(const T* values, std::size_t count, T pivot, bool below, T* into) {
  const hn::ScalableTag<T> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto at = hn::Set(tag, pivot);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto some = hn::LoadU(tag, values + i);
    const auto kept = below ? hn::Lt(some, at) : hn::Gt(some, at);
    hn::StoreU(hn::Compress(some, kept), tag, into);
    into += hn::CountTrue(tag, kept);
  }
  for (; i < count; ++i) {
    const T value = values[i];
    if (below ? value < pivot : value > pivot) {
      *into++ = value;
    }
  }
}

template <class T>
T least_above(const T* values, std::size_t count, T bound) {
  const hn::ScalableTag<T> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto above = hn::Set(tag, bound);
  const auto most = hn::Set(tag, std::numeric_limits<T>::max());
  auto least = most;
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto some = hn::LoadU(tag, values + i);
    least = hn::Min(least, hn::IfThenElse(hn::Gt(some, above), some, most));
  }
  T found = hn::GetLane(hn::MinOfLanes(tag, least));
  for (; i < count; ++i) {
    found = values[i] > bound ? std::min(found, values[i]) : found;
  }
  return found;
}

// Near the wanted place, from a few of the values.
template <class T>
T choose_pivot(const T* values, std::size_t count, std::size_t place) {
  std::array<T, 15> some;
  const std::size_t step = count / some.size();
  for (std::size_t i = 0; i < some.size(); ++i) {
    some.at(i) = values[i * step + step / 2];
  }
  std::sort(some.begin(), some.end());
  return some.at(place * some.size() / count);
}

// A few values, whose places are counted rather than that they are put in order: without branches
// that are as good as chance. Behind them a vector may be written. Nothing is further than the
// last.
template <class T>
Neighbours<T> select_of_few(T* values, std::size_t count, std::size_t place) {
  const hn::ScalableTag<T> tag;
  const std::size_t lanes = hn::Lanes(tag);
  constexpr T highest = std::numeric_limits<T>::max();
  hn::StoreU(hn::Set(tag, highest), tag, values + count);
  const std::size_t whole = (count + lanes - 1) / lanes * lanes;
  for (std::size_t i = 0;; ++i) {
    const T value = values[i];
    const Sides sides = count_sides(values, whole, value);
    if (place >= sides.below && place < sides.not_above) {
      const bool again = place + 1 < sides.not_above || place + 1 == count;
      return {value, again ? value : least_above(values, whole, value)};
    }
  }
}

template <class T>
Neighbours<T> select_of(const T* values, std::size_t count, std::size_t place, T* scratch) {
  constexpr std::size_t few = 48;
  constexpr int rounds_max = 40;  // Beyond these the values are against us.
  const T* left = values;
  std::size_t size = count;
  std::size_t wanted = place;
  std::size_t before = 0;  // How many are left out because they are lower.
  for (int round = 0; round < rounds_max && size > few; ++round) {
    const T pivot = choose_pivot(left, size, wanted);
    const Sides sides = count_sides(left, size, pivot);
    if (wanted >= sides.below && wanted < sides.not_above) {
      const bool again = before + sides.not_above > place + 1 || place + 1 == count;
      return {pivot, again ? pivot : least_above(values, count, pivot)};
    }
    const bool below = wanted < sides.below;
    keep(left, size, pivot, below, scratch);
    left = scratch;
    if (below) {
      size = sides.below;
    } else {
      size -= sides.not_above;
      wanted -= sides.not_above;
      before += sides.not_above;
    }
  }
  if (left != scratch) {
    std::copy_n(left, size, scratch);
  }
  if (size > few) {
    std::nth_element(scratch, scratch + wanted, scratch + size);
    const T here = scratch[wanted];
    if (wanted + 1 < size) {
      return {here, *std::min_element(scratch + wanted + 1, scratch + size)};
    }
    return {here, place + 1 == count ? here : least_above(values, count, here)};
  }
  const Neighbours<T> found = select_of_few(scratch, size, wanted);
  if (wanted + 1 < size || place + 1 == count) {
    return found;
  }
  return {found.here, least_above(values, count, found.here)};
}

Neighbours<std::uint32_t> select32(const std::uint32_t* values, std::size_t count,
                                   std::size_t place, std::uint32_t* scratch) {
  return select_of(values, count, place, scratch);
}
Neighbours<std::int64_t> select64(const std::int64_t* values, std::size_t count, std::size_t place,
                                  std::int64_t* scratch) {
  return select_of(values, count, place, scratch);
}
std::size_t bytes_of_vector() {
  return hn::Lanes(hn::ScalableTag<std::uint8_t>());
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::stats
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::stats {

HWY_EXPORT(select32);
HWY_EXPORT(select64);
HWY_EXPORT(bytes_of_vector);

namespace {

// Behind what is kept a whole vector is written.
template <class T>
void make_room(std::span<const T> values, std::vector<T>& scratch) {
  const std::size_t needed = values.size() + HWY_DYNAMIC_DISPATCH(bytes_of_vector)() / sizeof(T);
  if (scratch.size() < needed) {
    scratch.resize(needed);
  }
}

}  // namespace

Neighbours<std::uint32_t> select(std::span<const std::uint32_t> values, std::size_t place,
                                 std::vector<std::uint32_t>& scratch) {
  make_room(values, scratch);
  return HWY_DYNAMIC_DISPATCH(select32)(values.data(), values.size(), place, scratch.data());
}

Neighbours<std::int64_t> select(std::span<const std::int64_t> values, std::size_t place,
                                std::vector<std::int64_t>& scratch) {
  make_room(values, scratch);
  return HWY_DYNAMIC_DISPATCH(select64)(values.data(), values.size(), place, scratch.data());
}

}  // namespace throughline::stats
#endif  // HWY_ONCE
