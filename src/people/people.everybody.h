// Everybody, for rooms whose own place on the line must not be ahead of the people they know.
#pragma once

#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "storage/database.h"

namespace throughline::people {

class People;

// Everybody that the people list has or is about to have, in ascending order.
Result<std::vector<ProfileId>> everybody(People& people, storage::Transaction& tx);

}  // namespace throughline::people
