#include "codec/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace throughline::codec {
namespace {

using Fields = std::vector<std::string>;
using Rows = std::vector<Fields>;

Rows rows_of(std::string_view text, char separator = ',') {
  const Result<std::vector<CsvRow>> parsed = parse_csv(text, separator);
  EXPECT_TRUE(parsed.ok()) << (parsed ? "" : parsed.error().message);
  Rows rows;
  if (parsed) {
    for (const CsvRow& row : *parsed) {
      rows.push_back(row.fields);
    }
  }
  return rows;
}

std::string refusal(std::string_view text, CsvLimits limits = {}) {
  const Result<std::vector<CsvRow>> parsed = parse_csv(text, ',', limits);
  return parsed ? "accepted" : parsed.error().message;
}

std::string row(const Fields& fields) {
  std::string out;
  append_csv_row(out, fields);
  return out;
}

TEST(CsvReader, ReadsEveryLineEnd) {
  const Rows expected = {{"a", "b"}, {"1", "2"}};
  EXPECT_EQ(rows_of("a,b\r\n1,2\r\n"), expected);
  EXPECT_EQ(rows_of("a,b\n1,2"), expected);
  EXPECT_EQ(rows_of("a,b\r1,2\r"), expected);
}

TEST(CsvReader, ReadsQuotedFields) {
  EXPECT_EQ(rows_of("\"a,\"\"b\"\"\",\"line\r\nbreak\",\"\"\n"),
            (Rows{{"a,\"b\"", "line\r\nbreak", ""}}));
}

TEST(CsvReader, KeepsEmptyFieldsAndSpacesAndSkipsEmptyLines) {
  EXPECT_EQ(rows_of(",\n\n , x \n\"\"\n"), (Rows{{"", ""}, {" ", " x "}, {""}}));
}

TEST(CsvReader, SkipsAByteOrderMarkAndKeepsWhatOnlyBeginsLikeOne) {
  EXPECT_EQ(rows_of("\xef\xbb\xbf\"a\",b"), (Rows{{"a", "b"}}));
  EXPECT_EQ(rows_of("\xef\xbb"), (Rows{{"\xef\xbb"}}));
  EXPECT_EQ(rows_of("\xef\xbb,a"), (Rows{{"\xef\xbb", "a"}}));
  EXPECT_EQ(rows_of("\xef\xbb\xbf"), Rows{});
}

TEST(CsvReader, TakesOtherSeparators) {
  EXPECT_EQ(rows_of("a;b,c\n", ';'), (Rows{{"a", "b,c"}}));
  EXPECT_EQ(guess_csv_separator("a;b;\"c,d,e,f\"\n,,,,"), ';');
  EXPECT_EQ(guess_csv_separator("a\tb\tc"), '\t');
  EXPECT_EQ(guess_csv_separator("single"), ',');
}

TEST(CsvReader, NamesTheLineOfARefusal) {
  EXPECT_EQ(refusal("a\nb\"c\n"),
            "invalid CSV in line 2: a quote inside a field that is not quoted");
  EXPECT_EQ(refusal("\"a\nb\"\nx,\"y\"z"), "invalid CSV in line 3: text after a closing quote");
  EXPECT_EQ(refusal("a\r\n\r\n\"b\r\nc"),
            "invalid CSV in the row that begins in line 3: a quote is never closed");
  EXPECT_EQ(refusal(std::string_view("a\0b", 3)), "invalid CSV in line 1: a NUL byte");
}

TEST(CsvReader, SaysWhereEachRowBegins) {
  const Result<std::vector<CsvRow>> parsed = parse_csv("a\n\n\"b\r\nb\"\nc");
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->size(), 3);
  EXPECT_EQ((*parsed)[1].line, 3);
  EXPECT_EQ((*parsed)[2].line, 5);
}

