#include "match/records.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "match/normalise.h"

namespace throughline::match {

Records::Records(Schema schema) : schema_(std::move(schema)) {
  TL_ASSERT(schema_.fields.size() <= fields_max);
  for (const Field& field : schema_.fields) {
    TL_ASSERT(field.slots > 0 && field.slots <= slots_max);
    first_column_.push_back(columns_);
    columns_ += field.slots;
  }
  dictionaries_.resize(schema_.fields.size());
}

RecordIndex Records::add(std::span<const std::vector<std::string>> values, Side side) {
  const std::size_t row = cells_.size();
  cells_.resize(row + columns_, no_value);
  for (std::size_t f = 0; f < std::min(values.size(), schema_.fields.size()); ++f) {
    Dictionary& dictionary = dictionaries_[f];
    std::size_t slot = 0;
    for (const std::string& value : values[f]) {
      std::string text = normalised(schema_.fields[f].role, value);
      if (text.empty() || slot == schema_.fields[f].slots) {
        continue;
      }
      auto found = dictionary.indices.find(text);
      if (found == dictionary.indices.end()) {
        dictionary.texts.push_back(std::move(text));
        dictionary.counts.push_back(0);
        const auto index = static_cast<ValueIndex>(dictionary.texts.size() - 1);
        found = dictionary.indices.emplace(dictionary.texts.back(), index).first;
      }
      ValueIndex* const cells = &cells_[row + first_column_[f]];
      if (std::find(cells, cells + slot, found->second) == cells + slot) {
        cells[slot++] = found->second;
        ++dictionary.counts[found->second];
        ++dictionary.total;
      }
    }
  }
  sides_.push_back(side);
  return static_cast<RecordIndex>(sides_.size() - 1);
}

std::size_t Records::count(Side side) const {
  return static_cast<std::size_t>(std::count(sides_.begin(), sides_.end(), side));
}

double Records::frequency(std::size_t field, ValueIndex value) const {
  const Dictionary& dictionary = dictionaries_[field];
  return static_cast<double>(dictionary.counts[value]) / static_cast<double>(dictionary.total);
}

double Records::agreement(std::size_t field) const {
  double sum = 0;
  for (ValueIndex v = 1; v < dictionaries_[field].texts.size(); ++v) {
    sum += frequency(field, v) * frequency(field, v);
  }
  return sum;
}

}  // namespace throughline::match
