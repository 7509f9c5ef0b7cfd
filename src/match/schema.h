// Schema: what the columns of a set of records mean. All that the matching is told about a data
// set.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::match {

enum class FieldRole {
  given_name,
  family_name,
  birth_date,
  email,
  phone,
  house_number,
  street,
  place_detail,  // The name of a building, a unit, a second address line.
  locality,
  postcode,
  region,
  identifier,  // A number that one person has: a social security or customer number.
  other        // Anything else that helps to tell people apart.
};
Result<FieldRole> parse_field_role(std::string_view name);
std::string_view name_of(FieldRole role);

// A field of several values (a person's mail addresses) has as many slots; the others have one.
struct Field {
  std::string name = {};
  FieldRole role = FieldRole::other;
  std::size_t slots = 1;
};

constexpr std::size_t fields_max = 16;
constexpr std::size_t slots_max = 4;

struct Schema {
  std::vector<Field> fields = {};
};

}  // namespace throughline::match
