// Decisions that keep people apart: how they are kept, and how a Grouping gets them.
//
// Part of the record, like merges. Functions run in the caller's unit.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "people/grouping.h"
#include "people/identity_rows_store.h"
#include "people/identity_store.h"
#include "storage/database.h"

namespace throughline::people {

// The node of an identifier, or nothing where it is no part of what is resolved.
using NodeOf = std::function<Result<std::optional<std::size_t>>(IdentifierId)>;

// Gives `grouping` all decisions that name an identifier of the component.
Result<void> add_decisions(storage::Transaction& tx, Grouping& grouping, std::int64_t component,
                           const NodeOf& node_of);

// With the names of their identifiers, as resolve() takes them; merges are no part of it.
Result<Decisions> with_names(storage::Transaction& tx, const std::vector<DecisionRow>& rows);
Result<Decisions> decisions_with_names(storage::Transaction& tx, std::int64_t component);

struct Decided {
  std::int64_t id = 0;
  std::vector<Move> moves = {};
};
// Keeps an unmerge, a freeze or an allowance, and resolves the components that it names anew.
Result<Decided> apply_decision(storage::Transaction& tx, const IdentityContext& context,
                               const DecisionRow& row);

}  // namespace throughline::people
