// Decisions taken out of one record and put into another.
#include "people/people.h"

#include "people/claim.h"
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

}  // namespace

Result<std::vector<RecordedDecision>> People::recorded_decisions(Transaction& tx) {
  TL_TRY_ASSIGN(const auto rows, decisions_by(tx, std::nullopt));
  std::vector<RecordedDecision> decisions;
  for (const DecisionRow& row : rows) {
    RecordedDecision decision = {
        .kind = row.kind, .decided_at = row.decided_at, .actor = row.actor, .reason = row.reason};
    TL_TRY_ASSIGN(decision.identifiers, names_of(tx, row.identifiers));
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

Result<bool> People::restore_decision(Transaction& tx, const RecordedDecision& decision) {
  if (decision.kind != "merge") {
    return Error::invalid("decisions of the kind " + decision.kind + " are not known here");
  }
  DecisionRow row = {.kind = decision.kind,
                     .decided_at = decision.decided_at,
                     .actor = decision.actor,
                     .reason = decision.reason};
  for (const Identifier& name : decision.identifiers) {
    TL_TRY_ASSIGN(const auto known, find_identifier(tx, name));
    if (!known) {
      return Error::invalid("nobody goes by " + name.type + ":" + name.value);
    }
    row.identifiers.push_back(known->id);
  }
  TL_TRY_ASSIGN(const auto present, decisions_by(tx, std::nullopt));
  for (const DecisionRow& one : present) {
    if (one.kind == row.kind && one.decided_at == row.decided_at &&
        one.identifiers == row.identifiers) {
      return false;
    }
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const std::int64_t id, add_decision(tx, row));
  const Claim claim = merge_claim(id, decision.decided_at, decision.identifiers);
  const Time now = clock_.now();
  TL_TRY_ASSIGN(const Applied applied, apply_claim(tx, {book->rules, now, claims_at_once_}, claim));
  TL_TRY(record_moves(tx, applied.moves,
                      {claim.order, now, "merged by " + decision.actor + ": " + decision.reason}));
  return true;
}

}  // namespace throughline::people
