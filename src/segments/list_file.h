// A list of people as a CSV file gives it: which identifiers are meant, row by row. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace throughline::segments {

struct ListRow {
  std::int64_t line = 0;       // Of the file, from 1.
  std::string reference = {};  // type:value; empty: the row names nobody.
};

// The first row names the columns. Those called user_id, email, phone or anonymous_id are
// identifiers, and `identifier` is one as type:value; of each row the first that is not empty
// counts. Error::invalid where there is no such column, or for what is no CSV.
Result<std::vector<ListRow>> parse_list(std::string_view csv);

}  // namespace throughline::segments
