// The people list as it is asked for: searched, filtered, sorted, page by page.
#pragma once

#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "condition/condition.h"
#include "people/condition_sql_store.h"
#include "people/people_list.h"
#include "storage/database.h"

namespace throughline::people {

Result<PeoplePage> find_people(storage::Transaction& tx, const PeopleQuery& query, Time now,
                               const CountSince& count_since, const MembersSql& members = {});
// Without order, and all of them.
Result<std::vector<ProfileId>> find_matching(storage::Transaction& tx,
                                             const condition::Condition& condition, Time now,
                                             const CountSince& count_since,
                                             const MembersSql& members = {});

}  // namespace throughline::people
