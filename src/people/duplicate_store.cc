#include "people/duplicate_store.h"

#include <algorithm>
#include <map>

namespace throughline::people {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

// Who owns them now stands beside the pair.
constexpr std::string_view columns =
    "d.id, a.profile, b.profile, d.weight, d.evidence, d.state, d.found_at, d.decided_at, "
    "d.decided_by, d.reason";
constexpr std::string_view joins =
    " FROM duplicates d JOIN identifiers a ON a.id = d.one JOIN identifiers b ON b.id = d.other ";
constexpr std::string_view still_two =
    " (d.state <> 'open' OR (a.profile IS NOT NULL AND b.profile IS NOT NULL AND "
    "a.profile <> b.profile)) ";

Result<Duplicate> duplicate_of(const Row& row) {
  TL_TRY_ASSIGN(const DuplicateState state, parse_duplicate_state(row[5].text()));
  Duplicate duplicate{.id = row[0].id<DuplicateId>(),
                      .one = row[1].id<ProfileId>(),
                      .other = row[2].id<ProfileId>(),
                      .weight = row[3].real(),
                      .evidence = parse_evidence(row[4].text()),
                      .state = state,
                      .found_at = row[6].time(),
                      .decided_by = row[8].bytes(),
                      .reason = row[9].bytes()};
  if (!row[7].is_null()) {
    duplicate.decided_at = row[7].time();
  }
  return duplicate;
}

struct Told {
  TraitStates traits = {};
  std::vector<Identifier> identifiers = {};
};

ComparedValues values_of(const Told& told) {
  std::map<std::string, std::string> traits;
  for (const auto& [key, state] : told.traits) {
    if (const Assertion* const said = winner(state); said != nullptr && said->value != "null") {
      traits.emplace(key, said->value);
    }
  }
  return compared_values(traits, told.identifiers);
}

}  // namespace

Result<std::vector<ComparedPerson>> people_to_compare(Transaction& tx, ProfileId after,
                                                      std::size_t limit, const TraitRules& rules) {
  std::map<ProfileId, Told> told;
  TL_TRY(tx.each("SELECT id FROM profiles WHERE id > ? AND identifiers > 0 ORDER BY id LIMIT ?",
                 {after, limit}, [&](const Row& row) -> Result<void> {
                   told[row[0].id<ProfileId>()];
                   return {};
                 }));
  if (told.empty()) {
    return std::vector<ComparedPerson>();
  }
  const storage::Arguments range = {after, told.rbegin()->first};
  TL_TRY(
      tx.each("SELECT profile, type, value FROM identifiers WHERE profile > ? AND profile <= ? "
              "ORDER BY profile, id",
              range, [&](const Row& row) -> Result<void> {
                Told& person = told[row[0].id<ProfileId>()];
                if (const std::string& type = row[1].bytes(); type == "email" || type == "phone") {
                  person.identifiers.push_back({type, row[2].bytes()});
                }
                return {};
              }));
  TL_TRY(tx.each(
      "SELECT i.profile, t.key, t.op, t.value, t.occurred_at, t.sequence, t.message_id, t.source "
      "FROM identifiers i JOIN identifier_traits t ON t.subject = i.id "
      "WHERE i.profile > ? AND i.profile <= ?",
      range, [&](const Row& row) -> Result<void> {
        const Assertion assertion{.key = row[1].bytes(),
                                  .value = row[3].text(),
                                  .op = static_cast<TraitOp>(row[2].number()),
                                  .order = {.occurred_at = row[4].time(),
                                            .sequence = row[5].number(),
                                            .message_id = row[6].bytes(),
                                            .source = row[7].id<SourceId>()}};
        fold(told[row[0].id<ProfileId>()].traits[assertion.key], assertion,
             rule_for(rules, assertion.key));
        return {};
      }));
  std::vector<ComparedPerson> people;
  people.reserve(told.size());
  for (const auto& [profile, person] : told) {
    people.push_back({profile, values_of(person)});
  }
  return people;
}

Result<void> save_duplicate(Transaction& tx, const FoundDuplicate& found, DuplicateSearchId search,
                            Time now) {
  const auto [one, other] = std::minmax(found.one, found.other);
  return tx.run(
      "INSERT INTO duplicates (one, other, weight, evidence, state, found_at, search) "
      "VALUES (?, ?, ?, ?, 'open', ?, ?) ON CONFLICT (one, other) DO UPDATE SET "
      "weight = excluded.weight, evidence = excluded.evidence, search = excluded.search, "
      "state = CASE WHEN duplicates.state = 'refused' THEN 'refused' ELSE 'open' END",
      {one, other, found.weight, to_json(found.evidence), now, search});
}

Result<void> remove_outdated_duplicates(Transaction& tx, DuplicateSearchId search) {
  return tx.run("DELETE FROM duplicates WHERE state = 'open' AND search <> ?", {search});
}

Result<void> decide_duplicate(Transaction& tx, DuplicateId id, DuplicateState state, Time now,
                              const std::string& by, const std::string& reason) {
  return tx.run(
      "UPDATE duplicates SET state = ?, decided_at = ?, decided_by = ?, reason = ? WHERE id = ?",
      {name_of(state), now, Bytes{by}, Bytes{reason}, id});
}

