#include "people/people_index_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "condition/evaluate.h"
#include "people/listed_traits_store.h"
#include "people/people_search_store.h"

namespace throughline::people {
namespace {

constexpr std::size_t search_bytes_max = 4'000;
constexpr std::size_t fields_max = 2'000;

// The text of a trait that is text, else empty.
std::string text_trait(const IndexedPerson& person, const std::string& key) {
  const auto found = person.traits.find(key);
  if (found == person.traits.end()) {
    return {};
  }
  const auto value = indexed_value(found->second);
  return value && value->text ? *value->text : std::string();
}

std::string first_identifier(const IndexedPerson& person, std::string_view type) {
  for (const IndexedPerson::Id& id : person.identifiers) {
    if (id.type == type) {
      return id.value;
    }
  }
  return {};
}

std::string name_of_person(const IndexedPerson& person) {
  std::string name = text_trait(person, "name");
  for (const auto& [first, last] :
       {std::pair("firstName", "lastName"), std::pair("first_name", "last_name")}) {
    if (name.empty()) {
      name = trimmed(text_trait(person, first) + " " + text_trait(person, last));
    }
  }
  return name;
}

std::string email_of_person(const IndexedPerson& person) {
  const std::string email = text_trait(person, "email");
  return email.empty() ? first_identifier(person, "email") : email;
}

std::string search_text(const IndexedPerson& person, std::string_view name,
                        std::string_view email) {
  std::string text = condition::folded(std::string(name) + "\n" + std::string(email));
  for (const IndexedPerson::Id& id : person.identifiers) {
    if (text.size() > search_bytes_max) {
      break;
    }
    text += "\n" + condition::folded(id.value);
  }
  return text;
}

Result<std::optional<std::string>> searched_text(storage::Transaction& tx, ProfileId profile) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT search FROM people_index WHERE profile = ?", {profile}));
  return row ? std::optional((*row)[0].text()) : std::nullopt;
}

Result<void> forget_person(storage::Transaction& tx, ProfileId profile) {
  TL_TRY_ASSIGN(const auto searched, searched_text(tx, profile));
  TL_TRY(save_searched(tx, profile, searched, std::nullopt));
  for (const std::string_view table : {"people_index", "people_figures", "indexed_traits",
                                       "indexed_accounts", "indexed_identifiers"}) {
    TL_TRY(tx.run(fmt::format("DELETE FROM {} WHERE profile = ?", table), {profile}));
  }
  return {};
}

// Gives back those under whom the list still showed identifiers that are now this profile's.
Result<std::set<std::int64_t>> write_identifiers(storage::Transaction& tx, ListedOwners& owners,
                                                 ProfileId profile, const IndexedPerson& person) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT identifier FROM indexed_identifiers WHERE profile = ?", {profile}));
  std::set<std::int64_t> listed;
  for (const storage::Row& row : rows) {
    listed.insert(row[0].number());
  }
  std::set<std::int64_t> former;
  for (const IndexedPerson::Id& id : person.identifiers) {
    if (listed.contains(id.id.value)) {
      continue;
    }
    TL_TRY_ASSIGN(
        const auto before,
        tx.find_row("SELECT profile FROM indexed_identifiers WHERE identifier = ?", {id.id}));
    if (before) {
      former.insert((*before)[0].number());
    }
    owners.put(tx, id.id.value, profile.value);
    TL_TRY(
        tx.run("INSERT INTO indexed_identifiers (identifier, profile, type, value, folded) "
               "VALUES (?, ?, ?, ?, ?) ON CONFLICT (identifier) DO UPDATE SET "
               "profile = excluded.profile",
               {id.id, profile, id.type, id.value, condition::folded(id.value)}));
  }
  return former;
}

Result<void> write_accounts(storage::Transaction& tx, ProfileId profile,
                            const IndexedPerson& person) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT account FROM indexed_accounts WHERE profile = ?", {profile}));
  std::set<std::int64_t> left;
  for (const storage::Row& row : rows) {
    left.insert(row[0].number());
  }
  for (const IndexedPerson::Group& group : person.accounts) {
    if (left.erase(group.id.value) == 0) {
      TL_TRY(
          tx.run("INSERT INTO indexed_accounts (profile, account, group_id, folded) "
                 "VALUES (?, ?, ?, ?)",
                 {profile, group.id, group.group_id, condition::folded(group.group_id)}));
    }
    TL_TRY(write_traits(tx, "indexed_account_traits", "account", group.id.value, group.traits));
  }
  for (const std::int64_t account : left) {
    TL_TRY(tx.run("DELETE FROM indexed_accounts WHERE profile = ? AND account = ?",
                  {profile, account}));
  }
  return {};
}

