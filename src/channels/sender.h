// Sender: how a request leaves the machine. app/ gives the one that net/ has.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace throughline::channels {

struct Outgoing {
  std::string url = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};  // JSON.
};

struct Reply {
  int status = 0;
  std::string retry_after = {};
  std::string location = {};
  std::string body = {};  // Perhaps only its beginning.
};

// Thread-safe.
class Sender {
 public:
  virtual ~Sender() = default;
  // A POST. Waits for the answer; an error says in words why there is none.
  virtual Result<Reply> send(const Outgoing& request, const std::stop_token& stop) = 0;
  // Error::invalid or forbidden where nothing could ever be sent there.
  [[nodiscard]] virtual Result<void> check_url(std::string_view url) const = 0;
};

}  // namespace throughline::channels
