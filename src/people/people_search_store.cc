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

constexpr char line_end = '\n';

// As FTS5 reads it, which would end at a U+0000.
std::string without_nul(std::string text) {
  std::replace(text.begin(), text.end(), '\0', '\x01');
  return text;
}
// Begins with the end of a line, so that the three characters " an" or "\nan" are wherever a word
// or a line begins with "an".
std::string indexed(const std::string& text) {
  return line_end + text;
}

// Two letters or digits are looked for where words begin: inside of words nearly everybody has
// them, and no index finds those who do not. Other scripts write names of two characters.
bool is_start(std::string_view word) {
  return word.size() == 2 && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

// As FTS5 asks for them: "abc" AND "bcd".
std::string match_of(const std::vector<std::string>& words) {
  std::string match;
  std::size_t count = 0;
  for (const std::string& typed : words) {
    if (is_start(typed)) {
      match +=
          fmt::format("{0}(\" {1}\" OR \"{2}{1}\")", count++ == 0 ? "" : " AND ", typed, line_end);
      continue;
    }
    const std::string word = without_nul(typed);
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
    constexpr std::string_view has = "people_trigrams(f.text) @> people_trigrams(CAST(? AS TEXT))";
    const std::string_view with = candidates.sql.empty() ? "" : " AND ";
    if (is_start(word)) {
      candidates.sql += fmt::format("{0}({1} OR {1})", with, has);
      candidates.arguments.emplace_back(' ' + word);
      candidates.arguments.emplace_back(line_end + word);
    } else if (starts_of(word).size() >= 3) {
      candidates.sql += fmt::format("{}{}", with, has);
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
                  {profile, indexed(without_nul(*before))}));
  } else if (before) {
    TL_TRY(tx.run("DELETE FROM people_search WHERE profile = ?", {profile}));
  }
  if (!after) {
    return {};
  }
  return tx.run(sqlite ? "INSERT INTO people_search (rowid, text) VALUES (?, ?)"
                       : "INSERT INTO people_search (profile, text) VALUES (?, ?) "
                         "ON CONFLICT (profile) DO UPDATE SET text = excluded.text",
                {profile, indexed(sqlite ? without_nul(*after) : *after)});
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
  const std::string_view find = sqlite ? "instr" : "strpos";
  for (const std::string& word : words) {
    if (is_start(word)) {
      plan.where.sql += fmt::format(
          " AND ({0}(w.search, ?) > 0 OR {0}(w.search, ?) > 0 OR substr(w.search, 1, 2) = ?)",
          find);
      plan.where.arguments.emplace_back(' ' + word);
      plan.where.arguments.emplace_back(line_end + word);
    } else {
      plan.where.sql += fmt::format(" AND {}(w.search, ?) > 0", find);
    }
    plan.where.arguments.emplace_back(word);
  }
  return plan;
}

}  // namespace throughline::people
