#include "channels/destination.h"

#include <algorithm>
#include <cmath>

#include "base/name_table.h"
#include "base/text.h"
#include "event/public_id.h"

namespace throughline::channels {
namespace {

constexpr std::array<std::string_view, 2> kind_names = {"webhook", "tracking_api"};

}  // namespace

std::string_view name_of(DestinationKind kind) {
  return name_in(kind_names, kind);
}
Result<DestinationKind> parse_destination_kind(std::string_view name) {
  return parse_name<DestinationKind>(kind_names, name, "kind of destination");
}

std::string public_id_of(const Destination& destination) {
  return to_public_id("destination", destination.created_at, destination.id.value);
}

std::string outbox_kind(DestinationId id) {
  return std::string(outbox_kind_prefix) + std::to_string(id.value);
}

Result<std::string> checked_destination_name(std::string_view name) {
  std::string checked(trimmed(name));
  if (checked.empty() || is_longer(checked, destination_name_characters_max)) {
    return Error::invalid("a destination needs a name of at most 200 characters");
  }
  if (equal_ignoring_case(checked, "all")) {
    return Error::invalid(
        "`integrations` of events say All for every destination: choose"
        " another name");
  }
  return checked;
}

std::int64_t latency_bound_of(std::int64_t took_ms) {
  const auto* const bound =
      std::lower_bound(latency_bounds_ms.begin(), latency_bounds_ms.end(), took_ms);
  return bound == latency_bounds_ms.end() ? latency_bounds_ms.back() : *bound;
}

std::optional<std::int64_t> latency_at(const std::vector<LatencyBucket>& buckets, double share) {
  std::int64_t total = 0;
  for (const LatencyBucket& bucket : buckets) {
    total += bucket.requests;
  }
  const auto wanted = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(total)));
  std::int64_t seen = 0;
  for (const LatencyBucket& bucket : buckets) {
    seen += bucket.requests;
    if (bucket.requests > 0 && seen >= wanted) {
      return bucket.bound_ms;
    }
  }
  return std::nullopt;
}

}  // namespace throughline::channels
