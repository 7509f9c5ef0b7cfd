// Dimensions: by what people and events may be told apart: traits, and properties that a sample of
// the record has, with few different values. Found, never known beforehand.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "codec/json_view.h"
#include "journeys/journeys.breakdown.h"
#include "journeys/journeys.contrasts.h"
#include "journeys/question_view.h"
#include "storage/database.h"

namespace throughline::journeys {

// What properties the JSON of some events has. Pure.
class PropertySample {
 public:
  // `prefix` is what begins the names: "" or context_prefix.
  void add(std::string_view prefix, codec::JsonView object);
  // Of those with from two to a few values: the most frequent first.
  [[nodiscard]] std::vector<std::string> telling(std::size_t most) const;

 private:
  struct Property {
    std::uint64_t count = 0;
    bool tells = true;  // False: lists, long texts, too many values.
    std::map<std::string, std::uint64_t> values = {};
  };
  void add(const std::string& name, codec::JsonView value, int depth);
  void count(const std::string& name, const std::string& value);
  std::uint64_t events_ = 0;
  std::map<std::string, Property> properties_;
};

// Reads a few thousand events, evenly over the rows up to `last_row`.
Result<PropertySample> sample_properties(storage::Database& database, std::uint64_t last_row);

// Its most common values; the question of a pair is asked by them.
struct DimensionValues {
  BreakdownAsked by = {};
  std::shared_ptr<const Breakdown> breakdown = {};
  std::vector<ValueKey> values = {};

  [[nodiscard]] std::string json_of(std::size_t slot) const {
    return breakdown->json_of(values[slot]);
  }
  [[nodiscard]] Dimension dimension() const;
};

// Counts the values that first events of each node have. Beyond a few values nothing is told apart.
class ValueCounts {
 public:
  ValueCounts(const NamedNodes& nodes, const std::vector<DimensionValues>& dimensions)
      : nodes_(&nodes), dimensions_(&dimensions), counts_(dimensions.size()) {}
  void add(journey_engine::CustomerId customer, journey_engine::Line line);
  void merge(const ValueCounts& other);
  // The common values of a dimension, most common first; none where there are too many.
  [[nodiscard]] std::vector<ValueKey> common(std::size_t dimension, std::size_t most,
                                             std::uint64_t people_min) const;

 private:
  void count(std::size_t dimension, const ValueKey& key, std::uint64_t times);
  const NamedNodes* nodes_;
  const std::vector<DimensionValues>* dimensions_;
  std::vector<std::map<ValueKey, std::uint64_t>> counts_;
  std::vector<bool> seen_;
};

}  // namespace throughline::journeys
