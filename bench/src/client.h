// Client: one kept connection to a server, blocking. For load that is measured on the other side.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace throughline::bench {

struct Answer {
  int status = 0;  // 0: the connection was lost.
  std::string position = {};
  std::string body = {};
};

// Owned by one thread.
class Client {
 public:
  explicit Client(std::uint16_t port) : port_(port) {}
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `authorization` is the whole value of that header.
  Answer post(std::string_view path, std::string_view authorization, std::string_view body);
  Answer get(std::string_view path, std::string_view authorization);

 private:
  Answer exchange(const std::string& head, std::string_view body);
  bool connect();
  bool send_all(std::string_view head, std::string_view body);
  bool receive(Answer& answer);
  void close();

  const std::uint16_t port_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace throughline::bench
