#include "net/http_client.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "net/asio.h"
#include "net/url.h"

namespace throughline::net {
namespace {

namespace beast = boost::beast;
using Resolver = asio::ip::basic_resolver<Tcp, Executor>;
using Failure = boost::system::error_code;

constexpr std::size_t answer_head_bytes_max = 32 * 1024;
constexpr std::size_t read_buffer_bytes = 64 * 1024;

Address address_of(const asio::ip::address& address) {
  Address out = {.family = address.is_v4() ? Family::v4 : Family::v6};
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
  } else {
    out.bytes = address.to_v6().to_bytes();
  }
  return out;
}

Tcp::endpoint endpoint_of(const Address& address, std::uint16_t port) {
  if (address.family == Family::v6) {
    return {asio::ip::address_v6(address.bytes), port};
  }
  asio::ip::address_v4::bytes_type bytes;
  std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
  return {asio::ip::address_v4(bytes), port};
}

// One request and its answer, on the thread of its caller.
class Exchange {
 public:
  Exchange(asio::io_context& io, const HttpClientOptions& options, asio::ssl::context& tls,
           const OutgoingRequest& request, Url url)
      : options_(options),
        tls_context_(tls),
        request_(request),
        url_(std::move(url)),
        resolver_(io),
        socket_(io),
        deadline_(io),
        connect_timer_(io) {}

  Task<void> run();
  void start_deadline();
  // Ends what is under way; `why` is told unless the answer has begun to come.
  void abort(const std::string& why);
  void fail(std::string why);
  Result<OutgoingAnswer> take();

 private:
  Task<void> connect();
  Task<void> connect_to(const Tcp::endpoint& endpoint);
  Task<void> converse_over_tls();
  template <class Stream>
  Task<void> converse(Stream& stream);
  [[nodiscard]] beast::http::request<beast::http::string_body> message() const;
  [[nodiscard]] std::string in_words(const Failure& failure) const;
  void close();

  const HttpClientOptions& options_;
  asio::ssl::context& tls_context_;
  const OutgoingRequest& request_;
  const Url url_;
  Resolver resolver_;
  Socket socket_;
  Socket* open_ = nullptr;  // Where the bytes go: `socket_` or, with TLS, what it became.
  Timer deadline_;
  Timer connect_timer_;
  bool connecting_ = false;
  bool aborted_ = false;
  bool answered_ = false;
  OutgoingAnswer answer_;
  Error failure_ = Error::unavailable("nothing was sent");
};

std::string Exchange::in_words(const Failure& failure) const {
  if (failure == asio::error::host_not_found || failure == asio::error::no_data ||
      failure == asio::error::host_not_found_try_again) {
    return "the name " + url_.host + " cannot be looked up";
  }
  if (failure == asio::error::connection_refused) {
    return "nothing listens at " + url_.authority();
  }
  if (failure == asio::error::operation_aborted || failure == asio::error::timed_out) {
    return url_.authority() + " could not be reached in time";
  }
  if (failure == asio::error::eof || failure == asio::error::connection_reset ||
      failure == asio::error::broken_pipe || failure == beast::http::error::end_of_stream ||
      failure == beast::http::error::partial_message ||
      failure == asio::ssl::error::stream_truncated) {
    return url_.authority() + " closed the connection before it had answered";
  }
  if (failure.category() ==
      beast::http::make_error_code(beast::http::error::bad_version).category()) {
    return url_.authority() + " answers something that is not HTTP";
  }
  return url_.authority() + ": " + failure.message();
}

void Exchange::close() {
  Failure ignored;
  if (open_ != nullptr) {
    open_->close(ignored);
  }
  socket_.close(ignored);
}

void Exchange::abort(const std::string& why) {
  if (!aborted_) {
    aborted_ = true;
    failure_ = Error::unavailable(why);
    resolver_.cancel();
    connect_timer_.cancel();
    close();
  }
}

void Exchange::fail(std::string why) {
  if (!aborted_) {
    failure_ = Error::unavailable(std::move(why));
  }
}

void Exchange::start_deadline() {
  deadline_.expires_after(std::chrono::milliseconds(options_.total_ms_max));
  deadline_.async_wait([this](const Failure& cancelled) {
    if (!cancelled) {
      abort(url_.authority() + " did not answer within " +
            std::to_string(options_.total_ms_max / 1000) + " s");
    }
  });
}

Result<OutgoingAnswer> Exchange::take() {
  if (answered_) {
    return std::move(answer_);
  }
  return std::move(failure_);
}

Task<void> Exchange::run() {
  co_await connect();
  if (open_ != nullptr && !aborted_) {
    if (url_.tls) {
      co_await converse_over_tls();
    } else {
      co_await converse(socket_);
    }
  }
  open_ = nullptr;
  deadline_.cancel();
}

// Each address is checked and then connected to itself: the name is not looked up again between.
Task<void> Exchange::connect() {
  std::vector<Tcp::endpoint> endpoints;
  if (const auto literal = address_in_host(url_.host)) {
    endpoints.push_back(endpoint_of(*literal, url_.port));
  } else {
    const std::string port = std::to_string(url_.port);
    const auto [unknown, found] =
        co_await resolver_.async_resolve(url_.host, port, Resolver::numeric_service, as_result);
    if (unknown) {
      fail(in_words(unknown));
      co_return;
    }
    for (const auto& entry : found) {
      endpoints.push_back(entry.endpoint());
    }
  }
  for (const Tcp::endpoint& endpoint : endpoints) {
    if (aborted_ || open_ != nullptr) {
      co_return;
    }
    const Result<void> allowed = options_.addresses.check(address_of(endpoint.address()));
    if (!allowed.ok()) {
      failure_ = allowed.error();
      continue;
    }
    co_await connect_to(endpoint);
  }
}

Task<void> Exchange::connect_to(const Tcp::endpoint& endpoint) {
  connecting_ = true;
  connect_timer_.expires_after(std::chrono::milliseconds(options_.connect_ms_max));
  connect_timer_.async_wait([this](const Failure& cancelled) {
    if (!cancelled && connecting_) {
      close();
    }
  });
  Failure ignored;
  socket_.close(ignored);
  const auto [failed] = co_await socket_.async_connect(endpoint, as_result);
  connecting_ = false;
  connect_timer_.cancel();
  if (failed) {
    fail(in_words(failed));
  } else if (!aborted_) {
    open_ = &socket_;
  }
}

Task<void> Exchange::converse_over_tls() {
  TlsSocket stream(std::move(socket_), tls_context_);
  open_ = &stream.next_layer();
  SSL* const ssl = stream.native_handle();
  if (!address_in_host(url_.host)) {
    SSL_set_tlsext_host_name(ssl, url_.host.c_str());
  }
  Failure unset;
  stream.set_verify_callback(asio::ssl::host_name_verification(url_.host), unset);
  if (unset) {
    fail("TLS cannot be used: " + unset.message());
    co_return;
  }
  const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_result);
  if (failed) {
    const long verdict = SSL_get_verify_result(ssl);
    fail(verdict != X509_V_OK ? "the certificate of " + url_.authority() +
                                    " is not trusted: " + X509_verify_cert_error_string(verdict)
                              : "no TLS with " + url_.authority() + ": " + failed.message());
  } else {
    co_await converse(stream);
  }
  open_ = nullptr;  // Before the stream goes.
}

