// The groups of a treemap: by what an event is put into one, which are shown, and what is in each.
// Immutable but for the counts, which are owned by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "journey_engine/customer_number.h"
#include "journeys/event_code.h"
#include "journeys/journeys.breakdown.h"
#include "journeys/number_view.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

// The names of events as values of a breakdown; what has none goes by its kind.
class EventNames {
 public:
  explicit EventNames(const EventCodes& codes);
  [[nodiscard]] ValueKey key_of(std::uint32_t code) const;
  [[nodiscard]] std::string json_of(const ValueKey& key) const;
  [[nodiscard]] std::optional<ValueKey> find(const std::string& json) const;

 private:
  std::vector<std::uint32_t> first_of_;  // By code: the first one with its name.
  std::vector<std::string> names_;       // By code, as JSON.
};

// What puts an event into a group.
class TreemapDimension {
 public:
  explicit TreemapDimension(EventNames names) : source_(std::move(names)) {}
  explicit TreemapDimension(Breakdown breakdown) : source_(std::move(breakdown)) {}
  [[nodiscard]] ValueKey key_of(journey_engine::CustomerId customer,
                                const journey_engine::LineEvent& event) const;
  [[nodiscard]] std::string json_of(const ValueKey& key) const;
  [[nodiscard]] std::optional<ValueKey> find(const std::string& json) const;

 private:
  std::variant<EventNames, Breakdown> source_;
};

struct Frame;
// Error::invalid names the field.
Result<TreemapDimension> dimension_of(const Frame& frame, const TreemapByAsked& asked,
                                      const std::string& field);

enum class TreemapMeasure { events, people, sum };

struct TreemapCount {
  std::uint64_t events = 0;
  std::uint64_t people = 0;
  stats::NumberSum sum = {};
  void merge(const TreemapCount& other);
  [[nodiscard]] double value(TreemapMeasure measure) const;
};

// A key on each of two levels.
using TreemapKey = std::pair<ValueKey, ValueKey>;
struct TreemapCounting {
  journey_engine::EventSet events = {};
  std::function<std::optional<TreemapKey>(journey_engine::CustomerId,
                                          const journey_engine::LineEvent&)>
      key_of = {};  // Nothing: it is not counted.
  // The same by code, where that decides alone; the last one stands for all codes behind it.
  std::vector<TreemapKey> key_of_code = {};
  journey_engine::EventNumber said = {};
  journey_engine::NumbersSaid said_of = {};  // Of columns.
};

// Counts by key; each customer once for each key. The question must outlive it.
class TreemapCounts {
 public:
  static constexpr std::size_t keys_max = 200'000;

  explicit TreemapCounts(const TreemapCounting& counting) : counting_(&counting) { number_codes(); }
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const TreemapCounts& other);
  [[nodiscard]] journey_engine::Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const journey_engine::Columns& columns, const journey_engine::LookedAt& looked);
  [[nodiscard]] const std::map<TreemapKey, TreemapCount>& counts() const { return counts_; }
  [[nodiscard]] bool has_too_many() const { return too_many_; }
  // Who has an event that is counted.
  [[nodiscard]] std::uint64_t people() const { return people_; }

 private:
  struct Met {
    TreemapKey key = {};
    double number = 0;
  };
  struct Cell {
    double sum = 0;
    std::uint64_t events = 0;
    std::uint32_t people = 0;
    std::uint32_t last = 0;  // Who was counted last, by the number of its line.
  };
  TreemapCount* count_of(const TreemapKey& key);
  void number_codes();

  const TreemapCounting* counting_;
  std::map<TreemapKey, TreemapCount> counts_;
  bool too_many_ = false;
  std::uint64_t people_ = 0;
  std::vector<Met> met_;  // By the customer that is looked at.
  // Where codes decide: their different keys, and which one each code has.
  std::vector<TreemapKey> keys_;
  std::vector<std::uint32_t> key_of_code_;
};

// Which values have a group of their own: the largest, equals in the order of their text. Behind
// them come a place for no value and one for all others.
class TreemapPlaces {
 public:
  using Values = std::vector<std::pair<ValueKey, double>>;
  TreemapPlaces() = default;
  TreemapPlaces(const TreemapDimension& dimension, Values values, std::size_t limit);
  [[nodiscard]] std::size_t place_of(const ValueKey& key) const;
  [[nodiscard]] std::size_t none() const { return keys_.size(); }
  [[nodiscard]] std::size_t others() const { return keys_.size() + 1; }
  // As an answer names it.
  [[nodiscard]] PartAsked part(const TreemapDimension& dimension, std::size_t place) const;

 private:
  std::map<ValueKey, std::size_t> places_;
  std::vector<ValueKey> keys_;
};

}  // namespace throughline::journeys
