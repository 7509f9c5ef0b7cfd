#include "timeline/dead_letter_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "timeline/digest.h"

namespace throughline::timeline {
namespace {

using storage::Arguments;
using storage::Bytes;
using storage::Row;
using storage::Transaction;

constexpr std::string_view columns =
    "id, source, message_id, reason, detail, payload, first_payload, event, count, first_at,"
    " last_at, replayed_at";
constexpr std::size_t page_max = 500;

// At most `dead_letter_bytes_max`, never within a character.
std::string cut(const std::string& text) {
  std::string kept = text.substr(0, dead_letter_bytes_max);
  while (kept.size() < text.size() && !kept.empty() && !is_wtf8(kept) &&
         kept.size() + 4 > dead_letter_bytes_max) {
    kept.pop_back();
  }
  return kept;
}

// The separator cannot be in a digest's place by accident: lengths differ.
std::string digest_of_refusal(const Refusal& refusal) {
  if (refusal.message_id.empty()) {
    return digest_of(refusal.payload);
  }
  return refusal.reason == "id_collision"
             ? digest_of(digest_of(refusal.message_id) + digest_of(refusal.payload))
             : digest_of(refusal.message_id);
}

DeadLetter letter_of(const Row& row) {
  DeadLetter letter;
  letter.id = row.at(0).id<DeadLetterId>();
  letter.refusal = {row.at(1).id<SourceId>(), row.at(2).bytes(), row.at(3).text(),
                    row.at(4).bytes(),        row.at(5).bytes(), row.at(6).bytes(),
                    row.at(7).id<EventSeq>()};
  letter.count = row.at(8).number();
  letter.first_at = row.at(9).time();
  letter.last_at = row.at(10).time();
  if (!row.at(11).is_null()) {
    letter.replayed_at = row.at(11).time();
  }
  return letter;
}

Result<void> add_size(Transaction& tx, SourceId source, std::int64_t letters, std::int64_t bytes) {
  return tx.run(
      "INSERT INTO dead_letter_sizes (source, letters, bytes) VALUES (?, ?, ?)"
      " ON CONFLICT (source) DO UPDATE SET letters = dead_letter_sizes.letters + excluded.letters,"
      " bytes = dead_letter_sizes.bytes + excluded.bytes",
      {source, letters, bytes});
}

Result<void> delete_letter(Transaction& tx, DeadLetterId id, SourceId source, std::int64_t bytes) {
  TL_TRY(tx.run("DELETE FROM dead_letters WHERE id = ?", {id}));
  return add_size(tx, source, -1, -bytes);
}

Result<void> make_room(Transaction& tx, SourceId source, const DeadLetterLimits& limits) {
  TL_TRY_ASSIGN(const Row size,
                tx.row("SELECT letters, bytes FROM dead_letter_sizes WHERE source = ?", {source}));
  std::int64_t letters = size.at(0).number();
  std::int64_t bytes = size.at(1).number();
  while (letters > 1 && (letters > limits.letters_max || bytes > limits.bytes_max)) {
    TL_TRY_ASSIGN(const Row oldest,
                  tx.row("SELECT id, bytes FROM dead_letters WHERE source = ? ORDER BY id LIMIT 1",
                         {source}));
    TL_TRY(delete_letter(tx, oldest.at(0).id<DeadLetterId>(), source, oldest.at(1).number()));
    --letters;
    bytes -= oldest.at(1).number();
  }
  return {};
}

}  // namespace

Result<void> count_refusal(Transaction& tx, const Refusal& refusal, Time now) {
  return tx.run(
      "INSERT INTO dead_letter_counts (source, reason, count, last_at) VALUES (?, ?, 1, ?)"
      " ON CONFLICT (source, reason) DO UPDATE SET count = dead_letter_counts.count + 1,"
      " last_at = excluded.last_at",
      {refusal.source, refusal.reason, now});
}

Result<void> keep_dead_letter(Transaction& tx, const Refusal& refusal, Time now,
                              const DeadLetterLimits& limits) {
  TL_TRY(count_refusal(tx, refusal, now));
  const Bytes digest{digest_of_refusal(refusal)};
  TL_TRY_ASSIGN(
      const std::optional<Row> known,
      tx.find_row("UPDATE dead_letters SET count = count + 1, last_at = ?, replayed_at = NULL"
                  " WHERE source = ? AND digest = ? AND reason = ? RETURNING id",
                  {now, refusal.source, digest, refusal.reason}));
  if (known) {
    return {};
  }
  Bytes detail{cut(refusal.detail)};
  Bytes payload{cut(refusal.payload)};
  Bytes first{cut(refusal.first_payload)};
  const auto bytes = static_cast<std::int64_t>(detail.bytes.size() + payload.bytes.size() +
                                               first.bytes.size() + refusal.message_id.size());
  TL_TRY(
      tx.run("INSERT INTO dead_letters (source, digest, reason, message_id, event, count,"
             " first_at, last_at, detail, payload, first_payload, bytes)"
             " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
             {refusal.source, digest, refusal.reason, Bytes{refusal.message_id}, refusal.event, now,
              now, std::move(detail), std::move(payload), std::move(first), bytes}));
  TL_TRY(add_size(tx, refusal.source, 1, bytes));
  return make_room(tx, refusal.source, limits);
}

Result<std::vector<DeadLetter>> dead_letters(Transaction& tx, const DeadLetterQuery& query) {
  std::string sql = "SELECT " + std::string(columns) + " FROM dead_letters WHERE 1 = 1";
  Arguments arguments;
  if (query.source) {
    sql += " AND source = ?";
    arguments.emplace_back(*query.source);
  }
  if (!query.reason.empty()) {
    sql += " AND reason = ?";
    arguments.emplace_back(query.reason);
  }
  if (query.before) {
    sql += " AND id < ?";
    arguments.emplace_back(query.before);
  }
  sql += " ORDER BY id DESC LIMIT ?";
  arguments.emplace_back(std::min(query.limit, page_max));
  std::vector<DeadLetter> letters;
  TL_TRY(tx.each(sql, arguments, [&](const Row& row) -> Result<void> {
    letters.push_back(letter_of(row));
    return {};
  }));
  return letters;
}

Result<DeadLetter> find_dead_letter(Transaction& tx, DeadLetterId id) {
  TL_TRY_ASSIGN(
      const std::optional<Row> row,
      tx.find_row("SELECT " + std::string(columns) + " FROM dead_letters WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such dead letter");
  }
  return letter_of(*row);
}

Result<void> remove_dead_letter(Transaction& tx, DeadLetterId id) {
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row("SELECT source, bytes FROM dead_letters WHERE id = ?", {id}));
  if (!row) {
    return Error::not_found("there is no such dead letter");
  }
  return delete_letter(tx, id, row->at(0).id<SourceId>(), row->at(1).number());
}

Result<void> mark_dead_letter_replayed(Transaction& tx, DeadLetterId id, Time now) {
  TL_TRY_ASSIGN(
      const std::optional<Row> row,
      tx.find_row("UPDATE dead_letters SET replayed_at = ? WHERE id = ? RETURNING id", {now, id}));
  if (!row) {
    return Error::not_found("there is no such dead letter");
  }
  return {};
}

Result<std::vector<DeadLetterCount>> dead_letter_counts(Transaction& tx) {
  std::vector<DeadLetterCount> counts;
  TL_TRY(
      tx.each("SELECT source, reason, count, last_at FROM dead_letter_counts"
              " ORDER BY source, reason",
              {}, [&](const Row& row) -> Result<void> {
                counts.push_back({row.at(0).id<SourceId>(), row.at(1).text(), row.at(2).number(),
                                  row.at(3).time()});
                return {};
              }));
  return counts;
}

Result<std::int64_t> dead_letters_kept(storage::Transaction& tx, SourceId source) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT letters FROM dead_letter_sizes WHERE source = ?", {source}));
  return row ? (*row)[0].number() : 0;
}

}  // namespace throughline::timeline
