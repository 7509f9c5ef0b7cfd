#include "load.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "client.h"
#include "server_process.h"

namespace throughline::bench {
namespace {

void pause(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

// Positions are "SEQ" or "XID.SEQ"; the longer or greater text is the newer.
bool is_newer(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

class Sender {
 public:
  Sender(const LoadOptions& options, LoadReport& report, std::mutex& mutex,
         std::atomic<std::uint64_t>& next, double started)
      : options_(options),
        report_(report),
        mutex_(mutex),
        next_(next),
        started_(started),
        client_(options.port),
        authorization_(basic_authorization(options.write_key)) {}

  void run() {
    const std::uint64_t requests =
        (options_.last - options_.first + options_.batch - 1) / options_.batch;
    for (std::uint64_t request = next_++; request < requests; request = next_++) {
      const std::string body = body_of(request);
      double due = now_seconds();
      if (options_.requests_per_s > 0) {
        due = started_ + static_cast<double>(request) / options_.requests_per_s;
        pause(std::max(0.0, due - now_seconds()));
      }
      send(body);
      mine_.latencies_ms.push_back((now_seconds() - due) * 1000);
    }
    const std::scoped_lock lock(mutex_);
    report_.requests += mine_.requests;
    report_.repeated_requests += mine_.repeated_requests;
    report_.bytes += mine_.bytes;
    report_.position =
        is_newer(mine_.position, report_.position) ? mine_.position : report_.position;
    report_.latencies_ms.insert(report_.latencies_ms.end(), mine_.latencies_ms.begin(),
                                mine_.latencies_ms.end());
  }

 private:
  std::string body_of(std::uint64_t request) const {
    const std::uint64_t first = options_.first + request * options_.batch;
    const std::uint64_t last = std::min(options_.last, first + options_.batch);
    std::string body;
    body.reserve(last - first > 1 ? 70'000 : 1'000);
    if (options_.batch == 1) {
      options_.append(body, first);
      return body;
    }
    body = R"({"batch":[)";
    for (std::uint64_t number = first; number < last; ++number) {
      body += number == first ? "" : ",";
      options_.append(body, number);
    }
    return body + "]}";
  }

  void send(const std::string& body) {
    const std::string path =
        options_.batch == 1 ? "/v1/" + body.substr(9, body.find('"', 9) - 9) : "/v1/batch";
    for (;;) {
      const Answer answer = client_.post(path, authorization_, body);
      ++mine_.requests;
      mine_.bytes += body.size();
      if (answer.status == 200) {
        if (answer.body.find("rejected") != std::string::npos) {
          fail("an item was refused: " + answer.body.substr(0, 500));
        }
        mine_.position =
            is_newer(answer.position, mine_.position) ? answer.position : mine_.position;
        return;
      }
      if (answer.status != 0 && answer.status != 429 && answer.status != 503) {
        fail(fmt::format("{} answered {} {}", path, answer.status, answer.body));
      }
      ++mine_.repeated_requests;
      pause(0.02);
    }
  }

  const LoadOptions& options_;
  LoadReport& report_;
  std::mutex& mutex_;
  std::atomic<std::uint64_t>& next_;
  const double started_;
  Client client_;
  const std::string authorization_;
  LoadReport mine_;
};

}  // namespace

LoadReport run_load(const LoadOptions& options) {
  LoadReport report;
  std::mutex mutex;
  std::atomic<std::uint64_t> next = 0;
  const double started = now_seconds();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < options.connections; ++i) {
      threads.emplace_back([&] { Sender(options, report, mutex, next, started).run(); });
    }
  }
  report.wall_s = now_seconds() - started;
  std::sort(report.latencies_ms.begin(), report.latencies_ms.end());
  return report;
}

double percentile(const std::vector<double>& sorted, double of_hundred) {
  if (sorted.empty()) {
    return 0;
  }
  const auto at = static_cast<std::size_t>(of_hundred / 100 * static_cast<double>(sorted.size()));
  return sorted.at(std::min(at, sorted.size() - 1));
}

std::string basic_authorization(const std::string& user) {
  return "Basic " + to_base64(user + ":");
}

}  // namespace throughline::bench
