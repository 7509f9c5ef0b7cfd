// BlockedValues: the values that name nobody, compiled from the rules.
//
// Senders write "undefined" or "00000000-0000-0000-0000-000000000000" where they know nothing; an
// event keeps what was sent, but nobody is found or merged by it. Immutable, thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"

namespace throughline::people {

struct Rules;

class BlockedValues {
 public:
  // Error::invalid names the pattern that does not compile.
  static Result<BlockedValues> compile(const Rules& rules);

  BlockedValues(BlockedValues&&) noexcept;
  BlockedValues& operator=(BlockedValues&&) noexcept;
  ~BlockedValues();

  // Why the value is blocked, in plain words, or nothing.
  [[nodiscard]] std::optional<std::string> reason(std::string_view value) const;

 private:
  struct Pattern;
  BlockedValues();
  std::unordered_set<std::string> values_;  // In lower case.
  std::vector<std::unique_ptr<Pattern>> patterns_;
};

}  // namespace throughline::people
