#include "net/session.h"

#include <fmt/format.h>

#include <exception>

#include "base/log.h"
#include "base/number_in.h"
#include "base/text.h"

namespace throughline::net {
namespace {

// A peer that takes a slice within the time limit is not slow, however long the answer.
constexpr std::size_t slice_bytes = std::size_t{256} * 1024;
constexpr std::size_t joined_bytes_max = std::size_t{16} * 1024;
constexpr std::size_t kept_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t lingering_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";
constexpr std::string_view heartbeat = ": \n\n";

std::string address_of(const Socket& socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) {
    return {};
  }
  const auto address = peer.address();
  // What an IPv6 socket shows of an IPv4 peer.
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

const std::string& date_of(Core& core, Time now) {
  if (const std::int64_t second = now.us / us_per_second; second != core.date_second) {
    core.date_second = second;
    core.date = http_date(now);
  }
  return core.date;
}

bool says_close(const http::Headers& headers) {
  return equal_ignoring_case(headers.value_or("connection", ""), "close");
}

}  // namespace

template <class Stream>
Session<Stream>::Session(Core& core, Stream stream)
    : Connection(core), stream_(std::move(stream)), reader_(core.options, core.router) {
  remote_address_ = address_of(socket());
}

template <class Stream>
Socket& Session<Stream>::socket() {
  if constexpr (secure) {
    return stream_.next_layer();
  } else {
    return stream_;
  }
}

template <class Stream>
void Session<Stream>::on_peer_gone() {
  if (cancellation_ != nullptr) {
    cancellation_->cancel();
  }
  // Whoever asked for anything else may have closed its half and still wait for the answer.
  if (state() == State::streaming) {
    abort();
  }
}

template <class Stream>
Task<void> Session<Stream>::run() {
  const bool ready = co_await handshake();
  if (ready) {
    co_await serve();
  }
}

template <class Stream>
Task<bool> Session<Stream>::handshake() {
  if constexpr (secure) {
    enter(State::reading, core_.options.header_ms_max);
    const auto role = asio::ssl::stream_base::server;
    const auto [error] = co_await stream_.async_handshake(role, as_result);
    co_return !error;
  } else {
    co_return true;
  }
}

template <class Stream>
Task<void> Session<Stream>::serve() {
  bool more = true;
  while (more) {
    const Read read = co_await read_request();
    if (read == Read::over) {
      co_return;
    }
    if (read == Read::refused) {
      received_at_ = Steady::now();
      head_only_ = http_1_0_ = false;
      method_.clear();
      path_.clear();
      const http::Response refusal = reader_.failure();
      more = co_await send(refusal, std::nullopt, false);
    } else {
      Incoming incoming = reader_.take();
      more = co_await answer_request(std::move(incoming));
    }
  }
  if (!aborted()) {
    co_await linger();
  }
}

// Reads and parses until a request is there, is refused, or the connection is over.
template <class Stream>
Task<typename Session<Stream>::Read> Session<Stream>::read_request() {
  const ServerOptions& options = core_.options;
  const bool early = reader_.started();
  enter(early ? State::reading : State::idle, early ? options.header_ms_max : options.idle_ms_max);
  if (core_.draining) {
    drain();
  }
  bool reading = early;
  bool send_continue = false;
  body_bytes_ = 0;
  for (;;) {
    if (!reading && reader_.started()) {
      reading = true;
      enter(State::reading, options.header_ms_max);
    }
    const RequestReader::Step step = reader_.advance();
    if (step == RequestReader::Step::request_done) {
      co_return Read::request;
    }
    if (step == RequestReader::Step::failed) {
      co_return Read::refused;
    }
    if (step == RequestReader::Step::head_done) {
      set_deadline(options.body_ms_max);
      send_continue = reader_.continue_expected();
      continue;
    }
    const bool got = co_await read_more(send_continue);
    send_continue = false;
    if (!got) {
      co_return unfinished();
    }
  }
}

// What becomes of a request of which no more comes.
template <class Stream>
Session<Stream>::Read Session<Stream>::unfinished() {
  // A peer that is silent between two requests is owed nothing.
  if (!reader_.started() || aborted() || secure) {
    return Read::over;
  }
  reader_.fail_unfinished(expired());
  return Read::refused;
}

template <class Stream>
Task<bool> Session<Stream>::read_more(bool send_continue) {
  if (send_continue) {
    const bool sent = co_await write(continue_line);
    if (!sent) {
      co_return false;
    }
    enter(State::reading, core_.options.body_ms_max);
  }
  const std::span<char> space = reader_.space();
  const asio::mutable_buffer buffer(space.data(), space.size());
  const auto [error, size] = co_await stream_.async_read_some(buffer, as_result);
  if (error || expired()) {
    co_return false;
  }
  core_.counters.received_bytes.fetch_add(size, std::memory_order_relaxed);
  reader_.filled(size);
  if (reader_.in_body()) {
    const auto bytes_per_s = static_cast<std::size_t>(core_.options.body_bytes_per_s_min);
    const std::size_t before = body_bytes_ / bytes_per_s;
    body_bytes_ += size;
    extend_deadline(static_cast<std::int64_t>(body_bytes_ / bytes_per_s - before) * 1000);
  }
  co_return true;
}

// Whether the connection serves another request.
template <class Stream>
Task<bool> Session<Stream>::answer_request(Incoming incoming) {
  received_at_ = Steady::now();
  http::Request& request = incoming.request;
  request.remote_address = remote_address_;
  request.secure = secure;
  request.received = core_.clock.now();
  head_only_ = request.method == "HEAD";
  http_1_0_ = incoming.http_1_0;
  if (core_.options.on_answered) {
    method_ = request.method;
    path_ = request.path;
  }
  const bool keep_alive = incoming.keep_alive;
  enter(State::working);
  const auto exchange = std::make_shared<Exchange>();
  exchange->waiter = this;
  if (dispatch(core_, exchange, std::move(incoming))) {
    cancellation_ = &exchange->cancellation;
    const bool answered = co_await wait_for(*exchange);
    exchange->waiter = nullptr;
    if (!answered) {
      cancellation_ = nullptr;
      exchange->cancellation.cancel();
      co_return false;
    }
  } else {
    core_.counters.requests_refused.fetch_add(1, std::memory_order_relaxed);
    exchange->response =
        http::problem(Error::unavailable("The server has more to do than it can. Try again."));
  }
  const bool stays = keep_alive && !core_.draining && !says_close(exchange->response.headers);
  const bool more = co_await send(exchange->response, exchange->length, stays);
  cancellation_ = nullptr;
  if (!more) {
    exchange->cancellation.cancel();
  }
  co_return more;
}

// False where the connection was aborted first.
template <class Stream>
Task<bool> Session<Stream>::wait_for(const Awaited& awaited) {
  while (!awaited.done && !aborted()) {
    wake_.expires_at(Steady::time_point::max());
    co_await wake_.async_wait(as_result);
  }
  co_return awaited.done && !aborted();
}

template <class Stream>
HeadFacts Session<Stream>::facts_of(const http::Response& response,
                                    std::optional<std::uint64_t> length, bool keep_alive) {
  HeadFacts facts = {.content_length = length,
                     .http_1_0 = http_1_0_,
                     .secure = secure,
                     .date = date_of(core_, core_.clock.now())};
  if (!may_have_body(response.status)) {
    facts.content_length.reset();
    facts.keep_alive = keep_alive;
    return facts;
  }
  const auto* text = std::get_if<std::string>(&response.body);
  if (text != nullptr) {
    const auto told = response.headers.find("content-length");
    facts.content_length = head_only_ && told ? number_in<std::uint64_t>(*told) : text->size();
  }
  facts.chunked = !facts.content_length && !http_1_0_ && !head_only_;
  // The end of the connection is the end of a body that has no other.
  facts.keep_alive = keep_alive && (facts.content_length || facts.chunked || head_only_);
  return facts;
}

// Whether the connection serves another request.
template <class Stream>
Task<bool> Session<Stream>::send(const http::Response& response,
                                 std::optional<std::uint64_t> length, bool keep_alive) {
  const HeadFacts facts = facts_of(response, length, keep_alive);
  const bool bodied = may_have_body(response.status) && !head_only_;
  const auto* text = std::get_if<std::string>(&response.body);
  const bool joined = text != nullptr && text->size() <= joined_bytes_max;
  out_.clear();
  append_head(out_, response, facts);
  if (bodied && joined) {
    out_ += *text;
  }
  bool sent = co_await write(out_);
  if (sent && bodied && !joined) {
    sent = co_await send_body(response, length, facts.chunked);
  }
  if (out_.capacity() > kept_bytes_max) {
    out_ = {};
  }
  count(response);
  co_return sent&& facts.keep_alive;
}

template <class Stream>
Task<bool> Session<Stream>::send_body(const http::Response& response,
                                      std::optional<std::uint64_t> length, bool chunked) {
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    co_return co_await write(*text);
  }
  if (const auto* generator = std::get_if<http::Generator>(&response.body)) {
    http::Generator pieces = *generator;
    co_return co_await send_pieces(std::move(pieces), chunked, length);
  }
  const std::string_view type = response.headers.value_or("content-type", "");
  const bool heartbeats = type.starts_with("text/event-stream");
  co_return co_await send_stream(std::get<http::StreamOpener>(response.body), chunked, heartbeats);
}

