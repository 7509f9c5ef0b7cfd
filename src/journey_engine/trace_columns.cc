#include "journey_engine/trace_columns.h"

#include <algorithm>
#include <numeric>

namespace throughline::journey_engine {

std::string why_no_columns(const TraceRule& rule) {
  if (rule.node) {
    return "nodes are not the names of events";
  }
  return rule.cases.per_session && !rule.cases.session.starts.is_none()
             ? "some events always begin a session"
             : "";
}

bool takes_all_events(const TraceRule& rule) {
  return rule.events.is_any_code() && !rule.events.has_test() && rule.repeats == Repeats::keep;
}

void TraceColumns::read(const Columns& columns) {
  columns_ = &columns;
  if (rule_->cases.per_session) {
    sessions_.read(columns, rule_->cases.session.timeout_ms);
  }
}

template <class Code>
void TraceColumns::find_steps(const ColumnLine& line, const Code* codes) {
  const std::size_t length = line.last - line.first;
  nodes_.resize(std::max(nodes_.size(), length));
  events_.resize(std::max(events_.size(), length));
  const EventSet& events = rule_->events;
  const bool every = events.is_any_code() && !events.has_test();
  const bool collapse = rule_->repeats == Repeats::collapse;
  const bool per_session = rule_->cases.per_session;
  if (every && !collapse && !per_session) {
    std::copy_n(codes + line.first, length, nodes_.begin());
    std::iota(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(length), line.first);
    cases_.push_back({{nodes_.data(), length}, {events_.data(), length}});
    return;
  }
  std::size_t begin = 0;
  std::size_t end = 0;
  const auto finish_case = [&] {
    if (begin < end) {
      cases_.push_back(
          {{nodes_.data() + begin, end - begin}, {events_.data() + begin, end - begin}});
    }
    begin = end;
  };
  for (std::uint32_t event = line.first; event < line.last; ++event) {
    if (per_session && event > line.first && begins_session(line, event)) {
      finish_case();
    }
    const Value node = codes[event];
    if ((!every && !(events.may_have(node) && events.passes(columns_->ids[line.customer],
                                                            event_of(*columns_, line, event)))) ||
        (collapse && begin < end && nodes_[end - 1] == node)) {
      continue;
    }
    nodes_[end] = node;
    events_[end] = event;
    ++end;
  }
  finish_case();
}

const std::vector<TraceColumns::Case>& TraceColumns::find(const ColumnLine& line) {
  cases_.clear();
  if (columns_->codes8 != nullptr) {
    find_steps(line, columns_->codes8);
  } else if (columns_->codes16 != nullptr) {
    find_steps(line, columns_->codes16);
  } else {
    find_steps(line, columns_->codes32);
  }
  return cases_;
}

}  // namespace throughline::journey_engine
