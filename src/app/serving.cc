#include "app/serving.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>

#include "app/commands.h"
#include "app/control.h"
#include "base/log.h"
#include "net/server.h"

namespace throughline::app {
namespace {

constexpr std::chrono::seconds drain_patience(20);
constexpr std::int64_t slow_us = us_per_second;

// Blocked in every thread, so that exactly one place takes them.
sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// The route's pattern stands for the path, which may name a customer.
void note_answer(const http::Router& router, const net::AccessRecord& record) {
  const bool failed = record.status == 500;
  const bool slow = record.took_us > slow_us && record.status != 503;
  if (!failed && !slow) {
    return;
  }
  const http::Route* const route = router.find(record.method, record.path);
  log(failed ? LogLevel::error : LogLevel::warning, failed ? "a request failed" : "a slow request",
      {{"method", std::string(record.method)},
       {"route", route == nullptr ? "none" : route->pattern},
       {"status", std::to_string(record.status)},
       {"took_ms", std::to_string(record.took_us / us_per_ms)}});
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
  options.on_answered = [&router = throughline.router()](const net::AccessRecord& record) {
    note_answer(router, record);
  };
  return net::Server::start(options, throughline.router(), throughline.clock());
}

std::string own_url(const Configuration& configuration, unsigned short port) {
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
  if (!token.ok()) {
    return;
  }
  if (const std::optional<std::string>& made = *token; made) {
    std::cout << "Set up: " << url << "/setup?token=" << *made << "\n";
  }
}

}  // namespace

int serve(Throughline& throughline, const Companion& companion) {
  const sigset_t signals = stop_signals();
  if (const auto following = throughline.follow(); !following.ok()) {
    std::cerr << following.error().message << "\n";
    return 2;
  }
  auto server = start_server(throughline);
  if (!server.ok()) {
    std::cerr << server.error().message << "\n";
    return 2;
  }
  throughline.set_server_metrics([&server] { return (*server)->metrics(); });
  auto control =
      ControlServer::start(throughline.configuration().data,
                           [&](codec::JsonView request, const std::atomic<bool>& stopping) {
                             return run_command(throughline, request, stopping);
                           });
  if (!control.ok()) {
    std::cerr << control.error().message << "\n";
    return 2;
  }
  const std::string own = own_url(throughline.configuration(), (*server)->port());
  const std::string& given = throughline.configuration().public_url;
  const std::string url = given.empty() ? own : given;
  print_setup_link(throughline, url);
  const auto stop_companion = companion ? companion(throughline, url) : std::function<void()>();
  std::cout << "Throughline is ready on " << url << (given.empty() ? "" : ", listening on " + own)
            << "\n"
            << std::flush;

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
  throughline.set_server_metrics({});
  return 0;
}

}  // namespace throughline::app
