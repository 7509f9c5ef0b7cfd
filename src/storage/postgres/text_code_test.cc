#include "storage/postgres/text_code.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "base/text.h"

namespace throughline::storage::postgres {
namespace {

using namespace std::string_literals;

// Texts rich in what is coded: code points around the edges, and in `bytes` anything at all.
const std::vector<std::string> pieces = {"\0"s,
                                         "\x01"s,
                                         "\x02"s,
                                         "0",
                                         "1",
                                         "d",
                                         "d800",
                                         "x",
                                         "xff",
                                         "a",
                                         "\x7f",
                                         "\xc2\x80",
                                         "\xdf\xbf",
                                         "\xe0\xa0\x80",
                                         "\xed\x9f\xbe",
                                         "\xed\x9f\xbf",
                                         "\xed\xa0\x80",
                                         "\xed\xaf\xbf",
                                         "\xed\xb0\x80",
                                         "\xed\xbf\xbf",
                                         "\xee\x80\x80",
                                         "\xef\xbf\xbf",
                                         "\xf0\x90\x80\x80",
                                         "\xf4\x8f\xbf\xbf"};

std::string joined(const std::vector<int>& choices) {
  std::string text;
  for (const int choice : choices) {
    text += pieces.at(static_cast<std::size_t>(choice));
  }
  return text;
}

auto choices() {
  return rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(pieces.size())));
}

int sign(int number) {
  return number < 0 ? -1 : number > 0 ? 1 : 0;
}

bool is_storable(const std::string& text) {
  return is_wtf8(text) && text.find('\0') == std::string::npos &&
         encode_text(text).find("\xed\xa0") == std::string::npos;
}

TEST(TextCode, KeepsEveryTextAndItsOrder) {
  EXPECT_TRUE(rc::check("round trip and order", [] {
    const std::string a = joined(*choices());
    const std::string b = joined(*choices());
    RC_ASSERT(decode_text(encode_text(a)) == a);
    RC_ASSERT(is_storable(encode_text(a)));
    RC_ASSERT(sign(encode_text(a).compare(encode_text(b))) == sign(a.compare(b)));
  }));
}

TEST(TextCode, KeepsBytesThatAreNoText) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& bytes) {
    RC_ASSERT(decode_text(encode_text(bytes)) == bytes);
    RC_ASSERT(is_storable(encode_text(bytes)));
  }));
  for (const std::string& bad : {"\x80"s, "\xc0\x80"s, "\xe0\x80\x80"s, "\xf4\x90\x80\x80"s,
                                 "\xf0\x80\x80\x80"s, "\xff"s, "\xe2\x82"s, "a\xf0\x9f\x92"s}) {
    EXPECT_EQ(decode_text(encode_text(bad)), bad);
    EXPECT_TRUE(is_storable(encode_text(bad)));
  }
}

TEST(TextCode, LeavesOrdinaryTextAlone) {
  for (const std::string& text : {""s, "plain"s, "\xc3\xa4\xe2\x82\xac\xf0\x9f\xa6\x8a"s}) {
    EXPECT_EQ(encode_text(text), text);
    EXPECT_EQ(decode_text(text), text);
  }
  EXPECT_EQ(encode_text("\xed\xa0\x80"),
            "\xed\x9f\xbf"
            "d800");
  EXPECT_EQ(encode_text("a\0"s),
            "a\x01"
            "0");
}

TEST(TextCode, LeavesWhatItDidNotWriteAsItIs) {
  for (const std::string& text : {"\x01"s, "\x01z"s, "\xed\x9f\xbf"s, "\xed\x9f\xbfq"s,
                                  "\xed\x9f\xbf"
                                  "d1"s,
                                  "\xed\x9f\xbf"
                                  "d123"s,
                                  "\xed\x9f\xbfxq"s}) {
    EXPECT_EQ(decode_text(text), text);
  }
}

TEST(NumberedArguments, LeavesQuotesAndCommentsAlone) {
  const Numbered numbered = numbered_arguments(
      "SELECT ?, '?''?', \"?\" /* ? */ FROM t -- ?\nWHERE a = ? AND b IN (?, ?)");
  EXPECT_EQ(numbered.sql,
            "SELECT $1, '?''?', \"?\" /* ? */ FROM t -- ?\nWHERE a = $2 AND b IN ($3, $4)");
  EXPECT_EQ(numbered.arguments, 4);
  EXPECT_EQ(numbered_arguments("SELECT 'open ?").arguments, 0);
}

}  // namespace
}  // namespace throughline::storage::postgres
