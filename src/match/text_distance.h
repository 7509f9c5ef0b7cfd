// How alike two short texts are. Pure; over code points, of which at most `compared_chars_max` of
// each text are looked at.
//
// Jaro: M. A. Jaro, "Advances in record-linkage methodology as applied to matching the 1985 census
// of Tampa, Florida", JASA 84 (1989) 414-420. Winkler's prefix: W. E. Winkler, "String comparator
// metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage", Proceedings
// of the Section on Survey Research Methods, ASA (1990) 354-359. Edits with neighbours exchanged:
// F. J. Damerau, CACM 7 (1964) 171-176, in the restricted form (optimal string alignment).
// Soundex: D. E. Knuth, The Art of Computer Programming 3, section 6.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace throughline::match {

constexpr std::size_t compared_chars_max = 64;

// In [0, 1]; 1 for equal texts. 0 where one text is empty.
double jaro(std::string_view a, std::string_view b);
// Jaro, brought nearer to 1 for up to four equal characters at the start, with the weight 0.1.
double jaro_winkler(std::string_view a, std::string_view b);

// At least what jaro_winkler() gives, found by looking at which letters there are; much cheaper.
double jaro_winkler_at_most(std::string_view a, std::string_view b);

// Insertions, deletions, replacements and exchanges of neighbours from `a` to `b`; `most + 1` where
// it takes more than `most`.
std::size_t edits(std::string_view a, std::string_view b, std::size_t most);

// A letter and three digits in one number. 0 where the text begins with no ASCII letter.
std::uint32_t soundex(std::string_view text);

}  // namespace throughline::match
