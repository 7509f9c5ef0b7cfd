#include "net/content_coding.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace throughline::net {
namespace {

constexpr int zlib_bits = 15;
constexpr int raw_bits = -15;
constexpr int gzip_bits = 31;

std::string deflated(std::string_view text, int bits) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string input(text);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(input.data());
  stream.avail_in = static_cast<unsigned>(input.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Result<std::string> undone(Coding coding, std::string packed) {
  ReceivedBody body;
  body.text = std::move(packed);
  TL_TRY_ASSIGN(ReceivedBody plain, undo_coding(coding, std::move(body), {1'000, 1'000, "/tmp"}));
  return std::move(plain.text);
}

TEST(ContentCoding, ReadsItsNames) {
  EXPECT_EQ(parse_coding(""), Coding::identity);
  EXPECT_EQ(parse_coding(" GZip "), Coding::gzip);
  EXPECT_EQ(parse_coding("x-gzip"), Coding::gzip);
  EXPECT_EQ(parse_coding("deflate"), Coding::deflate);
  EXPECT_EQ(parse_coding("br"), std::nullopt);
  EXPECT_EQ(parse_coding("gzip, gzip"), std::nullopt);
}

TEST(ContentCoding, UndoesDeflateWithAndWithoutItsWrapping_EV08) {
  EXPECT_EQ(*undone(Coding::deflate, deflated("wrapped", zlib_bits)), "wrapped");
  EXPECT_EQ(*undone(Coding::deflate, deflated("raw", raw_bits)), "raw");
  EXPECT_EQ(*undone(Coding::gzip, deflated("gzip", gzip_bits)), "gzip");
}

TEST(ContentCoding, UndoesGzipOfSeveralMembers) {
  EXPECT_EQ(*undone(Coding::gzip, deflated("one", gzip_bits) + deflated("two", gzip_bits)),
            "onetwo");
}

TEST(ContentCoding, AnEmptyBodyIsEmptyInAnyCoding) {
  EXPECT_EQ(*undone(Coding::gzip, ""), "");
}

TEST(ContentCoding, RefusesEveryTruncation) {
  for (const auto& [coding, bits] : {std::pair{Coding::gzip, gzip_bits},
                                     {Coding::deflate, zlib_bits},
                                     {Coding::deflate, raw_bits}}) {
    const std::string packed = deflated("some text to be cut at every place", bits);
    for (std::size_t size = 1; size < packed.size(); ++size) {
      const auto result = undone(coding, packed.substr(0, size));
      ASSERT_FALSE(result.ok()) << bits << " " << size;
      EXPECT_EQ(result.error().code, ErrorCode::invalid);
    }
    EXPECT_FALSE(undone(coding, packed + "rubbish").ok());
  }
}

TEST(ContentCoding, StopsAtTheLimitHoweverSmallTheBomb) {
  const std::string bomb = deflated(std::string(1'000'000, 'x'), gzip_bits);
  const auto result = undone(Coding::gzip, bomb);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::too_large);
  EXPECT_EQ(undone(Coding::gzip, deflated(std::string(1'000, 'x'), gzip_bits))->size(), 1'000U);
}

TEST(ContentCoding, InflatesWhateverThePieces) {
  const std::string packed = deflated("one piece is one byte", gzip_bits);
  BodySink sink({1'000, 1'000, "/tmp"});
  Inflater inflater(Coding::gzip);
  for (const char& byte : packed) {
    ASSERT_TRUE(inflater.feed({&byte, 1}, sink).ok());
  }
  EXPECT_TRUE(inflater.finish().ok());
  EXPECT_EQ(sink.take_text(), "one piece is one byte");
}

TEST(ContentCoding, WeighsWhatTheClientAccepts) {
  for (const char* yes : {"gzip", "br, GZIP", "gzip;q=0.1", "*", "identity;q=0, *;q=0.5",
                          "*;q=0, gzip", "gzip;q=1.0"}) {
    EXPECT_TRUE(accepts_gzip(yes)) << yes;
  }
  for (const char* no : {"", "br", "identity", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzip ; q=0",
                         "gzip;q=0, *", "xgzip"}) {
    EXPECT_FALSE(accepts_gzip(no)) << no;
  }
}

TEST(ContentCoding, CompressesBestWhatIsKeptForEver) {
  http::Response kept = http::text_response("", "text/javascript");
  kept.headers.add("cache-control", "public, max-age=31536000, immutable");
  http::Response once = http::text_response("", "text/javascript");
  once.headers.add("cache-control", "no-cache");
  EXPECT_EQ(level_for(kept, 1), 9);
  EXPECT_EQ(level_for(kept, 0), 0) << "never is never";
  EXPECT_EQ(level_for(once, 1), 1);
  EXPECT_EQ(level_for(http::text_response("", "text/html"), 1), 1);
}

TEST(ContentCoding, CompressesOnlyLongTextThatIsNotYet) {
  const std::string text(2'000, 'x');
  for (const char* type : {"text/html; charset=utf-8", "application/json",
                           "application/problem+json", "image/svg+xml", "text/javascript"}) {
    EXPECT_TRUE(worth_compressing(http::text_response(text, type))) << type;
  }
  for (const char* type :
       {"image/png", "application/octet-stream", "text/event-stream", "font/woff2"}) {
    EXPECT_FALSE(worth_compressing(http::text_response(text, type))) << type;
  }
  EXPECT_FALSE(worth_compressing(http::text_response("short", "text/plain")));
  http::Response packed = http::text_response(text, "text/plain");
  compress(packed, 1);
  EXPECT_EQ(packed.headers.find("content-encoding"), "gzip");
  packed.body = text;
  EXPECT_FALSE(worth_compressing(packed));
}

}  // namespace
}  // namespace throughline::net
