#include "app/control.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <list>
#include <memory>
#include <thread>
#include <vector>

#include "base/log.h"
#include "codec/json_writer.h"

namespace throughline::app {
namespace {

constexpr std::size_t request_bytes_max = std::size_t{1} << 20U;
constexpr std::size_t answer_bytes_max = std::size_t{64} << 20U;
constexpr std::size_t keys_max = 10'000'000;  // Of an answer.
constexpr int request_ms_max = 30'000;
constexpr int patient = -1;  // Until the other side closes, as it does when its process ends.
constexpr int look_again_ms = 100;  // Whether a command is done, and its connection can go.
constexpr std::size_t commands_at_once_max = 16;

class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool valid() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

// A socket's path may have 107 bytes, a data directory's more: the socket is then reached through
// the directory's descriptor.
class Address {
 public:
  explicit Address(const std::string& data_directory) {
    path_ = data_directory + "/control.sock";
    if (path_.size() >= sizeof address_.sun_path) {
      path_ = std::filesystem::relative(path_).string();
    }
    address_.sun_family = AF_UNIX;
    fits_ = path_.size() < sizeof address_.sun_path;
    if (fits_) {
      std::memcpy(address_.sun_path, path_.data(), path_.size());
    }
  }
  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  static socklen_t size() { return sizeof(sockaddr_un); }

