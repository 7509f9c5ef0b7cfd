// Dashboard: reports that somebody pinned to one page, in an order. Pure values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/describe.h"

namespace throughline::dashboards {

using DashboardId = Id<struct DashboardTag>;

constexpr std::string_view dashboard_prefix = "dashboard";
constexpr std::size_t dashboards_max = 500;
constexpr std::size_t tiles_max = 60;

// One report. Which reports there are, and what their questions say, the pages know that show them:
// a question is kept as it was asked.
struct Tile {
  std::string report = {};  // "funnel".
  std::string title = {};
  codec::RawJson question = {};  // An object.
};

struct Dashboard {
  DashboardId id = {};
  std::string name = {};
  std::vector<Tile> tiles = {};
  std::int64_t version = 1;
  Time created_at = {};
  Time changed_at = {};
};

std::string public_id_of(const Dashboard& dashboard);

// As they are kept. Error::invalid, naming the field.
Result<std::string> checked_name(std::string_view name);
Result<std::vector<Tile>> checked_tiles(std::vector<Tile> tiles);

}  // namespace throughline::dashboards