template <class Stream>
void Session<Stream>::count(const http::Response& response) {
  const std::int64_t took_us =
      std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - received_at_).count();
  core_.counters.count_answer(response.status, took_us);
  if (core_.options.on_answered) {
    core_.options.on_answered({.method = method_,
                               .path = path_,
                               .remote_address = remote_address_,
                               .status = response.status,
                               .took_us = took_us});
  }
}

// Each piece is made by a worker while the last one is on its way to nobody: no worker waits.
template <class Stream>
Task<bool> Session<Stream>::send_pieces(http::Generator generator, bool chunked,
                                        std::optional<std::uint64_t> length) {
  const auto next = std::make_shared<Pull>();
  next->waiter = this;
  next->generator = std::move(generator);
  std::uint64_t rest = length.value_or(UINT64_MAX);
  bool sent = true;
  for (;;) {
    enter(State::working);
    pull(core_, next);
    sent = co_await wait_for(*next);
    const std::optional<std::string>& piece = next->piece;
    if (!sent || next->failed || !piece) {
      break;
    }
    if (piece->size() > rest) {
      next->failed = true;
      break;
    }
    rest -= piece->size();
    sent = co_await write_chunk(*piece, chunked);
    if (!sent) {
      break;
    }
  }
  next->waiter = nullptr;
  // A peer must not take half an answer for a whole one.
  if (next->failed || (length && rest != 0)) {
    abort();
  }
  if (!sent || aborted()) {
    co_return false;
  }
  if (chunked) {
    sent = co_await write(last_chunk);
  }
  co_return sent;
}

