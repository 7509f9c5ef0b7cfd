#include "people/mentions.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "base/text.h"
#include "people/rules.h"

namespace throughline::people {
namespace {

constexpr std::size_t address_bytes_min = 5;
constexpr std::size_t telling_bytes_min = 16;
constexpr std::string_view replacement = "erased";

std::uint32_t four_bytes(const char* at) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}
std::uint16_t two_bytes(const char* at) {
  std::uint16_t bytes = 0;
  std::memcpy(&bytes, at, sizeof(bytes));
  return bytes;
}

std::string in_json(const std::string& value) {
  const std::string quoted = quote_json(value);
  return quoted.substr(1, quoted.size() - 2);
}

void replace_all(std::string& text, std::string_view wanted, std::string_view with) {
  const std::string lower = ascii_lower(text);
  std::string result;
  std::size_t from = 0;
  for (std::size_t at = lower.find(wanted); at != std::string::npos;
       at = lower.find(wanted, from)) {
    result.append(text, from, at - from).append(with);
    from = at + wanted.size();
  }
  if (from > 0) {
    text = result.append(text, from);
  }
}

}  // namespace

Mentions::Mentions(const std::vector<Identifier>& identifiers,
                   const std::vector<std::string>& also) {
  std::set<std::string> anywhere;
  std::set<std::string> quoted;
  for (const Identifier& identifier : identifiers) {
    const bool address = is_channel_type(identifier.type);
    const std::size_t least = address ? address_bytes_min : telling_bytes_min;
    if (identifier.value.size() >= least) {
      anywhere.insert(ascii_lower(identifier.value));
      anywhere.insert(ascii_lower(in_json(identifier.value)));
    } else {
      quoted.insert(ascii_lower(quote_json(identifier.value)));
      quoted.insert(ascii_lower(identifier.type + " " + identifier.value));
    }
  }
  for (const std::string& spelling : also) {
    if (spelling.size() >= address_bytes_min) {
      anywhere.insert(ascii_lower(spelling));
      anywhere.insert(ascii_lower(in_json(spelling)));
    }
  }
  anywhere_.assign(anywhere.begin(), anywhere.end());
  std::stable_sort(anywhere_.begin(), anywhere_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  quoted_.assign(quoted.begin(), quoted.end());
  static_assert(address_bytes_min >= sizeof(std::uint32_t));
  for (std::size_t i = 0; i < anywhere_.size(); ++i) {
    by_start_[four_bytes(anywhere_[i].data())].push_back(i);
    starts_.set(two_bytes(anywhere_[i].data()));
  }
}

bool Mentions::anywhere_in(std::string_view text) const {
  return text.size() >= address_bytes_min && !anywhere_.empty() &&
         anywhere_in_lower(ascii_lower(text));
}

bool Mentions::anywhere_in_lower(std::string_view lower) const {
  for (std::size_t at = 0; at + address_bytes_min <= lower.size(); ++at) {
    if (!starts_.test(two_bytes(lower.data() + at))) {
      continue;
    }
    const auto found = by_start_.find(four_bytes(lower.data() + at));
    if (found == by_start_.end()) {
      continue;
    }
    for (const std::size_t i : found->second) {
      if (lower.substr(at, anywhere_[i].size()) == anywhere_[i]) {
        return true;
      }
    }
  }
  return false;
}

bool Mentions::in(std::string_view text) const {
  const std::string lower = ascii_lower(text);
  const auto found = [&](const std::string& wanted) {
    return lower.find(wanted) != std::string::npos;
  };
  return anywhere_in_lower(lower) || std::any_of(quoted_.begin(), quoted_.end(), found);
}

std::string Mentions::without(std::string text, Short ids) const {
  if (!(ids == Short::taken ? in(text) : anywhere_in(text))) {
    return text;
  }
  for (const std::string& wanted : anywhere_) {
    replace_all(text, wanted, replacement);
  }
  if (ids == Short::taken) {
    for (const std::string& wanted : quoted_) {
      const bool is_json = wanted.front() == '"';
      replace_all(text, wanted, is_json ? "\"erased\"" : replacement);
    }
  }
  return text;
}

std::optional<std::string> Mentions::rest_of(const std::string& text, Short ids) const {
  std::string rest = without(text, ids);
  return rest == text ? std::nullopt : std::optional(std::move(rest));
}

}  // namespace throughline::people
