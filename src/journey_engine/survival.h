// Survival: how long from an event to another, or to falling silent, for those with whom it has
// happened; and for how long it has not, for the others.
//
// Each customer counts once, from the first start event of the line. Time is counted in whole
// units. Parts may be added on different threads and merged in any order. Owned by one thread at a
// time.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/event_set.h"
#include "journey_engine/kernel.h"
#include "journey_engine/period_rows.h"
#include "journey_engine/session_marks.h"
#include "stats/survival.h"

namespace throughline::journey_engine {

struct SurvivalQuestion {
  EventSet starts = EventSet::all();
  // What ends it, behind the start in the line. With a silence: what shows that somebody is still
  // here; it ends when nothing has shown that for the silence.
  EventSet ends = {};
  std::optional<std::int64_t> silence_ms = {};
  std::int64_t unit_ms = 86'400'000;
  std::int64_t looked_until_ms = 0;  // When it has not ended by then, nothing more is known.
  std::int64_t longest_ms = std::numeric_limits<std::int64_t>::max();  // Nobody is followed longer.
};

struct Survived {
  std::size_t start = 0;  // The event in the line.
  std::int64_t units = 0;
  bool ended = false;
};
// Nothing for those who never started.
std::optional<Survived> find_survived(const SurvivalQuestion& question, CustomerId customer,
                                      Line line);

// The same of customers in columns. Owned by one thread; the question must outlive it.
class SurvivalColumns {
 public:
  explicit SurvivalColumns(const SurvivalQuestion& question) : question_(&question) {}
  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);
  // The start counts from the beginning of the columns.
  std::optional<Survived> find(const ColumnLine& line);

 private:
  [[nodiscard]] std::size_t next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                                 std::size_t first) const;
  [[nodiscard]] std::optional<std::int64_t> end_of(const ColumnLine& line, std::size_t start) const;
  // The last event that shows somebody before the silence.
  [[nodiscard]] std::size_t last_shown(const ColumnLine& line, std::size_t start) const;

  const SurvivalQuestion* question_;
  const Columns* columns_ = nullptr;
  Marks starts_;
  Marks ends_;
  SessionMarks silences_;
  bool any_shows_ = false;  // Every event does, so that silences are gaps between neighbours.
};

class SurvivalReport {
 public:
  // The question must outlive the report.
  explicit SurvivalReport(const SurvivalQuestion& question)
      : question_(question), columns_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const SurvivalReport& other);

  static Kernel kernel() { return vector_kernel("survival_columns"); }
  // The same as add() of each line. Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);
  // The same, but each customer who started goes into the report of that event.
  std::uint64_t add_divided(const Columns& columns, const LookedAt& looked,
                            const ReportOf<SurvivalReport>& report_of);
  // One for each time at which it ended or was censored, ascending.
  [[nodiscard]] std::vector<stats::SurvivalTally> tallies() const;

 private:
  struct Lives {
    std::uint64_t ended = 0;
    std::uint64_t censored = 0;
    Lives& operator+=(const Lives& other) {
      ended += other.ended;
      censored += other.censored;
      return *this;
    }
    bool operator==(const Lives&) const = default;
  };
  void add(const Survived& survived) {
    lives_[survived.units] += survived.ended ? Lives{.ended = 1} : Lives{.censored = 1};
  }

  const SurvivalQuestion& question_;
  PeriodRows<Lives> lives_;  // By units.
  SurvivalColumns columns_;
};

// Who started and was followed for so long.
struct SurvivalCell {
  std::optional<bool> ended = {};
  std::int64_t units_min = 0;
  std::int64_t units_below = std::numeric_limits<std::int64_t>::max();
};
bool is_in(const SurvivalCell& cell, const SurvivalQuestion& question, CustomerId customer,
           Line line);

}  // namespace throughline::journey_engine
