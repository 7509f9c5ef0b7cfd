#include "app/control.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>
#include <thread>

#include "testing/temporary_directory.h"

namespace throughline::app {
namespace {

constexpr std::string_view request = R"({"command":"long"})";

// A command that has asked and waits for the answer.
class Waiting {
 public:
  explicit Waiting(const std::string& directory)
      : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = {}};
    const std::string path = directory + "/control.sock";
    EXPECT_LT(path.size(), sizeof address.sun_path);
    std::memcpy(address.sun_path, path.data(), path.size());
    EXPECT_EQ(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address),
              0);
    EXPECT_EQ(::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(request.size()));
    ::shutdown(descriptor_, SHUT_WR);
  }
  ~Waiting() { leave(); }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  // As the kernel does for a process that ends.
  void leave() {
    if (descriptor_ >= 0) {
      ::close(std::exchange(descriptor_, -1));
    }
  }

 private:
  int descriptor_;
};

// Runs until it is told to stop.
struct LongCommand {
  std::promise<void> begun = {};
  std::promise<void> stopped = {};
  ControlHandler handler() {
    return [this](codec::JsonView, const std::atomic<bool>& stopping) -> Result<std::string> {
      begun.set_value();
      while (!stopping) {
        std::this_thread::yield();
      }
      stopped.set_value();
      return Error::unavailable("stopped");
    };
  }
};

TEST(Control, ALongCommandEndsWhenWhoeverAskedHasGone) {
  const testing::TemporaryDirectory directory;
  LongCommand command;
  const auto server = ControlServer::start(directory.path(), command.handler());
  ASSERT_TRUE(server.ok()) << server.error().message;
  Waiting waiting(directory.path());
  command.begun.get_future().wait();
  waiting.leave();
  command.stopped.get_future().wait();
}

TEST(Control, ALongCommandEndsWhenTheServerStops) {
  const testing::TemporaryDirectory directory;
  LongCommand command;
  auto server = ControlServer::start(directory.path(), command.handler());
  ASSERT_TRUE(server.ok()) << server.error().message;
  const Waiting waiting(directory.path());
  command.begun.get_future().wait();
  server->reset();
  command.stopped.get_future().wait();
}

TEST(Control, WhoeverWaitsIsAnsweredWhileOthersComeAndGo) {
  const testing::TemporaryDirectory directory;
  std::promise<void> go;
  const std::shared_future<void> may_go = go.get_future().share();
  std::atomic<int> asked = 0;
  const auto server = ControlServer::start(
      directory.path(),
      [&](codec::JsonView, const std::atomic<bool>& stopping) -> Result<std::string> {
        if (++asked == 1) {
          may_go.wait();
        }
        return std::string(stopping ? R"("stopped")" : R"("whole")");
      });
  ASSERT_TRUE(server.ok()) << server.error().message;
  auto first = std::async(std::launch::async,
                          [&] { return ask_server(directory.path(), std::string(request)); });
  while (asked == 0) {
    std::this_thread::yield();
  }
  for (int i = 0; i < 40; ++i) {
    const auto answer = ask_server(directory.path(), std::string(request));
    ASSERT_TRUE(answer && answer->ok());
    EXPECT_EQ(**answer, R"("whole")");
  }
  go.set_value();
  const auto answer = first.get();
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ(**answer, R"("whole")");
}

}  // namespace
}  // namespace throughline::app
