// Worlds for the tests of kernels: lines in which everything that columns can hold comes up, and
// what a report says of them, once from lines and once from columns.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <vector>

#include "base/calendar.h"
#include "base/time.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/model_test.h"
#include "stats/sample.h"

namespace throughline::journey_engine {

// Ties, times before 1970 and beyond 2100, late events, merged and erased people, customers who
// changed since their block was built; codes of one, two or four bytes.
class KernelWorld {
 public:
  explicit KernelWorld(std::uint64_t seed) : world_(seed) {
    world_.sizes.identifiers = 10 + seed % 5 * 8;
    world_.sizes.codes = 12;
    constexpr std::array<std::uint32_t, 3> last_codes = {200, 5'000, 1'000'000};
    last_code_ = last_codes.at(seed % 3);
    world_.sizes.far = seed % 2 == 0;
    spread_ = seed % 4 == 3;
    world_.introduce(engine_, model_);
    const std::uint64_t steps = 300 + seed % 7 * 400;
    for (std::uint64_t step = 0; step < steps; ++step) {
      go_on();
    }
    EXPECT_TRUE(engine_.publish({.seq = 1}).ok());
  }

  [[nodiscard]] Snapshot snapshot() const { return engine_.snapshot(); }
  // One that events have; the last only makes codes wide.
  std::uint32_t code() { return static_cast<std::uint32_t>(world_.below(12)); }
  std::uint64_t below(std::uint64_t bound) { return world_.below(bound); }

  // Events of some names, now and then only those of some rows.
  EventSet some_events() {
    std::vector<std::uint32_t> codes;
    const std::uint64_t count = world_.below(8) == 0 ? 11 : 1 + world_.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
      codes.push_back(code());
    }
    switch (world_.below(7)) {
      case 6:
        return of_some_rows(codes);
      case 0:
        return EventSet::all();
      case 1:
        return EventSet::where(
            [](CustomerId, const LineEvent& event) { return event.row % 7 < 3; });
      case 2:
        return EventSet(
            std::span<const std::uint32_t>(codes), [](CustomerId customer, const LineEvent& event) {
              return (event.row + static_cast<std::uint64_t>(customer.value)) % 3 != 0 &&
                     event.at_ms % 2 == 0;
            });
      default:
        return EventSet(std::span<const std::uint32_t>(codes));
    }
  }

  // Both ways of the test say the same.
  static EventSet of_some_rows(std::span<const std::uint32_t> codes) {
    const auto holds = [](std::uint64_t row) { return row % 5 < 3; };
    return EventSet(
        codes, [=](CustomerId, const LineEvent& event) { return holds(event.row); },
        [=](std::span<const std::uint64_t> rows, std::span<std::uint8_t> into) {
          std::ranges::transform(rows, into.begin(),
                                 [&](std::uint64_t row) { return holds(row) ? 1 : 0; });
        });
  }

  // Everything, or a range of time, or some people.
  LookedAt some_lines() {
    LookedAt looked;
    if (world_.below(3) == 0) {
      const auto at = static_cast<std::int64_t>(1'700'000'000'000 + world_.below(30'000'000));
      looked.from_ms = world_.below(4) == 0 ? -at : at;
      looked.until_ms = looked.from_ms + 1 +
                        static_cast<std::int64_t>(world_.below(40'000'000)) * (spread_ ? 500 : 1);
    }
    if (world_.below(3) == 0) {
      people_ = {world_.next()};
      looked.everybody = false;
      looked.people = people_;
    }
    return looked;
  }

 private:
  template <class Change>
  void apply(const Change& change) {
    model_.apply(change);
    EXPECT_TRUE(engine_.apply(change).ok());
  }
  void go_on() {
    const std::uint64_t what = world_.below(100);
    if (what < 90) {
      EventAdded event = world_.event();
      event.code = what == 0 ? last_code_ : event.code;
      if (spread_) {
        event.occurred_at.us =
            1'700'000'000'000'000 + static_cast<std::int64_t>(world_.below(400 * 86'400)) * 999'999;
      }
      apply(event);
    } else if (what < 93) {
      apply(world_.owners());
    } else if (what < 94) {
      apply(world_.erased(model_));
    } else if (what < 98) {
      engine_.compact(world_.below(2) == 0 ? Effort::any : Effort::due);
    } else {
      EXPECT_TRUE(engine_.publish({.seq = 1}).ok());
    }
  }

  Happenings world_;
  std::uint32_t last_code_ = 0;
  bool spread_ = false;  // Over a year, nearly without ties.
  Model model_;
  Engine engine_ =
      Engine(model_, {.customers_per_shard = 8, .changed_part = 4, .inserts_max = 256});
  std::vector<std::uint64_t> people_;
};

inline Calendar some_calendar(KernelWorld& world) {
  // The last two: clocks that go back over midnight, and a date that was left out.
  constexpr std::array<const char*, 5> zones = {"UTC", "Europe/Berlin", "America/New_York",
                                                "America/Havana", "Pacific/Apia"};
  return Calendar(*TimeZone::find(zones.at(world.below(zones.size()))),
                  world.below(2) == 0 ? Weekday::monday : Weekday::sunday);
}

// The part of a line that is looked at.
inline Line part_of(Line line, const LookedAt& looked) {
  std::size_t first = 0;
  while (first < line.size() && line[first].at_ms < looked.from_ms) {
    ++first;
  }
  std::size_t last = first;
  while (last < line.size() && line[last].at_ms < looked.until_ms) {
    ++last;
  }
  return line.subspan(first, last - first);
}

// The report as the plain reference has it.
template <class Report>
Report from_lines(const Snapshot& snapshot, const LookedAt& looked, const Report& empty) {
  Report report = empty;
  snapshot.visit({0, snapshot.shards()}, [&](CustomerId customer, Line line) {
    const Line part = part_of(line, looked);
    if (looked.has(customer) && !part.empty()) {
      report.add(customer, part);
    }
  });
  return report;
}

// And from columns, by two who share the shards.
template <class Report>
Report from_columns(const Snapshot& snapshot, const LookedAt& looked, const Report& empty) {
  std::vector<Report> reports(2, empty);
  for (std::size_t shard = 0; shard < snapshot.shards(); ++shard) {
    snapshot.visit_columns({shard, shard + 1}, [&](const Columns& columns) {
      reports[shard % 2].add(columns, looked);
    });
  }
  reports[0].merge(reports[1]);
  return std::move(reports[0]);
}

inline void expect_same_sample(const stats::Sample& one, const stats::Sample& other) {
  EXPECT_EQ(one.sorted(), other.sorted());
  EXPECT_EQ(one.mean(), other.mean());
  EXPECT_EQ(one.quantile(0.9), other.quantile(0.9));
}

}  // namespace throughline::journey_engine
