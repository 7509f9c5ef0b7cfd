// What the server counts, for /metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>

namespace throughline::net {

// Upper bounds of the latency histogram's buckets, in microseconds; one more bucket holds the rest.
inline constexpr std::array<std::int64_t, 12> latency_bounds_us = {
    100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 100'000, 500'000, 2'500'000, 10'000'000};

struct ServerMetrics {
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;  // Above connections_max.
  std::uint64_t connections_open = 0;
  std::uint64_t requests_refused = 0;  // Because the queue was full.
  std::uint64_t requests_waiting = 0;  // For a worker.
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_bytes = 0;
  std::map<int, std::uint64_t> answers = {};                                     // By status.
  std::array<std::uint64_t, latency_bounds_us.size() + 1> latency_buckets = {};  // Not cumulative.
  std::uint64_t latency_sum_us = 0;
};

// Thread-safe; `snapshot` may see one request's figures half counted.
class Counters {
 public:
  using Counter = std::atomic<std::uint64_t>;

  void count_answer(int status, std::int64_t took_us);
  [[nodiscard]] ServerMetrics snapshot() const;

  Counter connections_accepted = 0;
  Counter connections_refused = 0;
  Counter connections_open = 0;
  Counter requests_refused = 0;
  Counter received_bytes = 0;
  Counter sent_bytes = 0;

 private:
  std::array<Counter, 600> answers_ = {};
  std::array<Counter, latency_bounds_us.size() + 1> latency_buckets_ = {};
  Counter latency_sum_us_ = 0;
};

}  // namespace throughline::net
