#include "people/identity_rows_store.h"

#include <limits>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::people {
namespace {

using storage::Arguments;
using storage::Bytes;
using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr std::string_view identifier_columns =
    "id, type, value, profile, component, verified, decided, join_bucket, joins, held";

IdentifierRow identifier_of(const Row& row) {
  return {.id = row[0].id<IdentifierId>(),
          .name = {row[1].bytes(), row[2].bytes()},
          .profile = row[3].id<ProfileId>(),
          .component = row[4].number(),
          .verified = row[5].number() != 0,
          .decided = row[6].number() != 0,
          .joins = {row[7].number(), row[8].number(), row[9].number()}};
}

Value null_if_zero(std::int64_t number) {
  return number == 0 ? Value() : Value(number);
}

std::string joined(const std::vector<IdentifierId>& identifiers) {
  std::string text;
  for (const IdentifierId id : identifiers) {
    text += (text.empty() ? "" : ",") + std::to_string(id.value);
  }
  return text;
}

std::vector<IdentifierId> parted(std::string_view text) {
  std::vector<IdentifierId> identifiers;
  if (text.empty()) {
    return identifiers;
  }
  for (const std::string_view part : split(text, ',')) {
    identifiers.push_back({number_in(part).value_or(0)});
  }
  return identifiers;
}

Result<std::vector<IdentifierRow>> identifiers_where(Transaction& tx, std::string_view condition,
                                                     const Arguments& arguments) {
  std::vector<IdentifierRow> found;
  const std::string sql = "SELECT " + std::string(identifier_columns) + " FROM identifiers WHERE " +
                          std::string(condition);
  TL_TRY(tx.each(sql, arguments, [&](const Row& row) -> Result<void> {
    found.push_back(identifier_of(row));
    return {};
  }));
  return found;
}

Result<std::vector<std::int64_t>> numbers(Transaction& tx, std::string_view sql,
                                          const Arguments& arguments) {
  std::vector<std::int64_t> found;
  TL_TRY(tx.each(sql, arguments, [&](const Row& row) -> Result<void> {
    found.push_back(row[0].number());
    return {};
  }));
  return found;
}

Result<std::vector<DecisionRow>> decisions_where(Transaction& tx, std::string_view condition,
                                                 const Arguments& arguments,
                                                 std::string_view order = " ORDER BY d.id") {
  std::vector<DecisionRow> found;
  const std::string sql =
      "SELECT d.id, d.kind, d.decided_at, d.actor, d.reason, d.identifiers, d.others "
      "FROM decisions d WHERE " +
      std::string(condition) + std::string(order);
  TL_TRY(tx.each(sql, arguments, [&](const Row& row) -> Result<void> {
    found.push_back({.id = row[0].number(),
                     .kind = row[1].text(),
                     .decided_at = row[2].time(),
                     .actor = row[3].bytes(),
                     .reason = row[4].bytes(),
                     .identifiers = parted(row[5].text()),
                     .others = parted(row[6].text())});
    return {};
  }));
  return found;
}

constexpr std::string_view claim_columns =
    "c.id, c.identifiers, c.said, c.rights, c.occurred_at, c.source, c.message_id, "
    "c.previous_user, c.previous_anonymous";

ClaimRow claim_of(const Row& row) {
  return {.id = row[0].number(),
          .identifiers = parted(row[1].text()),
          .said = row[2].bytes(),
          .rights = static_cast<Rights>(row[3].number()),
          .order = {row[4].time(), row[5].id<SourceId>(), row[6].bytes()},
          .previous_user = row[7].id<IdentifierId>(),
          .previous_anonymous = row[8].id<IdentifierId>()};
}

}  // namespace

Result<std::optional<IdentifierRow>> find_identifier(Transaction& tx, const Identifier& name) {
  TL_TRY_ASSIGN(auto found, identifiers_where(tx, "type = ? AND value = ?",
                                              {Bytes{name.type}, Bytes{name.value}}));
  return found.empty() ? std::optional<IdentifierRow>() : std::move(found.front());
}

Result<IdentifierRow> find_identifier(Transaction& tx, IdentifierId id) {
  TL_TRY_ASSIGN(auto found, identifiers_where(tx, "id = ?", {id}));
  if (found.empty()) {
    return Error::not_found("no such identifier");
  }
  return std::move(found.front());
}

