// Breakdown: the value by which people or events are grouped: what an event says, or a trait.
//
// Immutable; safe to read from many threads.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "condition/evaluate.h"
#include "journey_engine/property_column.h"

namespace throughline::journeys {

// Stands for a value. Equal for equal values of one breakdown; of no meaning to another.
struct ValueKey {
  std::uint32_t code = 0;    // As in PropertyView: absent, number, or a value of the dictionary.
  std::uint64_t number = 0;  // The bits of the number.
  auto operator<=>(const ValueKey&) const = default;
};
constexpr ValueKey no_value_key = {};

// What a trait is, for everybody. Filled once, then read.
class TraitValues {
 public:
  void set(ProfileId person, const condition::Fact& value);
  [[nodiscard]] ValueKey key_of(ProfileId person) const;
  [[nodiscard]] bool is_empty() const { return values_.size() == first_value; }
  // Nothing where it is no number.
  [[nodiscard]] std::optional<double> number_of(ProfileId person) const;
  [[nodiscard]] bool has_numbers() const;
  [[nodiscard]] const std::vector<journey_engine::PropertyValue>& values() const { return values_; }

 private:
  static constexpr std::size_t first_value = 2;  // As in PropertyView.
  std::vector<std::uint32_t> codes_;             // By profile id.
  std::vector<journey_engine::PropertyValue> values_ = {false, false};
  std::map<journey_engine::PropertyValue, std::uint32_t> known_;
};

class Breakdown {
 public:
  explicit Breakdown(journey_engine::PropertyView property) : source_(std::move(property)) {}
  explicit Breakdown(TraitValues trait) : source_(std::move(trait)) {}

  // Whether each event has a value of its own.
  [[nodiscard]] bool is_by_event() const { return source_.index() == 0; }
  // `row` is that of the event that counts.
  [[nodiscard]] ValueKey key_of(ProfileId person, std::uint64_t row) const;
  // The same of many people at once, where it is not by event.
  void keys_of(std::span<const ProfileId> people, std::vector<ValueKey>& into) const;
  // As JSON; null for no value.
  [[nodiscard]] std::string json_of(const ValueKey& key) const;
  // The key of a value given as JSON; nothing where it is no value or none has it.
  [[nodiscard]] std::optional<ValueKey> find(const std::string& json) const;

 private:
  std::variant<journey_engine::PropertyView, TraitValues> source_;
};

}  // namespace throughline::journeys