Result<ProfilePairs> refused_pairs(Transaction& tx) {
  ProfilePairs pairs;
  TL_TRY(tx.each("SELECT a.profile, b.profile" + std::string(joins) + "WHERE d.state = 'refused'",
                 {}, [&](const Row& row) -> Result<void> {
                   const auto [one, other] = std::minmax({row[0].number(), row[1].number()});
                   pairs.emplace(one, other);
                   return {};
                 }));
  return pairs;
}

Result<std::vector<RefusedPair>> named_refusals(Transaction& tx) {
  std::vector<RefusedPair> pairs;
  TL_TRY(
      tx.each("SELECT a.type, a.value, b.type, b.value, d.weight, d.evidence, d.decided_at, "
              "d.decided_by, d.reason" +
                  std::string(joins) + "WHERE d.state = 'refused' ORDER BY d.decided_at, d.id",
              {}, [&](const Row& row) -> Result<void> {
                pairs.push_back({.one = {row[0].bytes(), row[1].bytes()},
                                 .other = {row[2].bytes(), row[3].bytes()},
                                 .weight = row[4].real(),
                                 .evidence = row[5].text(),
                                 .decided_at = row[6].time(),
                                 .decided_by = row[7].bytes(),
                                 .reason = row[8].bytes()});
                return {};
              }));
  return pairs;
}

Result<bool> keep_refusal(Transaction& tx, IdentifierId one, IdentifierId other,
                          const RefusedPair& pair) {
  const auto [lower, higher] = std::minmax(one, other);
  TL_TRY_ASSIGN(const auto known,
                tx.find_row("SELECT 1 FROM duplicates WHERE one = ? AND other = ? "
                            "AND state = 'refused'",
                            {lower, higher}));
  if (known) {
    return false;
  }
  TL_TRY(tx.run(
      "INSERT INTO duplicates (one, other, weight, evidence, state, found_at, search, decided_at, "
      "decided_by, reason) VALUES (?, ?, ?, ?, 'refused', ?, 0, ?, ?, ?) ON CONFLICT (one, other) "
      "DO UPDATE SET state = 'refused', decided_at = excluded.decided_at, decided_by = "
      "excluded.decided_by, reason = excluded.reason",
      {lower, higher, pair.weight, pair.evidence, pair.decided_at, pair.decided_at,
       Bytes{pair.decided_by}, Bytes{pair.reason}}));
  return true;
}

Result<Duplicate> find_duplicate(Transaction& tx, DuplicateId id) {
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row("SELECT " + std::string(columns) + std::string(joins) + "WHERE d.id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such pair");
  }
  return duplicate_of(*row);
}

Result<DuplicatePage> duplicates_in(Transaction& tx, DuplicateState state, DuplicateId after,
                                    std::size_t limit) {
  DuplicatePage page;
  const std::string where = std::string(joins) + "WHERE d.state = ? AND" + std::string(still_two);
  TL_TRY_ASSIGN(const Row total, tx.row("SELECT COUNT(*)" + where, {name_of(state)}));
  page.total = total[0].number();
  storage::Arguments arguments = {name_of(state)};
  std::string from;
  if (after) {
    TL_TRY_ASSIGN(const Duplicate last, find_duplicate(tx, after));
    from = "AND (d.weight < ? OR (d.weight = ? AND d.id > ?)) ";
    arguments.insert(arguments.end(), {last.weight, last.weight, after});
  }
  arguments.emplace_back(limit + 1);
  TL_TRY(tx.each(
      "SELECT " + std::string(columns) + where + from + "ORDER BY d.weight DESC, d.id LIMIT ?",
      arguments, [&](const Row& row) -> Result<void> {
        TL_TRY_ASSIGN(auto duplicate, duplicate_of(row));
        page.items.push_back(std::move(duplicate));
        return {};
      }));
  if (page.items.size() > limit) {
    page.items.pop_back();
    page.next = page.items.back().id;
  }
  return page;
}

Result<DuplicateSearchId> add_search(Transaction& tx, SearchState state, Time now) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO duplicate_searches (state, started_at) VALUES (?, ?)",
                          {name_of(state), now}));
  return DuplicateSearchId{id};
}

Result<void> save_search(Transaction& tx, const DuplicateSearch& search) {
  const storage::Value finished =
      search.finished_at ? storage::Value(*search.finished_at) : storage::Value();
  return tx.run(
      "UPDATE duplicate_searches SET state = ?, finished_at = CAST(? AS BIGINT), people = ?, "
      "pairs = ?, found = ? WHERE id = ?",
      {name_of(search.state), finished, search.people, search.pairs, search.found, search.id});
}

Result<std::optional<DuplicateSearch>> find_search(Transaction& tx) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT id, state, started_at, finished_at, people, pairs, found "
                            "FROM duplicate_searches ORDER BY id DESC LIMIT 1"));
  if (!row) {
    return std::optional<DuplicateSearch>();
  }
  TL_TRY_ASSIGN(const SearchState state, parse_search_state((*row)[1].text()));
  DuplicateSearch search{.id = (*row)[0].id<DuplicateSearchId>(),
                         .state = state,
                         .started_at = (*row)[2].time(),
                         .people = (*row)[4].number(),
                         .pairs = (*row)[5].number(),
                         .found = (*row)[6].number()};
  if (!(*row)[3].is_null()) {
    search.finished_at = (*row)[3].time();
  }
  return std::optional(search);
}

}  // namespace throughline::people
