#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE \
  "journey_engine/session_marks.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "journey_engine/session_marks.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Of 64 events, the first of which is not the first of all: those at least `least` seconds after
// the one before, and of these those more than `least` + 1.
void mark_gaps(const std::int32_t* seconds, std::uint32_t least, std::uint64_t* at_least,
               std::uint64_t* surely) {
  const hn::ScalableTag<std::uint32_t> tag;
  const hn::RebindToSigned<decltype(tag)> signed_tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto bound = hn::Set(tag, least);
  const auto beyond = hn::Set(tag, least + 1);
  *at_least = 0;
  *surely = 0;
  const auto bits_of = [&](auto mask) {
    HWY_ALIGN std::uint8_t bytes[16] = {};
    hn::StoreMaskBits(tag, mask, bytes);
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes, sizeof bits);
    return bits;
  };
  for (std::size_t lane = 0; lane < 64; lane += lanes) {
    const auto now = hn::BitCast(tag, hn::LoadU(signed_tag, seconds + lane));
    const auto before = hn::BitCast(tag, hn::LoadU(signed_tag, seconds + lane - 1));
    const auto gap = hn::Sub(now, before);
    *at_least |= bits_of(hn::Not(hn::Lt(gap, bound))) << lane;
    *surely |= bits_of(hn::Gt(gap, beyond)) << lane;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(mark_gaps);

void SessionMarks::read(const Columns& columns, std::int64_t timeout_ms) {
  constexpr std::int64_t second_ms = 1000;
  constexpr std::int64_t seconds_max = 0xffff'fffd;
  const std::size_t count = columns.offsets[columns.customers];
  const std::size_t words = (count + 63) / 64;
  words_.assign(words, 0);
  const auto check = [&](std::size_t event) {
    if (columns.near_at_ms(event) - columns.near_at_ms(event - 1) > timeout_ms) {
      words_[event / 64] |= std::uint64_t{1} << (event % 64);
    }
  };
  const std::size_t whole = timeout_ms / second_ms <= seconds_max ? count / 64 : 0;
  const auto mark = HWY_DYNAMIC_DISPATCH(mark_gaps);
  for (std::size_t word = 1; word < whole; ++word) {
    std::uint64_t at_least = 0;
    std::uint64_t surely = 0;
    mark(columns.seconds + word * 64, static_cast<std::uint32_t>(timeout_ms / second_ms), &at_least,
         &surely);
    words_[word] = surely;
    for (std::uint64_t open = at_least & ~surely; open != 0; open &= open - 1) {
      check(word * 64 + static_cast<std::size_t>(std::countr_zero(open)));
    }
  }
  for (std::size_t event = 1; event < count && event < 64; ++event) {
    check(event);
  }
  for (std::size_t event = std::max<std::size_t>(whole * 64, 64); event < count; ++event) {
    check(event);
  }
}

std::uint32_t SessionMarks::next(std::uint32_t first, std::uint32_t last) const {
  for (std::uint32_t word = first / 64; first < last && word * 64 < last; ++word) {
    const std::uint64_t from =
        word == first / 64 ? ~std::uint64_t{0} << (first % 64) : ~std::uint64_t{0};
    if (const std::uint64_t left = words_[word] & from; left != 0) {
      const std::uint32_t event = word * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
      return event < last ? event : last;
    }
  }
  return last;
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
