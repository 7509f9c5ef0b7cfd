#include "base/assert.h"

#include <cstdlib>
#include <string>

#include "base/log.h"

namespace throughline {

void throw_broken_invariant(const char* condition, const char* file, int line) {
  throw BrokenInvariant(std::string(file) + ":" + std::to_string(line) + ": " + condition);
}

void abort_fatally(std::string_view why, const char* file, int line) {
  log(LogLevel::error, "fatal",
      {{"why", std::string(why)}, {"at", std::string(file) + ":" + std::to_string(line)}});
  flush_log();
  std::abort();
}

}  // namespace throughline
