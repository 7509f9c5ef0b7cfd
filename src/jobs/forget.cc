#include "jobs/forget.h"

#include <array>
#include <string>
#include <vector>

namespace throughline::jobs {

using storage::Row;
using storage::Transaction;

Result<std::int64_t> forget(Transaction& tx,
                            const std::function<bool(std::string_view payload)>& says_so) {
  std::int64_t forgotten = 0;
  struct Place {
    std::string_view table;
    std::string_view text;  // What else than the payload may name somebody.
  };
  constexpr std::array<Place, 3> places = {
      {{"timers", "timer_key"}, {"outbox", "idempotency_key"}, {"jobs", "progress"}}};
  for (const Place& place : places) {
    std::vector<std::int64_t> ids;
    const std::string name(place.table);
    TL_TRY(tx.each("SELECT id, payload, COALESCE(last_error, ''), " + std::string(place.text) +
                       " FROM " + name,
                   {}, [&](const Row& row) -> Result<void> {
                     if (says_so(row.at(1).text()) || says_so(row.at(2).text()) ||
                         says_so(row.at(3).text())) {
                       ids.push_back(row.at(0).number());
                     }
                     return {};
                   }));
    for (const std::int64_t id : ids) {
      TL_TRY(tx.run("DELETE FROM " + name + " WHERE id = ?", {id}));
      ++forgotten;
    }
  }
  return forgotten;
}

Result<std::int64_t> forget_errors(Transaction& tx, std::string_view prefix,
                                   const std::function<bool(std::string_view error)>& says_so) {
  std::vector<std::int64_t> ids;
  TL_TRY(tx.each("SELECT id, kind, last_error FROM outbox WHERE last_error IS NOT NULL", {},
                 [&](const Row& row) -> Result<void> {
                   if (row.at(1).text().starts_with(prefix) && says_so(row.at(2).text())) {
                     ids.push_back(row.at(0).number());
                   }
                   return {};
                 }));
  for (const std::int64_t id : ids) {
    TL_TRY(tx.run("UPDATE outbox SET last_error = 'erased' WHERE id = ?", {id}));
  }
  return static_cast<std::int64_t>(ids.size());
}

}  // namespace throughline::jobs
