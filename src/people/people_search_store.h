// The searched texts of the people list: an index of their trigrams, which narrows a search to the
// few people whose texts are then looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "people/condition_sql_store.h"
#include "people/profile.h"
#include "storage/database.h"

namespace throughline::people {

// Keeps the index of one person's text; nothing stands for no text.
Result<void> save_searched(storage::Transaction& tx, ProfileId profile,
                           const std::optional<std::string>& before,
                           const std::optional<std::string>& after);

// Makes the index small and without what was taken out of it. Reads all of it.
Result<void> compact_searched(storage::Transaction& tx);

// Forgets everybody's.
Result<void> forget_searched(storage::Transaction& tx);

// What was typed, as it is compared: its parts between spaces, without regard to case.
std::vector<std::string> searched_words(std::string_view search);

// How a search is run: over people_figures, which it calls `p`, and where texts are looked at, over
// people_index, which it calls `w`.
struct SearchPlan {
  std::string from = "people_figures p";
  bool has_texts = false;  // Whether `from` joins them already.
  SqlCondition where = {.sql = "1=1"};
  // Whether so few can match that all of them may be counted; the others are found in the order in
  // which they are shown.
  bool is_narrow = true;

  [[nodiscard]] bool is_everybody() const { return !has_texts && where.sql == "1=1"; }
  [[nodiscard]] std::string from_with_texts() const {
    return has_texts ? from : from + " JOIN people_index w ON w.profile = p.profile";
  }
};

// Up to this many people are read and counted.
constexpr std::int64_t search_candidates_max = 10'000;

// `search` as it was typed: parts of texts, all of which must be there.
Result<SearchPlan> plan_search(storage::Transaction& tx, std::string_view search,
                               std::int64_t candidates_max = search_candidates_max);

}  // namespace throughline::people
