#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "journey_engine/path_cells.cc"  // NOLINT(cppcoreguidelines-macro-usage)
#include <hwy/foreach_target.h>
// Behind it: this file is compiled once for each kind of processor.
#include <hwy/highway.h>

#include <algorithm>

#include "journey_engine/path_cells.h"

HWY_BEFORE_NAMESPACE();
namespace throughline::journey_engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// The columns of a row but the first, which are added to pairs.
PathRowSums sum_row(const std::uint32_t* counts, std::size_t size, std::uint32_t* pairs) {
  const hn::ScalableTag<std::uint32_t> tag;
  const std::size_t lanes = hn::Lanes(tag);
  PathRowSums sums;
  auto total = hn::Zero(tag);
  auto highest = hn::Zero(tag);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const auto some = hn::LoadU(tag, counts + i);
    total = hn::Add(total, some);
    highest = hn::Max(highest, some);
    sums.different += static_cast<std::uint32_t>(hn::CountTrue(tag, hn::Ne(some, hn::Zero(tag))));
    hn::StoreU(hn::Add(hn::LoadU(tag, pairs + i), some), tag, pairs + i);
  }
  sums.paths = hn::GetLane(hn::SumOfLanes(tag, total));
  sums.highest = hn::GetLane(hn::MaxOfLanes(tag, highest));
  for (; i < size; ++i) {
    sums.paths += counts[i];
    sums.highest = std::max(sums.highest, counts[i]);
    sums.different += counts[i] != 0 ? 1 : 0;
    pairs[i] += counts[i];
  }
  return sums;
}

}  // namespace HWY_NAMESPACE
}  // namespace throughline::journey_engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace throughline::journey_engine {

HWY_EXPORT(sum_row);

PathCells::PathCells(const PathShape& shape) : streams_(shape.parts()) {}

void PathCells::add(std::span<const std::uint32_t> keys) {
  const std::uint32_t customer = ++customers_;
  auto* const ends = streams_.ends();
  for (const std::uint32_t key : keys) {
    auto& end = ends[key >> path_part_shift];
    const std::uint32_t another = end.mark == customer ? 0U : from_another;
    end.mark = customer;
    streams_.push(end, static_cast<std::uint16_t>(key | another));
  }
}

PathPartCounter::PathPartCounter(const PathShape& shape, std::size_t shown)
    : shape_(shape),
      shown_(shown),
      counts_(PathShape::part_cells),
      last_pairs_(std::size_t{shape.columns()} * shape.columns()) {}

void PathPartCounter::keep_most_frequent() {
  if (frequent_.size() <= shown_) {
    return;
  }
  const auto last = frequent_.begin() + static_cast<std::ptrdiff_t>(shown_);
  std::nth_element(frequent_.begin(), last - 1, frequent_.end(), comes_first);
  frequent_.erase(last, frequent_.end());
  // Those of later parts come behind it.
  least_ = frequent_.back().count;
}

void PathPartCounter::count(std::uint32_t part, std::span<const std::shared_ptr<PathCells>> cells,
                            std::span<Row> rows) {
  constexpr std::uint16_t cell_mask = PathCells::from_another - 1;
  const std::size_t room = std::max<std::size_t>(shown_ * 2, 1'024);
  std::fill(counts_.begin(), counts_.end(), 0);
  for (const auto& some : cells) {
    some->visit(part, [&](std::span<const std::uint16_t> paths) {
      std::uint32_t* const counts = counts_.data();
      for (const std::uint16_t path : paths) {
        ++counts[path & cell_mask];
      }
    });
  }
  const auto sum = HWY_DYNAMIC_DISPATCH(sum_row);
  const std::size_t columns = shape_.columns();
  const std::uint32_t first = part * shape_.rows_of_part();
  const std::uint32_t last = std::min(first + shape_.rows_of_part(), shape_.rows());
  for (std::uint32_t row = first; row < last; ++row) {
    const std::uint32_t* const counts = counts_.data() + (row - first) * columns;
    rows[row].ended = counts[0];
    const std::size_t last_but_one = shape_.nodes == 3 ? row % columns : std::size_t{row} + 1;
    const auto sums = sum(counts + 1, columns - 1, last_pairs_.data() + last_but_one * columns + 1);
    rows[row].paths = static_cast<std::uint32_t>(counts[0] + sums.paths);
    different_ += sums.different;
    if (sums.highest <= least_) {
      continue;
    }
    for (std::uint32_t column = 1; column < columns; ++column) {
      if (counts[column] > least_) {
        frequent_.push_back({counts[column], row, column});
        if (frequent_.size() == room) {
          keep_most_frequent();
        }
      }
    }
  }
}

void PathPartCounter::merge(const PathPartCounter& other) {
  different_ += other.different_;
  for (std::size_t i = 0; i < last_pairs_.size(); ++i) {
    last_pairs_[i] += other.last_pairs_[i];
  }
  frequent_.insert(frequent_.end(), other.frequent_.begin(), other.frequent_.end());
}

std::vector<PathCell32> PathPartCounter::most_frequent() const {
  std::vector<PathCell32> sorted = frequent_;
  std::sort(sorted.begin(), sorted.end(), comes_first);
  sorted.resize(std::min(sorted.size(), shown_));
  return sorted;
}

void count_customers(const PathShape& shape, std::uint32_t part,
                     std::span<const std::shared_ptr<PathCells>> cells, PathCustomers& wanted) {
  // Each cell has two places: that of itself, and that of its row; 0 is nobody's.
  struct Places {
    std::uint16_t cell = 0;
    std::uint16_t row = 0;
  };
  struct Counted {
    std::uint32_t customers = 0;
    std::uint32_t last = 0;
  };
  std::vector<Places> places(PathShape::part_cells);
  const std::uint32_t first = part * shape.rows_of_part();
  for (std::size_t i = 0; i < wanted.cells.size(); ++i) {
    const PathCell32& cell = wanted.cells[i];
    places[(cell.row - first) * shape.columns() + cell.column].cell =
        static_cast<std::uint16_t>(i + 1);
  }
  for (std::size_t i = 0; i < wanted.rows.size(); ++i) {
    const std::size_t begin = std::size_t{wanted.rows[i].row - first} * shape.columns();
    for (std::size_t column = 0; column < shape.columns(); ++column) {
      places[begin + column].row = static_cast<std::uint16_t>(i + 1);
    }
  }
  std::vector<Counted> of_cells(wanted.cells.size() + 1);
  std::vector<Counted> of_rows(wanted.rows.size() + 1);
  std::uint32_t customer = 0;
  const auto take = [&](Counted& counted) {
    counted.customers += counted.last == customer ? 0 : 1;
    counted.last = customer;
  };
  for (const auto& some : cells) {
    some->visit(part, [&](std::span<const std::uint16_t> paths) {
      for (const std::uint16_t path : paths) {
        customer += path / PathCells::from_another;
        const Places at = places[path % PathCells::from_another];
        take(of_cells[at.cell]);
        take(of_rows[at.row]);
      }
    });
  }
  for (std::size_t i = 0; i < wanted.cells.size(); ++i) {
    wanted.cells[i].count = of_cells[i + 1].customers;
  }
  for (std::size_t i = 0; i < wanted.rows.size(); ++i) {
    wanted.rows[i].count = of_rows[i + 1].customers;
  }
}

}  // namespace throughline::journey_engine
#endif  // HWY_ONCE
