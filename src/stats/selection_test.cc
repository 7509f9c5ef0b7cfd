#include "stats/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace throughline::stats {
namespace {

template <class T>
void expect_selected(std::vector<T> values) {
  std::vector<T> scratch;
  std::vector<T> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t step = std::max<std::size_t>(1, values.size() / 23);
  for (std::size_t place = 0; place < values.size(); place += step) {
    const auto found = select(std::span<const T>(values), place, scratch);
    ASSERT_EQ(found.here, sorted[place]) << place << " of " << values.size();
    ASSERT_EQ(found.next, sorted[std::min(place + 1, sorted.size() - 1)]) << place;
  }
}

template <class T>
void expect_selected_of_all_kinds() {
  std::mt19937_64 random(3);
  for (const std::size_t size :
       {1UL, 2UL, 15UL, 16UL, 47UL, 49UL, 64UL, 100UL, 1'000UL, 30'011UL}) {
    for (int kind = 0; kind < 6; ++kind) {
      std::vector<T> values(size);
      for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t bits = random();
        const T of_kind[] = {
            static_cast<T>(bits),
            static_cast<T>(bits % 3),
            static_cast<T>(7),
            static_cast<T>(i),
            static_cast<T>(size - i),
            bits % 2 == 0 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min()};
        values[i] = of_kind[kind];
      }
      expect_selected(values);
    }
  }
}

TEST(Selection, IsThePlaceOfTheSortedValues_JA12) {
  expect_selected_of_all_kinds<std::uint32_t>();
  expect_selected_of_all_kinds<std::int64_t>();
}

// Values that make each pivot the worst one there is.
TEST(Selection, EndsWhateverTheValues) {
  std::vector<std::uint32_t> values(20'000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<std::uint32_t>(i % 2 == 0 ? i : values.size() * 2 - i);
  }
  expect_selected(values);
}

}  // namespace
}  // namespace throughline::stats
