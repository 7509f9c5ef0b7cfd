// StorageOptions: where the data is and the limits of its queues and caches.
#pragma once

#include <cstddef>
#include <string>

namespace throughline::storage {

class FaultPlan;

struct StorageOptions {
  std::string data_directory = {};
  std::string postgres_url = {};  // Empty: SQLite.

  // Units that wait for a writer, per database. Beyond either, units are refused as unavailable.
  std::size_t queue_units_max = 8192;
  std::size_t queue_bytes_max = std::size_t{256} << 20;

  // A SQLite group is committed when it reaches one of these, or when nothing waits.
  std::size_t group_units_max = 512;
  std::size_t group_bytes_max = std::size_t{8} << 20;
  int group_ms_max = 2;

  std::size_t sqlite_writer_cache_bytes = std::size_t{64} << 20;
  // Of the writer of a database of more than a gigabyte, where that is more.
  std::size_t sqlite_large_cache_bytes = 0;
  std::size_t sqlite_reader_cache_bytes = std::size_t{8} << 20;
  int sqlite_checkpoint_pages = 50'000;  // A write-ahead log of about 200 MB.
  std::string sqlite_vfs = {};           // Empty: the system's. Tests lose power with another.

  int postgres_writers = 4;  // Connections per database that write at the same time.
  // Whether a migration may run where pg_dump is missing and no backup can be taken.
  bool migrate_without_backup = false;

  std::size_t idle_readers_max = 8;  // Reader connections kept open per database.
  FaultPlan* faults = nullptr;       // Tests only; outlives the databases.
};

}  // namespace throughline::storage
