#include "net/server.h"

#include <algorithm>
#include <future>
#include <thread>

#include "base/log.h"
#include "net/connection.h"
#include "net/listener.h"

namespace throughline::net {
namespace {

std::size_t threads_for(const ServerOptions& options) {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return options.workers != 0 ? options.workers : 2 * processors;
}

}  // namespace

class Server::Impl {
 public:
  Impl(std::shared_ptr<Core> core, Acceptor acceptor, std::optional<asio::ssl::context> tls)
      : core_(std::move(core)),
        acceptor_(std::move(acceptor)),
        tls_(std::move(tls)),
        port_(acceptor_.local_endpoint().port()),
        ticker_(core_->io) {}

  void run();
  bool drain(std::chrono::milliseconds patience);
  void stop();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const Core& core() const { return *core_; }

 private:
  void tick();
  void close_acceptor();

  std::shared_ptr<Core> core_;
  Acceptor acceptor_;
  std::optional<asio::ssl::context> tls_;
  std::uint16_t port_;
  Timer ticker_;
  std::jthread thread_;
};

void Server::Impl::run() {
  asio::co_spawn(core_->io, accept_connections(*core_, acceptor_, tls_ ? &*tls_ : nullptr),
                 [](const std::exception_ptr& failure) {
                   if (failure) {
                     log(LogLevel::error, "accepting connections failed inside");
                   }
                 });
  tick();
  thread_ = std::jthread([core = core_] { core->io.run(); });
}

// Keeps the io thread running until `stop` cancels it.
void Server::Impl::tick() {
  const Steady::time_point now = Steady::now();
  for (Connection* connection : core_->connections) {
    connection->tick(now);
  }
  ticker_.expires_after(tick_interval(core_->options));
  ticker_.async_wait([this](const boost::system::error_code& error) {
    if (!error && !core_->stopping) {
      tick();
    }
  });
}

void Server::Impl::close_acceptor() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

bool Server::Impl::drain(std::chrono::milliseconds patience) {
  const auto empty = std::make_shared<std::promise<void>>();
  const std::future<void> emptied = empty->get_future();
  asio::post(core_->io, [this, empty] {
    close_acceptor();
    core_->draining = true;
    if (core_->connections.empty()) {
      empty->set_value();
      return;
    }
    core_->on_empty = [empty] { empty->set_value(); };
    for (Connection* connection : core_->connections) {
      connection->drain();
    }
  });
  return emptied.wait_for(patience) == std::future_status::ready;
}

void Server::Impl::stop() {
  if (core_->stopping.exchange(true)) {
    return;
  }
  asio::post(core_->io, [this] {
    close_acceptor();
    ticker_.cancel();
    core_->draining = true;
    for (Connection* connection : core_->connections) {
      connection->abort();
    }
  });
  // Every coroutine has an end in sight now, so that the io thread runs out of work.
  thread_.join();
  core_->workers.stop();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

// What throws here is out of memory, and then ending is all that is left.
// NOLINTNEXTLINE(bugprone-exception-escape)
Server::~Server() {
  stop();
}

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, const http::Router& router,
                                              const Clock& clock) {
  std::optional<asio::ssl::context> tls;
  if (options.tls) {
    TL_TRY_ASSIGN(tls, make_tls_context(*options.tls));
  }
  const std::size_t threads = threads_for(options);
  auto core = std::make_shared<Core>(std::move(options), router, clock, threads);
  TL_TRY_ASSIGN(Acceptor acceptor, listen_on(core->io, core->options));
  auto impl = std::make_unique<Impl>(std::move(core), std::move(acceptor), std::move(tls));
  impl->run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
  return impl_->port();
}

ServerMetrics Server::metrics() const {
  const Core& core = impl_->core();
  ServerMetrics metrics = core.counters.snapshot();
  metrics.requests_waiting = core.workers.waiting();
  return metrics;
}

bool Server::drain(std::chrono::milliseconds patience) {
  return impl_->drain(patience);
}

void Server::stop() {
  impl_->stop();
}

}  // namespace throughline::net
