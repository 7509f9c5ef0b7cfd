// Maps out of the record: proposed from everybody's lines, and templates with the names that are
// known.
#include "journey_maps/journey_maps.h"

#include <algorithm>
#include <set>

#include "journey_maps/discovery.h"
#include "journey_maps/journey_maps.overlay_view.h"
#include "journey_maps/map_template.h"
#include "journeys/journeys.frame.h"
#include "stats/exact_sum.h"

namespace throughline::journey_maps {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::Line;
using journey_engine::LineEvent;
using journeys::Frame;

namespace {

constexpr std::int64_t stages_default = 5;
constexpr std::int64_t stages_most = 12;
constexpr std::int64_t touchpoints_default = 20;
constexpr std::int64_t touchpoints_most = 60;

struct DiscoveryPlan {
  std::optional<EventSet> start = {};
  std::optional<EventSet> end = {};
  EventSet events = {};
};

Result<DiscoveryPlan> plan_of(const Frame& frame, const DiscoverAsked& asked) {
  DiscoveryPlan plan;
  if (asked.start) {
    TL_TRY_ASSIGN(plan.start, frame.events(asked.start, "start"));
  }
  if (asked.end) {
    TL_TRY_ASSIGN(plan.end, frame.events(asked.end, "end"));
  }
  if (asked.events) {
    TL_TRY_ASSIGN(plan.events, frame.events(asked.events, "events"));
    return plan;
  }
  // What people do; not what is said about them.
  std::vector<std::uint32_t> codes;
  for (std::uint32_t code = 0; code < frame.codes().size(); ++code) {
    const EventKind kind = frame.codes().at(code).kind;
    if (kind == EventKind::track || kind == EventKind::page || kind == EventKind::screen) {
      codes.push_back(code);
    }
  }
  plan.events = EventSet(std::span<const std::uint32_t>(codes));
  return plan;
}

// How often and how early each name is on everybody's lines.
class NamesFound {
 public:
  struct Name {
    std::uint64_t people = 0;
    std::uint64_t repeated = 0;
    std::uint64_t times = 0;
    stats::ExactSum positions = {};
    stats::ExactSum spreads = {};
  };

  explicit NamesFound(const DiscoveryPlan& plan) : plan_(&plan) {}

  void add(CustomerId customer, Line line) {
    first_times_.clear();
    seen_.clear();
    events_ = 0;
    bool begun = !plan_->start.has_value();
    for (const LineEvent& event : line) {
      const bool starts = !begun && plan_->start && plan_->start->has(customer, event);
      begun = begun || starts;
      if (!begun) {
        continue;
      }
      if (plan_->events.has(customer, event)) {
        note(event.code);
      }
      if (!starts && plan_->end && plan_->end->has(customer, event)) {
        break;
      }
    }
    add_found();
  }
  void merge(const NamesFound& other) {
    people_ += other.people_;
    for (const auto& [code, found] : other.names_) {
      Name& name = names_[code];
      name.people += found.people;
      name.repeated += found.repeated;
      name.times += found.times;
      name.positions.merge(found.positions);
      name.spreads.merge(found.spreads);
    }
  }
  [[nodiscard]] const std::map<std::uint32_t, Name>& names() const { return names_; }
  [[nodiscard]] std::uint64_t people() const { return people_; }

 private:
  // Of the line that is read.
  struct Seen {
    std::uint64_t times = 0;
    std::uint64_t first = 0;  // Places among the events that count.
    std::uint64_t last = 0;
  };

