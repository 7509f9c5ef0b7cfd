// FigureKeeper: asks the questions of figures again when the record has moved, and once a minute,
// for time moves them too. It paces itself: asking takes a small part of the time, however long it
// takes. Thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "base/guarded.h"
#include "base/signal.h"
#include "segments/segments.h"

namespace throughline::segments {

class Segments::FigureKeeper {
 public:
  // It must outlive this.
  explicit FigureKeeper(Segments& segments) : segments_(segments) {}
  ~FigureKeeper();
  FigureKeeper(const FigureKeeper&) = delete;
  FigureKeeper& operator=(const FigureKeeper&) = delete;

  void look_after(WorkspaceId workspace);
  // A figure was made or came back.
  void look_again() { changed_.raise(); }

 private:
  using Instant = std::chrono::steady_clock::time_point;
  // Of one figure.
  struct Pace {
    Instant not_before = {};
    Instant asked = {};
    timeline::Position position = {};
  };
  struct Watch {
    std::map<SegmentId, Pace> figures = {};
  };
  struct State {
    std::map<WorkspaceId, Watch> watches = {};
    std::jthread thread = {};
  };
  void loop(const std::stop_token& stop);
  // Whether there is any figure.
  bool look_at(WorkspaceId workspace, Watch& watch, const std::stop_token& stop);

  Segments& segments_;
  Signal changed_;
  Guarded<State> state_;  // Last: it has the thread.
};

}  // namespace throughline::segments
