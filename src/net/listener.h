// Listener: the socket that new connections come from, and TLS's own settings.
#pragma once

#include <optional>

#include "base/result.h"
#include "net/core.h"

namespace throughline::net {

// Error::unavailable where the address cannot be had.
Result<Acceptor> listen_on(asio::io_context& io, const ServerOptions& options);

// TLS 1.2 and above. Error::invalid where the files cannot be used.
Result<asio::ssl::context> make_tls_context(const TlsFiles& files);

// Accepts until the acceptor is closed. Both must outlive it.
Task<void> accept_connections(Core& core, Acceptor& acceptor, asio::ssl::context* tls);

}  // namespace throughline::net
