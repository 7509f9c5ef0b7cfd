#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "journey_engine/code_marks.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "journey_engine/code_marks.h"
#include "journey_engine/kernel.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Whole words of 64 events, whose code is one of a few.
template <class T>
void mark(const T* codes, std::size_t words, const std::uint32_t* wanted, std::size_t count,
          std::uint64_t* marks) {
  const hn::ScalableTag<T> tag;
  const std::size_t lanes = hn::Lanes(tag);
  for (std::size_t w = 0; w < words; ++w, codes += 64) {
    std::uint64_t word = 0;
    for (std::size_t lane = 0; lane < 64; lane += lanes) {
      const auto some = hn::LoadU(tag, codes + lane);
      auto found = hn::Eq(some, hn::Set(tag, static_cast<T>(wanted[0])));
      for (std::size_t i = 1; i < count; ++i) {
        found = hn::Or(found, hn::Eq(some, hn::Set(tag, static_cast<T>(wanted[i]))));
      }
      HWY_ALIGN std::uint8_t bytes[16] = {};
      hn::StoreMaskBits(tag, found, bytes);
      std::uint64_t bits = 0;
      std::memcpy(&bits, bytes, sizeof bits);
      word |= bits << lane;
    }
    marks[w] = word;
  }
}

void mark8(const std::uint8_t* codes, std::size_t words, const std::uint32_t* wanted,
           std::size_t count, std::uint64_t* marks) {
  mark(codes, words, wanted, count, marks);
}
void mark16(const std::uint16_t* codes, std::size_t words, const std::uint32_t* wanted,
            std::size_t count, std::uint64_t* marks) {
  mark(codes, words, wanted, count, marks);
}
void mark32(const std::uint32_t* codes, std::size_t words, const std::uint32_t* wanted,
            std::size_t count, std::uint64_t* marks) {
  mark(codes, words, wanted, count, marks);
}
const char* name_of_instructions() {
  return hwy::TargetName(HWY_TARGET);
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(mark8);
HWY_EXPORT(mark16);
HWY_EXPORT(mark32);
HWY_EXPORT(name_of_instructions);

namespace {

constexpr std::size_t few = 8;

// Of the codes that the columns can hold; none where there are more than a few.
std::vector<std::uint32_t> few_codes(const EventSet& set, std::uint32_t highest) {
  std::vector<std::uint32_t> codes;
  const auto bits = set.code_bits();
  for (std::size_t word = 0; word < bits.size(); ++word) {
    for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
      const auto code =
          static_cast<std::uint32_t>(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
      if (code <= highest) {
        codes.push_back(code);
      }
      if (codes.size() > few) {
        return codes;
      }
    }
  }
  return codes;
}

template <class T>
void mark_each(const T* codes, std::size_t first, std::size_t last, const EventSet& set,
               std::uint64_t* marks) {
  for (std::size_t event = first; event < last; ++event) {
    const std::uint64_t bit = set.may_have(codes[event]) ? 1 : 0;
    std::uint64_t& word = marks[event / 64];
    word = (event % 64 == 0 ? 0 : word) | (bit << (event % 64));
  }
}

template <class T, class MarkWords>
void mark_all(const T* codes, std::size_t events, const EventSet& set, std::uint64_t* marks,
              const MarkWords& mark_words) {
  const std::vector<std::uint32_t> wanted = few_codes(set, std::numeric_limits<T>::max());
  if (wanted.empty()) {
    std::fill_n(marks, (events + 63) / 64, 0);
    return;
  }
  std::size_t whole = 0;
  if (wanted.size() <= few) {
    whole = events / 64;
    mark_words(codes, whole, wanted.data(), wanted.size(), marks);
  }
  mark_each(codes, whole * 64, events, set, marks);
}

}  // namespace

void Marks::read(const Columns& columns, const EventSet& set) {
  const std::size_t events = columns.offsets[columns.customers];
  words_.resize((events + 63) / 64);
  if (set.is_any_code()) {
    std::fill(words_.begin(), words_.end(), ~std::uint64_t{0});
  } else if (columns.codes8 != nullptr) {
    mark_all(columns.codes8, events, set, words_.data(), HWY_DYNAMIC_DISPATCH(mark8));
  } else if (columns.codes16 != nullptr) {
    mark_all(columns.codes16, events, set, words_.data(), HWY_DYNAMIC_DISPATCH(mark16));
  } else {
    mark_all(columns.codes32, events, set, words_.data(), HWY_DYNAMIC_DISPATCH(mark32));
  }
}

void Marks::narrow(const Columns& columns, const EventSet& set) {
  constexpr std::size_t at_once = 512;
  std::array<std::uint64_t, at_once> rows = {};
  std::array<std::uint32_t, at_once> events = {};
  std::array<std::uint8_t, at_once> holds = {};
  std::size_t count = 0;
  const auto test = [&] {
    set.rows_test()(std::span(rows).first(count), std::span(holds).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (holds.at(i) == 0) {
        clear(events.at(i));
      }
    }
    count = 0;
  };
  const std::size_t end = columns.offsets[columns.customers];
  for (std::size_t event = next(0, end); event != none; event = next(event + 1, end)) {
    rows.at(count) = columns.row(event);
    events.at(count) = static_cast<std::uint32_t>(event);
    if (++count == at_once) {
      test();
    }
  }
  test();
}

void Marks::add(const Marks& others) {
  for (std::size_t word = 0; word < words_.size(); ++word) {
    words_[word] |= others.words_[word];
  }
}

void Marks::remove(const Marks& from, const Marks& left) {
  for (std::size_t word = 0; word < words_.size(); ++word) {
    words_[word] &= ~(from.words_[word] & ~left.words_[word]);
  }
}

std::string vector_instructions() {
  return HWY_DYNAMIC_DISPATCH(name_of_instructions)();
}

Kernel vector_kernel(std::string name, std::string because) {
  return {.name = std::move(name),
          .instructions = vector_instructions(),
          .because = std::move(because)};
}

}  // namespace throughline::journey_engine
#endif
