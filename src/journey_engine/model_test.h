// Model: the lines as a plain list of everything that happened says they are; and what feeds both.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "base/random.h"
#include "journey_engine/engine.h"

namespace throughline::journey_engine {

using PlainEvent = std::tuple<std::uint32_t, std::int64_t, std::uint64_t>;  // Code, ms, row.
using PlainLines = std::map<CustomerId, std::vector<PlainEvent>>;

inline PlainEvent plain(const LineEvent& event) {
  return {event.code, event.at_ms, event.row};
}

class Model : public OrderKeySource {
 public:
  void apply(const EventAdded& event) { events_[event.row] = event; }
  void apply(const OwnersChanged& change) {
    for (const IdentifierId identifier : change.identifiers) {
      owners_[identifier] = change.owner;
    }
  }
  void apply(const RowsErased& erased) {
    for (const std::uint64_t row : erased.rows) {
      events_.erase(row);
    }
  }

  // As the record: what was erased has no order key any more.
  Result<OrderKey> order_key_of(std::uint64_t row) override {
    ++asked_;
    const auto found = events_.find(row);
    if (fails_ || found == events_.end()) {
      return Error::unavailable("no such row");
    }
    return found->second.key;
  }

  [[nodiscard]] PlainLines lines() const {
    std::map<CustomerId, std::vector<const EventAdded*>> sorted;
    for (const auto& [row, event] : events_) {
      if (const CustomerId owner = owners_.at(event.key_identifier)) {
        sorted[owner].push_back(&event);
      }
    }
    PlainLines lines;
    for (auto& [customer, line] : sorted) {
      std::sort(line.begin(), line.end(), [](const EventAdded* one, const EventAdded* other) {
        return std::tie(one->occurred_at, one->key) < std::tie(other->occurred_at, other->key);
      });
      for (const EventAdded* event : line) {
        const std::int64_t us = event->occurred_at.us;
        lines[customer].emplace_back(event->code, us / 1000 - (us % 1000 < 0 ? 1 : 0), event->row);
      }
    }
    return lines;
  }

  void fail(bool fails) { fails_ = fails; }
  [[nodiscard]] std::size_t asked() const { return asked_; }
  [[nodiscard]] const std::map<std::uint64_t, EventAdded>& events() const { return events_; }

 private:
  std::map<std::uint64_t, EventAdded> events_;
  std::map<IdentifierId, CustomerId> owners_;
  bool fails_ = false;
  std::size_t asked_ = 0;
};

inline PlainLines lines_of(const Snapshot& snapshot) {
  PlainLines lines;
  snapshot.visit({0, snapshot.shards()}, [&](CustomerId customer, Line line) {
    auto& into = lines[customer];
    for (const LineEvent& event : line) {
      into.push_back(plain(event));
    }
  });
  return lines;
}

// What the columns of one block say, without the events of customers whom others hold.
inline void add_columns(const Columns& columns, PlainLines& lines) {
  std::map<std::uint32_t, std::int64_t> far;
  for (const Columns::FarTime& time : columns.far_times) {
    far[time.event] = time.at_us / 1000 - (time.at_us % 1000 < 0 ? 1 : 0);
  }
  for (std::size_t c = 0; c < columns.customers; ++c) {
    if (columns.skips(c)) {
      continue;
    }
    auto& into = lines[columns.ids[c]];
    for (std::uint32_t e = columns.offsets[c]; e < columns.offsets[c + 1]; ++e) {
      into.emplace_back(columns.code(e), far.contains(e) ? far[e] : columns.near_at_ms(e),
                        columns.row(e));
    }
  }
}

inline PlainLines lines_of_columns(const Snapshot& snapshot) {
  PlainLines lines;
  snapshot.visit_columns({0, snapshot.shards()},
                         [&](const Columns& columns) { add_columns(columns, lines); });
  return lines;
}

// A small world in which everything happens often: few people, few instants.
class Happenings {
 public:
  explicit Happenings(std::uint64_t seed) : random_(seed) {}

  struct Sizes {
    std::uint64_t identifiers = 40;
    std::uint64_t customers = 25;
    std::uint64_t codes = 300;
    bool far = true;
  };
  Sizes sizes = {};

  EventAdded event() {
    static constexpr std::int64_t day = us_per_day;
    std::int64_t us = 1'700'000'000'000'000 + static_cast<std::int64_t>(random_.below(40)) * 500;
    if (random_.below(3) == 0) {
      us += static_cast<std::int64_t>(random_.below(1000)) * us_per_minute;
    }
    if (sizes.far && random_.below(12) == 0) {
      us += (random_.below(2) == 0 ? day : -day) * 180 * 365;
    }
    if (random_.below(20) == 0) {
      us = -us;  // Before 1970.
    }
    ++row_;
    return {.key_identifier = {static_cast<std::int64_t>(1 + random_.below(sizes.identifiers))},
            .code = static_cast<std::uint32_t>(random_.below(sizes.codes)),
            .occurred_at = {us},
            .key = {.sequence = static_cast<std::int64_t>(random_.below(3)),
                    .message_id = std::to_string(random_.next() % 1000) + std::to_string(row_),
                    .source = {static_cast<std::int64_t>(1 + random_.below(2))}},
            .row = row_ * 3 + (row_ > 400 ? std::uint64_t{1} << 33U : 0)};
  }
  OwnersChanged owners() {
    OwnersChanged change;
    for (std::uint64_t i = 0; i <= random_.below(4); ++i) {
      change.identifiers.push_back(
          {static_cast<std::int64_t>(1 + random_.below(sizes.identifiers))});
    }
    change.owner = {static_cast<std::int64_t>(1 + random_.below(sizes.customers))};
    return change;
  }
  // Everybody's first owners.
  template <class... Targets>
  void introduce(Targets&... targets) {
    for (std::uint64_t i = 1; i <= sizes.identifiers; ++i) {
      const auto id = static_cast<std::int64_t>(i);
      const OwnersChanged change = {
          .identifiers = {{id}},
          .owner = {static_cast<std::int64_t>(1 + random_.below(sizes.customers))}};
      (static_cast<void>(targets.apply(change)), ...);
    }
  }
  RowsErased erased(const Model& model) {
    RowsErased out;
    for (const auto& [row, event] : model.events()) {
      if (random_.below(model.events().size()) < 2) {
        out.rows.push_back(row);
        out.key_identifiers.push_back(event.key_identifier);
      }
    }
    if (random_.below(2) == 0) {
      out.key_identifiers.clear();
    }
    return out;
  }
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
  std::uint64_t next() { return random_.next(); }

 private:
  SeededRandom random_;
  std::uint64_t row_ = 0;
};

}  // namespace throughline::journey_engine