 private:
  std::string path_;
  sockaddr_un address_ = {};
  bool fits_ = false;
};

bool wait_readable(int descriptor, int ms) {
  pollfd waiting = {.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, ms) > 0;
}

Result<std::string> read_all(int descriptor, int ms_max, std::size_t bytes_max) {
  std::string text;
  std::array<char, 8192> buffer{};
  while (wait_readable(descriptor, ms_max)) {
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count == 0) {
      return text;
    }
    if (count < 0 || text.size() > bytes_max) {
      return Error::unavailable("the control connection broke");
    }
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return Error::unavailable("no answer on the control socket");
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  ::shutdown(descriptor, SHUT_WR);
}

std::string answer_text(const Result<std::string>& answer) {
  codec::JsonWriter writer;
  writer.begin_object();
  if (answer.ok()) {
    writer.raw_member("ok", *answer);
  } else {
    writer.member("code", static_cast<int>(answer.error().code));
    writer.member("error", answer.error().message);
  }
  return writer.end_object().take();
}

}  // namespace

class ControlServer::Implementation {
 public:
  Implementation(Socket listener, std::string path, ControlHandler handler)
      : listener_(std::move(listener)), path_(std::move(path)), handler_(std::move(handler)) {
    thread_ = std::thread([this] { run(); });
  }
  ~Implementation() {
    stopping_ = true;
    ::shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
    for (const Conversation& one : answering_) {
      *one.left = true;
    }
    answering_.clear();
    ::unlink(path_.c_str());
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

 private:
  struct Conversation {
    std::shared_ptr<Socket> peer;
    std::shared_ptr<std::atomic<bool>> done;
    std::shared_ptr<std::atomic<bool>> left;  // Nobody waits for the answer any more.
    std::jthread thread;
  };

  void run() {
    while (!stopping_) {
      answering_.remove_if([](const Conversation& one) { return one.done->load(); });
      if (!wait_for_somebody()) {
        continue;
      }
      Socket peer(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (peer.valid()) {
        if (answering_.size() < commands_at_once_max) {
          answer_beside(std::move(peer));
        } else {
          write_all(peer.get(), answer_text(Error::unavailable("too many commands at once")));
        }
      } else if (errno != EINTR && errno != ECONNABORTED) {
        return;
      }
    }
  }

  // Whether somebody wants to be heard. Meanwhile who closes both directions is seen to have left:
  // whoever only waits for an answer has closed one.
  bool wait_for_somebody() {
    std::vector<pollfd> watched = {{.fd = listener_.get(), .events = POLLIN, .revents = 0}};
    std::vector<const Conversation*> of;
    for (const Conversation& one : answering_) {
      if (!*one.left) {
        watched.push_back({.fd = one.peer->get(), .events = 0, .revents = 0});
        of.push_back(&one);
      }
    }
    // A descriptor may be watched after its conversation is done, as long as it is open.
    if (::poll(watched.data(), watched.size(), of.empty() ? -1 : look_again_ms) <= 0) {
      return false;
    }
    for (std::size_t i = 0; i < of.size(); ++i) {
      if ((watched[i + 1].revents & (POLLHUP | POLLERR)) != 0) {
        *of[i]->left = true;
      }
    }
    return watched[0].revents != 0;
  }

  void answer_beside(Socket peer) {
    auto done = std::make_shared<std::atomic<bool>>(false);
    auto left = std::make_shared<std::atomic<bool>>(false);
    auto shared = std::make_shared<Socket>(std::move(peer));
    std::jthread thread([this, shared, done, left] {
      write_all(shared->get(), answer_text(answer(shared->get(), *left)));
      *done = true;
    });
    answering_.push_back({std::move(shared), std::move(done), std::move(left), std::move(thread)});
  }

  Result<std::string> answer(int peer, const std::atomic<bool>& left) {
    try {
      TL_TRY_ASSIGN(const std::string text, read_all(peer, request_ms_max, request_bytes_max));
      TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(text));
      return handler_(document.root(), left);
    } catch (const std::exception& exception) {
      log(LogLevel::error, "control command failed", {{"why", exception.what()}});
      return Error::internal("the server could not carry out the command; its log says why");
    }
  }

  Socket listener_;
  std::string path_;
  ControlHandler handler_;
  std::atomic<bool> stopping_ = false;
  std::list<Conversation> answering_;  // The accepting thread's own, until that has ended.
  std::thread thread_;
};

ControlServer::ControlServer(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
ControlServer::~ControlServer() = default;

Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::string& data_directory,
                                                            ControlHandler handler) {
  const Address address(data_directory);
  if (!address.fits()) {
    return Error::invalid("the data directory's path is too long for a control socket");
  }
  // The directory's lock is ours, so a socket that is there is left over from a crash.
  ::unlink(address.path().c_str());
  Socket listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const mode_t before = ::umask(0177);
  const int bound = ::bind(listener.get(), address.get(), Address::size());
  ::umask(before);
  if (!listener.valid() || bound != 0 || ::listen(listener.get(), 16) != 0) {
    return Error::unavailable("cannot open the control socket " + address.path());
  }
  return std::unique_ptr<ControlServer>(new ControlServer(
      std::make_unique<Implementation>(std::move(listener), address.path(), std::move(handler))));
}

std::optional<Result<std::string>> ask_server(const std::string& data_directory,
                                              const std::string& request) {
  const Address address(data_directory);
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!address.fits() || ::connect(socket.get(), address.get(), Address::size()) != 0) {
    return std::nullopt;
  }
  write_all(socket.get(), request);
  const auto text = read_all(socket.get(), patient, answer_bytes_max);
  if (!text.ok()) {
    return Result<std::string>(text.error());
  }
  if (text->empty()) {
    return Result<std::string>(Error::unavailable("the server ended before it answered"));
  }
  const auto document = codec::JsonDocument::parse(*text, {.depth_max = 64, .keys_max = keys_max});
  if (!document.ok()) {
    return Result<std::string>(Error::internal("the server's answer cannot be read"));
  }
  const codec::JsonView root = document->root();
  if (const codec::JsonView ok = root.find("ok")) {
    return Result<std::string>(ok.to_text());
  }
  const auto code = root.find("code").integer().value_or(static_cast<int>(ErrorCode::internal));
  return Result<std::string>(
      Error{static_cast<ErrorCode>(code), std::string(root.find("error").text())});
}

}  // namespace throughline::app
