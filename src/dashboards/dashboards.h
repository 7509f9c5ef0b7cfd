// Dashboards: pages of pinned reports. The facade. Rights are checked by the routes. Thread-safe
// once wired. Errors: not_found for a dashboard that is not there, invalid for names and tiles that
// break dashboard.h's limits (it names the field), conflict where there are too many or another
// change came first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/actor.h"
#include "base/result.h"
#include "dashboards/dashboard.h"
#include "people/people.h"
#include "storage/workspaces.h"
#include "transfer/transfer.kept_table.h"

namespace throughline {
class Clock;
}

namespace throughline::dashboards {

struct DashboardChange {
  std::optional<std::string> name = {};
  std::optional<std::vector<Tile>> tiles = {};
  std::optional<std::int64_t> version = {};  // That the change is of: Error::conflict else.
};

class Dashboards {
 public:
  // All must outlive this. Registers its part of an erasure with `people`.
  Dashboards(storage::Workspaces& workspaces, people::People& people, const Clock& clock);

  // In the order in which they were made.
  Result<std::vector<Dashboard>> list(const Actor& actor);
  Result<Dashboard> find(const Actor& actor, DashboardId id);
  Result<Dashboard> create(const Actor& actor, const std::string& name,
                           const std::vector<Tile>& tiles);
  Result<Dashboard> change(const Actor& actor, DashboardId id, const DashboardChange& change);
  // Behind the others.
  Result<Dashboard> pin(const Actor& actor, DashboardId id, const Tile& tile);
  Result<void> remove(const Actor& actor, DashboardId id);

  // What a whole export takes along.
  static std::vector<transfer::KeptTable> kept_tables();

 private:
  template <class Change>
  Result<Dashboard> saved(const Actor& actor, DashboardId id, const Change& change);

  storage::Workspaces& workspaces_;
  const Clock& clock_;
};

}  // namespace throughline::dashboards
