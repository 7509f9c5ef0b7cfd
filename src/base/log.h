// Structured log lines on standard error: one JSON object per line.
//
// Never pass a secret or a customer's data: ids and counts only. Thread-safe.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace throughline {

enum class LogLevel { debug, info, warning, error };

using LogField = std::pair<std::string_view, std::string>;

// `message` is a constant sentence; what varies goes into fields.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
void set_log_level(LogLevel least);
void flush_log();

}  // namespace throughline
