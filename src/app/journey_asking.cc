#include "app/journey_asking.h"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <future>
#include <iostream>
#include <optional>

#include "codec/json_writer.h"
#include "net/http_client.h"

namespace throughline::app {
namespace {

using codec::JsonView;
using codec::JsonWriter;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds pause_between(200);
constexpr milliseconds silence(700);  // Whoever waits no longer is told nothing.
constexpr std::chrono::minutes patience(30);
constexpr std::int64_t request_ms_max = 30 * 60 * 1000;
constexpr std::size_t answer_bytes_max = std::size_t{256} << 20U;
constexpr int bar_width = 24;

// One line on standard error that is written over.
class Waiting {
 public:
  explicit Waiting(bool quiet) : quiet_(quiet) {}
  ~Waiting() {
    if (shown_) {
      std::cerr << "\n";
    }
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  void show(const std::string& text) {
    if (!quiet_ && steady_clock::now() - begun_ > silence) {
      std::cerr << "\r" << fmt::format("{:<60}", text) << std::flush;
      shown_ = true;
    }
  }
  [[nodiscard]] std::chrono::seconds lasted() const {
    return std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - begun_);
  }

 private:
  bool quiet_;
  bool shown_ = false;
  steady_clock::time_point begun_ = steady_clock::now();
};

// The answer of something that takes long, saying how long meanwhile.
Result<std::string> waited_for(Waiting& waiting,
                               const std::function<Result<std::string>()>& answer) {
  auto answered = std::async(std::launch::async, answer);
  while (answered.wait_for(pause_between) != std::future_status::ready) {
    waiting.show(fmt::format("Counting, {} s", waiting.lasted().count()));
  }
  return answered.get();
}

void pause() {
  std::promise<void> never;
  never.get_future().wait_for(pause_between);
}

std::string reading_text(JsonView progress) {
  const std::int64_t events = progress.find("events").integer().value_or(0);
  const std::int64_t of = progress.find("of").integer().value_or(0);
  const double share =
      of > 0 ? std::min(1.0, static_cast<double>(events) / static_cast<double>(of)) : 0;
  const std::string filled(static_cast<std::size_t>(share * bar_width), '#');
  return fmt::format("Reading the record [{:<{}}] {:3.0f} %", filled, bar_width, share * 100);
}

Result<void> wait_until_read(const Ask& ask, std::int64_t workspace, Waiting& waiting) {
  const std::string request = JsonWriter()
                                  .begin_object()
                                  .member("command", "journeys.progress")
                                  .member("workspace", workspace)
                                  .end_object()
                                  .take();
  for (;;) {
    TL_TRY_ASSIGN(const std::string answer, ask(request));
    TL_TRY_ASSIGN(const auto progress, codec::JsonDocument::parse(answer));
    if (progress.root().find("ready").boolean().value_or(false)) {
      return {};
    }
    waiting.show(reading_text(progress.root()));
    pause();
  }
}

// What a problem (RFC 9457) says.
std::string problem_text(const net::OutgoingAnswer& answer) {
  const auto problem = codec::JsonDocument::parse(answer.body);
  if (problem.ok()) {
    for (const char* const field : {"detail", "title"}) {
      if (const std::string_view text = problem->root().find(field).text(); !text.empty()) {
        return std::string(text);
      }
    }
  }
  return fmt::format("the server answered with status {}", answer.status);
}

net::OutgoingRequest request_to(std::string url, const std::string& key,
                                const JourneyRequest& request) {
  while (url.ends_with('/')) {
    url.pop_back();
  }
  net::OutgoingRequest out{
      .url = url + "/api/v1/journeys/" + request.question + (request.people ? "/people" : ""),
      .body = request.body};
  out.headers.add("Authorization", "Bearer " + key);
  out.headers.add("Content-Type", "application/json");
  return out;
}

}  // namespace

Result<std::string> ask_holder(const Ask& ask, const JourneyRequest& request) {
  Waiting waiting(request.quiet);
  TL_TRY(wait_until_read(ask, request.workspace, waiting));
  const std::string text = JsonWriter()
                               .begin_object()
                               .member("command", "journeys.ask")
                               .member("question", request.question)
                               .member("people", request.people)
                               .member("workspace", request.workspace)
                               .raw_member("body", request.body)
                               .end_object()
                               .take();
  return waited_for(waiting, [&] { return ask(text); });
}

Result<std::string> ask_url(const std::string& url, const std::string& key,
                            const JourneyRequest& request) {
  net::HttpClientOptions options{.total_ms_max = request_ms_max,
                                 .answer_bytes_max = answer_bytes_max};
  // Whoever types a URL here may reach it anyway.
  TL_TRY_ASSIGN(options.addresses, net::AddressPolicy::make("all"));
  TL_TRY_ASSIGN(const auto client, net::HttpClient::make(std::move(options)));
  const net::OutgoingRequest out = request_to(url, key, request);
  Waiting waiting(request.quiet);
  for (;;) {
    int status = 0;
    TL_TRY_ASSIGN(std::string answer, waited_for(waiting, [&]() -> Result<std::string> {
                    TL_TRY_ASSIGN(net::OutgoingAnswer got, client->send(out, {}));
                    status = got.status;
                    return status == 200 ? std::move(got.body) : problem_text(got);
                  }));
    if (status == 200) {
      return answer;
    }
    if (status != 503 || waiting.lasted() > patience) {
      return Error::unavailable(std::move(answer));
    }
    waiting.show(answer);
    pause();
  }
}

}  // namespace throughline::app
