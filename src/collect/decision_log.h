// DecisionLog: the last items of each source and what the pipeline decided about them, for the live
// debugger. In memory only; after a restart it is empty.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/guarded.h"
#include "base/id.h"
#include "base/time.h"
#include "codec/json_view.h"
#include "event/event.h"

namespace throughline::collect {

constexpr std::size_t decisions_per_source_max = 200;

// One item as it was decided. Shares the request's document, so that a flood costs no copying.
struct Decision {
  std::uint64_t number = 0;  // Counts up per source.
  Time at = {};
  std::string outcome = {};  // accepted, repeated, collided, refused
  std::string reason = {};
  std::vector<std::string> decisions = {};
  std::string message_id = {};
  EventKind kind = EventKind::track;
  std::string name = {};
  EventSeq event = {};
  IdentifierId key_identifier = {};
  std::shared_ptr<const codec::JsonDocument> document = {};
  codec::JsonView item = {};
};

// Thread-safe.
class DecisionLog {
 public:
  using Listener = std::function<void(const Decision&)>;
  struct Subscription {
    ~Subscription();
    DecisionLog* log = nullptr;
    std::pair<WorkspaceId, SourceId> source = {};
    std::uint64_t id = 0;
  };

  void add(WorkspaceId workspace, SourceId source, std::vector<Decision> decisions);
  // Newest first.
  [[nodiscard]] std::vector<Decision> recent(WorkspaceId workspace, SourceId source) const;
  // Forgets everything of a workspace.
  void forget(WorkspaceId workspace);
  // Until the handle is destroyed; called with the log locked, so it must be quick.
  std::shared_ptr<Subscription> subscribe(WorkspaceId workspace, SourceId source,
                                          Listener listener);

 private:
  struct PerSource {
    std::uint64_t next = 1;
    std::deque<Decision> recent = {};
    std::map<std::uint64_t, Listener> listeners = {};
  };
  struct State {
    std::uint64_t next_subscription = 1;
    std::map<std::pair<WorkspaceId, SourceId>, PerSource> sources = {};
  };
  void unsubscribe(const Subscription& subscription);

  Guarded<State> state_;
};

}  // namespace throughline::collect
