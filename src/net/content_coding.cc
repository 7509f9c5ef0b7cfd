#include "net/content_coding.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <span>

#include "base/assert.h"
#include "base/text.h"

namespace throughline::net {
namespace {

constexpr std::size_t compressed_from_bytes = 1024;
constexpr std::size_t compressed_to_bytes = std::size_t{256} * 1024 * 1024;
constexpr int window_bits = 15;
constexpr int gzip_bits = window_bits + 16;
constexpr int raw_bits = -window_bits;

Error broken() {
  return Error::invalid("The body is not what its Content-Encoding says.");
}

bool starts_zlib(std::string_view piece) {
  const auto first = static_cast<unsigned char>(piece[0]);
  // CM must be 8; where the second byte is here too, the pair is a multiple of 31.
  return (first & 0x0fU) == 8 && (first >> 4U) <= 7 &&
         (piece.size() < 2 || (first * 256U + static_cast<unsigned char>(piece[1])) % 31 == 0);
}

bool compressible(std::string_view content_type) {
  const std::string type = ascii_lower(content_type.substr(0, content_type.find(';')));
  return (type.starts_with("text/") && type != "text/event-stream") || type.ends_with("json") ||
         type.ends_with("xml") || type.ends_with("javascript");
}

}  // namespace

std::optional<Coding> parse_coding(std::string_view content_encoding) {
  const std::string name = ascii_lower(trimmed(content_encoding));
  if (name.empty() || name == "identity") {
    return Coding::identity;
  }
  if (name == "gzip" || name == "x-gzip") {
    return Coding::gzip;
  }
  if (name == "deflate") {
    return Coding::deflate;
  }
  return std::nullopt;
}

struct Inflater::State {
  Coding coding;
  z_stream stream = {};
  bool open = false;
  bool ended = false;  // At the end of a member.

  void start(std::string_view piece) {
    const int wrapped = starts_zlib(piece) ? window_bits : raw_bits;
    const int bits = coding == Coding::gzip ? gzip_bits : wrapped;
    TL_ASSERT(inflateInit2(&stream, bits) == Z_OK);
    open = true;
  }

  // Fills `out` as far as the input goes. False where that is not what the coding says.
  bool inflate_into(std::span<unsigned char> out) {
    if (ended && (coding != Coding::gzip || inflateReset(&stream) != Z_OK)) {
      return false;
    }
    stream.next_out = out.data();
    stream.avail_out = static_cast<unsigned>(out.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    ended = status == Z_STREAM_END;
    return ended || status == Z_OK || status == Z_BUF_ERROR;
  }
};

Inflater::Inflater(Coding coding) : state_(std::make_unique<State>(State{.coding = coding})) {}

Inflater::~Inflater() {
  if (state_->open) {
    inflateEnd(&state_->stream);
  }
}

Result<void> Inflater::feed(std::string_view piece, BodySink& sink) {
  if (piece.empty()) {
    return {};
  }
  z_stream& stream = state_->stream;
  if (!state_->open) {
    state_->start(piece);
  }
  std::array<unsigned char, 32 * 1024> out = {};
  stream.next_in = reinterpret_cast<const unsigned char*>(piece.data());
  stream.avail_in = static_cast<unsigned>(piece.size());
  do {
    if (!state_->inflate_into(out)) {
      return broken();
    }
    TL_TRY(sink.append({reinterpret_cast<const char*>(out.data()), out.size() - stream.avail_out}));
  } while (stream.avail_in > 0 || (stream.avail_out == 0 && !state_->ended));
  return {};
}

Result<void> Inflater::finish() const {
  if (state_->open && !state_->ended) {
    return Error::invalid("The body ends in the middle of its Content-Encoding.");
  }
  return {};
}

Result<ReceivedBody> undo_coding(Coding coding, ReceivedBody body, BodySink::Limits limits) {
  if (coding == Coding::identity) {
    return body;
  }
  BodySink sink(std::move(limits));
  Inflater inflater(coding);
  if (body.file.path().empty()) {
    TL_TRY(inflater.feed(body.text, sink));
  } else {
    std::ifstream file(body.file.path(), std::ios::binary);
    std::string piece(64 * 1024, '\0');
    while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           file.gcount() > 0) {
      const auto size = static_cast<std::size_t>(file.gcount());
      TL_TRY(inflater.feed(std::string_view(piece).substr(0, size), sink));
    }
  }
  TL_TRY(inflater.finish());
  return ReceivedBody{sink.take_text(), sink.take_file()};
}

bool accepts_gzip(std::string_view accept_encoding) {
  bool by_star = false;
  for (const std::string_view item : split(accept_encoding, ',')) {
    const std::size_t semicolon = item.find(';');
    const std::string_view name = trimmed(item.substr(0, semicolon));
    const bool named = equal_ignoring_case(name, "gzip");
    if (!named && name != "*") {
      continue;
    }
    const std::string_view weight =
        semicolon == std::string_view::npos ? "q=1" : item.substr(semicolon + 1);
    // "q=0", "q=0." and "q=0.000" all mean never.
    const bool wanted = weight.find_first_not_of("qQ=0. \t") != std::string_view::npos;
    if (named) {
      return wanted;
    }
    by_star = wanted;
  }
  return by_star;
}

bool worth_compressing(const http::Response& response) {
  const auto* text = std::get_if<std::string>(&response.body);
  return text != nullptr && text->size() > compressed_from_bytes &&
         text->size() <= compressed_to_bytes && !response.headers.find("content-encoding") &&
         compressible(response.headers.value_or("content-type", ""));
}

int level_for(const http::Response& response, int usual) {
  const bool is_kept =
      response.headers.value_or("cache-control", "").find("immutable") != std::string_view::npos;
  return usual > 0 && is_kept ? Z_BEST_COMPRESSION : usual;
}

void compress(http::Response& response, int level) {
  auto& text = std::get<std::string>(response.body);
  z_stream stream = {};
  constexpr int memory_level = 8;
  TL_ASSERT(deflateInit2(&stream, level, Z_DEFLATED, gzip_bits, memory_level, Z_DEFAULT_STRATEGY) ==
            Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<const unsigned char*>(text.data());
  stream.avail_in = static_cast<unsigned>(text.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  TL_ASSERT(status == Z_STREAM_END);
  text = std::move(packed);
  response.headers.add("content-encoding", "gzip");
  response.headers.add("vary", "Accept-Encoding");
}

}  // namespace throughline::net
