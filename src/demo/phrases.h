// Phrases: what people and the company write, in ten languages, put together from small parts.
//
// The books are in texts/, one per language. What a language lacks is taken from the English one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "demo/template.h"

namespace throughline::demo {

constexpr std::size_t language_count = 10;
// The languages that have a book; English is the first.
std::span<const std::string_view> languages();

std::span<const std::string_view> phrases(std::string_view language, std::string_view section,
                                          std::string_view key);
// One phrase; `index` counts around.
std::string_view phrase(std::string_view language, std::string_view section, std::string_view key,
                        std::size_t index = 0);

// A part of a text: one of the phrases under "section.key".
struct Part {
  std::string_view section;
  std::string_view key;
};
// One phrase for each part in a row. The lines of a topic (subject, open, more, ask, agent, call)
// belong together: all parts take the same line, and of its wordings, which " | " separates, one.
// Other parts take their lines in turn, so that neighbouring variants differ.
std::string composed(std::string_view language, std::initializer_list<Part> parts,
                     std::uint32_t variant, std::initializer_list<Filling> facts);

}  // namespace throughline::demo
