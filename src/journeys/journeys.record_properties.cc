#include "journeys/journeys.record_properties.h"

#include <map>

#include "journeys/journeys.derived.h"
#include "journeys/journeys.event_property.h"
#include "timeline/timeline.reader.h"

namespace throughline::journeys {

Result<void> RecordProperties::read(const std::string& property, std::uint64_t first,
                                    std::uint64_t last, const Sink& sink) {
  if (const auto derived = DerivedProperty::read(property)) {
    return read_derived(*derived, first, last, sink);
  }
  std::string_view key = property;
  const bool of_context = key.starts_with(context_prefix);
  if (of_context) {
    key.remove_prefix(context_prefix.size());
  }
  const auto take = [&](EventSeq seq, const std::string& json) {
    if (!may_have_property(json, key)) {
      return;
    }
    const auto document = codec::JsonDocument::parse(json);
    if (!document.ok()) {
      return;
    }
    if (auto value = property_of(document->root(), key)) {
      sink(static_cast<std::uint64_t>(seq.value), *std::move(value));
    }
  };
  return database_.read([&](storage::Transaction& tx) {
    return timeline::each_json(
        tx, of_context ? timeline::EventJson::context : timeline::EventJson::properties,
        EventSeq{static_cast<std::int64_t>(first)}, EventSeq{static_cast<std::int64_t>(last)},
        take);
  });
}

Result<void> RecordProperties::read_derived(const DerivedProperty& property, std::uint64_t first,
                                            std::uint64_t last, const Sink& sink) {
  std::map<std::uint64_t, condition::Facts> said;
  for (const std::string& key : property.of()) {
    TL_TRY(read(key, first, last, [&](std::uint64_t row, const auto& value) {
      said[row].properties.emplace(key, fact_of(value));
    }));
  }
  // Rows without an event have a value too, which nobody can see: no line has them.
  const condition::Facts nothing;
  for (std::uint64_t row = first; row < last; ++row) {
    const auto found = said.find(row);
    if (auto value = property.value(found == said.end() ? nothing : found->second)) {
      sink(row, *std::move(value));
    }
  }
  return {};
}

}  // namespace throughline::journeys
