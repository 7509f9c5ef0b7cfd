// A sample of whole numbers, such as durations in milliseconds: exact mean and quantiles.
//
// Adding and merging may happen in any order and grouping and give the same figures to the last
// bit. Quantiles interpolate linearly between the two nearest values (Hyndman and Fan's type 7,
// which R, NumPy and spreadsheets use unless told otherwise), so that the median of an even number
// is the mean of the two in the middle. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace throughline::stats {

// Of values in ascending order; zero of none. 0 <= q <= 1.
double quantile_of_sorted(std::span<const std::int64_t> sorted, double q);

// The same of values in any order, of which there is one; what is in the scratch does not matter.
double quantile_of(std::span<const std::uint32_t> values, double q,
                   std::vector<std::uint32_t>& scratch);
double mean_of(std::span<const std::uint32_t> values);

class Sample {
 public:
  void add(std::int64_t value);
  // None of them the highest uint32, which stands for none.
  void add(std::span<const std::uint32_t> values);
  void merge(const Sample& other);

  [[nodiscard]] std::uint64_t count() const { return small_.size() + others_.size(); }
  // Zero of none.
  [[nodiscard]] double mean() const;
  [[nodiscard]] double median() const { return quantile(0.5); }
  [[nodiscard]] double quantile(double q) const;
  [[nodiscard]] std::vector<std::int64_t> sorted() const;
  // How many lie in each of [bounds[i], bounds[i + 1]); the last has no upper bound.
  [[nodiscard]] std::vector<std::uint64_t> histogram(std::span<const std::int64_t> bounds) const;

 private:
  // The values at this place and the next one of the sorted sample; the last twice at its end.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> neighbours_at(std::size_t place) const;
  template <class Body>
  void visit(const Body& body) const;

  __extension__ using Wide = __int128;
  std::vector<std::uint32_t> small_;  // Most durations: those of less than 49 days.
  std::vector<std::int64_t> others_;  // Negative ones, and what is larger.
  std::size_t negative_ = 0;          // Of the others.
  Wide sum_ = 0;
};

}  // namespace throughline::stats
