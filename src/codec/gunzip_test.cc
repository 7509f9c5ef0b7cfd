#include "codec/gunzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <string>

namespace throughline::codec {
namespace {

std::string packed(const std::string& text) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<unsigned>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<unsigned>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Unpacked {
  std::string text = {};
  bool whole = false;
  bool broken = false;
};

Unpacked unpacked(std::string_view bytes, std::size_t piece) {
  Gunzip gunzip;
  Unpacked out;
  std::array<char, 100> room{};
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    std::string_view input = bytes.substr(at, piece);
    while (!input.empty() && !out.broken) {
      const auto count = gunzip.take(input, room);
      out.broken = !count.ok();
      EXPECT_LE(count.ok() ? *count : 0, room.size());
      out.text.append(room.data(), count.ok() ? *count : 0);
    }
  }
  out.whole = gunzip.is_whole();
  return out;
}

TEST(Gunzip, GivesBackWhatWasPackedHoweverItsBytesWereCut) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += std::to_string(i * i) + ",";
  }
  const std::string both = packed(text) + packed("") + packed("end");
  for (const std::size_t piece : {std::size_t{1}, std::size_t{13}, both.size()}) {
    const Unpacked out = unpacked(both, piece);
    EXPECT_FALSE(out.broken);
    EXPECT_TRUE(out.whole);
    EXPECT_EQ(out.text, text + "end");
  }
}

TEST(Gunzip, SaysWhatEndsTooEarlyAndWhatIsBroken) {
  std::string bytes = packed(std::string(1000, 'x') + "y");
  EXPECT_FALSE(unpacked(std::string_view(bytes).substr(0, bytes.size() - 1), 50).whole);
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // Of its checksum.
  EXPECT_TRUE(unpacked(bytes, 50).broken);
  EXPECT_TRUE(unpacked("no gzip at all", 50).broken);
  EXPECT_TRUE(is_gzip(bytes));
  EXPECT_FALSE(is_gzip("\x1f"));
}

}  // namespace
}  // namespace throughline::codec
