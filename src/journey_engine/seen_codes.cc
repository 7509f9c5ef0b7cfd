#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "journey_engine/seen_codes.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include "journey_engine/seen_codes.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A multiple of 64 bytes, which are zero afterwards.
void add_bytes(std::uint8_t* from, std::uint8_t* to, std::size_t count) {
  const hn::ScalableTag<std::uint8_t> tag;
  for (std::size_t i = 0; i < count; i += hn::Lanes(tag)) {
    hn::StoreU(hn::Add(hn::LoadU(tag, to + i), hn::LoadU(tag, from + i)), tag, to + i);
    hn::StoreU(hn::Zero(tag), tag, from + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(add_bytes);

SeenCodes::SeenCodes(std::size_t codes)
    : codes_(codes), bytes_((codes * 2 + 63) / 64 * 64), some_(bytes_.size()), before_(codes * 2) {}

void SeenCodes::end_line() {
  constexpr unsigned lines_max = 255;
  HWY_DYNAMIC_DISPATCH(add_bytes)(bytes_.data(), some_.data(), bytes_.size());
  if (++some_lines_ == lines_max) {
    for (std::size_t i = 0; i < before_.size(); ++i) {
      before_[i] += some_[i];
    }
    some_.assign(some_.size(), 0);
    some_lines_ = 0;
  }
}

std::vector<std::uint64_t> SeenCodes::sums(std::size_t from) const {
  std::vector<std::uint64_t> sums(codes_);
  for (std::size_t code = 0; code < codes_; ++code) {
    sums[code] = before_[from + code] + some_[from + code];
  }
  return sums;
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
