// TL_ASSERT and TL_FATAL: what happens when the program itself is wrong.
//
// TL_ASSERT(condition) is on in every build and throws BrokenInvariant, which only the edge of a
// request, unit or job catches. TL_FATAL(why) logs, flushes and aborts: only where memory and disk
// may disagree.
#pragma once

#include <stdexcept>
#include <string_view>

namespace throughline {

class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void throw_broken_invariant(const char* condition, const char* file, int line);
[[noreturn]] void abort_fatally(std::string_view why, const char* file, int line);

}  // namespace throughline

#define TL_ASSERT(condition)                                                 \
  do {                                                                       \
    if (!(condition)) {                                                      \
      ::throughline::throw_broken_invariant(#condition, __FILE__, __LINE__); \
    }                                                                        \
  } while (false)
#define TL_FATAL(why) ::throughline::abort_fatally(why, __FILE__, __LINE__)
