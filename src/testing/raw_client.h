// RawClient: a TCP client of a server on loopback that sends exactly the bytes it is told, so that
// tests can be the peers no library would be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace throughline::testing {

struct RawResponse {
  int status = 0;  // Zero: the server closed without an answer, or nothing came in ten seconds.
  std::map<std::string, std::string, std::less<>> headers = {};  // Names in lower case.
  std::string body = {};                                         // Chunks joined.
  bool complete = false;  // The body has the length that the header promised.

  [[nodiscard]] std::string header(std::string_view name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, const char* address = "127.0.0.1");
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False where the server has closed, which most tests find out by what they receive.
  // NOLINTNEXTLINE(modernize-use-nodiscard)
  bool send(std::string_view bytes) const;
  // The next answer; further bytes stay for the one after.
  RawResponse receive();
  // To a request without a body in the answer.
  RawResponse receive_head();
  // What comes until the server closes.
  std::string receive_rest();
  // Reads until `text` has come; gives everything up to and with it. Empty: it never came.
  std::string receive_until(std::string_view text);
  // Whether the server closes without another byte.
  bool closed();

  // No more bytes from here; answers still arrive.
  void half_close() const;
  // For libraries that speak on top; still the client's own.
  [[nodiscard]] int descriptor() const { return socket_; }
  // Gone without a goodbye.
  void reset();

 private:
  void receive_chunks(RawResponse& response);
  bool fill();

  int socket_ = -1;
  std::string received_;
};

// "METHOD path HTTP/1.1" with a Host, `headers` as lines that end in \r\n, and the body's length
// where there is a body.
std::string raw_request(std::string_view method, std::string_view path,
                        std::string_view headers = {}, std::string_view body = {});

}  // namespace throughline::testing
