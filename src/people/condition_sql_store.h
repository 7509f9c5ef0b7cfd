// A condition over people as SQL over the people list.
//
// Answers as condition::holds does for the same person; a property test holds them against each
// other on both databases.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "condition/condition.h"
#include "storage/database.h"

namespace throughline::people {

// SQL that is true or false (never NULL) for the row `p` of people_figures.
struct SqlCondition {
  std::string sql = {};
  storage::Arguments arguments = {};
};

// How many events of `name` the identifier has from `since` on: read from the line, for the few
// whose events lie on both sides of it.
using CountSince =
    std::function<Result<std::int64_t>(IdentifierId, const std::string& name, Time since)>;

// SQL whose one column is the profiles that are in a segment now, none of them NULL.
using MembersSql =
    std::function<Result<SqlCondition>(storage::Transaction& tx, const std::string& segment)>;

// Reads the windowed event counts that the condition needs through `tx` and `count_since`.
Result<SqlCondition> to_sql(storage::Transaction& tx, const condition::Condition& condition,
                            Time now, const CountSince& count_since,
                            const MembersSql& members = {});

}  // namespace throughline::people
