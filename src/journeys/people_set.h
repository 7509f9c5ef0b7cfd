// PeopleSet: some of the people, by profile id. A value: one bit for each id up to the highest.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "base/id.h"

namespace throughline::journeys {

class PeopleSet {
 public:
  [[nodiscard]] bool has(ProfileId person) const {
    const auto id = static_cast<std::uint64_t>(person.value);
    return id / 64 < words_.size() && ((words_[id / 64] >> (id % 64)) & 1U) != 0;
  }
  void add(ProfileId person) {
    const auto id = static_cast<std::uint64_t>(person.value);
    if (words_.size() <= id / 64) {
      words_.resize(std::max<std::size_t>(id / 64 + 1, 2 * words_.size()));
    }
    words_[id / 64] |= std::uint64_t{1} << (id % 64);
  }
  // A bit per id.
  [[nodiscard]] std::span<const std::uint64_t> words() const { return words_; }
  void add(const PeopleSet& others) {
    words_.resize(std::max(words_.size(), others.words_.size()));
    for (std::size_t i = 0; i < others.words_.size(); ++i) {
      words_[i] |= others.words_[i];
    }
  }
  // Those who are in both stay.
  void keep(const PeopleSet& others) {
    words_.resize(std::min(words_.size(), others.words_.size()));
    for (std::size_t i = 0; i < words_.size(); ++i) {
      words_[i] &= others.words_[i];
    }
  }
  // In the order of their ids.
  template <class See>
  void each(const See& see) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        see(ProfileId{static_cast<std::int64_t>(i * 64) + std::countr_zero(word)});
      }
    }
  }
  [[nodiscard]] std::uint64_t count() const {
    std::uint64_t count = 0;
    for (const std::uint64_t word : words_) {
      count += static_cast<std::uint64_t>(std::popcount(word));
    }
    return count;
  }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace throughline::journeys
