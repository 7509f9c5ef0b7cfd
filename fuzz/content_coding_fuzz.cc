// Whatever bytes claim to be compressed: they come out within the limit or as an error, and what we
// compress comes back. The first byte chooses the coding.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "net/content_coding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throughline;
  if (size == 0) {
    return 0;
  }
  constexpr std::size_t bytes_max = 100'000;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto coding = data[0] % 2 == 0 ? net::Coding::gzip : net::Coding::deflate;
  net::ReceivedBody given;
  given.text = text;
  const auto plain = net::undo_coding(coding, std::move(given), {bytes_max, bytes_max, "/tmp"});
  if (plain.ok()) {
    TL_ASSERT(plain->text.size() <= bytes_max);
  }
  if (!text.empty() && text.size() <= bytes_max) {
    http::Response response = http::text_response(text, "text/plain");
    net::compress(response, 1);
    net::ReceivedBody packed;
    packed.text = response.text();
    const auto back =
        net::undo_coding(net::Coding::gzip, std::move(packed), {bytes_max, bytes_max, "/tmp"});
    TL_ASSERT(back.ok() && back->text == text);
  }
  return 0;
}
