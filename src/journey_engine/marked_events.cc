#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE \
  "journey_engine/marked_events.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "journey_engine/marked_events.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Behind the last one a whole vector may be written. `before` gets one more than there are words.
std::uint32_t list_marked(const std::uint64_t* words, std::size_t count, std::uint32_t* into,
                          std::uint32_t* before) {
  const hn::ScalableTag<std::uint32_t> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto step = hn::Set(tag, static_cast<std::uint32_t>(lanes));
  const std::uint32_t* const begin = into;
  auto events = hn::Iota(tag, 0);
  for (std::size_t word = 0; word < count; ++word) {
    before[word] = static_cast<std::uint32_t>(into - begin);
    std::uint64_t bits = words[word];
    for (std::size_t lane = 0; lane < 64; lane += lanes, bits >>= lanes) {
      std::uint8_t bytes[sizeof bits] = {};
      std::memcpy(bytes, &bits, sizeof bits);
      const auto marked = hn::LoadMaskBits(tag, bytes);
      hn::StoreU(hn::Compress(events, marked), tag, into);
      into += hn::CountTrue(tag, marked);
      events = hn::Add(events, step);
    }
  }
  before[count] = static_cast<std::uint32_t>(into - begin);
  return before[count];
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(list_marked);

void MarkedEvents::read(const Marks& marks) {
  constexpr std::size_t behind = 64;  // More than any vector has.
  words_.assign(marks.words().begin(), marks.words().end());
  words_.push_back(0);
  std::size_t size = 0;
  for (const std::uint64_t word : words_) {
    size += static_cast<std::size_t>(std::popcount(word));
  }
  events_.resize(std::max(events_.size(), size + behind));
  before_.resize(words_.size());
  size_ = HWY_DYNAMIC_DISPATCH(list_marked)(words_.data(), words_.size() - 1, events_.data(),
                                            before_.data());
  events_[size_] = std::numeric_limits<std::uint32_t>::max();
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
