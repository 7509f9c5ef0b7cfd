// Other products' dialects: every one translates whatever comes, twice to the same messages, and
// what it makes is JSON. The first byte chooses the dialect; the rest is a body, or a query.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collect/dialect.h"

namespace throughline::collect {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(const Dialect& dialect, std::string_view text) {
  const auto body = codec::JsonDocument::parse(text);
  DialectRequest request = {.word = "track", .user_agent = "agent", .address = "192.0.2.1"};
  if (body.ok()) {
    request.body = body->root();
  } else {
    request.query = read_query(text);
  }
  const std::string once = dialect.translate(request).messages.to_text();
  require(once == dialect.translate(request).messages.to_text());
  require(codec::JsonDocument::parse(once, codec::body_json_limits).ok());
}

}  // namespace
}  // namespace throughline::collect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throughline::collect;
  if (size > 1) {
    const auto& all = dialects();
    check(all[data[0] % all.size()], {reinterpret_cast<const char*>(data) + 1, size - 1});
  }
  return 0;
}
