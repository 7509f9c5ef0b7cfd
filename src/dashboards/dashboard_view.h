// Dashboards as the REST API shows and takes them. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"
#include "dashboards/dashboard.h"

namespace throughline::dashboards {

BOOST_DESCRIBE_STRUCT(Tile, (), (report, title, question))

struct DashboardView {
  std::string id = {};
  std::string name = {};
  std::vector<Tile> tiles = {};
  std::int64_t version = 1;
  Time created_at = {};
  Time changed_at = {};
};
BOOST_DESCRIBE_STRUCT(DashboardView, (), (id, name, tiles, version, created_at, changed_at))

struct DashboardList {
  std::vector<DashboardView> items = {};
};
BOOST_DESCRIBE_STRUCT(DashboardList, (), (items))

struct NewDashboardForm {
  std::string name = {};
  std::optional<std::vector<Tile>> tiles = {};
};
BOOST_DESCRIBE_STRUCT(NewDashboardForm, (), (name, tiles))

struct DashboardChangeForm {
  std::optional<std::string> name = {};
  std::optional<std::vector<Tile>> tiles = {};
  std::optional<std::int64_t> version = {};
};
BOOST_DESCRIBE_STRUCT(DashboardChangeForm, (), (name, tiles, version))

}  // namespace throughline::dashboards
