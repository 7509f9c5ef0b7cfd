#include "app/terminal.h"

#include <gtest/gtest.h>

namespace throughline::app {
namespace {

TEST(Terminal, ABarIsAsLongAsItsShareToAnEighth) {
  EXPECT_EQ(bar(0, 10), "");
  EXPECT_EQ(bar(1, 4), "████");
  EXPECT_EQ(bar(0.5, 4), "██");
  EXPECT_EQ(bar(0.5, 3), "█▌");
  EXPECT_EQ(bar(1.0 / 32, 4), "▏");
}

TEST(Terminal, ABarNeverHidesWhatIsThereNorRunsOver) {
  EXPECT_EQ(bar(0.000'001, 10), "▏");
  EXPECT_EQ(bar(7, 2), "██");
  EXPECT_EQ(bar(-1, 2), "");
}

TEST(Terminal, ASparklineReachesFromZeroToTheGreatest) {
  EXPECT_EQ(sparkline(std::vector<double>{0, 1, 4, 8}), "▁▁▄█");
  EXPECT_EQ(sparkline(std::vector<double>{5, 5}), "██");
  EXPECT_EQ(sparkline(std::vector<double>{0, 0}), "▁▁");
  EXPECT_EQ(sparkline(std::vector<double>{}), "");
}

TEST(Terminal, NumbersAreGroupedByThousands) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(999), "999");
  EXPECT_EQ(number_text(1'000), "1 000");
  EXPECT_EQ(number_text(-1'234'567), "-1 234 567");
  EXPECT_EQ(number_text(-100), "-100");
  EXPECT_EQ(share_text(2.0 / 3), "66.7 %");
}

TEST(Terminal, DurationsHaveTwoUnitsAtMost) {
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(450), "450 ms");
  EXPECT_EQ(duration_text(90'000), "1 min 30 s");
  EXPECT_EQ(duration_text(3'600'000), "1 h");
  EXPECT_EQ(duration_text(3'605'000), "1 h");
  EXPECT_EQ(duration_text(2 * 86'400'000.0 + 3 * 3'600'000.0), "2 d 3 h");
  EXPECT_EQ(duration_text(-1'000), "-1 s");
}

TEST(Terminal, NamesCannotCommandTheTerminal) {
  EXPECT_EQ(safe_text("Order Paid"), "Order Paid");
  EXPECT_EQ(safe_text("\x1b[2Jgone"), "\uFFFD[2Jgone");
  EXPECT_EQ(safe_text("a\nb\x7f"), "a\uFFFDb\uFFFD");
  EXPECT_EQ(safe_text("\xc2\x9b"
                      "1m"),
            "\uFFFD1m")
      << "the one-byte form of escape [";
  // In two halves, so that no editor shows this line the wrong way round.
  EXPECT_EQ(safe_text(std::string("\xe2\x80") + "\xaetxt"), "\uFFFDtxt");
  EXPECT_EQ(safe_text("\xff"), "\uFFFD");
  EXPECT_EQ(safe_text("Zürich 購入"), "Zürich 購入");
}

TEST(Terminal, LongNamesAreCutAtACharacter) {
  EXPECT_EQ(safe_text("abcdef", 6), "abcdef");
  EXPECT_EQ(safe_text("abcdefg", 6), "abcde…");
  EXPECT_EQ(safe_text("äöüäöü", 3), "äö…");
}

TEST(Terminal, ATableIsAsWideAsItsCellsCountedInCharacters) {
  Table table({{.title = "step", .align = Table::Align::left}, {.title = "people"}, {.title = ""}});
  table.add({"Überblick", "1 000"});
  table.add({"Paid", "7", "x"});
  EXPECT_EQ(table.text(),
            "step       people\n"
            "Überblick   1 000\n"
            "Paid            7  x\n");
}

}  // namespace
}  // namespace throughline::app
