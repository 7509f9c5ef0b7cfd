#include "journeys/journeys.treemap_groups.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "codec/json_view.h"
#include "journey_engine/counted_events.h"

namespace throughline::journeys {

using journey_engine::ColumnLine;
using journey_engine::Columns;
using journey_engine::CustomerId;
using journey_engine::Kernel;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::LookedAt;

namespace {

constexpr std::uint32_t first_name = 2;  // Of a ValueKey: below are no value and numbers.

}  // namespace

EventNames::EventNames(const EventCodes& codes) {
  std::map<std::string, std::uint32_t> known;
  for (std::uint32_t code = 0; code < codes.size(); ++code) {
    const NamedEvent& event = codes.at(code);
    const std::string name = event.name.empty() ? std::string(name_of(event.kind)) : event.name;
    names_.push_back(quote_json(name));
    first_of_.push_back(known.try_emplace(name, code).first->second);
  }
}

ValueKey EventNames::key_of(std::uint32_t code) const {
  return code < first_of_.size() ? ValueKey{.code = first_of_[code] + first_name} : no_value_key;
}

std::string EventNames::json_of(const ValueKey& key) const {
  return key == no_value_key ? "null" : names_[key.code - first_name];
}

std::optional<ValueKey> EventNames::find(const std::string& json) const {
  const auto document = codec::JsonDocument::parse(json);
  const std::string quoted = document.ok() ? quote_json(document->root().text()) : std::string();
  const auto found = std::find(names_.begin(), names_.end(), quoted);
  return found == names_.end()
             ? std::nullopt
             : std::optional(key_of(static_cast<std::uint32_t>(found - names_.begin())));
}

ValueKey TreemapDimension::key_of(CustomerId customer, const LineEvent& event) const {
  if (const auto* const names = std::get_if<EventNames>(&source_)) {
    return names->key_of(event.code);
  }
  return std::get<Breakdown>(source_).key_of(customer, event.row);
}

std::string TreemapDimension::json_of(const ValueKey& key) const {
  return std::visit([&](const auto& source) { return source.json_of(key); }, source_);
}

std::optional<ValueKey> TreemapDimension::find(const std::string& json) const {
  return std::visit([&](const auto& source) { return source.find(json); }, source_);
}

void TreemapCount::merge(const TreemapCount& other) {
  events += other.events;
  people += other.people;
  sum.merge(other.sum);
}

double TreemapCount::value(TreemapMeasure measure) const {
  switch (measure) {
    case TreemapMeasure::people:
      return static_cast<double>(people);
    case TreemapMeasure::sum:
      return sum.value();
    default:
      return static_cast<double>(events);
  }
}

TreemapCount* TreemapCounts::count_of(const TreemapKey& key) {
  if (const auto found = counts_.find(key); found != counts_.end()) {
    return &found->second;
  }
  too_many_ = too_many_ || counts_.size() == keys_max;
  return too_many_ ? nullptr : &counts_[key];
}

void TreemapCounts::add(CustomerId customer, Line line) {
  met_.clear();
  for (const LineEvent& event : line) {
    if (!counting_->events.has(customer, event)) {
      continue;
    }
    if (const auto key = counting_->key_of(customer, event)) {
      const auto number = counting_->said ? counting_->said(event) : std::nullopt;
      met_.push_back({.key = *key, .number = number.value_or(0)});
    }
  }
  people_ += met_.empty() ? 0 : 1;
  std::stable_sort(met_.begin(), met_.end(),
                   [](const Met& one, const Met& other) { return one.key < other.key; });
  for (std::size_t i = 0; i < met_.size(); ++i) {
    TreemapCount* const count = count_of(met_[i].key);
    if (count == nullptr) {
      return;
    }
    ++count->events;
    count->people += i == 0 || met_[i - 1].key != met_[i].key ? 1 : 0;
    if (met_[i].number != 0) {
      count->sum.add(met_[i].number);
    }
  }
}

void TreemapCounts::number_codes() {
  std::map<TreemapKey, std::uint32_t> known;
  for (const TreemapKey& key : counting_->key_of_code) {
    const auto [place, added] = known.try_emplace(key, static_cast<std::uint32_t>(keys_.size()));
    if (added) {
      keys_.push_back(key);
    }
    key_of_code_.push_back(place->second);
  }
}

Kernel TreemapCounts::kernel() const {
  if (key_of_code_.empty()) {
    return journey_engine::lines_kernel("events are grouped by more than their names");
  }
  if (counting_->said && !counting_->said_of) {
    return journey_engine::lines_kernel("what events say is known one by one");
  }
  return journey_engine::vector_kernel("group_columns");
}

std::uint64_t TreemapCounts::add(const Columns& columns, const LookedAt& looked) {
  // Sums of so many whole numbers are exact.
  constexpr std::size_t exact_max = std::size_t{1} << 22U;
  const auto said = counting_->said_of ? counting_->said_of(columns) : nullptr;
  const bool adds_up =
      said != nullptr && said->are_whole() && columns.offsets[columns.customers] < exact_max;
  std::vector<Cell> cells(keys_.size());
  std::vector<stats::NumberSum> sums(said == nullptr || adds_up ? 0 : keys_.size());
  journey_engine::CountedEvents counted(counting_->events);
  counted.read(columns);
  const std::size_t last_code = key_of_code_.size() - 1;
  std::uint64_t customers = 0;
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const auto now = static_cast<std::uint32_t>(line.customer + 1);
    bool any = false;
    counted.visit(line, [&](std::size_t event) {
      any = true;
      const std::uint32_t place =
          key_of_code_[std::min<std::size_t>(columns.code(event), last_code)];
      Cell& cell = cells[place];
      ++cell.events;
      cell.people += cell.last == now ? 0 : 1;
      cell.last = now;
      if (said != nullptr) {
        const double number = said->at(event);
        if (std::isnan(number)) {
          return;
        }
        if (adds_up) {
          cell.sum += number;
        } else {
          sums[place].add(number);
        }
      }
    });
    people_ += any ? 1 : 0;
  });
  for (std::size_t place = 0; place < cells.size(); ++place) {
    TreemapCount* const count = cells[place].events == 0 ? nullptr : count_of(keys_[place]);
    if (count != nullptr) {
      count->events += cells[place].events;
      count->people += cells[place].people;
      count->sum.add(cells[place].sum);
      if (!sums.empty()) {
        count->sum.merge(sums[place]);
      }
    }
  }
  return customers;
}

