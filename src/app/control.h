// Control: how a command of the same program asks the server that holds its data directory.
//
// A Unix socket in the data directory, mode 0600: whoever may open it may read the record anyway.
// One request and one answer per connection, each a JSON text of at most 1 MB ended by closing the
// writing side. Each is answered on a thread of its own, so that a long one keeps none waiting.
// Nothing is reachable from the network.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "codec/json_view.h"

namespace throughline::app {

// Answers a command; long ones end soon after `stopping` becomes true, as it does when the server
// stops and when whoever asked has gone, say because a person pressed Ctrl-C.
using ControlHandler =
    std::function<Result<std::string>(codec::JsonView request, const std::atomic<bool>& stopping)>;

class ControlServer {
 public:
  static Result<std::unique_ptr<ControlServer>> start(const std::string& data_directory,
                                                      ControlHandler handler);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  class Implementation;
  explicit ControlServer(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

// Nothing where no server runs on that directory; else its answer.
std::optional<Result<std::string>> ask_server(const std::string& data_directory,
                                              const std::string& request);

}  // namespace throughline::app
