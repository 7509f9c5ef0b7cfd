#include "match/text_distance.h"

#include <gtest/gtest.h>

#include <string>

namespace throughline::match {
namespace {

// The values of Winkler's papers.
TEST(TextDistance, JaroAndWinklerAsPublished) {
  EXPECT_NEAR(jaro("MARTHA", "MARHTA"), 0.9444, 0.0001);
  EXPECT_NEAR(jaro("DWAYNE", "DUANE"), 0.8222, 0.0001);
  EXPECT_NEAR(jaro("DIXON", "DICKSONX"), 0.7667, 0.0001);
  EXPECT_NEAR(jaro("JONES", "JOHNSON"), 0.7905, 0.0001);
  EXPECT_NEAR(jaro_winkler("MARTHA", "MARHTA"), 0.9611, 0.0001);
  EXPECT_NEAR(jaro_winkler("DWAYNE", "DUANE"), 0.8400, 0.0001);
  EXPECT_NEAR(jaro_winkler("DIXON", "DICKSONX"), 0.8133, 0.0001);
  EXPECT_NEAR(jaro_winkler("ABROMS", "ABRAMS"), 0.9222, 0.0002);
}

TEST(TextDistance, EmptyIsLikeNothing_ID11) {
  EXPECT_EQ(jaro("", ""), 0);
  EXPECT_EQ(jaro("a", ""), 0);
  EXPECT_EQ(jaro_winkler("", ""), 0);
  EXPECT_EQ(jaro("a", "b"), 0);
  EXPECT_EQ(jaro("a", "a"), 1);
}

TEST(TextDistance, EditsCountExchangedNeighboursOnce) {
  EXPECT_EQ(edits("kitten", "sitting", 5), 3U);
  EXPECT_EQ(edits("ca", "ac", 5), 1U);
  EXPECT_EQ(edits("ca", "abc", 5), 3U);  // 2 without the restriction.
  EXPECT_EQ(edits("", "abc", 5), 3U);
  EXPECT_EQ(edits("abc", "abc", 0), 0U);
  EXPECT_EQ(edits("abcdef", "uvwxyz", 2), 3U);
}

TEST(TextDistance, CountsCodePointsNotBytes) {
  EXPECT_EQ(edits("Мария", "Марья", 3), 1U);
  EXPECT_EQ(edits("東京都", "東京", 3), 1U);
  EXPECT_GT(jaro_winkler("Екатерина", "Екатерена"), 0.9);
}

TEST(TextDistance, LongTextsAreCutNotRefused) {
  const std::string a(1'000'000, 'a');
  EXPECT_EQ(jaro_winkler(a, a + "b"), 1);
  EXPECT_EQ(edits(a, std::string(1'000'000, 'b'), 3), 4U);
  EXPECT_EQ(edits("\xF0\x9F", "\xC3", 2), 1U);
}

std::string sound_of(std::string_view text) {
  std::string code;
  for (std::uint32_t sound = soundex(text); sound != 0; sound >>= 8U) {
    code.insert(code.begin(), static_cast<char>(sound & 0xFFU));
  }
  return code;
}

TEST(TextDistance, SoundexAsKnuthLists) {
  EXPECT_EQ(sound_of("Robert"), "r163");
  EXPECT_EQ(sound_of("Rupert"), "r163");
  EXPECT_EQ(sound_of("Rubin"), "r150");
  EXPECT_EQ(sound_of("Ashcraft"), "a261");
  EXPECT_EQ(sound_of("Tymczak"), "t522");
  EXPECT_EQ(sound_of("Pfister"), "p236");
  EXPECT_EQ(sound_of("Honeyman"), "h555");
  EXPECT_EQ(sound_of("Lee"), "l000");
  EXPECT_EQ(sound_of("Мария"), "");
}

}  // namespace
}  // namespace throughline::match