Result<void> write_person(storage::Transaction& tx, ProfileId profile,
                          const IndexedPerson& person) {
  TL_TRY_ASSIGN(const auto seen,
                tx.row("SELECT CAST(COALESCE(SUM(e.events), 0) AS BIGINT), MIN(e.first_at), "
                       "MAX(e.last_at) FROM indexed_identifiers i JOIN event_counts e ON "
                       "e.identifier = i.identifier WHERE i.profile = ?",
                       {profile}));
  TL_TRY_ASSIGN(const auto searched, searched_text(tx, profile));
  if (seen[0].number() == 0) {
    // She owns nothing but names that others mentioned: nobody to list.
    TL_TRY(save_searched(tx, profile, searched, std::nullopt));
    TL_TRY(tx.run("DELETE FROM people_figures WHERE profile = ?", {profile}));
    return tx.run("DELETE FROM people_index WHERE profile = ?", {profile});
  }
  const std::string name = name_of_person(person);
  const std::string email = email_of_person(person);
  const bool known = !first_identifier(person, "user_id").empty();
  const std::string search = search_text(person, name, email);
  TL_TRY(save_searched(tx, profile, searched, search));
  const std::string order = name.empty() ? "2" : "1" + condition::folded(name);
  TL_TRY(tx.run(
      "INSERT INTO people_index (profile, known, name, name_order, email, search) "
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (profile) DO UPDATE SET known = excluded.known, "
      "name = excluded.name, name_order = excluded.name_order, email = excluded.email, "
      "search = excluded.search",
      {profile, known ? 1 : 0, name, order, email, search}));
  TL_TRY(
      tx.run("INSERT INTO people_figures (profile, first_seen, last_seen, events, identifiers) "
             "VALUES (?, ?, ?, ?, ?) ON CONFLICT (profile) DO UPDATE SET first_seen = "
             "excluded.first_seen, last_seen = excluded.last_seen, events = excluded.events, "
             "identifiers = excluded.identifiers",
             {profile, seen[1], seen[2], seen[0], person.identifiers.size()}));
  TL_TRY(write_traits(tx, "indexed_traits", "profile", profile.value, person.traits));
  return write_accounts(tx, profile, person);
}

// The function that tells where a text holds another.
std::string_view find_in(storage::Transaction& tx) {
  return tx.dialect() == storage::Dialect::sqlite ? "instr" : "strpos";
}

SqlCondition accounts_where(storage::Transaction& tx, const std::string& search) {
  SqlCondition where = {.sql = "1=1"};
  for (const std::string& word : searched_words(search)) {
    where.sql += fmt::format(
        " AND id IN (SELECT account FROM indexed_accounts WHERE {0}(folded, ?) > 0 UNION SELECT "
        "account FROM indexed_account_traits WHERE key = 'name' AND {0}(folded, ?) > 0)",
        find_in(tx));
    where.arguments.emplace_back(word);
    where.arguments.emplace_back(word);
  }
  return where;
}

// `counts` has key, type and people.
Result<std::vector<TraitField>> find_trait_fields(storage::Transaction& tx,
                                                  std::string_view counts) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(fmt::format("SELECT key, type, people FROM {} WHERE people > 0 "
                                    "ORDER BY 3 DESC, 1 LIMIT {}",
                                    counts, fields_max)));
  // One field per key: the type that most have, and everybody who has any.
  std::vector<TraitField> fields;
  for (const storage::Row& row : rows) {
    const auto known = std::find_if(fields.begin(), fields.end(), [&](const TraitField& field) {
      return field.key == row[0].text();
    });
    if (known != fields.end()) {
      known->people += row[2].number();
    } else {
      fields.push_back({row[0].text(), row[1].text(), row[2].number()});
    }
  }
  return fields;
}

Result<std::int64_t> count_people_of(storage::Transaction& tx, std::int64_t event_name) {
  TL_TRY_ASSIGN(const auto row,
                tx.row("SELECT COUNT(DISTINCT i.profile) FROM event_counts e JOIN "
                       "indexed_identifiers i ON i.identifier = e.identifier WHERE e.name = ?",
                       {event_name}));
  return row[0].number();
}

}  // namespace

Result<ProfileId> present_owner(storage::Transaction& tx, IdentifierId identifier) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT profile FROM identifiers WHERE id = ?", {identifier}));
  return row ? (*row)[0].id<ProfileId>() : ProfileId{};
}

Result<void> refresh_people(storage::Transaction& tx, ListedOwners& owners,
                            const std::set<std::int64_t>& identifiers,
                            const ReadPerson& read_person, const ReadOwner& read_owner) {
  std::set<std::int64_t> profiles;
  for (const std::int64_t identifier : identifiers) {
    TL_TRY_ASSIGN(const ProfileId owner, read_owner(tx, IdentifierId{identifier}));
    if (owner) {
      profiles.insert(owner.value);
    }
    TL_TRY_ASSIGN(
        const auto before,
        tx.find_row("SELECT profile FROM indexed_identifiers WHERE identifier = ?", {identifier}));
    if (before) {
      profiles.insert((*before)[0].number());
    }
  }
  // Who has whom is settled before anybody's events are counted. The list follows the record, but
  // reads identity as it is now: whom a person takes an identifier from may come up in no event
  // that is still to follow.
  std::map<std::int64_t, IndexedPerson> people;
  std::set<std::int64_t> waiting = profiles;
  while (!waiting.empty()) {
    const ProfileId profile = {*waiting.begin()};
    waiting.erase(waiting.begin());
    TL_TRY_ASSIGN(auto person, read_person(tx, profile));
    if (!person) {
      TL_TRY(forget_person(tx, profile));
      continue;
    }
    TL_TRY_ASSIGN(const auto former, write_identifiers(tx, owners, profile, *person));
    for (const std::int64_t other : former) {
      if (profiles.insert(other).second) {
        waiting.insert(other);
      }
    }
    people.emplace(profile.value, *std::move(person));
  }
  for (const auto& [profile, person] : people) {
    TL_TRY(write_person(tx, ProfileId{profile}, person));
  }
  return {};
}

