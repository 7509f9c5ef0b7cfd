// Decisions taken out of one record and put into another.
#include "people/people.h"

#include "people/claim.h"
#include "people/identity_decisions_store.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"

namespace throughline::people {

using storage::Transaction;

namespace {

Result<std::vector<Identifier>> names_of(Transaction& tx, const std::vector<IdentifierId>& ids) {
  std::vector<Identifier> names;
  for (const IdentifierId id : ids) {
    TL_TRY_ASSIGN(const IdentifierRow row, find_identifier(tx, id));
    names.push_back(row.name);
  }
  return names;
}

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
  return decisions;
}

Result<bool> People::restore_decision(Transaction& tx, const RecordedDecision& decision) {
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
      return false;
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
    return true;
  }
  TL_TRY_ASSIGN(const Decided decided, apply_decision(tx, context, row));
  TL_TRY(record_moves(tx, decided.moves,
                      {{decision.decided_at, {}, "restored:" + unique_id()},
                       now,
                       decision.kind + " by " + decision.actor + ": " + decision.reason,
                       decision.kind == "unmerge" ? EventKind::unmerge : EventKind::split}));
  return true;
}

}  // namespace throughline::people
