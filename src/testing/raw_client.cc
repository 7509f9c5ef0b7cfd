#include "testing/raw_client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/assert.h"
#include "base/text.h"

namespace throughline::testing {
namespace {

constexpr int patience_ms = 10'000;

std::size_t number_of(std::string_view text, int base) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

// 4 or 6.
int family_of(const char* address) {
  return std::string_view(address).find(':') == std::string_view::npos ? AF_INET : AF_INET6;
}

int connected(std::uint16_t port, const char* address) {
  const int family = family_of(address);
  const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int status = -1;
  if (family == AF_INET) {
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    TL_ASSERT(inet_pton(AF_INET, address, &to.sin_addr) == 1);
    status = connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
  } else {
    sockaddr_in6 to = {};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(port);
    TL_ASSERT(inet_pton(AF_INET6, address, &to.sin6_addr) == 1);
    status = connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
  }
  if (status != 0) {
    close(socket);
    return -1;
  }
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return socket;
}

RawResponse parse_head(std::string_view head) {
  RawResponse response;
  const auto lines = split(head, '\n');
  response.status = static_cast<int>(number_of(lines.at(0).substr(lines.at(0).find(' ') + 1), 10));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon != std::string_view::npos) {
      response.headers[ascii_lower(lines[i].substr(0, colon))] =
          trimmed(lines[i].substr(colon + 1));
    }
  }
  return response;
}

}  // namespace

std::string RawResponse::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RawClient::RawClient(std::uint16_t port, const char* address) : socket_(connected(port, address)) {}

RawClient::~RawClient() {
  if (socket_ >= 0) {
    close(socket_);
  }
}

bool RawClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::fill() {
  pollfd ready = {.fd = socket_, .events = POLLIN, .revents = 0};
  if (poll(&ready, 1, patience_ms) <= 0) {
    return false;
  }
  std::array<char, 65'536> piece = {};
  const ssize_t size = recv(socket_, piece.data(), piece.size(), 0);
  if (size <= 0) {
    return false;
  }
  received_.append(piece.data(), static_cast<std::size_t>(size));
  return true;
}

std::string RawClient::receive_until(std::string_view text) {
  std::size_t found = received_.find(text);
  while (found == std::string::npos) {
    if (!fill()) {
      return {};
    }
    found = received_.find(text);
  }
  std::string taken = received_.substr(0, found + text.size());
  received_.erase(0, taken.size());
  return taken;
}

RawResponse RawClient::receive_head() {
  const std::string head = receive_until("\r\n\r\n");
  RawResponse response = head.empty() ? RawResponse{} : parse_head(head);
  response.complete = !head.empty();
  return response;
}

void RawClient::receive_chunks(RawResponse& response) {
  std::size_t size = 0;
  do {
    size = number_of(receive_until("\r\n"), 16);
    while (received_.size() < size + 2) {
      if (!fill()) {
        return;
      }
    }
    response.body += received_.substr(0, size);
    response.complete = size == 0 && received_.starts_with("\r\n");
    received_.erase(0, size + 2);
  } while (size != 0);
}

RawResponse RawClient::receive() {
  RawResponse response = receive_head();
  if (response.status == 0 || response.status == 204 || response.status < 200) {
    return response;
  }
  response.complete = false;
  if (response.header("transfer-encoding") == "chunked") {
    receive_chunks(response);
    return response;
  }
  const auto length = response.headers.find("content-length");
  const bool until_closed = length == response.headers.end();
  const std::size_t size = until_closed ? SIZE_MAX : number_of(length->second, 10);
  while (received_.size() < size && fill()) {
  }
  response.complete = until_closed || received_.size() >= size;
  response.body = received_.substr(0, size);
  received_.erase(0, response.body.size());
  return response;
}

std::string RawClient::receive_rest() {
  while (fill()) {
  }
  return std::exchange(received_, {});
}

bool RawClient::closed() {
  pollfd ready = {.fd = socket_, .events = POLLIN, .revents = 0};
  char byte = 0;
  return received_.empty() && poll(&ready, 1, patience_ms) > 0 && recv(socket_, &byte, 1, 0) <= 0;
}

void RawClient::half_close() const {
  shutdown(socket_, SHUT_WR);
}

void RawClient::reset() {
  const linger at_once = {.l_onoff = 1, .l_linger = 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  close(std::exchange(socket_, -1));
}

std::string raw_request(std::string_view method, std::string_view path, std::string_view headers,
                        std::string_view body) {
  std::string text = std::string(method) + " " + std::string(path) +
                     " HTTP/1.1\r\nHost: throughline.test\r\n" + std::string(headers);
  if (!body.empty()) {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + std::string(body);
}

}  // namespace throughline::testing
