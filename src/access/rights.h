// Rights: the one place that says which role may do what. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "base/actor.h"
#include "base/result.h"

namespace throughline {

std::string_view name_of(Role role);
Result<Role> parse_role(std::string_view name);
std::string_view name_of(Right right);

}  // namespace throughline

namespace throughline::access {

using throughline::name_of;
using throughline::parse_role;

[[nodiscard]] bool holds(Role role, Right right);
std::vector<Right> rights_of(Role role);

Result<Right> parse_right(std::string_view name);
// As stored: names with commas between, and as bits.
std::string to_text(const std::vector<Right>& rights);
Result<std::vector<Right>> parse_rights(std::string_view text);

// What a key with `scopes` may never do, because it could make another key that may do more.
[[nodiscard]] bool may_be_scope(Right right);

// Whether `actor` may give, change or take away `role`: owners are made and unmade by owners only.
// Nobody without Right::manage_team may for any.
[[nodiscard]] bool may_manage(Role actor, Role role);

}  // namespace throughline::access
