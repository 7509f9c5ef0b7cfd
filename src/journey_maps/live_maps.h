// LiveMaps: who has which journey map open now, and whoever hears of what is done to it. In memory
// only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/guarded.h"
#include "base/result.h"
#include "journey_maps/journey_map.h"

namespace throughline::journey_maps {

constexpr std::size_t visitors_max = 100;     // Of one map.
constexpr std::size_t place_bytes_max = 200;  // Of what a visitor says that she is at.

// Somebody who has a map open.
struct Visitor {
  std::string client = {};  // Her page's own.
  Actor actor = {};
  std::string at = {};   // The cell that she is at; empty: none.
  bool editing = false;  // She changes it just now.
};

// Thread-safe.
class LiveMaps {
 public:
  using Map = std::pair<WorkspaceId, JourneyMapId>;
  // Gets the name of a message and its JSON; called with everything locked, so it must be quick.
  using Listener = std::function<void(std::string_view name, const std::string& json)>;

  // She has it open for as long as this lives.
  struct Visit {
    ~Visit();
    LiveMaps* maps = nullptr;
    Map map = {};
    std::uint64_t number = 0;
  };

  // Error::too_many where too many have it open; Error::conflict where somebody else's page has
  // her client's name.
  Result<std::shared_ptr<Visit>> join(const Map& map, Visitor visitor, Listener listener);
  // Error::not_found where she does not have it open.
  Result<void> move(const Map& map, const Visitor& visitor);
  void tell(const Map& map, std::string_view name, const std::string& json) const;
  [[nodiscard]] std::vector<Visitor> visitors(const Map& map) const;

 private:
  struct Present {
    Visitor visitor = {};
    Listener listener = {};
  };
  struct State {
    std::uint64_t next = 1;
    std::map<Map, std::map<std::uint64_t, Present>> maps = {};
  };
  using Visits = std::map<std::uint64_t, Present>;
  static void tell_all(const Visits& visits, std::string_view name, const std::string& json);
  static void tell_who_is_here(const Visits& visits);
  void leave(const Visit& visit);

  Guarded<State> state_;
};

}  // namespace throughline::journey_maps
