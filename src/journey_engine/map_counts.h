// MapCounts: the process map of all events, counted from node to node: the same figures as
// ProcessMap gives.
//
// Each step is written behind the others that leave the same node, eight bytes each: how long it
// took, where it led, and whether another case or customer begins. Afterwards the steps of each
// node are put in the order of where they led, within the cache, on any thread; so the durations of
// an edge lie beside each other when their quantiles are looked for.
//
// Parts of the customers may be added on different threads and merged in any order. Owned by one
// thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "journey_engine/case_marks.h"
#include "journey_engine/kernel.h"
#include "journey_engine/map_figures.h"
#include "journey_engine/seen_codes.h"
#include "journey_engine/step_keys.h"
#include "journey_engine/step_streams.h"
#include "journey_engine/trace_columns.h"

namespace throughline::journey_engine {

// Why a map is not counted so; empty if it is. `codes`: all are below; `events`: how many there are
// at most.
std::string why_no_streams(const TraceRule& rule, std::size_t codes, std::uint64_t events);

class MapCounts {
 public:
  // The rule must outlive the counts, and be one that streams answer.
  MapCounts(const TraceRule& rule, std::uint32_t codes);
  // Of one to which nothing was added.
  MapCounts(const MapCounts& other);
  MapCounts& operator=(const MapCounts&) = delete;
  MapCounts(MapCounts&&) = default;
  MapCounts& operator=(MapCounts&&) = delete;
  ~MapCounts() = default;

  [[nodiscard]] Kernel kernel() const;
  // Only columns are read.
  void add(CustomerId customer, Line line);
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  void merge(const MapCounts& other);

  // Whether all codes were below: else nothing here is right.
  [[nodiscard]] bool is_right() const { return right_; }

  // The edges that leave one node; the last one of nodes() is where cases begin. Each of several
  // threads has a worker of its own.
  struct Edge {
    std::uint32_t cases = 0;
    std::uint32_t customers = 0;
    std::uint32_t back_and_forth = 0;
    std::uint32_t last_case = 0;
  };
  struct Worker {
    std::vector<Edge> edges = {};            // By where they lead.
    std::vector<std::uint32_t> counts = {};  // The same.
    std::vector<std::uint32_t> ends = {};    // Of the durations of each.
    std::vector<std::uint32_t> took_ms = {};
    std::vector<std::uint32_t> scratch = {};
  };
  [[nodiscard]] std::size_t nodes() const { return std::size_t{codes_} + 1; }
  [[nodiscard]] std::vector<EdgeFigures> edges_from(Value node, Worker& worker) const;
  // Of the edges from each node, in the order of nodes().
  [[nodiscard]] MapFigures figures(std::span<const std::vector<EdgeFigures>> edges) const;

 private:
  struct Node {
    std::uint64_t cases = 0;
    std::uint64_t customers = 0;
    std::uint64_t rework_cases = 0;
  };
  struct Wide {
    Value to = 0;
    std::int64_t ms = 0;
  };
  [[nodiscard]] std::vector<Node> counted_nodes() const;
  template <class Code>
  void add_lines(const Columns& columns, const Code* codes);
  template <class Code>
  void add_group(const Columns& columns, std::span<const ColumnLine> lines, const Code* codes);
  void correct_far(const Columns& columns, const ColumnLine& line);
  void note_wide(const Columns& columns, const ColumnLine& line);
  void add_steps(const ColumnLine& line);
  void add_steps_of_one_case(const ColumnLine& line);
  template <class Code>
  void add_nodes(const ColumnLine& line, const Code* codes);
  template <bool per_session>
  void sort_steps(Value node, Worker& worker) const;

  const TraceRule& rule_;
  std::uint32_t codes_;
  bool right_ = true;
  std::uint64_t customers_ = 0;
  std::uint64_t events_ = 0;
  stats::Sample lasted_ms_;
  std::shared_ptr<StepStreams> own_;                   // Null until there are steps.
  std::vector<std::shared_ptr<StepStreams>> streams_;  // It, and those that were merged.
  std::vector<std::vector<Wide>> wide_;                // What does not fit into 32 bits, by from.
  std::vector<Node> nodes_;

  CaseMarks marks_;
  // Of some lines; of the events from steps_.first on.
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> took_;
  Steps steps_;
  std::uint32_t case_ = 0;
  struct Visit {
    std::uint32_t in_case = 0;
    std::uint32_t again = 0;  // 1: a second time in that case.
  };
  std::vector<Visit> visits_;      // By node, where sessions are cases.
  std::optional<SeenCodes> seen_;  // Where lines are.
};

}  // namespace throughline::journey_engine
