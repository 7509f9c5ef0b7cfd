#include "journey_engine/said_numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "journey_engine/changed_columns.h"
#include "journey_engine/property_column.h"
#include "stats/number_sample.h"

namespace throughline::journey_engine {
namespace {

constexpr std::size_t few_max = std::size_t{1} << 16U;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

bool is_whole(double number) {
  return std::abs(number) < 0x1p31 && number == std::trunc(number);
}

// Numbers by the order in which they came; a table with open addressing.
class Numbering {
 public:
  explicit Numbering(std::vector<double>& numbers) : numbers_(&numbers), places_(64) {}
  std::size_t place_of(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::size_t at = (bits * 0x9e3779b97f4a7c15ULL) >> shift_;
    while (places_[at] != 0) {
      if ((*numbers_)[places_[at]] == number) {
        return places_[at];
      }
      at = (at + 1) & (places_.size() - 1);
    }
    places_[at] = static_cast<std::uint32_t>(numbers_->size());
    numbers_->push_back(number);
    if (numbers_->size() * 2 > places_.size()) {
      grow();
    }
    return numbers_->size() - 1;
  }

 private:
  void grow() {
    places_.assign(places_.size() * 2, 0);
    --shift_;
    for (std::size_t i = 1; i < numbers_->size(); ++i) {
      const auto bits = std::bit_cast<std::uint64_t>((*numbers_)[i]);
      std::size_t at = (bits * 0x9e3779b97f4a7c15ULL) >> shift_;
      while (places_[at] != 0) {
        at = (at + 1) & (places_.size() - 1);
      }
      places_[at] = static_cast<std::uint32_t>(i);
    }
  }

  std::vector<double>* numbers_;
  std::vector<std::uint32_t> places_;  // 0: free.
  unsigned shift_ = 64 - 6;
};

}  // namespace

std::optional<double> number_said(const PropertyView& property, std::uint64_t row) {
  const std::uint32_t code = property.code(row);
  if (code == PropertyView::number) {
    const double number = property.number_at(row);
    return std::abs(number) <= stats::number_max ? std::optional(number) : std::nullopt;
  }
  if (code == PropertyView::absent) {
    return std::nullopt;
  }
  const auto* const whole = std::get_if<std::int64_t>(&property.values()[code]);
  return whole == nullptr ? std::nullopt : std::optional(static_cast<double>(*whole));
}

ColumnNumbers::ColumnNumbers(const Columns& columns, const PropertyView& property)
    : all_(columns.offsets[columns.customers]) {
  read(columns, property, 0, all_.size());
  encode();
}

ColumnNumbers::ColumnNumbers(const Columns& columns, const PropertyView& property,
                             const ColumnNumbers& block)
    : all_(columns.offsets[columns.customers]) {
  std::size_t event = 0;
  for (const Columns::Run& run : columns.runs) {
    read(columns, property, event, run.event);
    copy(block, run);
    event = run.event + run.count;
  }
  read(columns, property, event, all_.size());
  encode();
}

void ColumnNumbers::read(const Columns& columns, const PropertyView& property, std::size_t first,
                         std::size_t last) {
  constexpr std::size_t ahead = 32;
  for (std::size_t event = first; event < last; ++event) {
    property.expect(columns.row(std::min(event + ahead, last - 1)));
    const auto number = number_said(property, columns.row(event));
    all_[event] = number ? *number + 0.0 : nothing;  // Minus zero is zero.
    whole_ = whole_ && (!number || is_whole(*number));
  }
}

void ColumnNumbers::copy(const ColumnNumbers& block, const Columns::Run& run) {
  whole_ = whole_ && block.whole_;
  double* const to = all_.data() + run.event;
  if (!block.are_few()) {
    std::copy_n(block.all_.data() + run.in_block, run.count, to);
    return;
  }
  block.with_codes([&](const auto* codes) {
    for (std::size_t i = 0; i < run.count; ++i) {
      to[i] = block.numbers_[codes[run.in_block + i]];
    }
  });
}

void ColumnNumbers::encode() {
  numbers_ = {nothing};
  Numbering numbering(numbers_);
  codes16_.resize(all_.size());
  for (std::size_t event = 0; event < all_.size(); ++event) {
    const std::size_t place = std::isnan(all_[event]) ? none : numbering.place_of(all_[event]);
    if (place >= few_max) {
      numbers_ = {};
      codes16_ = {};
      return;
    }
    codes16_[event] = static_cast<std::uint16_t>(place);
  }
  all_ = {};
  if (numbers_.size() <= 256) {
    codes8_.assign(codes16_.begin(), codes16_.end());
    codes16_ = {};
  }
}

template <class Make>
SaidNumbers::Numbers SaidNumbers::kept_of(const Owner& owner, const Make& make) {
  Numbers known = std::as_const(kept_).with([&](const auto& kept) -> Numbers {
    const auto found = kept.find(owner.get());
    return found == kept.end() || found->second.owner.lock() != owner ? nullptr
                                                                      : found->second.numbers;
  });
  if (known != nullptr) {
    return known;
  }
  Numbers made = make();
  kept_.with([&](auto& kept) {
    Kept& place = kept[owner.get()];
    bytes_ += made->bytes() - (place.numbers == nullptr ? 0 : place.numbers->bytes());
    place = {.owner = owner, .numbers = made};
  });
  return made;
}

std::shared_ptr<const ColumnNumbers> SaidNumbers::of(const Columns& columns,
                                                     const PropertyView& property) {
  const auto read = [&](const Columns& from) {
    return std::make_shared<const ColumnNumbers>(from, property);
  };
  if (columns.block != nullptr) {
    return kept_of(*columns.block, [&] { return read(columns); });
  }
  if (columns.changed_of == nullptr) {
    return read(columns);
  }
  const Shard& shard = *columns.changed_of;
  return kept_of(shard.overlay, [&] {
    const auto in_block = kept_of(shard.block, [&] { return read(shard.block->columns()); });
    return std::make_shared<const ColumnNumbers>(columns, property, *in_block);
  });
}

void SaidNumbers::tidy() {
  kept_.with([&](auto& kept) {
    std::erase_if(kept, [&](const auto& one) {
      if (!one.second.owner.expired()) {
        return false;
      }
      bytes_ -= one.second.numbers->bytes();
      return true;
    });
  });
}

}  // namespace throughline::journey_engine
