// Rows of the people list: kept up to date behind the line. Pages of it: people_page_store.h.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "condition/evaluate.h"
#include "people/condition_sql_store.h"
#include "people/listed_people_store.h"
#include "people/people_list.h"
#include "storage/database.h"

namespace throughline::people {

// What the list keeps of one person, read from the truth.
struct IndexedPerson {
  struct Id {
    IdentifierId id = {};
    std::string type = {};
    std::string value = {};
  };
  struct Group {
    AccountId id = {};
    std::string group_id = {};
    std::map<std::string, std::string> traits = {};  // JSON by key.
  };
  std::vector<Id> identifiers = {};
  std::map<std::string, std::string> traits = {};  // JSON by key.
  std::vector<Group> accounts = {};
};

// Nothing where the profile owns no identifier any more.
using ReadPerson =
    std::function<Result<std::optional<IndexedPerson>>(storage::Transaction&, ProfileId)>;
// Zero where there is no such identifier.
using ReadOwner = std::function<Result<ProfileId>(storage::Transaction&, IdentifierId)>;

// Whose an identifier is; zero where it is nobody's or gone.
Result<ProfileId> present_owner(storage::Transaction& tx, IdentifierId identifier);

// Writes the rows of whoever owns these identifiers, and of whoever owned them before.
Result<void> refresh_people(storage::Transaction& tx, ListedOwners& owners,
                            const std::set<std::int64_t>& identifiers,
                            const ReadPerson& read_person, const ReadOwner& read_owner);

// Every row of the list.
Result<void> clear_people_index(storage::Transaction& tx);

Result<void> each_listed_trait(storage::Transaction& tx, const std::string& key,
                               const std::function<void(ProfileId, condition::Fact)>& sink);
// How many people did events of a name is looked up in `people_by_event`, and counted for names
// that are not there.
Result<Fields> find_fields(storage::Transaction& tx, const PeopleByEvent& people_by_event);
// Accounts whose group id or name has every word of `search`; all of them without a word.
Result<std::int64_t> count_accounts(storage::Transaction& tx, const std::string& search);
Result<std::vector<AccountId>> search_accounts(storage::Transaction& tx, const std::string& search,
                                               AccountId after, std::size_t limit);
Result<std::int64_t> count_people(storage::Transaction& tx);
// Of everybody; without what the product itself recorded.
Result<std::int64_t> count_events(storage::Transaction& tx);

}  // namespace throughline::people
