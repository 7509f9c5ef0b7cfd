// Whatever bytes come over a connection, in whatever pieces: the reader makes the same requests of
// them, and every request is routed to exactly one answer. The first byte is the size of a piece.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "http/router.h"
#include "net/request_reader.h"

namespace throughline::net {
namespace {

http::Router& router() {
  static const auto made = [] {
    auto all = std::make_unique<http::Router>(
        [](const http::Request&, const http::Access&) -> Result<Actor> { return Actor{}; });
    const auto looks = [](const http::Request& request) -> Result<http::Response> {
      std::string seen = request.query("a").value_or("") + request.cookie("session").value_or("") +
                         std::string(request.parameter("id"));
      if (const auto limit = request.integer_query("limit", 1, 0, 10); limit.ok()) {
        TL_ASSERT(*limit >= 0 && *limit <= 10);
      }
      return http::text_response(std::move(seen), "text/plain");
    };
    all->get("/p/{id}", http::anyone(), {.summary = "One."}, looks);
    all->post("/p/{id}/{rest...}", http::anyone(), {.summary = "The rest."}, looks);
    return all;
  }();
  return *made;
}

// What came of the bytes, as text.
std::string outcome(std::string_view bytes, std::size_t piece_bytes) {
  static const ServerOptions options = {
      .header_bytes_max = 1'024, .body_bytes_max = 4'096, .body_memory_bytes_max = 4'096};
  RequestReader reader(options, router());
  std::string seen;
  for (;;) {
    switch (reader.advance()) {
      case RequestReader::Step::request_done: {
        Incoming incoming = reader.take();
        seen += incoming.request.method + incoming.request.path + incoming.request.raw_query +
                incoming.body.text;
        seen += std::to_string(router().serve(std::move(incoming.request)).status) + "\n";
        break;
      }
      case RequestReader::Step::head_done:
        break;
      case RequestReader::Step::failed:
        TL_ASSERT(reader.failure().status >= 400);
        return seen + "failed";
      case RequestReader::Step::need_bytes: {
        // A header that will be refused may be so before or after its last byte.
        if (bytes.empty()) {
          return seen + (reader.started() ? "failed" : "");
        }
        const auto space = reader.space();
        TL_ASSERT(!space.empty());
        const std::size_t size = std::min({piece_bytes, bytes.size(), space.size()});
        std::memcpy(space.data(), bytes.data(), size);
        reader.filled(size);
        bytes.remove_prefix(size);
      }
    }
  }
}

}  // namespace
}  // namespace throughline::net

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  using throughline::net::outcome;
  TL_ASSERT(outcome(bytes, 1U + data[0]) == outcome(bytes, bytes.size() + 1));
  return 0;
}
