#include "codec/gunzip.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <new>

namespace throughline::codec {
namespace {

constexpr int gzip_bits = 15 + 16;
constexpr std::size_t at_once_max = std::size_t{1} << 30U;

}  // namespace

bool is_gzip(std::string_view beginning) {
  return beginning.starts_with("\x1f\x8b");
}

struct Gunzip::State {
  State() {
    if (inflateInit2(&stream, gzip_bits) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~State() { inflateEnd(&stream); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  z_stream stream = {};
  bool between_members = true;
};

Gunzip::Gunzip() : state_(std::make_unique<State>()) {}
Gunzip::~Gunzip() = default;
Gunzip::Gunzip(Gunzip&&) noexcept = default;
Gunzip& Gunzip::operator=(Gunzip&&) noexcept = default;

Result<std::size_t> Gunzip::take(std::string_view& input, std::span<char> room) {
  z_stream& stream = state_->stream;
  std::size_t written = 0;
  while (!input.empty() && written == 0) {
    if (state_->between_members) {
      inflateReset(&stream);
      state_->between_members = false;
    }
    const std::size_t offered = std::min(input.size(), at_once_max);
    const std::size_t space = std::min(room.size(), at_once_max);
    stream.next_in = reinterpret_cast<const Bytef*>(input.data());
    stream.avail_in = static_cast<unsigned>(offered);
    stream.next_out = reinterpret_cast<Bytef*>(room.data());
    stream.avail_out = static_cast<unsigned>(space);
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      return Error::invalid("the file is broken: it cannot be unpacked as gzip");
    }
    input.remove_prefix(offered - stream.avail_in);
    written = space - stream.avail_out;
    state_->between_members = status == Z_STREAM_END;
  }
  return written;
}

bool Gunzip::is_whole() const {
  return state_->between_members;
}

}  // namespace throughline::codec