Result<void> clear_people_index(storage::Transaction& tx) {
  for (const char* table :
       {"people_index", "people_figures", "indexed_identifiers", "indexed_names", "event_counts",
        "indexed_traits", "indexed_accounts", "indexed_account_traits"}) {
    TL_TRY(tx.run(fmt::format("DELETE FROM {}", table)));
  }
  if (tx.dialect() == storage::Dialect::sqlite) {  // Whatever they were.
    TL_TRY(tx.run("UPDATE people_count SET people = 0"));
    TL_TRY(tx.run("DELETE FROM trait_counts"));
    TL_TRY(tx.run("DELETE FROM identifier_counts"));
  }
  return forget_searched(tx);
}

Result<void> each_listed_trait(storage::Transaction& tx, const std::string& key,
                               const std::function<void(ProfileId, condition::Fact)>& sink) {
  return tx.each("SELECT profile, type, number, text FROM indexed_traits WHERE key = ?", {key},
                 [&](const storage::Row& row) -> Result<void> {
                   const std::string& type = row[1].text();
                   if (type == "boolean") {
                     sink(row[0].id<ProfileId>(), row[2].real() != 0);
                   } else if (type == "number") {
                     sink(row[0].id<ProfileId>(), row[2].real());
                   } else if (!row[3].is_null()) {
                     sink(row[0].id<ProfileId>(), row[3].text());
                   }
                   return {};
                 });
}

Result<Fields> find_fields(storage::Transaction& tx, const PeopleByEvent& people_by_event) {
  Fields fields;
  TL_TRY_ASSIGN(fields.traits, find_trait_fields(tx, "trait_counts"));
  TL_TRY_ASSIGN(fields.account_traits,
                find_trait_fields(tx,
                                  "(SELECT key, type, COUNT(*) AS people FROM "
                                  "indexed_account_traits GROUP BY key, type) counted"));
  TL_TRY_ASSIGN(const auto events,
                tx.rows(fmt::format("SELECT id, name, events FROM indexed_names WHERE events > 0 "
                                    "AND name <> '' ORDER BY 3 DESC, 2 LIMIT {}",
                                    fields_max)));
  for (const storage::Row& row : events) {
    const std::string& name = row[1].text();
    const auto known = people_by_event.find(name);
    TL_TRY_ASSIGN(const std::int64_t people, known != people_by_event.end()
                                                 ? Result<std::int64_t>(known->second)
                                                 : count_people_of(tx, row[0].number()));
    fields.events.push_back({name, row[2].number(), people});
  }
  TL_TRY_ASSIGN(const auto identifiers, tx.rows("SELECT type, people FROM identifier_counts "
                                                "WHERE people > 0 ORDER BY 2 DESC, 1"));
  for (const storage::Row& row : identifiers) {
    fields.identifiers.push_back({row[0].text(), row[1].number()});
  }
  return fields;
}

Result<std::int64_t> count_accounts(storage::Transaction& tx, const std::string& search) {
  const SqlCondition where = accounts_where(tx, search);
  TL_TRY_ASSIGN(const auto row,
                tx.row("SELECT COUNT(*) FROM accounts WHERE " + where.sql, where.arguments));
  return row[0].number();
}

Result<std::vector<AccountId>> search_accounts(storage::Transaction& tx, const std::string& search,
                                               AccountId after, std::size_t limit) {
  SqlCondition where = accounts_where(tx, search);
  where.arguments.emplace_back(after);
  where.arguments.emplace_back(limit);
  std::vector<AccountId> accounts;
  TL_TRY(tx.each("SELECT id FROM accounts WHERE " + where.sql + " AND id > ? ORDER BY id LIMIT ?",
                 where.arguments, [&](const storage::Row& row) -> Result<void> {
                   accounts.push_back(row[0].id<AccountId>());
                   return {};
                 }));
  return accounts;
}

Result<std::int64_t> count_people(storage::Transaction& tx) {
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT people FROM people_count"));
  return row[0].number();
}

Result<std::int64_t> count_events(storage::Transaction& tx) {
  TL_TRY_ASSIGN(const auto row, tx.row("SELECT CAST(COALESCE(SUM(events), 0) AS BIGINT) FROM "
                                       "indexed_names"));
  return row[0].number();
}

}  // namespace throughline::people
