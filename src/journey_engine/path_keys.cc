#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "journey_engine/path_keys.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "journey_engine/path_keys.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
auto load_codes(const T* codes) {
  const hn::ScalableTag<std::uint32_t> tag;
  if constexpr (sizeof(T) == sizeof(std::uint32_t)) {
    return hn::LoadU(tag, codes);
  } else {
    return hn::PromoteTo(tag, hn::LoadU(hn::Rebind<T, decltype(tag)>(), codes));
  }
}

// The first so many of the bits, as a mask.
inline auto mask_of(std::uint64_t bits) {
  std::uint8_t bytes[sizeof bits] = {};
  std::memcpy(bytes, &bits, sizeof bits);
  return hn::LoadMaskBits(hn::ScalableTag<std::uint32_t>(), bytes);
}

// Of the words [first, last) of 64 events each; before the first and behind the last one there must
// be two more events. The highest code.
template <class T>
std::uint32_t find_keys(const PathShape& shape, const T* codes, const std::uint64_t* begins,
                        std::size_t first, std::size_t last, std::uint32_t* into) {
  const hn::ScalableTag<std::uint32_t> tag;
  const hn::RebindToSigned<decltype(tag)> signed_tag;
  const hn::RebindToFloat<decltype(tag)> float_tag;
  const std::size_t lanes = hn::Lanes(tag);
  const std::ptrdiff_t onward = shape.backwards ? -1 : 1;
  const auto one = hn::Set(tag, 1);
  const auto columns = hn::Set(tag, shape.columns());
  const auto rows_of_part = hn::Set(tag, shape.rows_of_part());
  // Rows are fewer than 2^24 and parts fewer than 2^12, so that this is the exact quotient.
  const auto part_of_row = hn::Set(float_tag, 1.0F / static_cast<float>(shape.rows_of_part()));
  const auto half = hn::Set(float_tag, 0.5F);
  auto highest = hn::Zero(tag);
  for (std::size_t word = first; word < last; ++word) {
    std::uint64_t second = 0;  // Where a path ends before its second node.
    std::uint64_t third = 0;
    if (shape.backwards) {
      second = begins[word];
      third = second | begins[word] << 1U | begins[word - 1] >> 63U;
    } else {
      second = begins[word] >> 1U | begins[word + 1] << 63U;
      third = second | begins[word] >> 2U | begins[word + 1] << 62U;
    }
    for (std::size_t lane = 0; lane < 64; lane += lanes, second >>= lanes, third >>= lanes) {
      const T* const at = codes + word * 64 + lane;
      const auto node = load_codes(at);
      highest = hn::Max(highest, node);
      const auto next = hn::IfThenZeroElse(mask_of(second), hn::Add(load_codes(at + onward), one));
      auto row = node;
      auto column = next;
      if (shape.nodes == 3) {
        row = hn::Add(hn::Mul(node, columns), next);
        column = hn::IfThenZeroElse(mask_of(third), hn::Add(load_codes(at + 2 * onward), one));
      }
      const auto whole = hn::ConvertTo(float_tag, hn::BitCast(signed_tag, row));
      const auto part =
          hn::BitCast(tag, hn::ConvertTo(signed_tag, hn::Mul(hn::Add(whole, half), part_of_row)));
      const auto row_in_part = hn::Sub(row, hn::Mul(part, rows_of_part));
      const auto cell = hn::Add(hn::Mul(row_in_part, columns), column);
      hn::StoreU(hn::Or(hn::ShiftLeft<path_part_shift>(part), cell), tag, into + word * 64 + lane);
    }
  }
  return hn::GetLane(hn::MaxOfLanes(tag, highest));
}

std::uint32_t find_keys8(const PathShape& shape, const std::uint8_t* codes,
                         const std::uint64_t* begins, std::size_t first, std::size_t last,
                         std::uint32_t* into) {
  return find_keys(shape, codes, begins, first, last, into);
}
std::uint32_t find_keys16(const PathShape& shape, const std::uint16_t* codes,
                          const std::uint64_t* begins, std::size_t first, std::size_t last,
                          std::uint32_t* into) {
  return find_keys(shape, codes, begins, first, last, into);
}
std::uint32_t find_keys32(const PathShape& shape, const std::uint32_t* codes,
                          const std::uint64_t* begins, std::size_t first, std::size_t last,
                          std::uint32_t* into) {
  return find_keys(shape, codes, begins, first, last, into);
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(find_keys8);
HWY_EXPORT(find_keys16);
HWY_EXPORT(find_keys32);

namespace {

// The same for the events [first, last), one by one.
template <class T>
std::uint32_t find_each(const PathShape& shape, const T* codes, const std::uint64_t* begins,
                        std::size_t first, std::size_t last, std::uint32_t* into) {
  const auto begins_at = [&](std::size_t event) {
    return ((begins[event / 64] >> (event % 64)) & 1U) != 0;
  };
  std::uint32_t highest = 0;
  for (std::size_t event = first; event < last; ++event) {
    const std::uint32_t node = codes[event];
    highest = std::max(highest, node);
    std::uint32_t others[2] = {};
    std::size_t at = event;
    for (std::uint32_t& other : others) {
      if (shape.backwards ? at == 0 || begins_at(at) : at + 1 >= last || begins_at(at + 1)) {
        break;
      }
      at = shape.backwards ? at - 1 : at + 1;
      other = std::uint32_t{codes[at]} + 1;
    }
    const std::uint32_t row = shape.nodes == 3 ? node * shape.columns() + others[0] : node;
    const std::uint32_t part = row / shape.rows_of_part();
    into[event] = part << path_part_shift | ((row - part * shape.rows_of_part()) * shape.columns() +
                                             (shape.nodes == 3 ? others[1] : others[0]));
  }
  return highest;
}

template <class T, class Vectors>
bool find_all(const PathShape& shape, const T* codes, std::size_t events,
              const std::uint64_t* begins, std::uint32_t* into, const Vectors& vectors) {
  // Before the first event and far behind the last one there is no memory to read.
  const std::size_t from = shape.backwards ? std::min<std::size_t>(1, events / 64) : 0;
  const std::size_t until = events / 64;
  std::uint32_t highest = 0;
  if (from < until) {
    highest = vectors(shape, codes, begins, from, until, into);
  }
  highest = std::max(highest, find_each(shape, codes, begins, 0, from * 64, into));
  highest = std::max(highest, find_each(shape, codes, begins, until * 64, events, into));
  return highest < shape.codes;
}

}  // namespace

bool has_keys(const PathShape& shape) {
  constexpr std::uint64_t cells_max = std::uint64_t{1} << 27U;
  constexpr std::uint32_t codes_max = PathShape::part_cells / 8;
  return (shape.nodes == 2 || shape.nodes == 3) && shape.codes > 0 && shape.codes < codes_max &&
         shape.cells() <= cells_max;
}

bool find_path_keys(const PathShape& shape, const Columns& columns,
                    std::span<const std::uint64_t> begins, std::uint32_t* into) {
  const std::size_t events = columns.offsets[columns.customers];
  if (columns.codes8 != nullptr) {
    return find_all(shape, columns.codes8, events, begins.data(), into,
                    HWY_DYNAMIC_DISPATCH(find_keys8));
  }
  if (columns.codes16 != nullptr) {
    return find_all(shape, columns.codes16, events, begins.data(), into,
                    HWY_DYNAMIC_DISPATCH(find_keys16));
  }
  return find_all(shape, columns.codes32, events, begins.data(), into,
                  HWY_DYNAMIC_DISPATCH(find_keys32));
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