TEST(CsvReader, HoldsItsLimits) {
  const CsvLimits limits = {.fields_max = 2, .field_bytes_max = 4, .row_bytes_max = 6};
  EXPECT_EQ(refusal("abcd,ef\nabcd,ef\n", limits), "accepted");
  EXPECT_EQ(refusal("x\na,b,c", limits),
            "CSV beyond the limits in line 2: a row of more than 2 fields");
  EXPECT_EQ(refusal("abcde", limits),
            "CSV beyond the limits in line 1: a field of more than 4 bytes");
  EXPECT_EQ(refusal("\"abcd\",efg", limits),
            "CSV beyond the limits in line 1: a row of more than 6 bytes");
}

TEST(CsvReader, StopsWhenTheRowIsRefused) {
  int rows = 0;
  CsvReader reader([&rows](const CsvRow&) -> Result<void> {
    return ++rows == 2 ? Result<void>(Error::conflict("stop")) : Result<void>();
  });
  const Result<void> result = reader.feed("a\nb\nc\n");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::conflict);
  EXPECT_EQ(rows, 2);
}

TEST(CsvWriter, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(row({"a", "b,c", "d\"e", "f\ng", " h", ""}),
            "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\",\r\n");
  EXPECT_EQ(row({""}), "\"\"\r\n");
}

TEST(CsvWriter, DisarmsFormulasForSpreadsheets) {
  std::string out;
  append_csv_row_for_spreadsheets(out, Fields{"=1+1", "-5.2", "+cmd|x", "@a", "plain"});
  EXPECT_EQ(out, "'=1+1,-5.2,'+cmd|x,'@a,plain\r\n");
}

TEST(CsvProperty, WhatIsWrittenIsReadBackInPiecesOfAnySize) {
  EXPECT_TRUE(rc::check("csv", [] {
    const auto field = rc::gen::container<std::string>(
        rc::gen::element('a', 'b', ',', '"', '\n', '\r', ' ', '\xc3', '\xef', '='));
    const auto rows =
        rc::gen::container<Rows>(rc::gen::nonEmpty(rc::gen::container<Fields>(field)));
    const Rows written = *rc::gen::scale(0.2, rows);
    std::string text;
    for (const Fields& fields : written) {
      append_csv_row(text, fields);
    }
    Rows read;
    CsvReader reader([&read](CsvRow next) -> Result<void> {
      read.push_back(std::move(next.fields));
      return {};
    });
    for (std::size_t at = 0; at < text.size();) {
      const auto size = *rc::gen::inRange<std::size_t>(1, 10);
      RC_ASSERT(reader.feed(std::string_view(text).substr(at, size)).ok());
      at += size;
    }
    RC_ASSERT(reader.finish().ok());
    RC_ASSERT(read == written);
  }));
}

TEST(CsvReader, ABadRowIsRefusedAloneWhereverTheBytesWereCut) {
  const std::string text = "a,b\r\n5\" disk,6\" disk\r\n\"x\"y,\"z\nw\"\n1,2\n" +
                           std::string("n\0ul,3\n", 7) + "8,9\n\"q\"r";
  for (std::size_t piece = 1; piece <= text.size(); ++piece) {
    std::vector<std::string> seen;
    const auto keep = [&](std::string_view kind, const CsvRow& row) {
      std::string all(kind);
      for (const std::string& field : row.fields) {
        all += "|" + field;
      }
      seen.push_back(std::to_string(row.line) + all);
    };
    CsvReader reader([&](const CsvRow& row) -> Result<void> {
      keep("", row);
      return {};
    });
    reader.on_bad_row([&](const CsvRow& row, const Error&) -> Result<void> {
      keep(" bad", row);
      return {};
    });
    for (std::size_t at = 0; at < text.size(); at += piece) {
      ASSERT_TRUE(reader.feed(std::string_view(text).substr(at, piece)).ok());
    }
    ASSERT_TRUE(reader.finish().ok());
    EXPECT_EQ(seen, (std::vector<std::string>{
                        "1|a|b", "2 bad|5\" disk,6\" disk", "3 bad|xy,\"z", "4 bad|w\"", "5|1|2",
                        "6 bad" + std::string("|n\0ul,3", 7), "7|8|9", "8 bad|qr"}))
        << piece;
  }
}

}  // namespace
}  // namespace throughline::codec