Result<IdentifierRow> add_identifier(Transaction& tx, const Identifier& name) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO identifiers (type, value) VALUES (?, ?)",
                          {Bytes{name.type}, Bytes{name.value}}));
  return IdentifierRow{.id = {id}, .name = name};
}

Result<void> save_identifier(Transaction& tx, const IdentifierRow& row) {
  return tx.run(
      "UPDATE identifiers SET profile = ?, component = ?, verified = ?, decided = ?, "
      "join_bucket = ?, joins = ?, held = ? WHERE id = ?",
      {null_if_zero(row.profile.value), row.component, row.verified ? 1 : 0, row.decided ? 1 : 0,
       row.joins.bucket, row.joins.in_bucket, row.joins.held, row.id});
}

Result<std::vector<IdentifierRow>> identifiers_of_component(Transaction& tx,
                                                            std::int64_t component) {
  return identifiers_where(tx, "component = ?", {component});
}

Result<std::vector<IdentifierRow>> identifiers_of_profile(Transaction& tx, ProfileId profile,
                                                          IdentifierId after, std::size_t limit) {
  return identifiers_where(tx, "profile = ? AND id > ? ORDER BY id LIMIT ?",
                           {profile, after, limit});
}

Result<std::vector<IdentifierRow>> identifiers_after(Transaction& tx, IdentifierId after,
                                                     std::size_t limit) {
  return identifiers_where(tx, "id > ? ORDER BY id LIMIT ?", {after, limit});
}

Result<std::vector<IdentifierId>> all_identifier_ids(Transaction& tx) {
  std::vector<IdentifierId> ids;
  TL_TRY(tx.each("SELECT id FROM identifiers ORDER BY id", {}, [&](const Row& row) -> Result<void> {
    ids.push_back(row.at(0).id<IdentifierId>());
    return {};
  }));
  return ids;
}

std::vector<IdentifierId> ids_of(const std::vector<IdentifierRow>& rows) {
  std::vector<IdentifierId> ids;
  ids.reserve(rows.size());
  for (const IdentifierRow& row : rows) {
    ids.push_back(row.id);
  }
  return ids;
}

std::vector<Identifier> names_of(const std::vector<IdentifierRow>& rows) {
  std::vector<Identifier> names;
  names.reserve(rows.size());
  for (const IdentifierRow& row : rows) {
    names.push_back(row.name);
  }
  return names;
}

Result<std::vector<Identifier>> names_of(Transaction& tx, const std::vector<IdentifierId>& ids) {
  std::vector<Identifier> names;
  for (const IdentifierId id : ids) {
    TL_TRY_ASSIGN(IdentifierRow row, find_identifier(tx, id));
    names.push_back(std::move(row.name));
  }
  return names;
}

Result<std::vector<IdentifierId>> identifier_ids_of(Transaction& tx, ProfileId profile) {
  std::vector<IdentifierId> ids;
  TL_TRY(tx.each("SELECT id FROM identifiers WHERE profile = ? ORDER BY id", {profile},
                 [&](const Row& row) -> Result<void> {
                   ids.push_back(row[0].id<IdentifierId>());
                   return {};
                 }));
  return ids;
}

Result<void> move_identifiers(Transaction& tx, ProfileId from, ProfileId to) {
  return tx.run("UPDATE identifiers SET profile = ? WHERE profile = ?", {to, from});
}

Result<std::optional<ProfileRow>> find_profile_row(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(
      const auto row,
      tx.find_row("SELECT id, created_at, identifiers, state FROM profiles WHERE id = ?", {id}));
  if (!row) {
    return std::optional<ProfileRow>();
  }
  TL_TRY_ASSIGN(GroupState state, parse_group_state((*row)[3].bytes()));
  return std::optional(ProfileRow{.id = id,
                                  .created_at = (*row)[1].time(),
                                  .identifiers = (*row)[2].number(),
                                  .state = std::move(state)});
}

Result<void> save_profile(Transaction& tx, const ProfileRow& row) {
  return tx.run(
      "INSERT INTO profiles (id, created_at, identifiers, state) VALUES (?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET identifiers = excluded.identifiers, state = excluded.state",
      {row.id, row.created_at, row.identifiers, Bytes{to_text(row.state)}});
}