  void note(std::uint32_t code) {
    Seen& seen = seen_[code];
    if (++seen.times == 1) {
      first_times_.push_back(code);
      seen.first = events_;
    }
    seen.last = events_++;
  }
  void add_found() {
    people_ += first_times_.empty() ? 0 : 1;
    const auto last = static_cast<double>(first_times_.size() - 1);
    for (std::size_t place = 0; place < first_times_.size(); ++place) {
      Name& name = names_[first_times_[place]];
      const Seen& seen = seen_[first_times_[place]];
      ++name.people;
      name.times += seen.times;
      name.repeated += seen.times > 1 ? 1 : 0;
      name.spreads.add(events_ > 1 ? static_cast<double>(seen.last - seen.first) /
                                         static_cast<double>(events_ - 1)
                                   : 0);
      // The only one of its line says nothing about before and after.
      name.positions.add(last > 0 ? static_cast<double>(place) / last : 0.5);
    }
  }

  const DiscoveryPlan* plan_;
  std::map<std::uint32_t, Name> names_;
  std::uint64_t people_ = 0;  // With any of the events.
  std::vector<std::uint32_t> first_times_;
  std::map<std::uint32_t, Seen> seen_;
  std::uint64_t events_ = 0;  // That count.
};

std::vector<EventFound> events_of(const NamesFound& found, const journeys::EventCodes& codes) {
  std::vector<EventFound> events;
  for (const auto& [code, name] : found.names()) {
    events.push_back({.kind = std::string(name_of(codes.at(code).kind)),
                      .name = codes.at(code).name,
                      .people = name.people,
                      .repeated = name.repeated,
                      .times = name.times,
                      .position = name.positions.value() / static_cast<double>(name.people),
                      .spread = name.spreads.value() / static_cast<double>(name.people)});
  }
  return events;
}

}  // namespace

Result<DiscoveredMap> JourneyMaps::discover(const journeys::Asking& asking,
                                            const DiscoverAsked& asked) {
  TL_TRY_ASSIGN(const std::int64_t stages,
                journeys::number_within(asked.stages, stages_default, 2, stages_most, "stages"));
  TL_TRY_ASSIGN(const std::int64_t touchpoints,
                journeys::number_within(asked.touchpoints, touchpoints_default, 2, touchpoints_most,
                                        "touchpoints"));
  TL_TRY_ASSIGN(Frame frame,
                journeys_.frame(asking, {.looks = {.range = asked.range, .people = asked.people}}));
  if (asked.segment) {
    journeys::Span span = frame.shown;
    TL_TRY_ASSIGN(span.people, people_of(asking, frame, *asked.segment, span.people));
    frame.show(span);
  }
  TL_TRY_ASSIGN(const DiscoveryPlan plan, plan_of(frame, asked));
  TL_TRY_ASSIGN(const auto counted, frame.count(NamesFound(plan)));
  const NamesFound& found = counted.report();
  const std::vector<EventFound> events = events_of(found, frame.codes());
  Proposal proposal = propose_map(events, found.people(),
                                  {.stages = static_cast<std::size_t>(stages),
                                   .touchpoints = static_cast<std::size_t>(touchpoints),
                                   .without_background = !asked.events.has_value()});
  TL_TRY_ASSIGN(MapDocument document, checked_document(std::move(proposal.document)));
  DiscoveredMap discovered = {.document = std::move(document),
                              .all_events = static_cast<std::int64_t>(events.size())};
  for (const Proposal::Placed& placed : proposal.placed) {
    const EventFound& event = events[placed.event];
    discovered.events.push_back(
        {.touchpoint = placed.touchpoint,
         .stage = placed.stage,
         .kind = event.kind,
         .name = event.name,
         .people = journeys::share_view(event.people, found.people()),
         .position = event.position,
         .times = static_cast<double>(event.times) / static_cast<double>(event.people)});
  }
  discovered.note = frame.note(counted);
  return discovered;
}

Result<std::vector<MapTemplate>> JourneyMaps::templates(const journeys::Asking& asking) {
  const auto people = journeys_.people_by_event(asking.workspace, asking.at_least);
  if (!people.ok() && people.error().code != ErrorCode::unavailable) {
    return people.error();
  }
  std::set<std::string> known;
  if (people.ok()) {
    for (const auto& [name, count] : *people) {
      known.insert(name);
    }
  }
  return all_templates(known);
}

}  // namespace throughline::journey_maps
