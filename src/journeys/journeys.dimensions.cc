#include "journeys/journeys.dimensions.h"

#include <algorithm>

#include "journeys/journeys.event_property.h"
#include "timeline/timeline.reader.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;

namespace {

constexpr std::uint64_t places = 60;        // Of the record that are read,
constexpr std::uint64_t rows_at_once = 64;  // and so many rows at each.
constexpr int depth_max = 3;
constexpr std::size_t names_max_of_sample = 2'000;
constexpr std::size_t value_bytes_max = 80;
constexpr std::size_t values_of_sample_max = 60;
constexpr std::uint64_t of_sample_min = 200;  // One event of so many has it.
constexpr std::uint64_t times_each_min = 3;   // Each value comes as often, on average.
constexpr std::size_t values_counted_max = 400;

}  // namespace

void PropertySample::add(std::string_view prefix, codec::JsonView object) {
  if (prefix.empty()) {
    ++events_;
  }
  for (const auto& [key, value] : object.members()) {
    add(std::string(prefix) + std::string(key), value, 1);
  }
}

void PropertySample::add(const std::string& name, codec::JsonView value, int depth) {
  if (name.size() > property_bytes_max) {
    return;
  }
  if (value.is_object() && depth < depth_max) {
    for (const auto& [key, inner] : value.members()) {
      add(name + "." + std::string(key), inner, depth + 1);
    }
    return;
  }
  if (value.is_string() && name == std::string(context_prefix) + "userAgent") {
    for (const std::string_view part : {"browser", "os", "client"}) {
      const std::string inner = "userAgent." + std::string(part);
      const auto document = codec::JsonDocument::parse("{\"userAgent\":" + value.to_text() + "}");
      const auto said = document.ok() ? property_of(document->root(), inner) : std::nullopt;
      if (said) {
        count(std::string(context_prefix) + inner, json_of(*said));
      }
    }
    return;
  }
  if (value.is_null()) {
    return;
  }
  const bool is_value =
      value.is_string() || value.boolean().has_value() || value.number().has_value();
  count(name, is_value ? value.to_text() : std::string(value_bytes_max + 1, ' '));
}

void PropertySample::count(const std::string& name, const std::string& value) {
  auto found = properties_.find(name);
  if (found == properties_.end()) {
    if (properties_.size() == names_max_of_sample) {
      return;
    }
    found = properties_.emplace(name, Property()).first;
  }
  Property& property = found->second;
  ++property.count;
  if (!property.tells) {
    return;
  }
  ++property.values[value];
  if (value.size() > value_bytes_max || property.values.size() > values_of_sample_max) {
    property.tells = false;
    property.values.clear();
  }
}

std::vector<std::string> PropertySample::telling(std::size_t most) const {
  struct Known {
    std::string_view name;
    std::uint64_t count;
  };
  std::vector<Known> known;
  for (const auto& [name, property] : properties_) {
    const std::uint64_t values = property.values.size();
    if (property.tells && values >= 2 && property.count * of_sample_min >= events_ &&
        property.count >= values * times_each_min) {
      known.push_back({name, property.count});
    }
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const Known& a, const Known& b) { return a.count > b.count; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, known.size()); ++i) {
    names.emplace_back(known[i].name);
  }
  return names;
}

Result<PropertySample> sample_properties(storage::Database& database, std::uint64_t last_row) {
  PropertySample sample;
  const std::uint64_t apart = std::max(rows_at_once, last_row / places);
  for (std::uint64_t first = 1; first <= last_row; first += apart) {
    TL_TRY(database.read([&](storage::Transaction& tx) -> Result<void> {
      const auto read = [&](timeline::EventJson which, std::string_view prefix) {
        return timeline::each_json(tx, which, EventSeq{static_cast<std::int64_t>(first)},
                                   EventSeq{static_cast<std::int64_t>(first + rows_at_once)},
                                   [&](EventSeq /*seq*/, const std::string& json) {
                                     if (const auto document = codec::JsonDocument::parse(json);
                                         document.ok()) {
                                       sample.add(prefix, document->root());
                                     }
                                   });
      };
      TL_TRY(read(timeline::EventJson::properties, ""));
      return read(timeline::EventJson::context, context_prefix);
    }));
  }
  return sample;
}

Dimension DimensionValues::dimension() const {
  std::map<ValueKey, std::uint16_t> slots;
  for (std::size_t i = 0; i < values.size(); ++i) {
    slots.emplace(values[i], static_cast<std::uint16_t>(i));
  }
  const auto other = static_cast<std::uint16_t>(values.size());
  return {.slots = values.size() + 1,
          .slot_of = [slots = std::move(slots), by = breakdown, other](
                         CustomerId customer, std::uint64_t row) -> std::uint16_t {
            const ValueKey key = by->key_of(customer, row);
            if (key == no_value_key) {
              return no_slot;
            }
            const auto found = slots.find(key);
            return found == slots.end() ? other : found->second;
          }};
}

void ValueCounts::count(std::size_t dimension, const ValueKey& key, std::uint64_t times) {
  auto& counts = counts_[dimension];
  if (counts.size() <= values_counted_max) {
    counts[key] += times;
  }
}

void ValueCounts::add(CustomerId customer, Line line) {
  seen_.assign(nodes_->size(), false);
  for (const auto& event : line) {
    const std::uint16_t node = nodes_->of(event.code);
    if (node == NamedNodes::none || seen_[node]) {
      continue;
    }
    seen_[node] = true;
    for (std::size_t d = 0; d < dimensions_->size(); ++d) {
      const ValueKey key = (*dimensions_)[d].breakdown->key_of(customer, event.row);
      if (key != no_value_key) {
        count(d, key, 1);
      }
    }
  }
}

void ValueCounts::merge(const ValueCounts& other) {
  for (std::size_t d = 0; d < counts_.size(); ++d) {
    for (const auto& [key, times] : other.counts_[d]) {
      count(d, key, times);
    }
  }
}

std::vector<ValueKey> ValueCounts::common(std::size_t dimension, std::size_t most,
                                          std::uint64_t people_min) const {
  const auto& counts = counts_[dimension];
  std::vector<std::pair<std::uint64_t, ValueKey>> known;
  for (const auto& [key, times] : counts) {
    if (times >= people_min && counts.size() <= values_counted_max) {
      known.emplace_back(times, key);
    }
  }
  std::stable_sort(known.begin(), known.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<ValueKey> values;
  for (std::size_t i = 0; i < std::min(most, known.size()); ++i) {
    values.push_back(known[i].second);
  }
  return values;
}

}  // namespace throughline::journeys
