#include "demo/book.h"

#include <gtest/gtest.h>

#include "base/assert.h"

namespace throughline::demo {
namespace {

TEST(Book, KeepsTheLinesOfAKeyInOrder) {
  const Book book("== fruit\nred: apple\nred: cherry\n\n== tree\nred: maple\n");
  const auto lines = book.lines("fruit", "red");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "apple");
  EXPECT_EQ(lines[1], "cherry");
  EXPECT_EQ(book.line("tree", "red"), "maple");
}

TEST(Book, HasNothingUnderAnUnknownKey) {
  const Book book("== fruit\nred: apple\n");
  EXPECT_TRUE(book.lines("fruit", "blue").empty());
  EXPECT_EQ(book.line("tree", "red"), "");
}

TEST(Book, RefusesALineWithoutAKey) {
  EXPECT_THROW(Book("== fruit\napple\n"), BrokenInvariant);
}

}  // namespace
}  // namespace throughline::demo
