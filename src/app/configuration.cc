#include "app/configuration.h"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <variant>

#include "base/number_in.h"
#include "base/text.h"
#include "journeys/journeys.h"
#include "storage/options.h"

namespace throughline::app {
namespace {

using Member = std::variant<std::string Configuration::*, int Configuration::*>;

struct Setting {
  std::string_view name;
  Member member;
};

const std::array<Setting, 15> settings = {{
    {"data", &Configuration::data},
    {"listen", &Configuration::listen},
    {"database", &Configuration::database},
    {"public_url", &Configuration::public_url},
    {"trusted_proxies", &Configuration::trusted_proxies},
    {"allow_private_addresses", &Configuration::allow_private_addresses},
    {"tls_certificate", &Configuration::tls_certificate},
    {"tls_key", &Configuration::tls_key},
    {"web_directory", &Configuration::web_directory},
    {"log_level", &Configuration::log_level},
    {"metrics", &Configuration::metrics},
    {"workers", &Configuration::workers},
    {"cache_mb", &Configuration::cache_mb},
    {"journeys_mb", &Configuration::journeys_mb},
    {"requests_per_minute", &Configuration::requests_per_minute},
}};

Result<int> parse_number(std::string_view name, std::string_view text) {
  const auto value = number_in<int>(text);
  if (!value || *value < 0) {
    return Error::invalid("`" + std::string(name) + "` must be a whole number, 0 or more");
  }
  return *value;
}

Result<void> set(Configuration& configuration, const Setting& setting, std::string_view text) {
  if (const auto* member = std::get_if<std::string Configuration::*>(&setting.member)) {
    configuration.** member = text;
    return {};
  }
  TL_TRY_ASSIGN(const int number, parse_number(setting.name, text));
  configuration.*std::get<int Configuration::*>(setting.member) = number;
  return {};
}

const Setting* find_setting(std::string_view name) {
  for (const Setting& setting : settings) {
    if (setting.name == name) {
      return &setting;
    }
  }
  return nullptr;
}

Result<void> read_file(Configuration& configuration, const std::string& file) {
  try {
    const toml::table table = toml::parse_file(file);
    for (const auto& [key, node] : table) {
      const Setting* setting = find_setting(key.str());
      if (setting == nullptr) {
        return Error::invalid(file + ": there is no setting `" + std::string(key.str()) + "`");
      }
      if (const auto text = node.value<std::string>()) {
        TL_TRY(set(configuration, *setting, *text));
      } else if (const auto number = node.value<std::int64_t>()) {
        TL_TRY(set(configuration, *setting, std::to_string(*number)));
      } else {
        return Error::invalid(file + ": `" + std::string(key.str()) + "` must be text or a number");
      }
    }
  } catch (const toml::parse_error& error) {
    return Error::invalid(file + ": " + std::string(error.description()));
  }
  return {};
}

std::string variable_of(std::string_view name) {
  std::string variable = "THROUGHLINE_";
  for (const char c : name) {
    variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return variable;
}

}  // namespace

Result<Configuration> read_configuration(const std::string& file) {
  Configuration configuration;
  if (!file.empty()) {
    TL_TRY(read_file(configuration, file));
  }
  for (const Setting& setting : settings) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before there are threads, and nothing sets variables.
    if (const char* value = std::getenv(variable_of(setting.name).c_str())) {
      TL_TRY(set(configuration, setting, value));
    }
  }
  if (configuration.metrics != "open" && configuration.metrics != "key") {
    return Error::invalid("`metrics` must be open or key");
  }
  return configuration;
}

Result<LogLevel> parse_log_level(std::string_view name) {
  constexpr std::array<std::string_view, 4> names = {"debug", "info", "warning", "error"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names.at(i) == name) {
      return static_cast<LogLevel>(i);
    }
  }
  return Error::invalid("`log_level` must be debug, info, warning or error");
}

Result<HostPort> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return Error::invalid("`listen` must be HOST:PORT, such as 127.0.0.1:8080");
  }
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  TL_TRY_ASSIGN(const int port, parse_number("listen", text.substr(colon + 1)));
  if (port > 65'535) {
    return Error::invalid("`listen` needs a port of at most 65535");
  }
  return HostPort{host.empty() ? "0.0.0.0" : std::string(host), static_cast<unsigned short>(port)};
}

namespace {

// What this process may use: the machine's memory, or less where a control group says so.
std::size_t memory_bytes() {
  std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  std::size_t allowed = 0;
  if (std::ifstream limit("/sys/fs/cgroup/memory.max"); limit >> allowed && allowed > 0) {
    bytes = std::min(bytes, allowed);
  }
  return bytes;
}

// With millions of people every event touches pages that no other event of its group does. SQLite
// takes memory for a page when it first reads it, so a small record never uses more than it has.
std::size_t writer_cache_bytes(int megabytes) {
  constexpr std::size_t lowest = std::size_t{64} << 20U;
  constexpr std::size_t highest = std::size_t{1} << 30U;
  if (megabytes > 0) {
    return static_cast<std::size_t>(megabytes) << 20U;
  }
  return std::clamp(memory_bytes() / 16, lowest, highest);
}

}  // namespace

storage::StorageOptions storage_options(const Configuration& configuration) {
  storage::StorageOptions options;
  options.data_directory = configuration.data;
  options.postgres_url = configuration.database;
  // A batch of a hundred events takes about 5 ms, so that with less each would be synced alone. A
  // unit behind which nothing waits is committed at once.
  options.group_ms_max = 8;
  options.sqlite_large_cache_bytes = writer_cache_bytes(configuration.cache_mb);
  return options;
}

// A hundred million events take a gigabyte and a half.
journeys::JourneysOptions journeys_options(const Configuration& configuration) {
  journeys::JourneysOptions options;
  options.memory_bytes_max = configuration.journeys_mb > 0
                                 ? static_cast<std::size_t>(configuration.journeys_mb) << 20U
                                 : memory_bytes() / 2;
  return options;
}

}  // namespace throughline::app