void TreemapCounts::merge(const TreemapCounts& other) {
  too_many_ = too_many_ || other.too_many_;
  people_ += other.people_;
  for (const auto& [key, from] : other.counts_) {
    if (TreemapCount* const to = count_of(key)) {
      to->merge(from);
    }
  }
}

TreemapPlaces::TreemapPlaces(const TreemapDimension& dimension, Values values, std::size_t limit) {
  std::erase_if(values, [](const auto& value) { return value.first == no_value_key; });
  const std::size_t shown = std::min(limit, values.size());
  std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(shown),
                    values.end(), [&](const auto& one, const auto& other) {
                      return one.second != other.second
                                 ? one.second > other.second
                                 : dimension.json_of(one.first) < dimension.json_of(other.first);
                    });
  for (std::size_t i = 0; i < shown; ++i) {
    places_.emplace(values[i].first, i);
    keys_.push_back(values[i].first);
  }
}

std::size_t TreemapPlaces::place_of(const ValueKey& key) const {
  if (key == no_value_key) {
    return none();
  }
  const auto found = places_.find(key);
  return found == places_.end() ? others() : found->second;
}

PartAsked TreemapPlaces::part(const TreemapDimension& dimension, std::size_t place) const {
  if (place < none()) {
    return {.kind = "value", .value = {dimension.json_of(keys_[place])}};
  }
  return {.kind = place == none() ? "none" : "others"};
}

}  // namespace throughline::journeys
