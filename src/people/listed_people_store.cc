#include "people/listed_people_store.h"

#include <algorithm>
#include <vector>

namespace throughline::people {
namespace {

using storage::Transaction;

constexpr std::size_t generation_entries_max = 500'000;

Result<std::int64_t> name_id(Transaction& tx, const std::string& name) {
  TL_TRY_ASSIGN(const auto found,
                tx.find_row("SELECT id FROM indexed_names WHERE name = ?", {name}));
  if (found) {
    return (*found)[0].number();
  }
  return tx.insert("INSERT INTO indexed_names (name) VALUES (?)", {name});
}

// Whether the row was there, shows as many identifiers as there are, and starts as early.
Result<bool> add_to_row(Transaction& tx, std::int64_t profile, const CountedEvents& counted) {
  static const std::string update =
      "UPDATE people_figures SET events = events + ?, "
      "last_seen = CASE WHEN last_seen < ? THEN ? ELSE last_seen END "
      "WHERE profile = ? AND first_seen <= ? AND identifiers = (SELECT CASE "
      "WHEN p.identifiers > ? THEN ? ELSE p.identifiers END FROM profiles p WHERE p.id = ?)";
  static const std::string update_and_tell = update + " RETURNING 1";
  const storage::Arguments arguments = {
      counted.events,   counted.last_at,        counted.last_at,        profile,
      counted.first_at, listed_identifiers_max, listed_identifiers_max, profile};
  if (tx.dialect() == storage::Dialect::postgres) {
    TL_TRY_ASSIGN(const auto updated, tx.find_row(update_and_tell, arguments));
    return updated.has_value();
  }
  TL_TRY(tx.run(update, arguments));
  TL_TRY_ASSIGN(const auto updated, tx.row("SELECT changes()"));
  return updated[0].number() == 1;
}

}  // namespace

void CountedEvents::add(const CountedEvents& more) {
  first_at = events == 0 ? more.first_at : std::min(first_at, more.first_at);
  last_at = events == 0 ? more.last_at : std::max(last_at, more.last_at);
  events += more.events;
}

std::optional<std::int64_t> ListedOwners::find(std::int64_t identifier) {
  if (const auto found = young_.find(identifier); found != young_.end()) {
    return found->second;
  }
  const auto found = old_.find(identifier);
  return found == old_.end() ? std::nullopt : std::optional(found->second);
}

void ListedOwners::put(Transaction& tx, std::int64_t identifier, std::int64_t profile) {
  if (tx.dialect() != storage::Dialect::sqlite) {
    return;
  }
  tx.on_rollback([this] { clear(); });
  if (young_.size() >= generation_entries_max) {
    old_ = std::move(young_);
    young_ = {};
  }
  young_[identifier] = profile;
}

void ListedOwners::clear() {
  young_.clear();
  old_.clear();
}

Result<std::optional<std::int64_t>> listed_owner(Transaction& tx, ListedOwners& owners,
                                                 std::int64_t identifier) {
  if (const auto known = owners.find(identifier)) {
    return known;
  }
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row("SELECT profile FROM indexed_identifiers WHERE identifier = ?", {identifier}));
  if (!row) {
    return std::optional<std::int64_t>();
  }
  owners.put(tx, identifier, (*row)[0].number());
  return std::optional((*row)[0].number());
}

Result<void> add_counts(Transaction& tx, const NewCounts& counts) {
  struct Name {
    std::int64_t id = 0;
    std::int64_t events = 0;
  };
  std::map<std::string, Name> names;
  for (const auto& [key, counted] : counts) {
    auto name = names.find(key.second);
    if (name == names.end()) {
      TL_TRY_ASSIGN(const std::int64_t id, name_id(tx, key.second));
      name = names.emplace(key.second, Name{.id = id}).first;
    }
    name->second.events += counted.events;
    TL_TRY(
        tx.run("INSERT INTO event_counts (identifier, name, events, first_at, last_at) VALUES "
               "(?, ?, ?, ?, ?) ON CONFLICT (identifier, name) DO UPDATE SET "
               "events = event_counts.events + excluded.events, "
               "first_at = CASE WHEN excluded.first_at < event_counts.first_at "
               "THEN excluded.first_at ELSE event_counts.first_at END, "
               "last_at = CASE WHEN excluded.last_at > event_counts.last_at "
               "THEN excluded.last_at ELSE event_counts.last_at END",
               {key.first, name->second.id, counted.events, counted.first_at, counted.last_at}));
  }
  for (const auto& [text, name] : names) {
    TL_TRY(tx.run("UPDATE indexed_names SET events = events + ? WHERE id = ?",
                  {name.events, name.id}));
  }
  return {};
}

Result<std::set<std::int64_t>> add_seen(Transaction& tx, ListedOwners& owners,
                                        const std::map<std::int64_t, CountedEvents>& seen) {
  struct Person {
    CountedEvents counted = {};
    std::vector<std::int64_t> identifiers = {};
  };
  std::map<std::int64_t, Person> people;
  std::set<std::int64_t> unlisted;
  for (const auto& [identifier, counted] : seen) {
    TL_TRY_ASSIGN(const auto profile, listed_owner(tx, owners, identifier));
    if (profile) {
      Person& person = people[*profile];
      person.counted.add(counted);
      person.identifiers.push_back(identifier);
    } else {
      unlisted.insert(identifier);
    }
  }
  for (const auto& [profile, person] : people) {
    TL_TRY_ASSIGN(const bool is_listed, add_to_row(tx, profile, person.counted));
    if (!is_listed) {
      unlisted.insert(person.identifiers.begin(), person.identifiers.end());
    }
  }
  return unlisted;
}

}  // namespace throughline::people
