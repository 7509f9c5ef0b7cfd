// Records: people as rows of normalised values, each distinct value kept once and counted.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "match/schema.h"

namespace throughline::match {

using RecordIndex = std::uint32_t;
using ValueIndex = std::uint32_t;
constexpr ValueIndex no_value = 0;

// Which of two sets a record is of, where two sets are matched against each other.
enum class Side : std::uint8_t { left, right };

// Grows by add() and is then only read, also by several threads. A million records of ten columns
// take 40 MB and the bytes of the distinct values.
class Records {
 public:
  // At most `fields_max` fields, each of 1 to `slots_max` slots.
  explicit Records(Schema schema);

  // One list of values per field, in the order of the schema; what is missing counts as empty, and
  // values beyond a field's slots are left out.
  RecordIndex add(std::span<const std::vector<std::string>> values, Side side = Side::left);

  [[nodiscard]] const Schema& schema() const { return schema_; }
  [[nodiscard]] std::size_t size() const { return sides_.size(); }
  [[nodiscard]] Side side(RecordIndex record) const { return sides_[record]; }
  [[nodiscard]] std::size_t count(Side side) const;

  // The values of a field: as many as it has slots, those in use first.
  [[nodiscard]] std::span<const ValueIndex> values(RecordIndex record, std::size_t field) const {
    return {&cells_[record * columns_ + first_column_[field]], schema_.fields[field].slots};
  }
  [[nodiscard]] std::string_view text(std::size_t field, ValueIndex value) const {
    return dictionaries_[field].texts[value];
  }
  // How many records hold the value, of all that hold one in this field.
  [[nodiscard]] double frequency(std::size_t field, ValueIndex value) const;
  // The chance that two records drawn at random, both with a value, have the same.
  [[nodiscard]] double agreement(std::size_t field) const;

 private:
  struct Dictionary {
    std::deque<std::string> texts = {std::string()};
    std::unordered_map<std::string_view, ValueIndex> indices = {};
    std::vector<std::uint32_t> counts = {0};
    std::uint64_t total = 0;
  };

  Schema schema_;
  std::vector<std::size_t> first_column_;
  std::size_t columns_ = 0;
  std::vector<ValueIndex> cells_;
  std::vector<Side> sides_;
  std::vector<Dictionary> dictionaries_;
};

}  // namespace throughline::match