beast::http::request<beast::http::string_body> Exchange::message() const {
  beast::http::request<beast::http::string_body> message;
  message.version(11);
  message.method_string(request_.method);
  message.target(url_.target);
  message.set(beast::http::field::host, url_.authority());
  message.set(beast::http::field::connection, "close");
  message.set(beast::http::field::user_agent, "Throughline");
  for (const auto& [name, value] : request_.headers) {
    message.set(name, value);
  }
  message.body() = request_.body;
  message.prepare_payload();
  return message;
}

// Who answers before it has read everything (413, 429) is heard all the same.
template <class Stream>
Task<void> Exchange::converse(Stream& stream) {
  const auto request = message();
  const auto [unsent, sent] = co_await beast::http::async_write(stream, request, as_result);
  beast::flat_buffer buffer(read_buffer_bytes);
  beast::http::response_parser<beast::http::string_body> parser;
  parser.header_limit(answer_head_bytes_max);
  parser.body_limit(boost::none);
  const auto [unread, read] =
      co_await beast::http::async_read_header(stream, buffer, parser, as_result);
  if (unread) {
    fail(in_words(unsent ? unsent : unread));
    co_return;
  }
  answered_ = true;
  answer_.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    const auto name = field.name_string();
    const auto value = field.value();
    answer_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  Failure cut;
  while (!cut && !parser.is_done() && parser.get().body().size() < options_.answer_bytes_max) {
    const auto [ended, more] =
        co_await beast::http::async_read_some(stream, buffer, parser, as_result);
    cut = ended;
  }
  answer_.body = parser.get().body().substr(0, options_.answer_bytes_max);
}

}  // namespace

struct HttpClient::State {
  HttpClientOptions options = {};
  asio::ssl::context tls = asio::ssl::context(asio::ssl::context::tls_client);
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::make(HttpClientOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  Failure failed;
  SSL_CTX_set_min_proto_version(state->tls.native_handle(), TLS1_2_VERSION);
  state->tls.set_verify_mode(asio::ssl::verify_peer, failed);
  if (!failed && state->options.certificate_authorities.empty()) {
    state->tls.set_default_verify_paths(failed);
  } else if (!failed) {
    state->tls.load_verify_file(state->options.certificate_authorities, failed);
  }
  if (failed) {
    return Error::invalid("the certificates of authorities cannot be read: " + failed.message());
  }
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(state)));
}

Result<OutgoingAnswer> HttpClient::send(const OutgoingRequest& request,
                                        const std::stop_token& stop) const {
  TL_TRY_ASSIGN(Url url, parse_url(request.url));
  asio::io_context io(1);
  Exchange exchange(io, state_->options, state_->tls, request, std::move(url));
  exchange.start_deadline();
  asio::co_spawn(io, exchange.run(), [&](const std::exception_ptr& thrown) {
    if (thrown) {
      log(LogLevel::error, "a request out failed inside");
      exchange.abort("something went wrong on our side; it has been logged");
    }
  });
  // Takes effect at once, or with the first step where it was asked for before.
  const std::stop_callback stopping(
      stop, [&] { asio::post(io, [&] { exchange.abort("the program is stopping"); }); });
  io.run();
  return exchange.take();
}

Result<void> HttpClient::check_url(std::string_view text) const {
  TL_TRY_ASSIGN(const Url url, parse_url(text));
  const auto literal = address_in_host(url.host);
  return literal ? state_->options.addresses.check(*literal) : Result<void>();
}

}  // namespace throughline::net
