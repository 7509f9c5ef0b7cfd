// What the parts of the facade share: the rules and the cache of one database.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "base/guarded.h"
#include "people/identity_cache.h"
#include "people/listed_people_store.h"
#include "people/people.h"
#include "people/tombstones.h"

namespace throughline::people {

constexpr std::string_view rules_value = "rules";
constexpr std::string_view list_follower = "people_list";
constexpr std::string_view survivorship_value = "survivorship";

// Attached to each workspace's database. `cache` belongs to the one writer of SQLite and stays
// empty on PostgreSQL, where transactions run side by side and SERIALIZABLE protects.
struct People::Shared {
  explicit Shared(Random& random, Book first) : cache(random), book(std::move(first)) {}

  IdentityCache cache;
  ListedOwners listed;
  Tombstones tombstones;
  Guarded<Book> book;
  // Units that change the rules and have not committed yet: until then nobody trusts `book`.
  std::atomic<int> changing = 0;

  Book current() {
    return book.with([](const Book& now) { return now; });
  }
};

}  // namespace throughline::people
