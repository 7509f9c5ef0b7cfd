// Landmark: what becomes of those who did something in their first days, and of those who did not.
//
// Everybody is looked at from the same point on: the landmark, so long after they began. Who did it
// is decided by what lies before the landmark, what becomes of them by what lies behind it, and
// only those count who were still there. Else whoever stays longer would have had more time to do
// it, and doing it would seem to keep people (Anderson, Cain and Gelber (1983), "Analysis of
// survival by tumor response"). Parts may be added on different threads and merged in any order.
// Owned by one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/event_set.h"
#include "journey_engine/kernel.h"
#include "stats/mantel_haenszel.h"

namespace throughline::journey_engine {

struct LandmarkQuestion {
  EventSet starts = EventSet::all();  // The first of them on a line begins it.
  EventSet did = {};
  // Whoever had one of these between the start and the landmark is not asked about. Where being
  // there again is what counts, any event: then nobody is left out for that.
  EventSet outcome = EventSet::all();
  bool comes_back = false;     // The outcome is to be there again.
  std::int64_t within_ms = 0;  // From the start to the landmark.
  std::int64_t after_ms = 0;   // From the landmark on until then, the outcome does not count,
  std::int64_t window_ms = 0;  // and from then on not any more.
  // When it begins.
  std::int64_t from_ms = std::numeric_limits<std::int64_t>::min();
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::max();
  std::int64_t known_until_ms = std::numeric_limits<std::int64_t>::max();
};

enum class LandmarkStanding {
  not_begun,
  too_young,  // The time after the landmark is not over.
  had_it,     // The outcome was there before the landmark.
  gone,       // Nothing is on the line from the landmark until the end of the time.
  counted
};

// One customer's place in it.
struct LandmarkPlace {
  LandmarkStanding standing = LandmarkStanding::not_begun;
  const LineEvent* start = nullptr;  // Unless it is not begun.
  bool did = false;
  bool reached = false;
  std::uint64_t busy = 0;  // Events before the landmark, but for those that are asked about.
};
LandmarkPlace find_landmark(const LandmarkQuestion& question, CustomerId customer, Line line);

// Those who were about as busy are alike: as often as the number of events doubles, they are not.
constexpr std::size_t busy_strata = 8;
std::size_t busy_stratum(std::uint64_t events);

// The same of customers in columns, without the start. Owned by one thread; the question must
// outlive it.
class LandmarkColumns {
 public:
  explicit LandmarkColumns(const LandmarkQuestion& question) : question_(&question) {}
  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns);
  [[nodiscard]] LandmarkPlace find(const ColumnLine& line) const;

 private:
  [[nodiscard]] std::size_t next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                                 std::size_t first, std::size_t last) const;
  // The first event in [first, last) of the line that is not before that time, or last.
  [[nodiscard]] std::size_t lower(const ColumnLine& line, std::size_t first,
                                  std::int64_t at_ms) const;

  const LandmarkQuestion* question_;
  const Columns* columns_ = nullptr;
  Marks starts_;
  Marks did_;
  Marks outcome_;
};

class LandmarkReport {
 public:
  // The question must outlive this.
  explicit LandmarkReport(const LandmarkQuestion& question) : question_(&question) {}
  void add(CustomerId customer, Line line);
  void merge(const LandmarkReport& other);
  static Kernel kernel() { return vector_kernel("landmark_columns"); }
  // The same as add() of each line. Says how many customers there are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  // First those who did it, second those who did not: how many of them reached the outcome.
  [[nodiscard]] const std::array<stats::Stratum, busy_strata>& strata() const { return strata_; }
  [[nodiscard]] stats::Stratum all() const;
  [[nodiscard]] std::uint64_t people(LandmarkStanding standing) const {
    return people_.at(static_cast<std::size_t>(standing));
  }

 private:
  void add(const LandmarkPlace& place);

  const LandmarkQuestion* question_;
  std::array<stats::Stratum, busy_strata> strata_ = {};
  std::array<std::uint64_t, 5> people_ = {};
};

struct LandmarkCell {
  bool did = true;
  std::optional<bool> reached = {};
};
bool is_in(const LandmarkCell& cell, const LandmarkQuestion& question, CustomerId customer,
           Line line);

}  // namespace throughline::journey_engine
