// The traits of the people list: written where they differ from what is listed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "people/listed_people_store.h"
#include "people/profile.h"
#include "people/trait.h"
#include "storage/database.h"

namespace throughline::people {

// `traits` are all that hold, JSON by key, of a profile or an account. Most are as they were: only
// what differs is written.
Result<void> write_traits(storage::Transaction& tx, std::string_view table, std::string_view column,
                          std::int64_t subject, const std::map<std::string, std::string>& traits);

// What identifies said of their key identifiers.
using Statements = std::map<std::int64_t, std::vector<Assertion>>;
// JSON by key, as they hold now.
using ReadTraits =
    std::function<Result<std::map<std::string, std::string>>(storage::Transaction&, ProfileId)>;
// Lists what statements about people who are listed have changed. Most say again what is listed
// already: whichever statement holds, its value was compared when it came, so nothing else needs to
// be read. Gives back the identifiers whose people have to be written anew: called otherwise now,
// or told more than plain values.
Result<std::set<std::int64_t>> refresh_traits(storage::Transaction& tx, ListedOwners& owners,
                                              const Statements& statements,
                                              const ReadTraits& read_traits);

}  // namespace throughline::people
