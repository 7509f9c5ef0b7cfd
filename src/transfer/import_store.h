// Rows of imports and import_refusals.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "storage/database.h"
#include "transfer/import.h"

namespace throughline::transfer {

Result<ImportId> add_import(storage::Transaction& tx, const Import& import);
Result<Import> find_import(storage::Transaction& tx, ImportId id);
// Newest first.
Result<std::vector<Import>> find_imports(storage::Transaction& tx, std::size_t limit);
Result<void> save_import_path(storage::Transaction& tx, const Import& import);
Result<void> save_import_state(storage::Transaction& tx, ImportId id, ImportState state);
Result<void> save_import_start(storage::Transaction& tx, const Import& import);
Result<void> save_import_end(storage::Transaction& tx, const Import& import);
// Error::conflict where the import does not stand at `before` rows or is no longer running.
Result<void> save_import_counts(storage::Transaction& tx, ImportId id, std::int64_t before,
                                const ImportCounts& counts);
Result<void> add_refused_row(storage::Transaction& tx, ImportId id, const RefusedRow& row);
// Empties the refused rows, names and problems of which `names_her` is true; how many rows.
Result<std::int64_t> forget_in_imports(storage::Transaction& tx,
                                       const std::function<bool(std::string_view text)>& names_her);
Result<std::vector<RefusedRow>> refused_rows(storage::Transaction& tx, ImportId id,
                                             std::int64_t after, std::size_t limit);

}  // namespace throughline::transfer
