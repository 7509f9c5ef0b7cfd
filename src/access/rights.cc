#include "access/rights.h"

#include <algorithm>
#include <array>

#include "base/name_table.h"
#include "base/text.h"

namespace throughline {
namespace {

constexpr std::array<std::string_view, 5> role_names = {"owner", "admin", "agent", "analyst",
                                                        "viewer"};
constexpr std::array<std::string_view, 6> right_names = {"view_people",    "edit_people",
                                                         "manage_sources", "manage_keys",
                                                         "manage_team",    "manage_workspace"};

}  // namespace

std::string_view name_of(Role role) {
  return name_in(role_names, role);
}

Result<Role> parse_role(std::string_view name) {
  return parse_name<Role>(role_names, name, "role");
}

std::string_view name_of(Right right) {
  return name_in(right_names, right);
}

}  // namespace throughline

namespace throughline::access {

std::vector<Right> rights_of(Role role) {
  switch (role) {
    case Role::owner:
    case Role::admin:
      return {Right::view_people, Right::edit_people, Right::manage_sources,
              Right::manage_keys, Right::manage_team, Right::manage_workspace};
    case Role::agent:
      return {Right::view_people, Right::edit_people};
    case Role::analyst:
    case Role::viewer:
      return {Right::view_people};
  }
  return {};
}

bool holds(Role role, Right right) {
  const std::vector<Right> rights = rights_of(role);
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

Result<Right> parse_right(std::string_view name) {
  return parse_name<Right>(right_names, name, "right");
}

std::string to_text(const std::vector<Right>& rights) {
  std::string text;
  for (const Right right : rights) {
    text.append(text.empty() ? "" : ",").append(name_of(right));
  }
  return text;
}

Result<std::vector<Right>> parse_rights(std::string_view text) {
  std::vector<Right> rights;
  if (text.empty()) {
    return rights;
  }
  for (const std::string_view name : split(text, ',')) {
    TL_TRY_ASSIGN(const Right right, parse_right(name));
    rights.push_back(right);
  }
  return rights;
}

bool may_be_scope(Right right) {
  return right != Right::manage_keys && right != Right::manage_team;
}

bool may_manage(Role actor, Role role) {
  return holds(actor, Right::manage_team) && (actor == Role::owner || role != Role::owner);
}

}  // namespace throughline::access
