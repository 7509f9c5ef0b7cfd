// Events of people who are on the list already: nearly all of a line. They change figures in the
// rows that are there, and nothing else needs to be read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "storage/database.h"

namespace throughline::people {

// What the list shows at most of one person's identifiers.
constexpr std::int64_t listed_identifiers_max = 10'000;

// What some events add to a count.
struct CountedEvents {
  std::int64_t events = 0;
  Time first_at = {};
  Time last_at = {};
  void add(Time at) { add({.events = 1, .first_at = at, .last_at = at}); }
  void add(const CountedEvents& more);
};

// By identifier and the event's name.
using NewCounts = std::map<std::pair<std::int64_t, std::string>, CountedEvents>;
Result<void> add_counts(storage::Transaction& tx, const NewCounts& counts);

// Remembers with which profile the list has an identifier, so that it is not asked for with every
// event. Owned by the one writer of a SQLite database; empty on PostgreSQL, where another process
// may write. Forgets everything when a unit that changed it is rolled back.
class ListedOwners {
 public:
  std::optional<std::int64_t> find(std::int64_t identifier);
  void put(storage::Transaction& tx, std::int64_t identifier, std::int64_t profile);
  void clear();

 private:
  using Generation = std::unordered_map<std::int64_t, std::int64_t>;
  // The older generation is forgotten when the younger one is full.
  Generation young_;
  Generation old_;
};

// Under which profile the list has an identifier.
Result<std::optional<std::int64_t>> listed_owner(storage::Transaction& tx, ListedOwners& owners,
                                                 std::int64_t identifier);

// Adds events, by identifier, to the rows of their people. Gives back the identifiers whose people
// have to be written anew: not listed yet, with other identifiers than the list shows, or with an
// event before their first.
Result<std::set<std::int64_t>> add_seen(storage::Transaction& tx, ListedOwners& owners,
                                        const std::map<std::int64_t, CountedEvents>& seen);

}  // namespace throughline::people
