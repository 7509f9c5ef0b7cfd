#include "people/people.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "event/public_id.h"
#include "people/account_store.h"
#include "people/claim.h"
#include "people/erase_store.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"
#include "people/people_index_store.h"
#include "people/trait_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::size_t page_max = 1'000;

ProfileIdentifier shown(const IdentifierRow& row) {
  return {.id = row.id, .name = row.name, .verified = row.verified};
}

Result<Identifier> parse_reference(std::string_view reference, const Rules& rules) {
  const std::size_t colon = reference.find(':');
  if (colon == std::string_view::npos) {
    return Error::invalid("a profile is named by its id or as type:value, such as user_id:42");
  }
  return normalise(
      {std::string(reference.substr(0, colon)), std::string(reference.substr(colon + 1))},
      rules.phone_region);
}

}  // namespace

// Resolves what had to wait, behind the line.
class People::Resolver : public timeline::Follower {
 public:
  explicit Resolver(People& people) : people_(people) {}
  [[nodiscard]] std::string_view name() const override { return "people"; }
  [[nodiscard]] timeline::EventParts parts() const override {
    return timeline::EventParts::outline;
  }
  Result<void> follow(Transaction& tx, std::span<const Event> /*events*/) override {
    return people_.resolve_pending(tx);
  }

 private:
  People& people_;
};

People::People(storage::Workspaces& workspaces, timeline::Timeline& timeline, Clock& clock,
               Random& random, std::int64_t claims_at_once)
    : workspaces_(workspaces),
      timeline_(timeline),
      clock_(clock),
      random_(random),
      claims_at_once_(claims_at_once) {
  workspaces.on_open([this](WorkspaceId /*id*/, storage::Database& database) -> Result<void> {
    TL_TRY_ASSIGN(Book first,
                  database.read([this](Transaction& tx) { return stored_book(tx, nullptr); }));
    Shared& shared = database.attach(std::make_unique<Shared>(random_, std::move(first)));
    const std::string fresh = random_.bytes(tombstone_key_bytes);
    TL_TRY(database.write([&](Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const auto known, find_value(tx, "tombstone_key"));
      TL_TRY(tombstone_key(tx, known ? std::string() : fresh));
      TL_TRY_ASSIGN(const auto sets, tombstone_sets(tx));
      shared.tombstones.load(sets);
      return {};
    }));
    database.on_reset([&shared] {
      shared.cache.clear();
      shared.listed.clear();
      shared.changing = 0;
    });
    return {};
  });
  timeline.set_identity_resolver(*this);
  timeline.add_reactor(
      [this](Transaction& tx, const Draft& draft, const timeline::Recorded& recorded) {
        return react(tx, draft, recorded);
      });
  timeline.add_follower(std::make_unique<Resolver>(*this));
  follow_for_list();
}

People::~People() {
  timeline_.stop();
}

Result<CleanIdentifiers> People::clean(WorkspaceId workspace, const std::vector<Identifier>& sent) {
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
  const Book book = database->attached<Shared>().current();
  return people::clean(sent, book->rules, book->blocked);
}

Result<ProfileId> People::find_owner(Transaction& tx, IdentifierId identifier) {
  TL_TRY_ASSIGN(const IdentifierRow row, find_identifier(tx, identifier));
  if (!row.profile) {
    return Error::not_found("nobody goes by this identifier");
  }
  return row.profile;
}

Result<ProfileId> People::find_profile(Transaction& tx, std::string_view reference) {
  if (const auto id = parse_public_id(profile_prefix, reference)) {
    TL_TRY_ASSIGN(const auto row, find_profile_row(tx, {id->key}));
    if (!row || row->created_at.us / us_per_ms != id->created_ms) {
      return Error::not_found("no such profile");
    }
    return find_owner(tx, {id->key});
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const Identifier name, parse_reference(reference, book->rules));
  TL_TRY_ASSIGN(const auto row, find_identifier(tx, name));
  if (!row || !row->profile) {
    return Error::not_found("nobody goes by this identifier");
  }
  return row->profile;
}

Result<std::string> People::public_id(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto row, find_profile_row(tx, id));
  if (!row) {
    return Error::not_found("no such profile");
  }
  return to_public_id(profile_prefix, row->created_at, id.value);
}

Result<Profile> People::profile(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto row, find_profile_row(tx, id));
  if (!row || row->identifiers == 0) {
    return Error::not_found("no such profile");
  }
  TL_TRY_ASSIGN(const IdentifierRow birth, find_identifier(tx, IdentifierId{id.value}));
  TL_TRY_ASSIGN(const ComponentRow component, find_component(tx, birth.component));
  return Profile{.id = id,
                 .public_id = to_public_id(profile_prefix, row->created_at, id.value),
                 .created_at = row->created_at,
                 .identifiers = row->identifiers,
                 .pending = component.pending};
}

Result<IdentifierPage> People::identifiers(Transaction& tx, ProfileId id, IdentifierId after,
                                           std::size_t limit) {
  limit = std::min(limit, page_max);
  TL_TRY_ASSIGN(const auto rows, identifiers_of_profile(tx, id, after, limit + 1));
  IdentifierPage page{.more = rows.size() > limit};
  for (const IdentifierRow& row : rows) {
    if (page.identifiers.size() < limit) {
      page.identifiers.push_back(shown(row));
    }
  }
  return page;
}

Result<std::vector<IdentifierId>> People::identifier_ids(Transaction& tx, ProfileId id) {
  return identifier_ids_of(tx, id);
}

Result<ProfileIdentifier> People::key_identifier(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  std::optional<IdentifierRow> best;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(const auto rows, identifiers_of_profile(tx, id, after, page_max));
    for (const IdentifierRow& row : rows) {
      if (!best || precedes(book->rules, row.name, best->name)) {
        best = row;
      }
    }
    if (rows.size() < page_max) {
      break;
    }
    after = rows.back().id;
  }
  if (!best) {
    return Error::not_found("no such profile");
  }
  return shown(*best);
}

Result<std::vector<Membership>> People::memberships(Transaction& tx, ProfileId id) {
  return memberships_of(tx, id);
}

Result<Account> People::find_account(Transaction& tx, const std::string& key) {
  TL_TRY_ASSIGN(const auto id, find_account_id(tx, key));
  if (!id) {
    return Error::not_found("no such account");
  }
  return people::find_account(tx, *id);
}

Result<AccountPage> People::accounts(Transaction& tx, const AccountQuery& query) {
  const std::size_t limit = std::min(query.limit, page_max);
  AccountPage page;
  TL_TRY_ASSIGN(page.total, count_accounts(tx, query.search));
  TL_TRY_ASSIGN(auto ids, search_accounts(tx, query.search, query.after, limit + 1));
  if (ids.size() > limit) {
    ids.pop_back();
    page.next = ids.back();
  }
  for (const AccountId id : ids) {
    TL_TRY_ASSIGN(Account account, people::find_account(tx, id));
    page.accounts.push_back(std::move(account));
  }
  return page;
}

Result<std::vector<ProfileId>> People::members(Transaction& tx, AccountId account, ProfileId after,
                                               std::size_t limit) {
  return members_of(tx, account, after, std::min(limit, page_max));
}

std::string People::unique_id() {
  return to_hex(random_.bytes(16));
}

}  // namespace throughline::people
