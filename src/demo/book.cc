#include "demo/book.h"

#include "base/assert.h"
#include "base/text.h"

namespace throughline::demo {
namespace {

std::string joined(std::string_view section, std::string_view key) {
  std::string name;
  name.reserve(section.size() + key.size() + 1);
  name.append(section).append(1, '.').append(key);
  return name;
}

}  // namespace

Book::Book(std::string_view text) {
  std::string_view section;
  for (const std::string_view raw : split(text, '\n')) {
    const std::string_view line = trimmed(raw);
    if (line.empty()) {
      continue;
    }
    if (line.starts_with("== ")) {
      section = line.substr(3);
      continue;
    }
    const std::size_t colon = line.find(": ");
    TL_ASSERT(colon != std::string_view::npos);
    lines_[joined(section, line.substr(0, colon))].push_back(line.substr(colon + 2));
  }
}

std::span<const std::string_view> Book::lines(std::string_view section,
                                              std::string_view key) const {
  const auto found = lines_.find(joined(section, key));
  return found == lines_.end() ? std::span<const std::string_view>() : found->second;
}

std::string_view Book::line(std::string_view section, std::string_view key) const {
  const auto all = lines(section, key);
  return all.empty() ? std::string_view() : all.front();
}

}  // namespace throughline::demo
