#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "journey_engine/step_keys.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

#include "journey_engine/step_keys.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
auto load_wide(const T* values) {
  const hn::ScalableTag<std::uint32_t> tag;
  if constexpr (sizeof(T) == sizeof(std::uint32_t)) {
    return hn::LoadU(tag, values);
  } else {
    return hn::PromoteTo(tag, hn::LoadU(hn::Rebind<T, decltype(tag)>(), values));
  }
}

inline auto mask_of_bits(std::uint64_t bits) {
  std::uint8_t bytes[sizeof bits] = {};
  std::memcpy(bytes, &bits, sizeof bits);
  return hn::LoadMaskBits(hn::ScalableTag<std::uint32_t>(), bytes);
}

// Of the words [first, last) of 64 events each, before and behind which there is one more event.
template <class T>
StepBounds find(const Columns& columns, const T* codes, std::uint32_t begin_code,
                const std::uint64_t* begins, std::size_t first, std::size_t last,
                const Steps& into) {
  constexpr std::uint32_t longest_s = (step_ms_max - 1'000) / 1'000;
  const hn::ScalableTag<std::uint32_t> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto* const seconds = reinterpret_cast<const std::uint32_t*>(columns.seconds);
  const auto thousand = hn::Set(tag, 1'000);
  const auto longest = hn::Set(tag, longest_s);
  const auto begin_from = hn::Set(tag, begin_code);
  const auto back_bit = hn::Set(tag, step_and_back);
  const auto none = hn::Set(tag, step_ms_max);
  auto highest = hn::Zero(tag);
  auto longest_took = hn::Zero(tag);
  for (std::size_t word = first; word < last; ++word) {
    std::uint64_t here = begins[word];
    std::uint64_t next = here >> 1U | begins[word + 1] << 63U;
    for (std::size_t lane = 0; lane < 64; lane += lanes, here >>= lanes, next >>= lanes) {
      const std::size_t at = word * 64 + lane;
      const auto begins_here = mask_of_bits(here);
      const auto to = load_wide(codes + at);
      highest = hn::Max(highest, to);
      const auto before = load_wide(codes + at - 1);
      const auto back = hn::And(hn::Eq(load_wide(codes + at + 1), before), hn::Ne(before, to));
      const auto breaks = mask_of_bits(here | next);
      const auto from = hn::IfThenElse(begins_here, begin_from, before);
      const auto flag = hn::IfThenZeroElse(breaks, hn::IfThenElseZero(back, back_bit));
      hn::StoreU(hn::Or(hn::Or(hn::ShiftLeft<step_from_shift>(from), to), flag), tag,
                 into.keys + at - into.first);
      const auto took_s = hn::Sub(hn::LoadU(tag, seconds + at), hn::LoadU(tag, seconds + at - 1));
      const auto took_ms =
          hn::Sub(hn::Add(hn::Mul(took_s, thousand), load_wide(columns.millis + at)),
                  load_wide(columns.millis + at - 1));
      const auto held = hn::IfThenElse(hn::Gt(took_s, longest), none, took_ms);
      const auto stored = hn::IfThenZeroElse(begins_here, held);
      longest_took = hn::Max(longest_took, stored);
      hn::StoreU(stored, tag, into.took_ms + at - into.first);
    }
  }
  return {hn::GetLane(hn::MaxOfLanes(tag, highest)),
          hn::GetLane(hn::MaxOfLanes(tag, longest_took))};
}

StepBounds find8(const Columns& columns, const std::uint8_t* codes, std::uint32_t begin_code,
                 const std::uint64_t* begins, std::size_t first, std::size_t last,
                 const Steps& into) {
  return find(columns, codes, begin_code, begins, first, last, into);
}
StepBounds find16(const Columns& columns, const std::uint16_t* codes, std::uint32_t begin_code,
                  const std::uint64_t* begins, std::size_t first, std::size_t last,
                  const Steps& into) {
  return find(columns, codes, begin_code, begins, first, last, into);
}
StepBounds find32(const Columns& columns, const std::uint32_t* codes, std::uint32_t begin_code,
                  const std::uint64_t* begins, std::size_t first, std::size_t last,
                  const Steps& into) {
  return find(columns, codes, begin_code, begins, first, last, into);
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(find8);
HWY_EXPORT(find16);
HWY_EXPORT(find32);

namespace {

StepBounds both(const StepBounds& one, const StepBounds& other) {
  return {std::max(one.highest_code, other.highest_code),
          std::max(one.longest_ms, other.longest_ms)};
}

// The same for the events [first, last), one by one.
template <class T>
StepBounds find_each(const Columns& columns, const T* codes, std::uint32_t begin_code,
                     const std::uint64_t* begins, std::size_t first, std::size_t last,
                     const Steps& into) {
  const auto begins_at = [&](std::size_t event) {
    return ((begins[event / 64] >> (event % 64)) & 1U) != 0;
  };
  const std::size_t events = columns.offsets[columns.customers];
  StepBounds bounds;
  for (std::size_t event = first; event < last; ++event) {
    const std::uint32_t to = codes[event];
    std::uint32_t& key = into.keys[event - into.first];
    std::uint32_t& took = into.took_ms[event - into.first];
    if (event == 0 || begins_at(event)) {
      key = begin_code << step_from_shift | to;
      took = 0;
    } else {
      const std::uint32_t from = codes[event - 1];
      const bool back =
          from != to && event + 1 < events && !begins_at(event + 1) && codes[event + 1] == from;
      key = from << step_from_shift | to | (back ? step_and_back : 0);
      const auto took_ms =
          static_cast<std::uint64_t>(columns.near_at_ms(event) - columns.near_at_ms(event - 1));
      took = static_cast<std::uint32_t>(std::min<std::uint64_t>(took_ms, step_ms_max));
    }
    bounds = both(bounds, {to, took});
  }
  return bounds;
}

template <class T, class Vectors>
StepBounds find_all(const Columns& columns, const T* codes, std::uint32_t codes_count,
                    const std::uint64_t* begins, const Steps& into, const Vectors& vectors) {
  // Before the first event and far behind the last one there is no memory to read.
  const std::size_t from = std::min(std::max<std::size_t>(into.first, 64), into.last);
  const std::size_t until = std::max(from, into.last / 64 * 64);
  StepBounds bounds = find_each(columns, codes, codes_count, begins, into.first, from, into);
  if (from < until) {
    bounds =
        both(bounds, vectors(columns, codes, codes_count, begins, from / 64, until / 64, into));
  }
  return both(bounds, find_each(columns, codes, codes_count, begins, until, into.last, into));
}

}  // namespace

StepBounds find_steps(const Columns& columns, std::uint32_t codes,
                      std::span<const std::uint64_t> begins, const Steps& into) {
  if (columns.codes8 != nullptr) {
    return find_all(columns, columns.codes8, codes, begins.data(), into,
                    HWY_DYNAMIC_DISPATCH(find8));
  }
  if (columns.codes16 != nullptr) {
    return find_all(columns, columns.codes16, codes, begins.data(), into,
                    HWY_DYNAMIC_DISPATCH(find16));
  }
  return find_all(columns, columns.codes32, codes, begins.data(), into,
                  HWY_DYNAMIC_DISPATCH(find32));
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
