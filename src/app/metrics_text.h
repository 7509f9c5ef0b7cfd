// The metrics page in Prometheus' text format. Pure.
//
// Totals of the whole installation only: no workspace, no path, no name, because whoever watches
// the machine need not know about its customers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/metrics.h"

namespace throughline::app {

struct InstallationMetrics {
  std::string version = {};
  double uptime_s = 0;
  std::int64_t workspaces = 0;
  // What became of the items that sources sent.
  std::int64_t accepted = 0;
  std::int64_t repeated = 0;
  std::int64_t collided = 0;
  std::int64_t refused = 0;
  std::int64_t dead_letters = 0;  // Kept now.
  // What became of events on their way to destinations; failed counts attempts.
  std::int64_t sent_on = 0;
  std::int64_t failed_attempts = 0;
  std::int64_t given_up = 0;
  std::int64_t withheld = 0;
  std::int64_t waiting_to_be_sent = 0;
  // What became of questions about journeys, since the program started.
  std::uint64_t questions_answered = 0;
  std::uint64_t questions_refused = 0;
  std::uint64_t questions_cancelled = 0;
  std::int64_t resident_bytes = 0;
  std::int64_t open_files = 0;
  std::int64_t disk_free_bytes = 0;  // Where the data directory is.
  // Databases whose changes cannot be archived now, or were not all archived since the last backup.
  std::int64_t archive_failing = 0;
  std::int64_t archive_gaps = 0;
};

std::string to_prometheus(const InstallationMetrics& installation,
                          const net::ServerMetrics& server);

}  // namespace throughline::app
