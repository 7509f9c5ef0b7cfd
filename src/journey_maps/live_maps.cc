#include "journey_maps/live_maps.h"

#include <algorithm>

#include "journey_maps/map_live_view.h"

namespace throughline::journey_maps {
namespace {

bool is_same(const Actor& one, const Actor& other) {
  return one.user == other.user && one.api_key == other.api_key;
}

}  // namespace

LiveMaps::Visit::~Visit() {
  if (maps != nullptr) {
    maps->leave(*this);
  }
}

void LiveMaps::tell_all(const Visits& visits, std::string_view name, const std::string& json) {
  for (const auto& [number, present] : visits) {
    present.listener(name, json);
  }
}

// A page that comes back before its old connection was given up is there once.
void LiveMaps::tell_who_is_here(const Visits& visits) {
  MapVisitorList list;
  for (const auto& [number, present] : visits) {
    const Visitor& visitor = present.visitor;
    std::erase_if(list.people,
                  [&](const MapVisitorView& seen) { return seen.client == visitor.client; });
    list.people.push_back({.client = visitor.client,
                           .name = visitor.actor.name,
                           .at = visitor.at,
                           .editing = visitor.editing});
  }
  tell_all(visits, "here", codec::to_json(list));
}

Result<std::shared_ptr<LiveMaps::Visit>> LiveMaps::join(const Map& map, Visitor visitor,
                                                        Listener listener) {
  return state_.with([&](State& state) -> Result<std::shared_ptr<Visit>> {
    Visits& visits = state.maps[map];
    if (visits.size() >= visitors_max) {
      return Error::too_many("too many have this journey map open; try again when somebody left");
    }
    if (std::any_of(visits.begin(), visits.end(), [&](const auto& each) {
          const Visitor& there = each.second.visitor;
          return there.client == visitor.client && !is_same(there.actor, visitor.actor);
        })) {
      return Error::conflict("`client` is the name of somebody else's page; choose another");
    }
    auto visit = std::make_shared<Visit>();
    visit->maps = this;
    visit->map = map;
    visit->number = state.next++;
    visits.emplace(visit->number, Present{std::move(visitor), std::move(listener)});
    tell_who_is_here(visits);
    return visit;
  });
}

Result<void> LiveMaps::move(const Map& map, const Visitor& visitor) {
  return state_.with([&](State& state) -> Result<void> {
    const auto found = state.maps.find(map);
    bool is_there = false;
    if (found != state.maps.end()) {
      for (auto& [number, present] : found->second) {
        if (present.visitor.client == visitor.client &&
            is_same(present.visitor.actor, visitor.actor)) {
          present.visitor.at = visitor.at;
          present.visitor.editing = visitor.editing;
          is_there = true;
        }
      }
    }
    if (!is_there) {
      return Error::not_found("this page does not have the journey map open: listen to it first");
    }
    tell_who_is_here(found->second);
    return {};
  });
}

void LiveMaps::tell(const Map& map, std::string_view name, const std::string& json) const {
  state_.with([&](const State& state) {
    if (const auto found = state.maps.find(map); found != state.maps.end()) {
      tell_all(found->second, name, json);
    }
  });
}

std::vector<Visitor> LiveMaps::visitors(const Map& map) const {
  return state_.with([&](const State& state) {
    std::vector<Visitor> all;
    if (const auto found = state.maps.find(map); found != state.maps.end()) {
      for (const auto& [number, present] : found->second) {
        all.push_back(present.visitor);
      }
    }
    return all;
  });
}

void LiveMaps::leave(const Visit& visit) {
  // Let go of outside the lock: what it holds may be the last of a stream.
  Present gone;
  state_.with([&](State& state) {
    const auto found = state.maps.find(visit.map);
    if (found == state.maps.end()) {
      return;
    }
    if (const auto present = found->second.find(visit.number); present != found->second.end()) {
      gone = std::move(present->second);
      found->second.erase(present);
    }
    tell_who_is_here(found->second);
    if (found->second.empty()) {
      state.maps.erase(found);
    }
  });
}

}  // namespace throughline::journey_maps
