#include "collect/decision_log.h"

#include <algorithm>

namespace throughline::collect {

DecisionLog::Subscription::~Subscription() {
  if (log != nullptr) {
    log->unsubscribe(*this);
  }
}

void DecisionLog::add(WorkspaceId workspace, SourceId source, std::vector<Decision> decisions) {
  // More than the log holds would only push itself out.
  const std::size_t skipped =
      decisions.size() > decisions_per_source_max ? decisions.size() - decisions_per_source_max : 0;
  state_.with([&](State& state) {
    PerSource& log = state.sources[{workspace, source}];
    log.next += skipped;
    for (std::size_t i = skipped; i < decisions.size(); ++i) {
      decisions[i].number = log.next++;
      for (const auto& [id, listener] : log.listeners) {
        listener(decisions[i]);
      }
      log.recent.push_back(std::move(decisions[i]));
      if (log.recent.size() > decisions_per_source_max) {
        log.recent.pop_front();
      }
    }
  });
}

std::vector<Decision> DecisionLog::recent(WorkspaceId workspace, SourceId source) const {
  return state_.with([&](const State& state) {
    const auto found = state.sources.find({workspace, source});
    return found == state.sources.end()
               ? std::vector<Decision>()
               : std::vector<Decision>(found->second.recent.rbegin(), found->second.recent.rend());
  });
}

void DecisionLog::forget(WorkspaceId workspace) {
  state_.with([&](State& state) {
    for (auto& [source, log] : state.sources) {
      if (source.first == workspace) {
        log.recent.clear();
      }
    }
  });
}

std::shared_ptr<DecisionLog::Subscription> DecisionLog::subscribe(WorkspaceId workspace,
                                                                  SourceId source,
                                                                  Listener listener) {
  auto subscription = std::make_shared<Subscription>();
  subscription->log = this;
  subscription->source = {workspace, source};
  state_.with([&](State& state) {
    subscription->id = state.next_subscription++;
    state.sources[subscription->source].listeners.emplace(subscription->id, std::move(listener));
  });
  return subscription;
}

void DecisionLog::unsubscribe(const Subscription& subscription) {
  state_.with(
      [&](State& state) { state.sources[subscription.source].listeners.erase(subscription.id); });
}

}  // namespace throughline::collect
