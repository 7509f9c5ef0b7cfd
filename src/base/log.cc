#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>

#include "base/text.h"

namespace throughline {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("throughline",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                      spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *instance;
}

constexpr std::array levels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                               spdlog::level::err};

}  // namespace

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  std::string line = "\"message\":" + quote_json(message);
  for (const auto& [name, value] : fields) {
    line += "," + quote_json(name) + ":" + quote_json(value);
  }
  logger().log(levels.at(static_cast<std::size_t>(level)), line);
}

void set_log_level(LogLevel least) {
  logger().set_level(levels.at(static_cast<std::size_t>(least)));
}

void flush_log() {
  logger().flush();
}

}  // namespace throughline
