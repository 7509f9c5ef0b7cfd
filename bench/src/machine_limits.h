// Limits: what the machine alone can do with the same work, in the same run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace throughline::bench {

// The newest rows of a record, inserted by one thread into an empty file with the same table, one
// commit for `rows_per_commit`, and synced like the record. Per second of CPU.
double bare_insert_rate(const std::string& record, const std::string& scratch, std::size_t rows,
                        std::size_t rows_per_commit);

struct SyncTimes {
  double p50_ms = 0;
  double p99_ms = 0;
};
// Appends of `bytes` and fdatasync, for a second.
SyncTimes sync_times(const std::string& scratch, std::size_t bytes);

// Serves 200 to POST /v1/batch and every other tracking path with our own HTTP room, prints the
// line that ServerProcess waits for and ends with SIGTERM. Bodies are read and dropped.
int serve_nothing();

}  // namespace throughline::bench
