// Book: a table of texts written for people to read and extend, kept in the program.
//
// Form: "== section" opens a section, "key: text" adds one line to a key of it, and a key may have
// many lines. Empty lines separate. Anything else is a bug of the book and asserts.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::demo {

// Immutable after construction, so shared freely; views into the text given, which must live on.
class Book {
 public:
  explicit Book(std::string_view text);

  // The lines of a key in the order of the book; empty when it has none.
  [[nodiscard]] std::span<const std::string_view> lines(std::string_view section,
                                                        std::string_view key) const;
  // The one line of a key; empty text when it has none.
  [[nodiscard]] std::string_view line(std::string_view section, std::string_view key) const;

 private:
  std::map<std::string, std::vector<std::string_view>, std::less<>> lines_;
};

}  // namespace throughline::demo
