// ProcessMap: the directly-follows graph of all cases. Its nodes are what happens, its edges what
// directly follows what, with how often, for how many people, and how long it took.
//
// Parts may be added on different threads and merged in any order. Owned by one thread at a time.
// Variants are in variants.h; which part of a map to show is chosen by map_detail.h.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "journey_engine/kernel.h"
#include "journey_engine/map_table.h"
#include "journey_engine/trace_columns.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

class ProcessMap {
 public:
  // The rule must outlive the map.
  explicit ProcessMap(const TraceRule& rule) : rule_(rule) {}

  void add(CustomerId customer, Line line);
  void merge(const ProcessMap& other);
  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // Of one customer, whose cases these are.
  void add(const ColumnLine& line, const TraceColumns& traces,
           std::span<const TraceColumns::Case> cases);

  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t cases() const { return lasted_ms_.count(); }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  // From the first event of a case to its last.
  [[nodiscard]] const stats::Sample& lasted_ms() const { return lasted_ms_; }
  [[nodiscard]] std::map<Value, MapNode> nodes() const { return table_.nodes(); }
  // In the order of their steps. They refer to this map.
  [[nodiscard]] std::vector<MapEdge> edges() const { return table_.edges(); }

 private:
  void add_trace(const Trace& trace);
  template <class Code>
  void add_parts(const Columns& columns, const ColumnLine& line, const TraceColumns& traces,
                 const Code* codes);

  const TraceRule& rule_;
  std::uint64_t customers_ = 0;
  std::uint64_t events_ = 0;
  stats::Sample lasted_ms_;
  MapTable table_;
};

struct MapCell {
  enum class Kind { node, edge, start, end, rework };
  Kind kind = Kind::node;
  Value node = 0;
  Value to = 0;  // Of an edge.
};
bool is_in(const MapCell& cell, const TraceRule& rule, CustomerId customer, Line line);

}  // namespace throughline::journey_engine
