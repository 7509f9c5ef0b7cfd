#include "match/schema.h"

#include <array>

#include "base/name_table.h"

namespace throughline::match {

namespace {

constexpr std::array<std::string_view, 13> role_names = {
    "given_name",   "family_name", "birth_date", "email",  "phone",      "house_number", "street",
    "place_detail", "locality",    "postcode",   "region", "identifier", "other"};

}  // namespace

Result<FieldRole> parse_field_role(std::string_view name) {
  return parse_name<FieldRole>(role_names, name, "role of a field");
}

std::string_view name_of(FieldRole role) {
  return name_in(role_names, role);
}

}  // namespace throughline::match
