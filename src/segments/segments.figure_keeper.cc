#include "segments/segments.figure_keeper.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "journeys/journeys.scan.h"

namespace throughline::segments {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause_min(500);
constexpr std::chrono::minutes fresh(1);
// Asking takes a twentieth of the time at most.
constexpr int rest_of_work = 20;

}  // namespace

Segments::FigureKeeper::~FigureKeeper() {
  std::jthread thread = state_.with([](State& state) { return std::move(state.thread); });
  if (thread.joinable()) {
    thread.request_stop();
    changed_.raise();
  }
}

void Segments::FigureKeeper::look_after(WorkspaceId workspace) {
  state_.with([&](State& state) {
    state.watches.try_emplace(workspace);
    if (!state.thread.joinable()) {
      state.thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
    }
  });
  changed_.raise();
}

bool Segments::FigureKeeper::look_at(WorkspaceId workspace, Watch& watch,
                                     const std::stop_token& stop) {
  const auto figures = segments_.figures_asked(workspace);
  if (!figures.ok() || figures->empty()) {
    watch.figures.clear();
    return false;
  }
  std::erase_if(watch.figures, [&](const auto& one) {
    return std::find(figures->begin(), figures->end(), one.first) == figures->end();
  });
  for (const SegmentId id : *figures) {
    const auto view = segments_.journeys_.view(workspace);
    if (stop.stop_requested() || !view.ok()) {
      break;
    }
    Pace& pace = watch.figures[id];
    const auto lines = view->lines.position();
    const timeline::Position position = {lines.xid, lines.seq};
    const Instant begun = steady_clock::now();
    if (begun < pace.not_before || (position == pace.position && begun - pace.asked < fresh)) {
      continue;
    }
    const auto asked = segments_.ask_figure(
        {.workspace = workspace, .cancelled = [stop] { return stop.stop_requested(); }}, id);
    pace.asked = steady_clock::now();
    pace.not_before = pace.asked + std::max<steady_clock::duration>(
                                       pause_min, rest_of_work * (pace.asked - begun));
    if (asked.ok()) {
      pace.position = position;
    }
  }
  return true;
}

void Segments::FigureKeeper::loop(const std::stop_token& stop) {
  // Of this thread alone, as Linux has it; and no harm where it is refused.
  (void)setpriority(PRIO_PROCESS, 0, journeys::scanning::lower_priority);
  while (!stop.stop_requested()) {
    const std::uint64_t seen = changed_.count();
    auto watches = state_.with([](const State& state) { return state.watches; });
    bool any = false;
    for (auto& [workspace, watch] : watches) {
      any = look_at(workspace, watch, stop) || any;
    }
    state_.with([&](State& state) {
      for (auto& [workspace, watch] : watches) {
        state.watches[workspace] = std::move(watch);
      }
    });
    if (!stop.stop_requested()) {
      changed_.wait(seen,
                    any ? std::chrono::microseconds(pause_min) : std::chrono::microseconds(fresh));
    }
  }
}

}  // namespace throughline::segments