Result<std::vector<ProfileId>> profiles_born_in(Transaction& tx, std::int64_t component) {
  TL_TRY_ASSIGN(const auto ids,
                numbers(tx,
                        "SELECT p.id FROM identifiers i JOIN profiles p ON p.id = i.id "
                        "WHERE i.component = ?",
                        {component}));
  std::vector<ProfileId> profiles;
  profiles.reserve(ids.size());
  for (const std::int64_t id : ids) {
    profiles.push_back({id});
  }
  return profiles;
}

Result<ComponentRow> find_component(Transaction& tx, std::int64_t id) {
  TL_TRY_ASSIGN(const Row row,
                tx.row("SELECT identifiers, claims, people, aliases, browser_links, knowable, "
                       "last_at, last_source, last_message_id, pending, decided, counted "
                       "FROM components WHERE id = ?",
                       {id}));
  return ComponentRow{.id = id,
                      .identifiers = row[0].number(),
                      .claims = row[1].number(),
                      .people = row[2].number(),
                      .aliases = row[3].number(),
                      .browser_links = row[4].number(),
                      .knowable = row[5].number(),
                      .decided = row[10].number(),
                      .counted = row[11].number() != 0,
                      .last = {row[6].time(), row[7].id<SourceId>(), row[8].bytes()},
                      .pending = row[9].number() != 0};
}

Result<void> save_component(Transaction& tx, const ComponentRow& row) {
  return tx.run(
      "INSERT INTO components (id, identifiers, claims, people, aliases, browser_links, knowable, "
      "last_at, last_source, last_message_id, pending, decided, counted) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (id) DO UPDATE SET identifiers = excluded.identifiers, "
      "claims = excluded.claims, people = excluded.people, aliases = excluded.aliases, "
      "browser_links = excluded.browser_links, knowable = excluded.knowable, "
      "last_at = excluded.last_at, last_source = excluded.last_source, "
      "last_message_id = excluded.last_message_id, pending = excluded.pending, "
      "decided = excluded.decided, counted = excluded.counted",
      {row.id, row.identifiers, row.claims, row.people, row.aliases, row.browser_links,
       row.knowable, row.last.occurred_at, row.last.source, Bytes{row.last.message_id},
       row.pending ? 1 : 0, row.decided, row.counted ? 1 : 0});
}

Result<void> absorb_component(Transaction& tx, std::int64_t from, std::int64_t into) {
  TL_TRY(tx.run("UPDATE identifiers SET component = ? WHERE component = ?", {into, from}));
  return tx.run("DELETE FROM components WHERE id = ?", {from});
}

Result<std::vector<std::int64_t>> pending_components(Transaction& tx, std::size_t limit) {
  return numbers(tx, "SELECT id FROM components WHERE pending = 1 ORDER BY id LIMIT ?", {limit});
}

Result<std::vector<std::int64_t>> components_after(Transaction& tx, std::int64_t after,
                                                   std::size_t limit) {
  return numbers(tx, "SELECT id FROM components WHERE id > ? ORDER BY id LIMIT ?", {after, limit});
}

Result<std::optional<ClaimRow>> find_claim(Transaction& tx,
                                           const std::vector<IdentifierId>& identifiers,
                                           const std::string& said) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT " + std::string(claim_columns) +
                                " FROM claims c WHERE c.first = ? AND c.identifiers = ? AND "
                                "c.said = ?",
                            {identifiers.front(), joined(identifiers), Bytes{said}}));
  return row ? std::optional(claim_of(*row)) : std::nullopt;
}

Result<void> add_claim(Transaction& tx, const ClaimRow& row) {
  return tx.run(
      "INSERT INTO claims (first, identifiers, said, rights, occurred_at, source, message_id, "
      "previous_user, previous_anonymous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {row.identifiers.front(), joined(row.identifiers), Bytes{row.said},
       static_cast<int>(row.rights), row.order.occurred_at, row.order.source,
       Bytes{row.order.message_id}, null_if_zero(row.previous_user.value),
       null_if_zero(row.previous_anonymous.value)});
}

