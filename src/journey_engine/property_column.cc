#include "journey_engine/property_column.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace throughline::journey_engine {
namespace {

constexpr std::uint64_t page_rows = PropertyPage::rows;

// The number as a double, if it is one exactly.
std::optional<double> number_of(const PropertyValue& value) {
  if (const auto* real = std::get_if<double>(&value)) {
    return *real;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    constexpr std::int64_t exact = std::int64_t{1} << 53U;
    if (*whole >= -exact && *whole <= exact) {
      return static_cast<double>(*whole);
    }
  }
  return std::nullopt;
}

std::size_t bytes_of(const std::vector<std::shared_ptr<const PropertyPage>>& pages) {
  std::size_t bytes = 0;
  for (const auto& page : pages) {
    bytes += page == nullptr ? 0 : page->codes.size() * 4 + page->numbers.size() * 8;
  }
  return bytes;
}

std::size_t bytes_of(const std::vector<PropertyValue>& values) {
  std::size_t bytes = 0;
  for (const PropertyValue& value : values) {
    const auto* text = std::get_if<std::string>(&value);
    // Twice in the dictionary and once in the copy for views.
    bytes += 3 * sizeof(PropertyValue) + (text == nullptr ? 0 : 3 * text->size());
  }
  return bytes;
}

}  // namespace

bool PropertyView::has_numbers() const {
  return std::any_of(pages_.begin(), pages_.end(),
                     [](const auto& page) { return page != nullptr && !page->numbers.empty(); });
}

void PropertyColumns::put(Column& column, PropertyPage& page, std::size_t at, PropertyValue value) {
  page.codes.resize(std::max(page.codes.size(), at + 1));
  if (const auto exact = number_of(value)) {
    page.numbers.resize(std::max(page.numbers.size(), page.codes.size()));
    page.codes[at] = PropertyView::number;
    page.numbers[at] = *exact;
    return;
  }
  const auto [known, added] =
      column.codes.try_emplace(value, static_cast<std::uint32_t>(column.values.size()));
  if (added) {
    column.values.push_back(std::move(value));
  }
  page.codes[at] = known->second;
}

// Reads [first, last), which lies in one page, into a copy: readers may hold the page that is
// there.
Result<void> PropertyColumns::read_page(const Reading& reading, Column& column,
                                        std::uint64_t number, std::uint64_t first,
                                        std::uint64_t last) {
  if (reading.stop && reading.stop()) {
    return Error::unavailable("whoever asked has gone");
  }
  const std::uint64_t begin = number * page_rows;
  const bool known = number < column.pages.size() && column.pages[number] != nullptr;
  auto page = known ? std::make_shared<PropertyPage>(*column.pages[number])
                    : std::make_shared<PropertyPage>();
  const auto take = [&](std::uint64_t row, PropertyValue value) {
    if (row >= first && row < last) {
      put(column, *page, row - begin, std::move(value));
    }
  };
  TL_TRY(reading.source.read(reading.property, first, last, take));
  column.pages.resize(std::max<std::size_t>(column.pages.size(), number + 1));
  if (!page->codes.empty()) {  // Most properties are absent from most pages.
    column.pages[number] = std::move(page);
  }
  return {};
}

Result<void> PropertyColumns::extend(const Reading& reading, Column& column, std::uint64_t until) {
  while (column.read_until < until) {
    const std::uint64_t number = column.read_until / page_rows;
    const std::uint64_t end = std::min(until, (number + 1) * page_rows);
    TL_TRY(read_page(reading, column, number, column.read_until, end));
    column.read_until = end;
  }
  return {};
}

// What a row says never changes: reading those again that were there is harmless.
Result<void> PropertyColumns::read_late(const Reading& reading, Column& column) const {
  struct Late {
    std::uint64_t count = 0;
    std::vector<std::uint64_t> pages = {};
  };
  const Late late = arrivals_.with([&](const Arrivals& arrivals) {
    Late found = {.count = arrivals.count};
    for (const auto& [page, count] : arrivals.late) {
      if (count > column.late_seen && page * page_rows < column.read_until) {
        found.pages.push_back(page);
      }
    }
    return found;
  });
  for (const std::uint64_t page : late.pages) {
    TL_TRY(read_page(reading, column, page, page * page_rows,
                     std::min(column.read_until, (page + 1) * page_rows)));
  }
  column.late_seen = late.count;
  return {};
}

std::shared_ptr<PropertyColumns::Kept> PropertyColumns::kept(const std::string& property) {
  return columns_.with([&](auto& columns) {
    auto& found = columns[property];
    if (found == nullptr) {
      found = std::make_shared<Kept>();
    }
    found->asked = ++asked_;
    return found;
  });
}

Result<PropertyView> PropertyColumns::view(const std::string& property, std::uint64_t last_row,
                                           const Stop& stop) {
  const std::shared_ptr<Kept> kept = this->kept(property);
  kept->said->tidy();
  auto view = kept->column.with([&](Column& held) -> Result<PropertyView> {
    const Reading reading = {.source = source_, .property = property, .stop = stop};
    TL_TRY(read_late(reading, held));
    TL_TRY(extend(reading, held, last_row + 1));
    if (held.shown == nullptr || held.shown->size() != held.values.size()) {
      held.shown = std::make_shared<const std::vector<PropertyValue>>(held.values);
      held.values_bytes = bytes_of(held.values);
    }
    kept->bytes = bytes_of(held.pages) + held.values_bytes;
    PropertyView found;
    found.pages_ = held.pages;
    found.values_ = held.shown;
    found.said_ = kept->said;
    return found;
  });
  make_room(kept);
  return view;
}

// Views that are in use keep what they hold.
void PropertyColumns::make_room(const std::shared_ptr<Kept>& asked) {
  columns_.with([&](auto& columns) {
    std::size_t bytes = 0;
    for (const auto& [name, column] : columns) {
      bytes += column->memory();
    }
    while (bytes > bytes_max_ && columns.size() > 1) {
      const auto oldest =
          std::min_element(columns.begin(), columns.end(), [&](const auto& one, const auto& other) {
            return std::pair(one.second == asked, one.second->asked) <
                   std::pair(other.second == asked, other.second->asked);
          });
      bytes -= oldest->second->memory();
      columns.erase(oldest);
    }
  });
}

void PropertyColumns::arrived(std::span<const std::uint64_t> rows) {
  arrivals_.with([&](Arrivals& arrivals) {
    ++arrivals.count;
    for (const std::uint64_t row : rows) {
      if (row < arrivals.newest) {
        arrivals.late[row / page_rows] = arrivals.count;
      }
      arrivals.newest = std::max(arrivals.newest, row);
    }
  });
}

std::uint64_t PropertyColumns::newest_row() const {
  return arrivals_.with([](const Arrivals& arrivals) { return arrivals.newest; });
}

void PropertyColumns::forget() {
  columns_.with([](auto& columns) { columns.clear(); });
}

std::size_t PropertyColumns::memory() const {
  return columns_.with([](const auto& columns) {
    std::size_t bytes = 0;
    for (const auto& [name, column] : columns) {
      bytes += column->memory();
    }
    return bytes;
  });
}

}  // namespace throughline::journey_engine
