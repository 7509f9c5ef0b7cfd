#include "journeys/journeys.treemap_groups.h"

#include <algorithm>

#include "base/text.h"
#include "codec/json_view.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

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

void TreemapCounts::merge(const TreemapCounts& other) {
  too_many_ = too_many_ || other.too_many_;
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
