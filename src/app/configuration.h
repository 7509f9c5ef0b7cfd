// Configuration: a TOML file, then environment variables, then the command line; none is needed.
#pragma once

#include <optional>
#include <string>

#include "base/log.h"
#include "base/result.h"

namespace throughline::storage {
struct StorageOptions;
}
namespace throughline::journeys {
struct JourneysOptions;
}

namespace throughline::app {

// Each value has one name: `listen` in the file, THROUGHLINE_LISTEN in the environment, --listen on
// the command line.
struct Configuration {
  std::string data = "data";
  std::string listen = "127.0.0.1:8080";
  std::string database = {};         // A PostgreSQL URL; empty: SQLite in the data directory.
  std::string public_url = {};       // As people reach us; empty: by the Host they ask for.
  std::string trusted_proxies = {};  // Addresses and networks, by commas, that end TLS for us.
  // What may be sent to besides the public internet: no, all, or addresses and networks by commas.
  std::string allow_private_addresses = "no";
  std::string tls_certificate = {};  // PEM files; both or neither.
  std::string tls_key = {};
  std::string web_directory = {};  // Serves the UI from here rather than from the binary.
  std::string log_level = "info";
  std::string metrics = "open";  // Or "key": /metrics wants an API key that may manage.
  int workers = 0;               // 0: by the number of cores.
  int cache_mb = 0;              // Of a workspace's record, in its writer. 0: by the memory.
  int journeys_mb = 0;  // Of a workspace's lines and properties in memory. 0: by the memory.
  int requests_per_minute = 6'000;  // Of one API key, person or address; the tracking API is free.
};

// `file` may be empty. Error::invalid names the value and what it may be.
Result<Configuration> read_configuration(const std::string& file);

// Where the data is, as storage/ asks for it, and how much memory lines may take.
storage::StorageOptions storage_options(const Configuration& configuration);
journeys::JourneysOptions journeys_options(const Configuration& configuration);

Result<LogLevel> parse_log_level(std::string_view name);

struct HostPort {
  std::string host = {};
  unsigned short port = 0;
};
// "127.0.0.1:8080", "[::1]:8080", ":8080" (every address).
Result<HostPort> parse_listen(std::string_view text);

}  // namespace throughline::app
