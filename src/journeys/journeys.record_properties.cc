#include "journeys/journeys.record_properties.h"

#include "journeys/journeys.event_property.h"
#include "timeline/timeline.reader.h"

namespace throughline::journeys {

Result<void> RecordProperties::read(const std::string& property, std::uint64_t first,
                                    std::uint64_t last, const Sink& sink) {
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

}  // namespace throughline::journeys
