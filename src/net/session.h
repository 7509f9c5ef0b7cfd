// Session: the coroutine that serves one connection, over plain TCP or TLS. Only session.cc needs
// it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "net/asio.h"
#include "net/connection.h"
#include "net/exchange.h"
#include "net/push_stream.h"
#include "net/request_reader.h"
#include "net/response_head.h"

namespace throughline::net {

template <class Stream>
class Session : public Connection {
 public:
  Session(Core& core, Stream stream);

  // Returns when the connection is over; the caller keeps the session alive until then.
  Task<void> run();

 private:
  enum class Read { request, refused, over };

  Task<void> serve();
  Task<bool> handshake();
  Task<Read> read_request();
  Read unfinished();
  Task<bool> read_more(bool send_continue);
  Task<bool> answer_request(Incoming incoming);
  Task<bool> wait_for(const Awaited& awaited);
  Task<bool> send(const http::Response& response, std::optional<std::uint64_t> length,
                  bool keep_alive);
  Task<bool> send_body(const http::Response& response, std::optional<std::uint64_t> length,
                       bool chunked);
  Task<bool> send_pieces(http::Generator generator, bool chunked,
                         std::optional<std::uint64_t> length);
  Task<bool> send_stream(const http::StreamOpener& open, bool chunked, bool heartbeats);
  Task<bool> follow(PushStream& stream, bool chunked, bool heartbeats);
  Task<bool> write_chunk(std::string_view piece, bool chunked);
  Task<bool> write(std::string_view bytes);
  Task<void> linger();

  Socket& socket() override;
  void on_peer_gone() override;
  HeadFacts facts_of(const http::Response& response, std::optional<std::uint64_t> length,
                     bool keep_alive);
  void count(const http::Response& response);

  static constexpr bool secure = !std::is_same_v<Stream, Socket>;

  Stream stream_;
  RequestReader reader_;
  std::string remote_address_;
  std::string out_;  // Of the answer being written; kept for its memory.

  // Of the request under way.
  http::Cancellation* cancellation_ = nullptr;  // Until it is answered.
  bool head_only_ = false;
  bool http_1_0_ = false;
  std::string method_;  // These two only for the access log.
  std::string path_;
  Steady::time_point received_at_;
  std::size_t body_bytes_ = 0;
};

}  // namespace throughline::net
