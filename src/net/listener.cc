#include "net/listener.h"

#include <sys/socket.h>

#include "http/response.h"
#include "net/connection.h"
#include "net/response_head.h"

namespace throughline::net {
namespace {

constexpr int backlog = 4096;
constexpr std::chrono::milliseconds pause_when_out_of_descriptors(50);

Error cannot_listen(const ServerOptions& options, const boost::system::error_code& why) {
  return Error::unavailable("Cannot listen on " + options.host + ":" +
                            std::to_string(options.port) + ": " + why.message() + ".");
}

// One attempt to tell the peer why; it must not cost more than refusing does.
void refuse(Core& core, Socket& socket, bool tls) {
  core.counters.connections_refused.fetch_add(1, std::memory_order_relaxed);
  if (tls) {
    return;
  }
  const http::Response response =
      http::problem(Error::unavailable("The server has too many connections. Try again."));
  const std::string date = http_date(core.clock.now());
  std::string out;
  append_head(out, response,
              {.content_length = response.text().size(), .keep_alive = false, .date = date});
  out += response.text();
  send(socket.native_handle(), out.data(), out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  boost::system::error_code ignored;
  socket.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace

Result<Acceptor> listen_on(asio::io_context& io, const ServerOptions& options) {
  std::string host = options.host;
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  boost::system::error_code error;
  Tcp::resolver resolver(io);
  const auto found =
      resolver.resolve(host, std::to_string(options.port), Tcp::resolver::passive, error);
  if (error || found.empty()) {
    return cannot_listen(options, error);
  }
  const Tcp::endpoint endpoint = *found.begin();
  Acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(Acceptor::reuse_address(true), error);
  }
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(false), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(backlog, error);
  }
  if (error) {
    return cannot_listen(options, error);
  }
  return acceptor;
}

Result<asio::ssl::context> make_tls_context(const TlsFiles& files) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  boost::system::error_code error;
  context.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                          asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_COMPRESSION |
                          SSL_OP_NO_RENEGOTIATION,
                      error);
  if (!error) {
    context.use_certificate_chain_file(files.certificate_chain, error);
  }
  if (error) {
    return Error::invalid("Cannot use the certificate " + files.certificate_chain + ": " +
                          error.message() + ".");
  }
  context.use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error) {
    return Error::invalid("Cannot use the key " + files.key + ": " + error.message() + ".");
  }
  return context;
}

Task<void> accept_connections(Core& core, Acceptor& acceptor, asio::ssl::context* tls) {
  Timer pause(core.io);
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (error == asio::error::operation_aborted || !acceptor.is_open()) {
      co_return;
    }
    if (error) {
      pause.expires_after(pause_when_out_of_descriptors);
      co_await pause.async_wait(as_result);
      continue;
    }
    core.counters.connections_accepted.fetch_add(1, std::memory_order_relaxed);
    if (core.connections.size() >= core.options.connections_max) {
      refuse(core, socket, tls != nullptr);
    } else {
      serve_connection(core, std::move(socket), tls);
    }
  }
}

}  // namespace throughline::net
