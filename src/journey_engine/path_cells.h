// PathCells: how often each path of two or three nodes was taken, by how many customers.
//
// The table of all paths (path_keys.h) is far larger than any cache, so nothing is counted in it
// while lines are read: each path is written behind the others of its part, two bytes each, with a
// bit where another customer begins. Parts are counted afterwards one by one, each within the
// cache, on any thread. Whose paths are whose matters only for those that are shown: how many
// customers took them is counted in the parts that they lie in.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "journey_engine/part_streams.h"
#include "journey_engine/path_keys.h"

namespace throughline::journey_engine {

// What one thread has written. Owned by it, then read by all.
class PathCells {
 public:
  explicit PathCells(const PathShape& shape);
  // The paths of one customer.
  void add(std::span<const std::uint32_t> keys);
  // A cell, and from_another where its customer is not that of the one before it in this part.
  static constexpr std::uint16_t from_another = 0x8000;
  // body(std::span<const std::uint16_t>), piece by piece in the order in which they came.
  template <class Body>
  void visit(std::uint32_t part, const Body& body) const {
    streams_.visit(part, body);
  }

 private:
  PartStreams<std::uint16_t> streams_;
  std::uint32_t customers_ = 0;
};

// Of the columns of a row but the first.
struct PathRowSums {
  std::uint64_t paths = 0;
  std::uint32_t different = 0;
  std::uint32_t highest = 0;
};

struct PathCell32 {
  std::uint32_t count = 0;
  std::uint32_t row = 0;
  std::uint32_t column = 0;
};
// Whether the first is shown before the second: more often taken, or by their nodes.
inline bool comes_first(const PathCell32& one, const PathCell32& other) {
  return one.count != other.count ? one.count > other.count
         : one.row != other.row   ? one.row < other.row
                                  : one.column < other.column;
}

// Counts parts. Owned by one thread; the counts of rows may be shared by all, who count other
// parts.
class PathPartCounter {
 public:
  PathPartCounter(const PathShape& shape, std::size_t shown);

  struct Row {
    std::uint32_t paths = 0;
    std::uint32_t ended = 0;  // Those without a last node.
  };
  // Ascending parts.
  void count(std::uint32_t part, std::span<const std::shared_ptr<PathCells>> cells,
             std::span<Row> rows);
  void merge(const PathPartCounter& other);

  // How many different paths have a last node.
  [[nodiscard]] std::uint64_t different() const { return different_; }
  // The most frequent of these.
  [[nodiscard]] std::vector<PathCell32> most_frequent() const;
  // How often each pair of nodes ends a path, by the one and by the other, both as columns of the
  // table.
  [[nodiscard]] std::span<const std::uint32_t> last_pairs() const { return last_pairs_; }

 private:
  void keep_most_frequent();

  PathShape shape_;
  std::size_t shown_;
  std::vector<std::uint32_t> counts_;  // Of a part.
  std::vector<std::uint32_t> last_pairs_;
  std::uint64_t different_ = 0;
  std::uint32_t least_ = 0;  // A path must be more frequent to be shown.
  std::vector<PathCell32> frequent_;
};

// How many customers took some rows, and some cells, of one part.
struct PathCustomers {
  std::vector<PathCell32> cells = {};  // Of these the count is that of customers.
  std::vector<PathCell32> rows = {};
};
void count_customers(const PathShape& shape, std::uint32_t part,
                     std::span<const std::shared_ptr<PathCells>> cells, PathCustomers& wanted);

}  // namespace throughline::journey_engine
