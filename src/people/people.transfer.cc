// Decisions and tombstones taken out of one record and put into another.
#include "people/people.h"

#include <algorithm>

#include "base/assert.h"
#include "people/claim.h"
#include "people/duplicate_store.h"
#include "people/erase_store.h"
#include "people/identity_decisions_store.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::string_view two_people = "two_people";

Result<std::vector<IdentifierId>> ids_of(Transaction& tx, const std::vector<Identifier>& names) {
  std::vector<IdentifierId> ids;
  for (const Identifier& name : names) {
    TL_TRY_ASSIGN(const auto known, find_identifier(tx, name));
    if (!known) {
      return Error::invalid("nobody goes by " + name.type + ":" + name.value);
    }
    ids.push_back(known->id);
  }
  return ids;
}

}  // namespace

Result<std::vector<RecordedDecision>> People::recorded_decisions(Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows, decisions_by(tx, std::nullopt));
  std::vector<RecordedDecision> decisions;
  for (const DecisionRow& row : rows) {
    RecordedDecision decision = {
        .kind = row.kind, .decided_at = row.decided_at, .actor = row.actor, .reason = row.reason};
    TL_TRY_ASSIGN(decision.identifiers, names_of(tx, row.identifiers));
    TL_TRY_ASSIGN(decision.others, names_of(tx, row.others));
    decisions.push_back(std::move(decision));
  }
  TL_TRY_ASSIGN(const auto refusals, named_refusals(tx));
  for (const RefusedPair& pair : refusals) {
    decisions.push_back({.kind = std::string(two_people),
                         .decided_at = pair.decided_at,
                         .actor = pair.decided_by,
                         .reason = pair.reason,
                         .identifiers = {pair.one},
                         .others = {pair.other},
                         .weight = pair.weight,
                         .evidence = pair.evidence});
  }
  return decisions;
}

Result<RestoredDecision> People::restore_refusal(Transaction& tx,
                                                 const RecordedDecision& decision) {
  TL_TRY_ASSIGN(const auto one, ids_of(tx, decision.identifiers));
  TL_TRY_ASSIGN(const auto other, ids_of(tx, decision.others));
  if (one.size() != 1 || other.size() != 1) {
    return Error::invalid("two people are named by one identifier each");
  }
  TL_TRY_ASSIGN(const bool is_new,
                keep_refusal(tx, one.front(), other.front(),
                             {.weight = decision.weight,
                              .evidence = decision.evidence.empty() ? "[]" : decision.evidence,
                              .decided_at = decision.decided_at,
                              .decided_by = decision.actor,
                              .reason = decision.reason}));
  return is_new ? RestoredDecision::put_in : RestoredDecision::known;
}

Result<RestoredDecision> People::restore_decision(Transaction& tx,
                                                  const RecordedDecision& decision) {
  if (is_forgotten(tx, decision.identifiers) || is_forgotten(tx, decision.others)) {
    return RestoredDecision::forgotten;
  }
  if (decision.kind == two_people) {
    return restore_refusal(tx, decision);
  }
  if (decision.kind != "merge" && decision.kind != "unmerge" &&
      !parse_value_verdict(decision.kind).ok()) {
    return Error::invalid("decisions of the kind " + decision.kind + " are not known here");
  }
  DecisionRow row = {.kind = decision.kind,
                     .decided_at = decision.decided_at,
                     .actor = decision.actor,
                     .reason = decision.reason};
  TL_TRY_ASSIGN(row.identifiers, ids_of(tx, decision.identifiers));
  TL_TRY_ASSIGN(row.others, ids_of(tx, decision.others));
  TL_TRY_ASSIGN(const auto present, decisions_by(tx, std::nullopt));
  for (const DecisionRow& one : present) {
    if (one.kind == row.kind && one.decided_at == row.decided_at &&
        one.identifiers == row.identifiers && one.others == row.others) {
      return RestoredDecision::known;
    }
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  const Time now = clock_.now();
  const IdentityContext context{book->rules, now, claims_at_once_};
  if (decision.kind == "merge") {
    TL_TRY_ASSIGN(const std::int64_t id, add_decision(tx, row));
    const Claim claim = merge_claim(id, decision.decided_at, decision.identifiers);
    TL_TRY_ASSIGN(const Applied applied, apply_claim(tx, context, claim));
    TL_TRY(
        record_moves(tx, applied.moves,
                     {claim.order, now, "merged by " + decision.actor + ": " + decision.reason}));
    return RestoredDecision::put_in;
  }
  TL_TRY_ASSIGN(const Decided decided, apply_decision(tx, context, row));
  TL_TRY(record_moves(tx, decided.moves,
                      {{decision.decided_at, {}, "restored:" + unique_id()},
                       now,
                       decision.kind + " by " + decision.actor + ": " + decision.reason,
                       decision.kind == "unmerge" ? EventKind::unmerge : EventKind::split}));
  return RestoredDecision::put_in;
}

Result<std::vector<TombstoneSet>> People::recorded_tombstones(Transaction& tx) {
  TL_TRY_ASSIGN(auto sets, tombstone_sets(tx));
  std::erase_if(sets, [](const TombstoneSet& set) { return set.stones.empty(); });
  return sets;
}

Result<void> People::restore_tombstones(Transaction& tx, const TombstoneSet& set) {
  TL_ASSERT(set.key.size() == tombstone_key_bytes);
  TL_TRY_ASSIGN(const std::string own, tombstone_key(tx, {}));
  for (const Tombstone& stone : set.stones) {
    TL_TRY(set.key == own ? keep_tombstone(tx, stone.mac, stone.mode, stone.since)
                          : keep_foreign_tombstone(tx, set.key, stone));
  }
  auto& shared = tx.database().attached<Shared>();
  tx.after_commit(storage::Stage::cache, [&shared, set] { shared.tombstones.add(set); });
  return {};
}

bool People::is_forgotten(Transaction& tx, const std::vector<Identifier>& names) {
  const Tombstones& tombstones = tx.database().attached<Shared>().tombstones;
  return std::any_of(names.begin(), names.end(), [&](const Identifier& name) {
    const auto mode = tombstones.find(name);
    return mode && *mode != ErasureMode::suppress;
  });
}

}  // namespace throughline::people
