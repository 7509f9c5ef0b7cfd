// The work of one erasure inside its unit: everything of hers goes, what others said keeps nothing
// of her, and the others are as if her events had never come (CONTRACTS on erasure).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "people/identity_rows_store.h"
#include "people/people.h"

namespace throughline::people {

// Of one unit; `people` and `tx` must outlive it.
class People::Eraser {
 public:
  Eraser(People& people, storage::Transaction& tx, std::vector<IdentifierRow> rows,
         Searched searched)
      : people_(people),
        tx_(tx),
        rows_(std::move(rows)),
        ids_(ids_of(rows_)),
        mentions_(names_of(rows_), searched.spellings),
        searched_(std::move(searched)) {}

  Result<std::vector<ErasedStore>> run(const Cause& cause);

 private:
  Result<void> rewrite_others(const std::vector<IdentifierRow>& neighbours);
  Result<void> restate(IdentifierId identifier);
  Result<void> remove_dead_letters();
  Result<void> resolve_others(const std::vector<IdentifierRow>& neighbours, const Cause& cause);
  Result<void> refold_accounts();
  Result<void> refold_account(AccountId account);
  Result<void> refresh_list(const std::vector<IdentifierRow>& neighbours);
  void note(std::string store, std::int64_t rows) { stores_.push_back({std::move(store), rows}); }

  People& people_;
  storage::Transaction& tx_;
  const std::vector<IdentifierRow> rows_;
  const std::vector<IdentifierId> ids_;
  const Mentions mentions_;
  const Searched searched_;
  std::set<AccountId> accounts_;     // Of which she, or who named her, said something.
  std::set<IdentifierId> relisted_;  // Others whose rows of the list change.
  std::vector<ErasedStore> stores_;
};

}  // namespace throughline::people