template <class Stream>
Task<bool> Session<Stream>::send_stream(const http::StreamOpener& open, bool chunked,
                                        bool heartbeats) {
  const auto stream = std::make_shared<PushStream>(core_.shared_from_this(), *this);
  core_.workers.post([open, stream] {
    try {
      open(stream);
    } catch (const std::exception& exception) {
      log(LogLevel::error, "a live answer could not start", {{"why", exception.what()}});
      stream->close();
    }
  });
  const bool whole = co_await follow(*stream, chunked, heartbeats);
  stream->detach();
  if (!whole) {
    abort();
    co_return false;
  }
  bool sent = true;
  if (chunked) {
    sent = co_await write(last_chunk);
  }
  co_return sent;
}

// Whether the stream was ended rather than broken off.
template <class Stream>
Task<bool> Session<Stream>::follow(PushStream& stream, bool chunked, bool heartbeats) {
  bool sent = true;
  while (sent) {
    const PushStream::Batch batch = stream.take();
    if (aborted() || batch.overrun) {
      break;
    }
    if (!batch.bytes.empty()) {
      sent = co_await write_chunk(batch.bytes, chunked);
      continue;
    }
    if (batch.ended || core_.draining) {
      co_return true;
    }
    enter(State::streaming);
    wake_.expires_after(std::chrono::milliseconds(core_.options.heartbeat_ms));
    const auto [woken] = co_await wake_.async_wait(as_result);
    if (!woken && heartbeats) {
      sent = co_await write_chunk(heartbeat, chunked);
    }
  }
  co_return false;
}

template <class Stream>
Task<bool> Session<Stream>::write_chunk(std::string_view piece, bool chunked) {
  if (!chunked || piece.empty()) {
    co_return co_await write(piece);
  }
  out_.clear();
  fmt::format_to(std::back_inserter(out_), "{:x}\r\n", piece.size());
  out_ += piece;
  out_ += "\r\n";
  co_return co_await write(out_);
}

template <class Stream>
Task<bool> Session<Stream>::write(std::string_view bytes) {
  while (!bytes.empty()) {
    enter(State::writing, core_.options.write_ms_max);
    const asio::const_buffer slice(bytes.data(), std::min(bytes.size(), slice_bytes));
    const auto [error, size] = co_await stream_.async_write_some(slice, as_result);
    if (error || expired()) {
      abort();
      co_return false;
    }
    core_.counters.sent_bytes.fetch_add(size, std::memory_order_relaxed);
    bytes.remove_prefix(size);
  }
  co_return !aborted();
}

// Closing with bytes unread would make the kernel reset the connection and the peer lose the
// answer.
template <class Stream>
Task<void> Session<Stream>::linger() {
  enter(State::lingering, core_.options.linger_ms_max);
  if constexpr (secure) {
    co_await stream_.async_shutdown(as_result);
  }
  boost::system::error_code ignored;
  socket().shutdown(Socket::shutdown_send, ignored);
  std::array<char, 4096> rest;
  const asio::mutable_buffer buffer(rest.data(), rest.size());
  std::size_t read = 0;
  while (!expired() && !aborted() && read < lingering_bytes_max) {
    const auto [error, size] = co_await socket().async_read_some(buffer, as_result);
    if (error) {
      break;
    }
    read += size;
  }
}

namespace {

template <class Stream>
void start(Core& core, Stream stream) {
  const auto session = std::make_shared<Session<Stream>>(core, std::move(stream));
  asio::co_spawn(core.io, session->run(), [session](const std::exception_ptr& failure) {
    if (failure) {
      log(LogLevel::error, "a connection failed inside");
    }
  });
}

}  // namespace

void serve_connection(Core& core, Socket socket, asio::ssl::context* tls) {
  boost::system::error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  if (tls == nullptr) {
    start(core, std::move(socket));
  } else {
    start(core, TlsSocket(std::move(socket), *tls));
  }
}

}  // namespace throughline::net
