#include "transfer/import_store.h"

namespace throughline::transfer {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::string_view columns =
    "SELECT id, name, path, uploaded, mapping, source, state, error, bytes, bytes_done, rows,"
    " accepted, repeated, collided, refused, created_at, finished_at FROM imports";

Result<Import> import_in(const Row& row) {
  Import import = {.id = row.at(0).id<ImportId>(),
                   .name = row.at(1).bytes(),
                   .path = row.at(2).bytes(),
                   .uploaded = row.at(3).number() != 0,
                   .mapping = row.at(4).text(),
                   .source = row.at(5).id<SourceId>(),
                   .error = row.at(7).bytes(),
                   .bytes = row.at(8).number(),
                   .counts = {.rows = row.at(10).number(),
                              .bytes_done = row.at(9).number(),
                              .accepted = row.at(11).number(),
                              .repeated = row.at(12).number(),
                              .collided = row.at(13).number(),
                              .refused = row.at(14).number()},
                   .created_at = row.at(15).time()};
  TL_TRY_ASSIGN(import.state, parse_import_state(row.at(6).text()));
  if (!row.at(16).is_null()) {
    import.finished_at = row.at(16).time();
  }
  return import;
}

}  // namespace

Result<ImportId> add_import(Transaction& tx, const Import& import) {
  TL_TRY_ASSIGN(
      const std::int64_t id,
      tx.insert("INSERT INTO imports (name, path, uploaded, mapping, source, state, error,"
                " bytes, bytes_done, rows, accepted, repeated, collided, refused,"
                " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?)",
                {storage::Bytes{import.name}, storage::Bytes{import.path},
                 std::int64_t{import.uploaded}, import.mapping, import.source,
                 name_of(import.state), storage::Bytes{}, import.bytes, import.created_at}));
  return ImportId{id};
}

Result<Import> find_import(Transaction& tx, ImportId id) {
  TL_TRY_ASSIGN(const auto row, tx.find_row(std::string(columns) + " WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such import");
  }
  return import_in(*row);
}

Result<std::vector<Import>> find_imports(Transaction& tx, std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(std::string(columns) + " ORDER BY id DESC LIMIT " + std::to_string(limit)));
  std::vector<Import> imports;
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(Import import, import_in(row));
    imports.push_back(std::move(import));
  }
  return imports;
}

Result<void> save_import_path(Transaction& tx, const Import& import) {
  return tx.run("UPDATE imports SET path = ? WHERE id = ?",
                {storage::Bytes{import.path}, import.id});
}

Result<void> save_import_state(Transaction& tx, ImportId id, ImportState state) {
  return tx.run("UPDATE imports SET state = ? WHERE id = ?", {name_of(state), id});
}

Result<void> save_import_start(Transaction& tx, const Import& import) {
  return tx.run("UPDATE imports SET mapping = ?, source = ?, state = ? WHERE id = ?",
                {import.mapping, import.source, name_of(import.state), import.id});
}

Result<void> save_import_end(Transaction& tx, const Import& import) {
  return tx.run("UPDATE imports SET state = ?, error = ?, finished_at = ? WHERE id = ?",
                {name_of(import.state), storage::Bytes{import.error},
                 import.finished_at.value_or(Time{}), import.id});
}

Result<void> save_import_counts(Transaction& tx, ImportId id, std::int64_t before,
                                const ImportCounts& counts) {
  TL_TRY_ASSIGN(const auto changed,
                tx.find_row("UPDATE imports SET rows = ?, bytes_done = ?, accepted = ?,"
                            " repeated = ?, collided = ?, refused = ?"
                            " WHERE id = ? AND rows = ? AND state = 'running' RETURNING id",
                            {counts.rows, counts.bytes_done, counts.accepted, counts.repeated,
                             counts.collided, counts.refused, id, before}));
  return changed ? Result<void>() : Error::conflict("the import was cancelled");
}

Result<void> add_refused_row(Transaction& tx, ImportId id, const RefusedRow& row) {
  return tx.run(
      "INSERT INTO import_refusals (import, line, reason, detail, content)"
      " VALUES (?, ?, ?, ?, ?)",
      {id, row.line, row.reason, storage::Bytes{row.detail}, storage::Bytes{row.content}});
}

Result<std::int64_t> forget_in_imports(
    Transaction& tx, const std::function<bool(std::string_view text)>& names_her) {
  const storage::Bytes erased{"erased"};
  std::vector<std::int64_t> rows;
  TL_TRY(tx.each("SELECT id, content, detail FROM import_refusals", {},
                 [&](const Row& row) -> Result<void> {
                   if (names_her(row.at(1).bytes()) || names_her(row.at(2).bytes())) {
                     rows.push_back(row.at(0).number());
                   }
                   return {};
                 }));
  for (const std::int64_t id : rows) {
    TL_TRY(tx.run("UPDATE import_refusals SET content = ?, detail = ? WHERE id = ?",
                  {storage::Bytes{}, erased, id}));
  }
  TL_TRY_ASSIGN(const auto imports, tx.rows("SELECT id, name, error FROM imports"));
  for (const Row& row : imports) {
    const storage::Bytes name{row.at(1).bytes()};
    const storage::Bytes error{row.at(2).bytes()};
    if (names_her(row.at(1).bytes()) || names_her(row.at(2).bytes())) {
      TL_TRY(tx.run("UPDATE imports SET name = ?, error = ? WHERE id = ?",
                    {names_her(row.at(1).bytes()) ? erased : name,
                     names_her(row.at(2).bytes()) ? erased : error, row.at(0).id<ImportId>()}));
    }
  }
  return static_cast<std::int64_t>(rows.size());
}

Result<std::vector<RefusedRow>> refused_rows(Transaction& tx, ImportId id, std::int64_t after,
                                             std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows("SELECT id, line, reason, detail, content FROM import_refusals"
                        " WHERE import = ? AND id > ? ORDER BY id LIMIT " +
                            std::to_string(limit),
                        {id, after}));
  std::vector<RefusedRow> refused;
  refused.reserve(rows.size());
  for (const Row& row : rows) {
    refused.push_back({row.at(0).number(), row.at(1).number(), row.at(2).text(), row.at(3).bytes(),
                       row.at(4).bytes()});
  }
  return refused;
}

}  // namespace throughline::transfer
