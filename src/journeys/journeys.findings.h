// Findings: looks at everything that is in the lines of a workspace, and says what stands out.
//
// Nothing about the data is known beforehand: questions come from what follows what
// (journeys.follows.h), what people are told apart by from a sample (journeys.dimensions.h), and
// what differs is judged over all of it together (journeys.contrasts.h). The work is bounded: so
// many names, pairs, dimensions and values at most, whatever the record holds.
//
// `find` runs on the thread of whoever asks, and scans on all processors. FindingsKeeper runs it in
// the background, one at a time, and keeps what was found until the record has moved on.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/result.h"
#include "base/signal.h"
#include "journeys/findings_view.h"
#include "journeys/journeys.h"

namespace throughline::journeys {

// Where one search has got to, from 0 to 1.
using FindingsProgress = std::atomic<double>;

class FindingsSearch {
 public:
  // All must outlive this.
  FindingsSearch(Journeys& journeys, storage::Workspaces& workspaces, people::People& people,
                 const Clock& clock)
      : journeys_(journeys), workspaces_(workspaces), people_(people), clock_(clock) {}

  // Error::invalid for a range or a condition without meaning; Error::unavailable while the record
  // is still being read, or when whoever asked has gone.
  Result<FindingsAnswer> find(const Asking& asking, const FindingsAsked& asked,
                              FindingsProgress& progress);

 private:
  struct Run;
  Journeys& journeys_;
  storage::Workspaces& workspaces_;
  people::People& people_;
  const Clock& clock_;
};

// Thread-safe.
class FindingsKeeper {
 public:
  explicit FindingsKeeper(FindingsSearch search, const Clock& clock);
  ~FindingsKeeper();
  FindingsKeeper(const FindingsKeeper&) = delete;
  FindingsKeeper& operator=(const FindingsKeeper&) = delete;

  // What is kept, and how far it has got where something is being looked for; looks anew where the
  // record has moved on since, but not at once. `now_at` is the record's position.
  Result<FindingsAnswer> answer(const Asking& asking, const FindingsAsked& asked,
                                const std::string& now_at);
  // Everything that was found there: names and values may have been erased.
  void forget(WorkspaceId workspace);

 private:
  using Key = std::pair<WorkspaceId, std::string>;
  struct Kept {
    std::shared_ptr<const FindingsAnswer> answer = {};
    std::shared_ptr<FindingsProgress> progress = {};  // Null: nothing is being looked for.
    std::optional<Error> error = {};
    std::uint64_t asked = 0;  // The higher, the later.
  };
  struct Task {
    Key key = {};
    Asking asking = {};
    FindingsAsked asked = {};
    std::shared_ptr<FindingsProgress> progress = {};
  };
  struct State {
    std::map<Key, Kept> kept = {};
    std::vector<Task> waiting = {};
    std::uint64_t asked = 0;
    std::uint64_t forgotten = 0;  // How often something was.
    std::jthread thread = {};
  };

  Result<FindingsAnswer> answer_now(const Asking& asking, const FindingsAsked& asked,
                                    const Key& key);
  [[nodiscard]] bool is_old(const FindingsAnswer& answer, const std::string& now_at) const;
  static FindingsAnswer shown(const Kept& kept);
  static void keep_few(State& state);
  void loop(const std::stop_token& stop);
  void carry_out(const Task& task, const std::stop_token& stop);

  FindingsSearch search_;
  const Clock& clock_;
  Signal asked_;
  Guarded<State> state_;
};

}  // namespace throughline::journeys
