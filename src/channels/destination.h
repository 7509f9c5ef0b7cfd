// Destination: where events are sent on to, and how it fares. Values only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace throughline::channels {

using DestinationId = Id<struct DestinationTag>;

// webhook: each event as signed JSON. tracking_api: batches to another /v1/batch.
enum class DestinationKind { webhook, tracking_api };
std::string_view name_of(DestinationKind kind);
Result<DestinationKind> parse_destination_kind(std::string_view name);

struct Destination {
  DestinationId id = {};
  std::string name = {};
  DestinationKind kind = DestinationKind::webhook;
  std::string url = {};
  std::string filter = {};  // A condition as JSON; empty: every event.
  bool enabled = true;
  std::string secret = {};        // Sealed.
  std::string secret_shown = {};  // The start of it, to recognise it by.
  EventSeq after = {};            // The newest event when it was last switched on.
  Time created_at = {};
};

std::string public_id_of(const Destination& destination);
// The kind of its rows in the outbox.
constexpr std::string_view outbox_kind_prefix = "destination/";
std::string outbox_kind(DestinationId id);

struct NewDestination {
  std::string name = {};
  DestinationKind kind = DestinationKind::webhook;
  std::string url = {};
  std::string filter = {};
  std::string write_key = {};  // tracking_api only.
};

// What is not set stays.
struct DestinationChange {
  std::optional<std::string> name = {};
  std::optional<std::string> url = {};
  std::optional<std::string> filter = {};
  std::optional<bool> enabled = {};
  std::optional<std::string> write_key = {};
};

constexpr std::size_t destination_name_characters_max = 200;
// Trimmed, or Error::invalid.
Result<std::string> checked_destination_name(std::string_view name);

// Of events, but for `failed`, which counts attempts.
struct DeliveryCounts {
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t dead = 0;
  std::int64_t withheld = 0;
  std::int64_t excluded = 0;
  std::int64_t dropped = 0;
  bool operator==(const DeliveryCounts&) const = default;
};

// Upper bounds of how long a request took; the last one has none.
constexpr std::array<std::int64_t, 11> latency_bounds_ms = {10,   25,   50,   100,   250,  500,
                                                            1000, 2500, 5000, 10000, 30000};
std::int64_t latency_bound_of(std::int64_t took_ms);
struct LatencyBucket {
  std::int64_t bound_ms = 0;
  std::int64_t requests = 0;
};
// The bound below which `share` of the requests stayed; nothing where there are none. `buckets` by
// bound.
std::optional<std::int64_t> latency_at(const std::vector<LatencyBucket>& buckets, double share);

struct DestinationHealth {
  DeliveryCounts ever = {};
  DeliveryCounts last_day = {};
  std::optional<Time> last_sent_at = {};
  std::optional<std::int64_t> p50_ms = {};  // Of the last day's requests.
  std::optional<std::int64_t> p95_ms = {};
  std::int64_t waiting = 0;
  std::int64_t dead_letters = 0;
};

// A request that failed or was a test.
struct AttemptMade {
  std::int64_t id = 0;
  Time at = {};
  std::string outcome = {};  // sent, failed, refused.
  bool is_test = false;
  int status = 0;  // 0: there was no answer.
  std::int64_t took_ms = 0;
  std::int64_t events = 0;
  std::string detail = {};  // In words.
};

}  // namespace throughline::channels
