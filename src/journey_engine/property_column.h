// Properties of events as columns: built when somebody first asks, page by page from the record.
//
// A column is keyed by row, not by the place of an event in a block: compaction, merges and late
// events move events but never rows, so nothing of a column has to be moved or made again. A page
// holds 4,096 consecutive rows, which the record reads in one go. Values are numbered in a
// dictionary of the property; numbers beside it lie in the page as they are.
//
// PropertyColumns is thread-safe. A reader asks for a view up to its snapshot's rows, waits only
// for the pages that are missing, and then reads without any lock. Erased rows are on no line;
// forget() drops their values and every text that only they had.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"

namespace throughline::journey_engine {

// Integers that a double holds exactly may come as either; they are equal.
using PropertyValue = std::variant<bool, std::int64_t, double, std::string>;

// Reads values from the record. Called by readers' threads, several at once.
class PropertySource {
 public:
  virtual ~PropertySource() = default;
  using Sink = std::function<void(std::uint64_t row, PropertyValue value)>;
  // Calls the sink for each event with seq in [first, last) that has the property; any order.
  virtual Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                            const Sink& sink) = 0;
};

struct PropertyPage {
  static constexpr std::uint64_t rows = 4096;
  // Of the rows read so far. 0: absent; 1: a number, in `numbers`; else a dictionary's value.
  std::vector<std::uint32_t> codes = {};
  std::vector<double> numbers = {};  // Empty if the page has none.
};

// What one reader sees. A value, to be shared by its threads; valid as long as it lives.
class PropertyView {
 public:
  static constexpr std::uint32_t absent = 0;
  static constexpr std::uint32_t number = 1;
  // absent, number, or the index of a value in values().
  [[nodiscard]] std::uint32_t code(std::uint64_t row) const {
    const PropertyPage* page = page_of(row);
    const std::uint64_t place = row % PropertyPage::rows;
    return page == nullptr || place >= page->codes.size() ? absent : page->codes[place];
  }
  // Where code() says number.
  [[nodiscard]] double number_at(std::uint64_t row) const {
    return page_of(row)->numbers[row % PropertyPage::rows];
  }
  // The dictionary: texts, booleans and integers that no double holds. The first two are fillers.
  // A condition is tested once against each of these, then by code.
  [[nodiscard]] const std::vector<PropertyValue>& values() const { return *values_; }

 private:
  friend class PropertyColumns;
  [[nodiscard]] const PropertyPage* page_of(std::uint64_t row) const {
    const std::uint64_t page = row / PropertyPage::rows;
    return page < pages_.size() ? pages_[page].get() : nullptr;
  }
  std::vector<std::shared_ptr<const PropertyPage>> pages_;
  std::shared_ptr<const std::vector<PropertyValue>> values_;
};

class PropertyColumns {
 public:
  explicit PropertyColumns(PropertySource& source) : source_(source) {}

  // All rows up to `last_row`. An error is the source's; pages read before it stay.
  Result<PropertyView> view(const std::string& property, std::uint64_t last_row);
  // Drops everything known of these rows: whole columns, which are then built again when asked for.
  void forget();
  // Bytes of the pages, about.
  [[nodiscard]] std::size_t memory() const;

 private:
  struct Column {
    std::vector<std::shared_ptr<const PropertyPage>> pages;
    std::vector<PropertyValue> values = {false, false};
    std::map<PropertyValue, std::uint32_t> codes;
    std::uint64_t read_until = 0;  // Rows below are in the pages.
  };
  static void put(Column& column, PropertyPage& page, std::size_t at, PropertyValue value);
  static Result<void> extend(PropertySource& source, const std::string& property, Column& column,
                             std::uint64_t until);

  PropertySource& source_;
  Guarded<std::map<std::string, std::shared_ptr<Guarded<Column>>>> columns_;
};

}  // namespace throughline::journey_engine
