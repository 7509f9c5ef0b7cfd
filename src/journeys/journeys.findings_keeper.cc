#include <sys/resource.h>

#include <algorithm>
#include <chrono>

#include "codec/describe.h"
#include "journeys/journeys.findings.h"
#include "journeys/journeys.scan.h"

namespace throughline::journeys {

namespace {

constexpr std::size_t kept_max = 32;
constexpr std::size_t waiting_max = 16;
constexpr std::int64_t fresh_us = 60 * us_per_second;
// Looking takes a small part of the time, however long it takes.
constexpr std::int64_t rest_of_work = 20;

}  // namespace

FindingsKeeper::FindingsKeeper(FindingsSearch search, const Clock& clock)
    : search_(search), clock_(clock) {}

FindingsKeeper::~FindingsKeeper() {
  std::jthread thread = state_.with([](State& state) { return std::move(state.thread); });
  if (thread.joinable()) {
    thread.request_stop();
    asked_.raise();
  }
}

bool FindingsKeeper::is_old(const FindingsAnswer& answer, const std::string& now_at) const {
  const auto took_us = static_cast<std::int64_t>(answer.took_ms * 1'000);
  const std::int64_t age_us = clock_.now().us - answer.at->us;
  return answer.position != now_at && age_us > std::max(fresh_us, rest_of_work * took_us);
}

FindingsAnswer FindingsKeeper::shown(const Kept& kept) {
  FindingsAnswer answer = kept.answer ? *kept.answer : FindingsAnswer();
  if (kept.progress) {
    answer.working = true;
    answer.progress = *kept.progress;
  }
  return answer;
}

// Drops what was not asked for the longest.
void FindingsKeeper::keep_few(State& state) {
  while (state.kept.size() > kept_max) {
    auto oldest = state.kept.end();
    for (auto one = state.kept.begin(); one != state.kept.end(); ++one) {
      const bool idle = one->second.progress == nullptr;
      if (idle && (oldest == state.kept.end() || one->second.asked < oldest->second.asked)) {
        oldest = one;
      }
    }
    if (oldest == state.kept.end()) {
      return;
    }
    state.kept.erase(oldest);
  }
}

Result<FindingsAnswer> FindingsKeeper::answer_now(const Asking& asking, const FindingsAsked& asked,
                                                  const Key& key) {
  FindingsProgress progress = 0;
  const std::uint64_t forgotten = state_.with([](State& state) { return state.forgotten; });
  TL_TRY_ASSIGN(const FindingsAnswer found, search_.find(asking, asked, progress));
  state_.with([&](State& state) {
    if (state.forgotten != forgotten) {
      return;  // It may name what was erased meanwhile.
    }
    Kept& kept = state.kept[key];
    kept.answer = std::make_shared<const FindingsAnswer>(found);
    kept.asked = ++state.asked;
    keep_few(state);
  });
  return found;
}

Result<FindingsAnswer> FindingsKeeper::answer(const Asking& asking, const FindingsAsked& asked,
                                              const std::string& now_at) {
  FindingsAsked question = asked;
  question.wait = {};
  const Key key(asking.workspace, codec::to_json(question));
  if (asked.wait.value_or(false)) {
    return answer_now(asking, question, key);
  }
  return state_.with([&](State& state) -> Result<FindingsAnswer> {
    Kept& kept = state.kept[key];
    kept.asked = ++state.asked;
    if (kept.error) {
      const Error error = *std::exchange(kept.error, std::nullopt);
      if (error.code != ErrorCode::unavailable) {
        return error;
      }
    }
    const bool look = !kept.answer || is_old(*kept.answer, now_at);
    if (look && !kept.progress) {
      if (state.waiting.size() == waiting_max) {
        return Error::unavailable("too much is being looked for; please try again");
      }
      kept.progress = std::make_shared<FindingsProgress>(0);
      state.waiting.push_back(
          {.key = key,
           .asking = {.workspace = asking.workspace, .at_least = asking.at_least},
           .asked = question,
           .progress = kept.progress});
      if (!state.thread.joinable()) {
        state.thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
      }
      asked_.raise();
    }
    FindingsAnswer answer = shown(kept);
    keep_few(state);
    return answer;
  });
}

void FindingsKeeper::forget(WorkspaceId workspace) {
  state_.with([&](State& state) {
    ++state.forgotten;
    // What is being looked for is not kept either: its place is gone.
    std::erase_if(state.kept, [&](const auto& one) { return one.first.first == workspace; });
    std::erase_if(state.waiting, [&](const Task& task) { return task.key.first == workspace; });
  });
}

void FindingsKeeper::carry_out(const Task& task, const std::stop_token& stop) {
  Asking asking = task.asking;
  asking.cancelled = [stop] { return stop.stop_requested(); };
  auto found = search_.find(asking, task.asked, *task.progress);
  state_.with([&](State& state) {
    const auto kept = state.kept.find(task.key);
    if (kept == state.kept.end() || kept->second.progress != task.progress) {
      return;
    }
    kept->second.progress = nullptr;
    if (found.ok()) {
      kept->second.answer = std::make_shared<const FindingsAnswer>(*std::move(found));
    } else {
      kept->second.error = found.error();
    }
  });
}

void FindingsKeeper::loop(const std::stop_token& stop) {
  // Of this thread alone, as Linux has it; and no harm where it is refused.
  (void)setpriority(PRIO_PROCESS, 0, scanning::lower_priority);
  while (!stop.stop_requested()) {
    const std::uint64_t seen = asked_.count();
    std::optional<Task> task = state_.with([](State& state) -> std::optional<Task> {
      if (state.waiting.empty()) {
        return std::nullopt;
      }
      Task first = std::move(state.waiting.front());
      state.waiting.erase(state.waiting.begin());
      return first;
    });
    if (task) {
      carry_out(*task, stop);
    } else if (!stop.stop_requested()) {
      asked_.wait(seen);
    }
  }
}

}  // namespace throughline::journeys
