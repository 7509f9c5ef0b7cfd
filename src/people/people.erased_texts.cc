#include "people/people.erased_texts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace throughline::people {

Result<std::int64_t> erase_from_texts(storage::Transaction& tx, const TextColumns& texts,
                                      const Mentions& mentions) {
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(fmt::format("SELECT {}, {} FROM {}", fmt::join(texts.columns, ", "),
                                    fmt::join(texts.keys, ", "), texts.table)));
  const std::string update =
      fmt::format("UPDATE {} SET {} = ? WHERE {} = ?", texts.table,
                  fmt::join(texts.columns, " = ?, "), fmt::join(texts.keys, " = ? AND "));
  std::int64_t rewritten = 0;
  for (const storage::Row& row : rows) {
    storage::Arguments arguments;
    bool changed = false;
    for (std::size_t i = 0; i < texts.columns.size(); ++i) {
      const std::string text = row.at(i).bytes();
      const auto rest = mentions.rest_of(text, Mentions::Short::kept);
      changed = changed || rest;
      arguments.push_back(storage::Bytes{rest.value_or(text)});
    }
    if (!changed) {
      continue;
    }
    for (std::size_t i = 0; i < texts.keys.size(); ++i) {
      arguments.push_back(row.at(texts.columns.size() + i));
    }
    TL_TRY(tx.run(update, arguments));
    ++rewritten;
  }
  return rewritten;
}

}  // namespace throughline::people
