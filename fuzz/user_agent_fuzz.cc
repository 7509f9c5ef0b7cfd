// User agents: whatever the header says, the answer is short, and reading it twice is the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/user_agent.h"

namespace throughline::codec {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(std::string_view header) {
  const UserAgent agent = read_user_agent(header);
  require(agent == read_user_agent(header.substr(0, user_agent_bytes_max)));
  require(agent.version.find_first_not_of("0123456789.") == std::string_view::npos);
  require(agent.browser.size() <= user_agent_bytes_max && agent.version.size() <= 32);
  require(agent.device != DeviceKind::bot || !agent.browser.empty());
}

}  // namespace
}  // namespace throughline::codec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  throughline::codec::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
