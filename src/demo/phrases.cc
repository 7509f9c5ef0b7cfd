#include "demo/phrases.h"

#include <algorithm>
#include <array>
#include <vector>

#include "demo/book.h"
#include "demo/texts.h"

namespace throughline::demo {
namespace {

constexpr std::array<std::string_view, language_count> names = {"en", "de", "fr", "es", "pt",
                                                                "ja", "sv", "pl", "ar", "he"};

const Book& book_of(std::string_view language) {
  static const std::vector<Book> books = [] {
    std::vector<Book> all;
    for (const std::string_view text :
         {texts::english, texts::german, texts::french, texts::spanish, texts::portuguese,
          texts::japanese, texts::swedish, texts::polish, texts::arabic, texts::hebrew}) {
      all.emplace_back(text);
    }
    return all;
  }();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names.at(i) == language) {
      return books[i];
    }
  }
  return books.front();
}

bool of_topic(std::string_view key) {
  constexpr std::array<std::string_view, 6> keys = {"subject", "open",  "more",
                                                    "ask",     "agent", "call"};
  return std::ranges::find(keys, key) != keys.end();
}

std::vector<std::string_view> wordings_of(std::string_view line) {
  constexpr std::string_view between = " | ";
  std::vector<std::string_view> all;
  for (;;) {
    const std::size_t end = line.find(between);
    all.push_back(line.substr(0, end));
    if (end == std::string_view::npos) {
      return all;
    }
    line.remove_prefix(end + between.size());
  }
}

// Chooses one text's phrases by its variant, each part a digit of it.
class Turns {
 public:
  explicit Turns(std::uint32_t variant) : variant_(variant), spare_(variant / topic_cases) {}

  std::string_view wording(std::span<const std::string_view> cases) {
    const auto all = wordings_of(cases[variant_ % topic_cases % cases.size()]);
    const std::string_view chosen = all[spare_ % all.size()];
    spare_ = all.size() > 1 ? (spare_ / all.size()) + variant_ : spare_;
    return chosen;
  }
  std::string_view line(std::span<const std::string_view> lines) {
    const std::size_t index = cycle_ == 1 ? variant_ : variant_ + (variant_ / cycle_);
    cycle_ *= lines.size();
    return lines[index % lines.size()];
  }

 private:
  static constexpr std::size_t topic_cases = 4;
  std::size_t variant_;
  std::size_t spare_;
  std::size_t cycle_ = 1;
};

}  // namespace

std::span<const std::string_view> languages() {
  return names;
}

std::span<const std::string_view> phrases(std::string_view language, std::string_view section,
                                          std::string_view key) {
  const auto own = book_of(language).lines(section, key);
  return own.empty() ? book_of("en").lines(section, key) : own;
}

std::string_view phrase(std::string_view language, std::string_view section, std::string_view key,
                        std::size_t index) {
  const auto all = phrases(language, section, key);
  return all.empty() ? std::string_view() : all[index % all.size()];
}

std::string composed(std::string_view language, std::initializer_list<Part> parts,
                     std::uint32_t variant, std::initializer_list<Filling> facts) {
  std::string text;
  Turns turns(variant);
  for (const Part& part : parts) {
    const auto all = phrases(language, part.section, part.key);
    if (all.empty()) {
      continue;
    }
    if (!text.empty() && language != "ja") {
      text += ' ';
    }
    text += filled(of_topic(part.key) ? turns.wording(all) : turns.line(all), facts);
  }
  return text;
}

}  // namespace throughline::demo