Result<void> save_claim_order(Transaction& tx, std::int64_t claim, const ClaimOrder& order) {
  return tx.run("UPDATE claims SET occurred_at = ?, source = ?, message_id = ? WHERE id = ?",
                {order.occurred_at, order.source, Bytes{order.message_id}, claim});
}

Result<std::vector<ClaimRow>> claims_of_component(Transaction& tx, std::int64_t component) {
  std::vector<ClaimRow> found;
  const std::string sql = "SELECT " + std::string(claim_columns) +
                          " FROM identifiers i JOIN claims c ON c.first = i.id "
                          "WHERE i.component = ?";
  TL_TRY(tx.each(sql, {component}, [&](const Row& row) -> Result<void> {
    found.push_back(claim_of(row));
    return {};
  }));
  return found;
}

Result<std::int64_t> add_decision(Transaction& tx, const DecisionRow& row) {
  return tx.insert(
      "INSERT INTO decisions (kind, decided_at, actor, reason, identifiers, others) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      {row.kind, row.decided_at, Bytes{row.actor}, Bytes{row.reason}, joined(row.identifiers),
       joined(row.others)});
}

Result<std::vector<DecisionRow>> decisions_by(Transaction& tx, std::optional<Time> known_at) {
  const std::int64_t until = known_at ? known_at->us : std::numeric_limits<std::int64_t>::max();
  return decisions_where(tx, "d.decided_at <= ?", {until});
}

Result<std::vector<DecisionRow>> decisions_before(Transaction& tx, std::int64_t before,
                                                  std::size_t limit) {
  const std::int64_t below = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  return decisions_where(tx, "d.id < ?", {below, limit}, " ORDER BY d.id DESC LIMIT ?");
}

Result<void> mark_decided(Transaction& tx, std::int64_t decision, IdentifierId identifier) {
  return tx.run(
      "INSERT INTO decided_identifiers (identifier, decision) VALUES (?, ?) "
      "ON CONFLICT DO NOTHING",
      {identifier, decision});
}

Result<std::vector<DecisionRow>> decisions_about(Transaction& tx, IdentifierId identifier) {
  return decisions_where(
      tx, "d.id IN (SELECT n.decision FROM decided_identifiers n WHERE n.identifier = ?)",
      {identifier});
}

Result<std::vector<DecisionRow>> decisions_in(Transaction& tx, std::int64_t component) {
  return decisions_where(tx,
                         "d.id IN (SELECT n.decision FROM identifiers i JOIN decided_identifiers n "
                         "ON n.identifier = i.id WHERE i.component = ? AND i.decided = 1)",
                         {component});
}

Result<std::vector<IdentifierRow>> held_identifiers(Transaction& tx, IdentifierId after,
                                                    std::size_t limit) {
  return identifiers_where(
      tx,
      "held > 0 AND id > ? AND NOT EXISTS (SELECT 1 FROM decided_identifiers n JOIN decisions d "
      "ON d.id = n.decision WHERE n.identifier = identifiers.id AND d.kind <> 'unmerge') "
      "ORDER BY id LIMIT ?",
      {after, limit});
}

Result<std::optional<std::string>> find_value(Transaction& tx, std::string_view name) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT value FROM people_values WHERE name = ?", {name}));
  return row ? std::optional((*row)[0].bytes()) : std::nullopt;
}

Result<void> save_value(Transaction& tx, std::string_view name, const std::string& value) {
  return tx.run(
      "INSERT INTO people_values (name, value) VALUES (?, ?) "
      "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {name, Bytes{value}});
}

Result<void> forget_claims(Transaction& tx) {
  TL_TRY(tx.run("DELETE FROM claims"));
  TL_TRY(tx.run("DELETE FROM components"));
  return tx.run(
      "UPDATE identifiers SET component = 0, verified = 0, join_bucket = 0, joins = 0, held = 0");
}

Result<void> release_unclaimed(Transaction& tx) {
  TL_TRY(
      tx.run("UPDATE profiles SET identifiers = 0, state = ? WHERE id IN "
             "(SELECT id FROM identifiers WHERE component = 0)",
             {Bytes{to_text(GroupState{})}}));
  return tx.run("UPDATE identifiers SET profile = NULL WHERE component = 0");
}

}  // namespace throughline::people
