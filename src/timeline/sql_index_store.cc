#include "timeline/sql_index_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "timeline/digest.h"

namespace throughline::timeline {
namespace {

using storage::Arguments;
using storage::Bytes;
using storage::Dialect;
using storage::Row;
using storage::Transaction;

constexpr std::string_view row_columns = "occurred_at, sequence, message_id, source, seq";

LineRow row_of(const Row& row) {
  return {{row.at(0).time(), row.at(1).number(), row.at(2).bytes(), row.at(3).id<SourceId>()},
          row.at(4).id<EventSeq>()};
}

template <class Numbers>
std::string numbers(const Numbers& values) {
  std::string text;
  for (const auto value : values) {
    text += (text.empty() ? "" : ",") + std::to_string(value);
  }
  return text;
}

std::string bits_condition(std::string_view column, std::uint32_t bits) {
  if (bits == ~0U) {
    return {};
  }
  std::vector<int> values;
  for (int i = 0; i < 32; ++i) {
    if (((bits >> static_cast<unsigned>(i)) & 1U) != 0) {
      values.push_back(i);
    }
  }
  return " AND " + std::string(column) + " IN (" + numbers(values) + ")";
}

// A condition over events and the arguments for its marks. Numbers that come from enumerators and
// ids stand in the text.
struct Condition {
  std::string sql;
  Arguments arguments;
};

// `newest` bounds SQLite's reads as it bounds those of the derived lists; on PostgreSQL the
// snapshot does, because an older seq may commit later.
Condition condition_of(const RowsQuery& query) {
  Condition condition;
  condition.sql = bits_condition("kind", query.filter.kinds) +
                  bits_condition("channel", query.filter.channels) + " AND flags < 4";
  if (query.filter.names) {
    condition.sql += query.filter.names->empty()
                         ? " AND 1 = 0"
                         : " AND name IN (" + numbers(*query.filter.names) + ")";
  }
  if (query.filter.from) {
    condition.sql += " AND occurred_at >= ?";
    condition.arguments.emplace_back(*query.filter.from);
  }
  if (query.filter.until) {
    condition.sql += " AND occurred_at < ?";
    condition.arguments.emplace_back(*query.filter.until);
  }
  if (query.bound) {
    condition.sql += std::string(" AND (occurred_at, sequence, message_id, source) ") +
                     (query.direction == Direction::older ? "<" : ">") + " (?, ?, ?, ?)";
    condition.arguments.emplace_back(query.bound->occurred_at);
    condition.arguments.emplace_back(query.bound->sequence);
    condition.arguments.emplace_back(Bytes{query.bound->message_id});
    condition.arguments.emplace_back(query.bound->source);
  }
  return condition;
}

std::string order_of(Direction direction) {
  return direction == Direction::older
             ? " ORDER BY occurred_at DESC, sequence DESC, message_id DESC, source DESC"
             : " ORDER BY occurred_at, sequence, message_id, source";
}

std::string as_array(const std::vector<IdentifierId>& identifiers) {
  std::vector<std::int64_t> values;
  values.reserve(identifiers.size());
  for (const IdentifierId identifier : identifiers) {
    values.push_back(identifier.value);
  }
  return "{" + numbers(values) + "}";
}

class SqlIndex : public LineIndex {
 public:
  explicit SqlIndex(std::string index_key) : index_key_(std::move(index_key)) {}

  Result<std::optional<Seen>> find_id(Transaction& tx, SourceId source,
                                      std::string_view message_id) override {
    const bool postgres = tx.dialect() == Dialect::postgres;
    TL_TRY_ASSIGN(const std::optional<Row> row,
                  tx.find_row(postgres ? "SELECT xid, seq, payload_hash FROM events"
                                         " WHERE source = ? AND message_id IN (?, ?)"
                                       : "SELECT 0, seq, payload_hash FROM events"
                                         " WHERE source = ? AND message_id IN (?, ?)",
                              {source, Bytes{std::string(message_id)},
                               Bytes{id_digest(index_key_, source, message_id)}}));
    if (!row) {
      return std::optional<Seen>();
    }
    return std::optional<Seen>(
        Seen{{row->at(0).number(), row->at(1).number()}, row->at(2).bytes()});
  }

  Result<void> add(Transaction& /*tx*/, IndexEntry /*entry*/) override { return {}; }
  // It is the record's own.
  Result<std::int64_t> differences(Transaction& /*tx*/) override { return 0; }
  Result<void> forget(const std::vector<IdentifierId>& /*identifiers*/) override { return {}; }
  Result<void> rebuild() override { return {}; }

