// Properties of events as columns: built when somebody first asks, page by page from the record.
//
// A column is keyed by row, not by the place of an event in a block: compaction, merges and late
// events move events but never rows, so nothing of a column has to be moved or made again. A page
// holds 4,096 consecutive rows, which the record reads in one go. Values are numbered in a
// dictionary of the property; numbers beside it lie in the page as they are.
//
// PropertyColumns is thread-safe. A reader asks for a view up to its snapshot's rows, waits only
// for the pages that are missing, and then reads without any lock. Where rows may come in another
// order than their numbers (transactions that run side by side), whoever follows the record tells
// arrived() before a snapshot shows them: pages that were read before one of their rows came are
// read again. Erased rows are on no line; forget() drops their values and every text that only they
// had. Beyond `bytes_max` the columns that were not asked for the longest are dropped.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "journey_engine/said_numbers.h"

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
  // Has what it says of the row on its way into the cache.
  void expect(std::uint64_t row) const {
    const PropertyPage* page = page_of(row);
    const std::uint64_t place = row % PropertyPage::rows;
    if (page != nullptr && place < page->codes.size()) {
      __builtin_prefetch(&page->codes[place]);
      if (!page->numbers.empty()) {
        __builtin_prefetch(&page->numbers[place]);
      }
    }
  }
  // Where code() says number.
  [[nodiscard]] double number_at(std::uint64_t row) const {
    return page_of(row)->numbers[row % PropertyPage::rows];
  }
  // The dictionary: texts, booleans and integers that no double holds. The first two are fillers.
  // A condition is tested once against each of these, then by code.
  [[nodiscard]] const std::vector<PropertyValue>& values() const { return *values_; }
  [[nodiscard]] bool has_numbers() const;
  // The numbers that events say, in the order of these columns.
  [[nodiscard]] std::shared_ptr<const ColumnNumbers> numbers_of(const Columns& columns) const {
    return said_->of(columns, *this);
  }
  // Whether no row has the property.
  [[nodiscard]] bool is_empty() const { return values_->size() == 2 && !has_numbers(); }

 private:
  friend class PropertyColumns;
  [[nodiscard]] const PropertyPage* page_of(std::uint64_t row) const {
    const std::uint64_t page = row / PropertyPage::rows;
    return page < pages_.size() ? pages_[page].get() : nullptr;
  }
  std::vector<std::shared_ptr<const PropertyPage>> pages_;
  std::shared_ptr<const std::vector<PropertyValue>> values_;
  std::shared_ptr<SaidNumbers> said_;
};

class PropertyColumns {
 public:
  explicit PropertyColumns(PropertySource& source,
                           std::size_t bytes_max = std::numeric_limits<std::size_t>::max())
      : source_(source), bytes_max_(bytes_max) {}

  // Whether to give up before the next page is read.
  using Stop = std::function<bool()>;
  // All rows up to `last_row`. An error is the source's, or Error::unavailable where `stop` said
  // so; pages read before it stay.
  Result<PropertyView> view(const std::string& property, std::uint64_t last_row,
                            const Stop& stop = {});
  // These rows can be read from now on. Never waits for a column that is being built.
  void arrived(std::span<const std::uint64_t> rows);
  // The highest that arrived.
  [[nodiscard]] std::uint64_t newest_row() const;
  // Drops everything known of these rows: whole columns, which are then built again when asked for.
  void forget();
  // Bytes of the pages, about.
  [[nodiscard]] std::size_t memory() const;

 private:
  struct Column {
    std::vector<std::shared_ptr<const PropertyPage>> pages;
    std::vector<PropertyValue> values = {false, false};
    std::shared_ptr<const std::vector<PropertyValue>> shown;  // A copy of them, for views.
    std::size_t values_bytes = 0;
    std::map<PropertyValue, std::uint32_t> codes;
    std::uint64_t read_until = 0;  // Rows below are in the pages.
    std::uint64_t late_seen = 0;   // Late rows up to here have been read.
  };
  struct Kept {
    Guarded<Column> column;
    std::atomic<std::size_t> bytes = 0;
    const std::shared_ptr<SaidNumbers> said = std::make_shared<SaidNumbers>();
    [[nodiscard]] std::size_t memory() const { return bytes + said->bytes(); }
    std::uint64_t asked = 0;  // The higher, the later. Of the map's lock.
  };
  // Pages with rows that came after rows of higher numbers.
  struct Arrivals {
    std::uint64_t newest = 0;
    std::uint64_t count = 0;
    std::map<std::uint64_t, std::uint64_t> late = {};  // Page: the count when one came last.
  };
  struct Reading {
    PropertySource& source;
    const std::string& property;
    const Stop& stop;
  };
  static void put(Column& column, PropertyPage& page, std::size_t at, PropertyValue value);
  static Result<void> read_page(const Reading& reading, Column& column, std::uint64_t number,
                                std::uint64_t first, std::uint64_t last);
  static Result<void> extend(const Reading& reading, Column& column, std::uint64_t until);
  Result<void> read_late(const Reading& reading, Column& column) const;
  std::shared_ptr<Kept> kept(const std::string& property);
  void make_room(const std::shared_ptr<Kept>& asked);

  PropertySource& source_;
  const std::size_t bytes_max_;
  std::atomic<std::uint64_t> asked_ = 0;
  Guarded<Arrivals> arrivals_;
  Guarded<std::map<std::string, std::shared_ptr<Kept>>> columns_;
};

}  // namespace throughline::journey_engine
