#include "people/identity_decisions_store.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "people/claim.h"

namespace throughline::people {
namespace {

using storage::Transaction;

ClaimOrder order_of(const DecisionRow& row) {
  return {.occurred_at = row.decided_at, .message_id = decision_message_id(row.id)};
}

Verdict::Kind verdict_of(const DecisionRow& row) {
  return row.kind == "freeze" ? Verdict::Kind::frozen : Verdict::Kind::allowed;
}

Result<std::vector<std::size_t>> nodes_of(const std::vector<IdentifierId>& ids,
                                          const NodeOf& node_of) {
  std::vector<std::size_t> nodes;
  for (const IdentifierId id : ids) {
    TL_TRY_ASSIGN(const std::optional<std::size_t> node, node_of(id));
    if (node) {
      nodes.push_back(*node);
    }
  }
  return nodes;
}

}  // namespace

Result<void> add_decisions(Transaction& tx, Grouping& grouping, std::int64_t component,
                           const NodeOf& node_of) {
  TL_TRY_ASSIGN(const auto rows, decisions_in(tx, component));
  for (const DecisionRow& row : rows) {
    TL_TRY_ASSIGN(std::vector<std::size_t> one, nodes_of(row.identifiers, node_of));
    if (row.kind == "unmerge") {
      TL_TRY_ASSIGN(std::vector<std::size_t> other, nodes_of(row.others, node_of));
      grouping.add_block(order_of(row), std::move(one), std::move(other));
      continue;
    }
    for (const std::size_t node : one) {
      grouping.add_verdict(node, verdict_of(row), order_of(row));
    }
  }
  return {};
}

Result<Decisions> with_names(Transaction& tx, const std::vector<DecisionRow>& rows) {
  Decisions decisions;
  for (const DecisionRow& row : rows) {
    if (row.kind == "merge") {
      continue;
    }
    TL_TRY_ASSIGN(std::vector<Identifier> one, names_of(tx, row.identifiers));
    if (row.kind == "unmerge") {
      TL_TRY_ASSIGN(std::vector<Identifier> other, names_of(tx, row.others));
      decisions.blocks.push_back({order_of(row), std::move(one), std::move(other)});
      continue;
    }
    for (Identifier& name : one) {
      decisions.verdicts.push_back({order_of(row), verdict_of(row), std::move(name)});
    }
  }
  return decisions;
}

Result<Decisions> decisions_with_names(Transaction& tx, std::int64_t component) {
  TL_TRY_ASSIGN(const auto rows, decisions_in(tx, component));
  return with_names(tx, rows);
}

Result<Decided> apply_decision(Transaction& tx, const IdentityContext& context,
                               const DecisionRow& row) {
  Decided decided;
  TL_TRY_ASSIGN(decided.id, add_decision(tx, row));
  std::vector<IdentifierId> named = row.identifiers;
  named.insert(named.end(), row.others.begin(), row.others.end());
  std::set<std::int64_t> touched;
  for (const IdentifierId id : named) {
    TL_TRY(mark_decided(tx, decided.id, id));
    TL_TRY_ASSIGN(IdentifierRow identifier, find_identifier(tx, id));
    if (!identifier.decided) {
      identifier.decided = true;
      TL_TRY(save_identifier(tx, identifier));
    }
    if (identifier.component != 0) {
      touched.insert(identifier.component);
    }
  }
  for (const std::int64_t component : touched) {
    TL_TRY_ASSIGN(ComponentRow found, find_component(tx, component));
    if (found.claims > context.claims_at_once) {
      found.decided = std::max<std::int64_t>(found.decided, 1);  // Counted when it is resolved.
      found.pending = true;
      TL_TRY(save_component(tx, found));
      continue;
    }
    TL_TRY_ASSIGN(Reresolved anew, resolve_component(tx, context, component));
    std::move(anew.moves.begin(), anew.moves.end(), std::back_inserter(decided.moves));
  }
  return decided;
}

}  // namespace throughline::people