  Result<std::vector<LineRow>> rows(Transaction& tx, const RowsQuery& query) override {
    return tx.dialect() == Dialect::postgres ? rows_at_once(tx, query) : rows_by_list(tx, query);
  }

  Result<void> each_time(Transaction& tx, const RowsQuery& query,
                         const std::function<void(Time)>& sink) override {
    RowsQuery all = query;
    all.bound.reset();
    const Condition condition = condition_of(all);
    const auto take = [&](const Row& row) -> Result<void> {
      sink(row.at(0).time());
      return {};
    };
    if (tx.dialect() == Dialect::postgres) {
      Arguments arguments = {as_array(query.identifiers)};
      arguments.insert(arguments.end(), condition.arguments.begin(), condition.arguments.end());
      return tx.each(
          "SELECT occurred_at FROM events WHERE key_identifier ="
          " ANY (CAST(CAST(? AS TEXT) AS BIGINT[]))" +
              condition.sql,
          arguments, take);
    }
    for (const IdentifierId identifier : query.identifiers) {
      Arguments arguments = {identifier};
      arguments.insert(arguments.end(), condition.arguments.begin(), condition.arguments.end());
      TL_TRY(tx.each("SELECT occurred_at FROM events WHERE key_identifier = ?" + condition.sql,
                     arguments, take));
    }
    return {};
  }

 private:
  std::string index_key_;  // What erased events are found by.

  // The best rows of every list, and then the best of those.
  static Result<std::vector<LineRow>> rows_at_once(Transaction& tx, const RowsQuery& query) {
    const Condition condition = condition_of(query);
    const std::string order = order_of(query.direction);
    Arguments arguments = {as_array(query.identifiers)};
    arguments.insert(arguments.end(), condition.arguments.begin(), condition.arguments.end());
    arguments.emplace_back(query.limit);
    arguments.emplace_back(query.limit);
    std::vector<LineRow> rows;
    TL_TRY(tx.each("SELECT " + std::string(row_columns) +
                       " FROM unnest(CAST(CAST(? AS TEXT) AS BIGINT[])) AS lists (list)"
                       " CROSS JOIN LATERAL (SELECT " +
                       std::string(row_columns) + " FROM events WHERE key_identifier = lists.list" +
                       condition.sql + order + " LIMIT ?) AS list_rows" + order + " LIMIT ?",
                   arguments, [&](const Row& row) -> Result<void> {
                     rows.push_back(row_of(row));
                     return {};
                   }));
    return rows;
  }

  static Result<std::vector<LineRow>> rows_by_list(Transaction& tx, const RowsQuery& query) {
    const Condition condition = condition_of(query);
    const std::string sql = "SELECT " + std::string(row_columns) +
                            " FROM events WHERE key_identifier = ?" + condition.sql +
                            order_of(query.direction) + " LIMIT ?";
    const auto better = [older = query.direction == Direction::older](const LineRow& a,
                                                                      const LineRow& b) {
      return older ? a.position > b.position : a.position < b.position;
    };
    std::vector<LineRow> best;
    for (const IdentifierId identifier : query.identifiers) {
      Arguments arguments = {identifier};
      arguments.insert(arguments.end(), condition.arguments.begin(), condition.arguments.end());
      arguments.emplace_back(query.limit);
      const auto before = static_cast<std::ptrdiff_t>(best.size());
      TL_TRY(tx.each(sql, arguments, [&](const Row& row) -> Result<void> {
        best.push_back(row_of(row));
        return {};
      }));
      std::inplace_merge(best.begin(), best.begin() + before, best.end(), better);
      best.resize(std::min(best.size(), query.limit));
    }
    return best;
  }
};

}  // namespace

std::unique_ptr<LineIndex> make_sql_index(std::string index_key) {
  return std::make_unique<SqlIndex>(std::move(index_key));
}

Result<void> make_sql_indexes(storage::Database& database) {
  if (database.dialect() == Dialect::postgres) {
    return {};
  }
  return database.write([](Transaction& tx) {
    return tx.script(
        "CREATE UNIQUE INDEX IF NOT EXISTS events_by_message_id ON events (source, message_id);"
        "CREATE INDEX IF NOT EXISTS events_by_line"
        " ON events (key_identifier, occurred_at, sequence, message_id, source)");
  });
}

Result<void> drop_sql_indexes(storage::Database& database) {
  return database.write([](Transaction& tx) {
    return tx.script(
        "DROP INDEX IF EXISTS events_by_message_id;"
        "DROP INDEX IF EXISTS events_by_line");
  });
}

}  // namespace throughline::timeline
