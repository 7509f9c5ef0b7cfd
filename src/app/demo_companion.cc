#include "app/demo_companion.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <future>
#include <iostream>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "base/text.h"
#include "demo/demo.h"

namespace throughline::app {
namespace {

constexpr std::string_view setting_name = "demo";
constexpr std::string_view owner_email = "demo@throughline.example";
constexpr std::chrono::seconds live_pause(7);
constexpr std::size_t password_bytes = 9;
constexpr std::size_t batches_under_way_max = 64;

using Sources = std::array<collect::OpenSource, demo::demo_sources.size()>;

Result<Sources> make_sources(Throughline& throughline, const Actor& actor) {
  Sources sources;
  for (const demo::SourceInfo& info : demo::demo_sources) {
    TL_TRY_ASSIGN(const auto made,
                  throughline.collect().create_source(actor, info.name, info.kind));
    sources.at(static_cast<std::size_t>(info.source)) = {actor.workspace, made.source};
  }
  return sources;
}

// The demo's sources as they are now, by their names.
Result<Sources> find_sources(Throughline& throughline, const Actor& actor) {
  TL_TRY_ASSIGN(const auto listed, throughline.collect().sources(actor));
  Sources sources;
  for (const demo::SourceInfo& info : demo::demo_sources) {
    for (const collect::ListedSource& source : listed) {
      if (source.source.name == info.name) {
        sources.at(static_cast<std::size_t>(info.source)) = {actor.workspace, source.source};
      }
    }
  }
  return sources;
}

Result<void> outcome_of(const Result<collect::Report>& report) {
  if (!report.ok()) {
    return report.error();
  }
  if (!report->rejected.empty()) {
    const collect::Rejected& first = report->rejected.front();
    return Error::internal("the demo's own message was refused: " + first.reason + ", " +
                           first.detail);
  }
  return {};
}

// The same steps as a request to /v1/batch takes after its key was found. The future is there once
// the batch is durable, so that many batches can share a commit.
Result<std::future<Result<void>>> send(Throughline& throughline, const Sources& sources,
                                       const demo::DemoBatch& batch) {
  auto promise = std::make_shared<std::promise<Result<void>>>();
  auto sent = promise->get_future();
  TL_TRY_ASSIGN(auto parsed, codec::JsonDocument::parse(batch.body, codec::body_json_limits));
  const auto document = std::make_shared<const codec::JsonDocument>(std::move(parsed));
  const codec::JsonView root = document->root();
  collect::Intake intake = {.document = document,
                            .context = root.find("context"),
                            .integrations = root.find("integrations"),
                            .sent_at = root.find("sentAt"),
                            .received = batch.received};
  for (const codec::JsonView item : root.find("batch").items()) {
    intake.items.push_back(item);
  }
  const collect::OpenSource& source = sources.at(static_cast<std::size_t>(batch.source));
  if (!source.source.id) {
    promise->set_value({});  // Somebody removed this source of the demo.
    return sent;
  }
  throughline.collect().collect(
      source, std::move(intake),
      [promise](const Result<collect::Report>& report) { promise->set_value(outcome_of(report)); });
  return sent;
}

// What is remembered of the demo. `until` is fixed before the first event is sent, so that a load
// that was cut short sends the same year again and nothing twice.
struct DemoState {
  bool loaded = false;
  Time until = {};
};

Result<DemoState> read_state(Throughline& throughline, const Actor& actor) {
  return throughline.workspaces().read(actor, [&](storage::Transaction& tx) -> Result<DemoState> {
    TL_TRY_ASSIGN(const auto setting, access::Access::setting(tx, setting_name));
    if (!setting) {
      return DemoState{.until = throughline.clock().now()};
    }
    TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(*setting));
    return DemoState{document.root().find("loaded").boolean().value_or(false),
                     {document.root().find("until_us").integer().value_or(0)}};
  });
}

Result<void> save_state(Throughline& throughline, const Actor& actor, const DemoState& state) {
  return throughline.workspaces().write(actor, [&](storage::Transaction& tx) {
    return access::Access::save_setting(
        tx, setting_name,
        fmt::format(R"({{"loaded":{},"until_us":{}}})", state.loaded, state.until.us));
  });
}

// A thread that sends live events, with a pause that a stop interrupts.
class LiveDemo {
 public:
  LiveDemo(Throughline& throughline, Sources sources, demo::Simulation simulation)
      : throughline_(throughline),
        sources_(std::move(sources)),
        simulation_(std::move(simulation)),
        thread_([this] { run(); }) {}
  ~LiveDemo() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  LiveDemo(const LiveDemo&) = delete;
  LiveDemo& operator=(const LiveDemo&) = delete;

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, live_pause, [this] { return stopping_; })) {
      const demo::DemoBatch batch =
          simulation_.live(throughline_.random(), throughline_.clock().now());
      auto sent = send(throughline_, sources_, batch);
      const Result<void> outcome = sent.ok() ? sent->get() : Result<void>(sent.error());
      if (!outcome.ok()) {
        log(LogLevel::warning, "a live event of the demo was not taken",
            {{"why", outcome.error().message}});
      }
    }
  }

  Throughline& throughline_;
  Sources sources_;
  demo::Simulation simulation_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

