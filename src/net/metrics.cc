#include "net/metrics.h"

#include <algorithm>

namespace throughline::net {

void Counters::count_answer(int status, std::int64_t took_us) {
  constexpr auto relaxed = std::memory_order_relaxed;
  const auto slot = static_cast<std::size_t>(std::clamp(status, 0, 599));
  answers_.at(slot).fetch_add(1, relaxed);
  const auto* const bucket = std::ranges::lower_bound(latency_bounds_us, took_us);
  latency_buckets_.at(static_cast<std::size_t>(bucket - latency_bounds_us.begin()))
      .fetch_add(1, relaxed);
  latency_sum_us_.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, took_us)),
                            relaxed);
}

ServerMetrics Counters::snapshot() const {
  ServerMetrics metrics;
  metrics.connections_accepted = connections_accepted;
  metrics.connections_refused = connections_refused;
  metrics.connections_open = connections_open;
  metrics.requests_refused = requests_refused;
  metrics.received_bytes = received_bytes;
  metrics.sent_bytes = sent_bytes;
  for (std::size_t status = 0; status < answers_.size(); ++status) {
    if (const std::uint64_t count = answers_.at(status); count != 0) {
      metrics.answers[static_cast<int>(status)] = count;
    }
  }
  std::ranges::copy(latency_buckets_, metrics.latency_buckets.begin());
  metrics.latency_sum_us = latency_sum_us_;
  return metrics;
}

}  // namespace throughline::net
