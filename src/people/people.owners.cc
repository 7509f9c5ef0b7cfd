#include "people/people.h"

#include "base/if_found.h"
#include "event/public_id.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

Result<void> add_all_of(People& people, Transaction& tx, const std::string& profile,
                        std::map<IdentifierId, ProfileId>& owners) {
  TL_TRY_ASSIGN(const auto owner, if_found(people.find_profile(tx, profile)));
  if (!owner) {  // Erased since.
    return {};
  }
  TL_TRY_ASSIGN(const auto identifiers, people.identifier_ids(tx, *owner));
  for (const IdentifierId identifier : identifiers) {
    owners[identifier] = *owner;
  }
  return {};
}

}  // namespace

Result<People::OwnersTold> People::owners_told(Transaction& tx, const std::vector<Event>& events) {
  OwnersTold all;
  for (const Event& event : events) {
    const IdentityTold told = told_by(event);
    for (const Identifier& moved : told.identifiers) {
      TL_TRY_ASSIGN(const auto row, find_identifier(tx, moved));
      if (row) {
        all.owners[row->id] = row->profile;
      }
    }
    if (told.more) {
      TL_TRY(add_all_of(*this, tx, told.to, all.owners));
    }
    if (const auto erased = parse_public_id(profile_prefix, told.erased)) {
      all.erased.push_back({erased->key});
    }
  }
  return all;
}

Result<std::vector<IdentifierId>> People::all_identifiers(Transaction& tx) {
  return all_identifier_ids(tx);
}

}  // namespace throughline::people
