#include "journey_engine/property_column.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace throughline::journey_engine {
namespace {

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

}  // namespace

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

Result<void> PropertyColumns::extend(PropertySource& source, const std::string& property,
                                     Column& column, std::uint64_t until) {
  while (column.read_until < until) {
    const std::uint64_t number = column.read_until / PropertyPage::rows;
    const std::uint64_t begin = number * PropertyPage::rows;
    const std::uint64_t end = std::min(until, begin + PropertyPage::rows);
    // The last page grows as a copy: readers may hold the one that is there.
    auto page = number < column.pages.size() && column.pages[number] != nullptr
                    ? std::make_shared<PropertyPage>(*column.pages[number])
                    : std::make_shared<PropertyPage>();
    const auto take = [&](std::uint64_t row, PropertyValue value) {
      if (row >= column.read_until && row < end) {
        put(column, *page, row - begin, std::move(value));
      }
    };
    TL_TRY(source.read(property, column.read_until, end, take));
    column.pages.resize(std::max<std::size_t>(column.pages.size(), number + 1));
    if (!page->codes.empty()) {  // Most properties are absent from most pages.
      column.pages[number] = std::move(page);
    }
    column.read_until = end;
  }
  return {};
}

Result<PropertyView> PropertyColumns::view(const std::string& property, std::uint64_t last_row) {
  const auto column = columns_.with([&](auto& columns) {
    auto& found = columns[property];
    if (found == nullptr) {
      found = std::make_shared<Guarded<Column>>();
    }
    return found;
  });
  return column->with([&](Column& held) -> Result<PropertyView> {
    TL_TRY(extend(source_, property, held, last_row + 1));
    PropertyView view;
    view.pages_ = held.pages;
    view.values_ = std::make_shared<const std::vector<PropertyValue>>(held.values);
    return view;
  });
}

void PropertyColumns::forget() {
  columns_.with([](auto& columns) { columns.clear(); });
}

std::size_t PropertyColumns::memory() const {
  return columns_.with([](const auto& columns) {
    std::size_t bytes = 0;
    for (const auto& [name, column] : columns) {
      std::as_const(*column).with([&](const Column& held) {
        for (const auto& page : held.pages) {
          bytes += page == nullptr ? 0 : page->codes.size() * 4 + page->numbers.size() * 8;
        }
      });
    }
    return bytes;
  });
}

}  // namespace throughline::journey_engine
