#include "app/serving.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "app/commands.h"
#include "app/control.h"
#include "base/log.h"
#include "net/server.h"

namespace throughline::app {
namespace {

constexpr std::chrono::seconds drain_patience(20);

// Blocked in every thread, so that exactly one place takes them.
sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

Result<std::unique_ptr<net::Server>> start_server(Throughline& throughline) {
  const Configuration& configuration = throughline.configuration();
  TL_TRY_ASSIGN(const HostPort listen, parse_listen(configuration.listen));
  net::ServerOptions options;
  options.host = listen.host;
  options.port = listen.port;
  options.workers = static_cast<std::size_t>(configuration.workers);
  if (!configuration.tls_certificate.empty() || !configuration.tls_key.empty()) {
    options.tls = {configuration.tls_certificate, configuration.tls_key};
  }
  return net::Server::start(options, throughline.router(), throughline.clock());
}

std::string url_of(const Configuration& configuration, unsigned short port) {
  if (!configuration.public_url.empty()) {
    return configuration.public_url;
  }
  const auto listen = parse_listen(configuration.listen);
  std::string host = listen.ok() ? listen->host : "localhost";
  if (host == "0.0.0.0" || host == "::" || host == "127.0.0.1") {
    host = host == "127.0.0.1" ? host : "localhost";
  }
  const bool tls = !configuration.tls_certificate.empty();
  return fmt::format("{}://{}:{}", tls ? "https" : "http", host, port);
}

void print_setup_link(Throughline& throughline, const std::string& url) {
  const auto token = throughline.access().make_setup_token();
  if (token.ok() && *token) {
    std::cout << "Set up: " << url << "/setup?token=" << **token << "\n";
  }
}

}  // namespace

int serve(Throughline& throughline, const Companion& companion) {
  const sigset_t signals = stop_signals();
  auto server = start_server(throughline);
  if (!server.ok()) {
    std::cerr << server.error().message << "\n";
    return 2;
  }
  auto control = ControlServer::start(
      throughline.configuration().data,
      [&](codec::JsonView request) { return run_command(throughline, request); });
  if (!control.ok()) {
    std::cerr << control.error().message << "\n";
    return 2;
  }
  const std::string url = url_of(throughline.configuration(), (*server)->port());
  print_setup_link(throughline, url);
  const auto stop_companion = companion ? companion(throughline, url) : std::function<void()>();
  std::cout << "Throughline is ready on " << url << std::endl;

  int signal = 0;
  sigwait(&signals, &signal);
  log(LogLevel::info, "stopping");
  if (stop_companion) {
    stop_companion();
  }
  if (!(*server)->drain(drain_patience)) {
    log(LogLevel::warning, "some connections did not end in time");
  }
  (*server)->stop();
  return 0;
}

}  // namespace throughline::app
