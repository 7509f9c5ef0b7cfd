// A server with a few telling routes on a free port of loopback, for the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/guarded.h"
#include "net/server.h"
#include "testing/raw_client.h"

namespace throughline::net {

using testing::raw_request;
using testing::RawClient;
using testing::RawResponse;

// A gate that handlers wait at until a test opens it, and a count of those who came.
class Gate {
 public:
  void arrive() {
    arrived_.fetch_add(1);
    arrived_.notify_all();
    opened_.wait(false);
  }
  void await_arrivals(int count) {
    for (int seen = arrived_; seen < count; seen = arrived_) {
      arrived_.wait(seen);
    }
  }
  void open() {
    opened_ = true;
    opened_.notify_all();
  }

 private:
  std::atomic<int> arrived_ = 0;
  std::atomic<bool> opened_ = false;
};

class TestServer {
 public:
  explicit TestServer(ServerOptions options = {});
  ~TestServer();

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  http::Router& router() { return router_; }
  Gate& gate() { return gate_; }
  // Of the last request to /watch.
  std::shared_ptr<http::Cancellation> cancellation() {
    return kept_.with([](Kept& kept) { return kept.cancellation; });
  }
  // Of the last request to /stream, once it is open.
  std::shared_ptr<http::Stream> stream();
  // Of the last request to /held.
  http::Answer answer();
  std::string last_body_file() {
    return kept_.with([](Kept& kept) { return kept.body_file; });
  }
  // One request on a connection of its own.
  RawResponse ask(std::string_view request) const;

 private:
  struct Kept {
    std::shared_ptr<http::Cancellation> cancellation;
    http::Answer answer;
    std::string body_file;
  };
  void add_routes();
  void add_slow_routes();

  SystemClock clock_;
  http::Router router_;
  Gate gate_;
  Guarded<Kept> kept_;
  std::promise<std::shared_ptr<http::Stream>> stream_;
  std::promise<http::Answer> answer_;
  std::unique_ptr<Server> server_;
};

}  // namespace throughline::net
