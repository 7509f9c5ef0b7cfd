// Load: batches of messages sent over many connections, as fast as they are taken or at a rate.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace throughline::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  std::string write_key = {};
  int connections = 16;
  std::uint64_t first = 0;  // Numbers of the messages: [first, last).
  std::uint64_t last = 0;
  std::uint64_t batch = 100;  // 1: single requests, to the path of their own.
  double requests_per_s = 0;  // 0: as fast as they are answered.
  // Writes message `number`; called on many threads.
  std::function<void(std::string& out, std::uint64_t number)> append = {};
};

struct LoadReport {
  std::uint64_t requests = 0;
  std::uint64_t repeated_requests = 0;  // Sent again after 429, 503 or a lost connection.
  double wall_s = 0;
  std::uint64_t bytes = 0;
  std::string position = {};              // The newest one that was answered.
  std::vector<double> latencies_ms = {};  // Sorted. At a rate: from when it was due.
};

// Ends the program on an answer that is neither 200 nor "later".
LoadReport run_load(const LoadOptions& options);

double percentile(const std::vector<double>& sorted, double of_hundred);
std::string basic_authorization(const std::string& user);

}  // namespace throughline::bench
