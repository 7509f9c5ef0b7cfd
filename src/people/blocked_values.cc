#include "people/blocked_values.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "people/rules.h"

namespace throughline::people {
namespace {

// About a millisecond: a pattern that runs away on some value blocks nothing.
constexpr std::int32_t regex_time_max = 100;

}  // namespace

struct BlockedValues::Pattern {
  std::string text;
  std::unique_ptr<icu::RegexPattern> compiled;
};

BlockedValues::BlockedValues() = default;
BlockedValues::BlockedValues(BlockedValues&&) noexcept = default;
BlockedValues& BlockedValues::operator=(BlockedValues&&) noexcept = default;
BlockedValues::~BlockedValues() = default;

Result<BlockedValues> BlockedValues::compile(const Rules& rules) {
  BlockedValues blocked;
  for (const std::string& value : rules.blocked_values) {
    blocked.values_.insert(ascii_lower(value));
  }
  for (const std::string& text : rules.blocked_patterns) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError where{};
    std::unique_ptr<icu::RegexPattern> compiled(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(text), where, status));
    if (U_FAILURE(status) != 0) {
      return Error::invalid("no regular expression: " + text);
    }
    blocked.patterns_.push_back(std::make_unique<Pattern>(Pattern{text, std::move(compiled)}));
  }
  return blocked;
}

std::optional<std::string> BlockedValues::reason(std::string_view value) const {
  if (trimmed(value).empty()) {
    return "the value is empty";
  }
  if (values_.contains(ascii_lower(trimmed(value)))) {
    return "the value names nobody";
  }
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(value.data(), static_cast<std::int32_t>(value.size())));
  for (const auto& pattern : patterns_) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern->compiled->matcher(text, status));
    if (U_FAILURE(status) != 0) {
      continue;
    }
    matcher->setTimeLimit(regex_time_max, status);
    if (matcher->matches(status) != 0 && U_SUCCESS(status) != 0) {
      return "the value matches " + pattern->text;
    }
  }
  return std::nullopt;
}

}  // namespace throughline::people
