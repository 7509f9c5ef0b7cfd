#include "people/people_search_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "condition/evaluate.h"

namespace throughline::people {
namespace {

using storage::Dialect;
using storage::Transaction;

constexpr std::size_t trigrams_max = 32;

// The characters' first bytes.
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) {
      starts.push_back(i);
    }
  }
  return starts;
}

// As FTS5 reads it, which would end at a U+0000.
std::string for_index(std::string text) {
  std::replace(text.begin(), text.end(), '\0', '\x01');
  return text;
}

// As FTS5 asks for them: "abc" AND "bcd".
std::string match_of(const std::vector<std::string>& words) {
  std::string match;
  std::size_t count = 0;
  for (const std::string& typed : words) {
    const std::string word = for_index(typed);
    std::vector<std::size_t> starts = starts_of(word);
    starts.push_back(word.size());
    for (std::size_t i = 0; i + 3 < starts.size() && count < trigrams_max; ++i, ++count) {
      match += count == 0 ? "\"" : " AND \"";
      for (const char c : word.substr(starts[i], starts[i + 3] - starts[i])) {
        match.append(c == '"' ? 2 : 1, c);
      }
      match += '"';
    }
  }
  return match;
}

// The candidates in `people_search f`; no condition where the words are too short to name any.
SqlCondition candidates_of(const std::vector<std::string>& words, Dialect dialect) {
  if (dialect == Dialect::sqlite) {
    const std::string match = match_of(words);
    return match.empty() ? SqlCondition{} : SqlCondition{"f.people_search MATCH ?", {match}};
  }
  SqlCondition candidates;
  for (const std::string& word : words) {
    if (starts_of(word).size() >= 3) {
      candidates.sql += candidates.sql.empty() ? "" : " AND ";
      candidates.sql += "people_trigrams(f.text) @> people_trigrams(CAST(? AS TEXT))";
      candidates.arguments.emplace_back(word);
    }
  }
  return candidates;
}

Result<bool> are_few(Transaction& tx, std::string_view from, const SqlCondition& where,
                     std::int64_t most) {
  TL_TRY_ASSIGN(const auto row,
                tx.row(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {}) c",
                                   from, where.sql, most + 1),
                       where.arguments));
  return row[0].number() <= most;
}

}  // namespace

Result<void> save_searched(Transaction& tx, ProfileId profile,
                           const std::optional<std::string>& before,
                           const std::optional<std::string>& after) {
  if (before == after) {
    return {};
  }
  const bool sqlite = tx.dialect() == Dialect::sqlite;
  if (before && sqlite) {
    TL_TRY(tx.run("INSERT INTO people_search (people_search, rowid, text) VALUES ('delete', ?, ?)",
                  {profile, for_index(*before)}));
  } else if (before) {
    TL_TRY(tx.run("DELETE FROM people_search WHERE profile = ?", {profile}));
  }
  if (!after) {
    return {};
  }
  return tx.run(sqlite ? "INSERT INTO people_search (rowid, text) VALUES (?, ?)"
                       : "INSERT INTO people_search (profile, text) VALUES (?, ?) "
                         "ON CONFLICT (profile) DO UPDATE SET text = excluded.text",
                {profile, sqlite ? for_index(*after) : *after});
}

Result<void> compact_searched(Transaction& tx) {
  return tx.dialect() == Dialect::sqlite
             ? tx.run("INSERT INTO people_search (people_search) VALUES ('optimize')")
             : Result<void>();
}

Result<void> forget_searched(Transaction& tx) {
  return tx.run(tx.dialect() == Dialect::sqlite
                    ? "INSERT INTO people_search (people_search) VALUES ('delete-all')"
                    : "DELETE FROM people_search");
}

std::vector<std::string> searched_words(std::string_view search) {
  std::vector<std::string> words;
  const std::string folded = condition::folded(search);
  for (const std::string_view word : split(folded, ' ')) {
    if (!trimmed(word).empty()) {
      words.emplace_back(trimmed(word));
    }
  }
  return words;
}

Result<SearchPlan> plan_search(Transaction& tx, std::string_view search,
                               std::int64_t candidates_max) {
  SearchPlan plan;
  const bool sqlite = tx.dialect() == Dialect::sqlite;
  const std::vector<std::string> words = searched_words(search);
  if (words.empty()) {
    return plan;
  }
  const SqlCondition candidates = candidates_of(words, tx.dialect());
  bool by_index = false;
  if (!candidates.sql.empty()) {
    TL_TRY_ASSIGN(by_index, are_few(tx, "people_search f", candidates, candidates_max));
  }
  if (by_index) {
    // SQLite reads tables in the order in which CROSS JOIN names them.
    plan.from = sqlite ? "people_search f CROSS JOIN people_index w CROSS JOIN people_figures p"
                       : "people_search f JOIN people_index w ON w.profile = f.profile "
                         "JOIN people_figures p ON p.profile = f.profile";
    plan.where = candidates;
    plan.where.sql += sqlite ? " AND w.profile = f.rowid AND p.profile = f.rowid" : "";
  } else {
    TL_TRY_ASSIGN(plan.is_narrow, are_few(tx, plan.from, plan.where, candidates_max));
    plan.from = plan.from_with_texts();
  }
  plan.has_texts = true;
  for (const std::string& word : words) {
    plan.where.sql += fmt::format(" AND {}(w.search, ?) > 0", sqlite ? "instr" : "strpos");
    plan.where.arguments.emplace_back(word);
  }
  return plan;
}

}  // namespace throughline::people
