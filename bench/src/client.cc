#include "client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace throughline::bench {
namespace {

// The value of a header in a head without its first line; empty where there is none.
std::string_view header(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    at += 2;
    const std::size_t end = head.find("\r\n", at);
    const std::string_view line = head.substr(at, end - at);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        strncasecmp(line.data(), name.data(), name.size()) == 0) {
      const std::size_t value = line.find_first_not_of(' ', name.size() + 1);
      return value == std::string_view::npos ? std::string_view() : line.substr(value);
    }
    at = end;
  }
  return {};
}

}  // namespace

Client::~Client() {
  close();
}

void Client::close() {
  if (socket_ >= 0) {
    ::close(socket_);
    socket_ = -1;
  }
  buffer_.clear();
}

bool Client::connect() {
  if (socket_ >= 0) {
    return true;
  }
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close();
    return false;
  }
  return true;
}

bool Client::send_all(std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    std::array<iovec, 2> parts = {{{const_cast<char*>(head.data()), head.size()},
                                   {const_cast<char*>(body.data()), body.size()}}};
    msghdr message = {};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    const auto of_head = std::min(head.size(), static_cast<std::size_t>(sent));
    head.remove_prefix(of_head);
    body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
  }
  return true;
}

bool Client::receive(Answer& answer) {
  std::array<char, 16 * 1024> bytes = {};
  for (;;) {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const std::string head = buffer_.substr(0, end + 2);
      const auto length =
          std::strtoull(std::string(header(head, "Content-Length")).c_str(), nullptr, 10);
      if (buffer_.size() >= end + 4 + length) {
        answer.status = std::atoi(head.c_str() + std::string_view("HTTP/1.1 ").size());
        answer.position = header(head, "Throughline-Position");
        answer.body = buffer_.substr(end + 4, length);
        buffer_.erase(0, end + 4 + length);
        return true;
      }
    }
    const ssize_t received = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (received <= 0) {
      return false;
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(received));
  }
}

Answer Client::exchange(const std::string& head, std::string_view body) {
  Answer answer;
  if (!connect() || !send_all(head, body) || !receive(answer)) {
    close();
    return {};
  }
  return answer;
}

Answer Client::post(std::string_view path, std::string_view authorization, std::string_view body) {
  return exchange(fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\n"
                              "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                              path, authorization, body.size()),
                  body);
}

Answer Client::get(std::string_view path, std::string_view authorization) {
  return exchange(fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\n\r\n",
                              path, authorization),
                  {});
}

}  // namespace throughline::bench
