#include "people/trait_store.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>

namespace throughline::people {
namespace {

using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view columns =
    "key, slot, op, value, occurred_at, sequence, message_id, source, event, received_at";

std::string table_of(TraitSubject kind) {
  return kind == TraitSubject::identifier ? "identifier_traits" : "account_traits";
}

using Slots = std::array<std::optional<Assertion> TraitState::*, 3>;
constexpr Slots slots = {&TraitState::set, &TraitState::set_once, &TraitState::lock};

Assertion assertion_of(const Row& row) {
  return {.key = row[0].bytes(),
          .value = row[3].text(),
          .op = static_cast<TraitOp>(row[2].number()),
          .order = {.occurred_at = row[4].time(),
                    .sequence = row[5].number(),
                    .message_id = row[6].bytes(),
                    .source = row[7].id<SourceId>()},
          .event = row[8].id<EventSeq>(),
          .received_at = row[9].time()};
}

Result<TraitStates> states(Transaction& tx, const std::string& sql, std::int64_t subject,
                           const TraitRules& rules) {
  TraitStates found;
  TL_TRY(tx.each(sql, {subject}, [&](const Row& row) -> Result<void> {
    const Assertion assertion = assertion_of(row);
    fold(found[assertion.key], assertion, rule_for(rules, assertion.key));
    return {};
  }));
  return found;
}

// One of the slots of a key.
struct Slot {
  std::size_t number = 0;
  const Assertion* assertion = nullptr;
};

// Several rows per statement: an identify has many traits, and each statement has its price.
constexpr std::size_t rows_per_statement = 8;

Result<void> save(Transaction& tx, TraitSubject kind, std::int64_t subject,
                  std::span<const Slot> some) {
  std::string values;
  storage::Arguments arguments;
  for (const auto& [number, assertion] : some) {
    values += values.empty() ? "" : ", ";
    values += "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    arguments.insert(arguments.end(),
                     {subject, Bytes{assertion->key}, number, static_cast<int>(assertion->op),
                      assertion->value, assertion->order.occurred_at, assertion->order.sequence,
                      Bytes{assertion->order.message_id}, assertion->order.source, assertion->event,
                      assertion->received_at});
  }
  return tx.run("INSERT INTO " + table_of(kind) + " (subject, " + std::string(columns) +
                    ") VALUES " + values +
                    " ON CONFLICT (subject, key, slot) DO UPDATE "
                    "SET op = excluded.op, value = excluded.value, "
                    "occurred_at = excluded.occurred_at, sequence = excluded.sequence, "
                    "message_id = excluded.message_id, source = excluded.source, "
                    "event = excluded.event, received_at = excluded.received_at",
                arguments);
}

}  // namespace

Result<void> fold_traits(Transaction& tx, TraitSubject kind, std::int64_t subject,
                         const std::vector<Assertion>& assertions, const TraitRules& rules) {
  if (assertions.empty()) {
    return {};
  }
  const std::string sql =
      "SELECT " + std::string(columns) + " FROM " + table_of(kind) + " WHERE subject = ?";
  TL_TRY_ASSIGN(TraitStates before, states(tx, sql, subject, rules));
  TraitStates after = before;
  std::set<std::string> touched;
  for (const Assertion& assertion : assertions) {
    fold(after[assertion.key], assertion, rule_for(rules, assertion.key));
    touched.insert(assertion.key);
  }
  std::vector<Slot> changed;
  for (const std::string& key : touched) {
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
      const auto& now = after[key].*slots[slot];
      if (now && now != before[key].*slots[slot]) {
        changed.push_back({slot, &*now});
      }
    }
  }
  for (std::span<const Slot> left(changed); !left.empty();) {
    const auto some = left.first(std::min(left.size(), rows_per_statement));
    TL_TRY(save(tx, kind, subject, some));
    left = left.subspan(some.size());
  }
  return {};
}

Result<TraitStates> traits_of_profile(Transaction& tx, ProfileId profile, const TraitRules& rules) {
  return states(tx,
                "SELECT t.key, t.slot, t.op, t.value, t.occurred_at, t.sequence, t.message_id, "
                "t.source, t.event, t.received_at FROM identifiers i "
                "JOIN identifier_traits t ON t.subject = i.id WHERE i.profile = ?",
                profile.value, rules);
}

Result<TraitStates> traits_of_account(Transaction& tx, AccountId account) {
  return states(tx, "SELECT " + std::string(columns) + " FROM account_traits WHERE subject = ?",
                account.value, {});
}

Result<std::vector<std::string>> traits_said_by(Transaction& tx,
                                                const std::vector<IdentifierId>& identifiers,
                                                SourceId source) {
  std::set<std::string> keys;
  for (const IdentifierId identifier : identifiers) {
    TL_TRY(tx.each("SELECT DISTINCT key FROM identifier_traits WHERE subject = ? AND source = ?",
                   {identifier, source}, [&](const Row& row) -> Result<void> {
                     keys.insert(row[0].bytes());
                     return {};
                   }));
  }
  return std::vector<std::string>(keys.begin(), keys.end());
}

Result<void> clear_traits(Transaction& tx, TraitSubject kind,
                          const std::vector<std::string>& keys) {
  if (keys.empty()) {
    return tx.run("DELETE FROM " + table_of(kind));
  }
  for (const std::string& key : keys) {
    TL_TRY(tx.run("DELETE FROM " + table_of(kind) + " WHERE key = ?", {Bytes{key}}));
  }
  return {};
}

}  // namespace throughline::people