// Sends the whole year, with some batches under way at a time, and shows how far it is.
Result<void> send_all(Throughline& throughline, const Sources& sources,
                      demo::Simulation& simulation) {
  const std::size_t total = simulation.size();
  std::size_t sent = 0;
  std::size_t shown = 101;
  const bool on_terminal = ::isatty(STDOUT_FILENO) == 1;
  if (!on_terminal) {
    std::cout << fmt::format("Loading the demo company: {} events\n", total) << std::flush;
  }
  std::deque<std::future<Result<void>>> under_way;
  auto batch = simulation.next();
  while (batch || !under_way.empty()) {
    if (batch && under_way.size() < batches_under_way_max) {
      TL_TRY_ASSIGN(auto future, send(throughline, sources, *batch));
      under_way.push_back(std::move(future));
      sent += batch->messages;
      batch = simulation.next();
      continue;
    }
    TL_TRY(under_way.front().get());
    under_way.pop_front();
    if (const std::size_t percent = sent * 100 / total; on_terminal && percent != shown) {
      std::cout << fmt::format("\rLoading the demo company: {:3} % of {} events", percent, total)
                << std::flush;
      shown = percent;
    }
  }
  if (on_terminal) {
    std::cout << "\n";
  }
  return {};
}

// Whoever opens the demo company when it is ready sees all of it; where that takes long, what there
// is.
Result<void> wait_for_lists(Throughline& throughline, const Actor& actor) {
  constexpr int tries_max = 10;  // Of two seconds.
  TL_TRY_ASSIGN(const timeline::Position all,
                throughline.timeline().settled_position(actor.workspace));
  for (int tries = 0; tries < tries_max; ++tries) {
    const auto there =
        throughline.timeline().wait_for(actor.workspace, all, timeline::Timeline::Followers::all);
    if (there.ok() || there.error().code != ErrorCode::unavailable) {
      return there;
    }
  }
  return {};
}

}  // namespace

Result<void> load_demo(Throughline& throughline, int people, std::uint64_t seed) {
  TL_TRY_ASSIGN(const Actor actor, throughline.operator_actor());
  TL_TRY_ASSIGN(DemoState state, read_state(throughline, actor));
  if (state.loaded) {
    return {};
  }
  TL_TRY(save_state(throughline, actor, state));
  TL_TRY_ASSIGN(Sources sources, find_sources(throughline, actor));
  if (!sources.front().source.id) {
    TL_TRY_ASSIGN(sources, make_sources(throughline, actor));
  }
  demo::Simulation simulation({.seed = seed, .people = people, .until = state.until});
  TL_TRY(send_all(throughline, sources, simulation));
  std::ofstream(throughline.configuration().data + "/demo-truth.json")
      << demo::truth_json(simulation.truth());
  state.loaded = true;
  TL_TRY(save_state(throughline, actor, state));
  return wait_for_lists(throughline, actor);
}

Result<DemoLogin> renew_demo_login(Throughline& throughline) {
  TL_TRY_ASSIGN(const Actor actor, throughline.operator_actor());
  DemoLogin login = {std::string(owner_email),
                     to_base64url(throughline.random().bytes(password_bytes))};
  const auto created = throughline.access().create_user(
      actor, {.email = login.email, .name = "Demo Owner", .role = Role::owner}, login.password);
  if (!created.ok()) {
    TL_TRY(throughline.access().reset_password(actor, login.email, login.password));
  }
  return login;
}

std::function<void()> run_live_demo(Throughline& throughline, std::uint64_t seed) {
  const auto actor = throughline.operator_actor();
  if (!actor.ok()) {
    return [] {};
  }
  auto sources = find_sources(throughline, *actor);
  if (!sources.ok()) {
    return [] {};
  }
  auto live = std::make_shared<LiveDemo>(
      throughline, *std::move(sources),
      demo::Simulation({.seed = seed, .until = throughline.clock().now()}));
  return [live]() mutable { live.reset(); };
}

}  // namespace throughline::app
