// PathCounts: paths of at most three nodes that begin at every event, counted in tables instead of
// being followed: the same figures as Paths gives.
//
// Parts of the customers may be added on different threads and merged in any order. Then the parts
// of its tables are counted, on any number of threads (PathRanking). Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/case_marks.h"
#include "journey_engine/path_cells.h"
#include "journey_engine/paths.h"
#include "journey_engine/seen_codes.h"

namespace throughline::journey_engine {

// Why paths are not counted in tables; empty if they are. `codes`: all are below; `events`: how
// many there are at most.
std::string why_no_tables(const PathQuestion& question, std::size_t codes, std::uint64_t events);

class PathCounts {
 public:
  // The question must outlive the counts, and be one that tables answer.
  PathCounts(const PathQuestion& question, std::uint32_t codes);
  // Of one to which nothing was added.
  PathCounts(const PathCounts& other);
  PathCounts& operator=(const PathCounts&) = delete;
  PathCounts(PathCounts&&) = default;
  PathCounts& operator=(PathCounts&&) = delete;
  ~PathCounts() = default;

  [[nodiscard]] Kernel kernel() const;
  // Only columns are read.
  void add(CustomerId customer, Line line);
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  void merge(const PathCounts& other);

  // Whether all codes were below: else nothing here is right.
  [[nodiscard]] bool is_right() const { return right_; }
  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t anchors() const { return anchors_; }

  struct Side {
    PathShape shape = {};
    std::shared_ptr<PathCells> own = {};                 // Null until there are paths.
    std::vector<std::shared_ptr<PathCells>> cells = {};  // It, and those that were merged.
  };
  // Null: not followed to this side.
  [[nodiscard]] const Side* after() const { return after_ ? &*after_ : nullptr; }
  [[nodiscard]] const Side* before() const { return before_ ? &*before_ : nullptr; }
  // How many customers have each code.
  [[nodiscard]] std::vector<std::uint64_t> customers_of_codes() const;

 private:
  void add(Side& side, const Columns& columns);

  const PathQuestion& question_;
  std::uint32_t codes_;
  bool right_ = true;
  std::uint64_t customers_ = 0;
  std::uint64_t anchors_ = 0;
  std::optional<Side> after_;
  std::optional<Side> before_;
  CaseMarks marks_;
  std::vector<std::uint32_t> keys_;
  std::optional<SeenCodes> seen_;
  std::vector<std::uint64_t> of_codes_;  // Of all that were merged.
};

}  // namespace throughline::journey_engine
