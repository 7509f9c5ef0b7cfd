#include "timeline/event_store.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/assert.h"
#include "base/text.h"
#include "timeline/text_list.h"

namespace throughline::timeline {
namespace {

using storage::Arguments;
using storage::Bytes;
using storage::Dialect;
using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr std::string_view insert_sqlite =
    "INSERT INTO events (source, message_id, payload_hash, key_identifier, occurred_at, sequence,"
    " kind, channel, name, flags, clock, received_at, sent_at, original_at, identifiers, notes,"
    " previous_id, account, reference, properties, context, integrations, extra, seq)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr std::string_view insert_postgres =
    "INSERT INTO events (source, message_id, payload_hash, key_identifier, occurred_at, sequence,"
    " kind, channel, name, flags, clock, received_at, sent_at, original_at, identifiers, notes,"
    " previous_id, account, reference, properties, context, integrations, extra)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT (source, message_id) DO NOTHING RETURNING xid, seq";

// The order in which event_of() reads.
constexpr std::string_view event_columns =
    "events.seq, events.source, events.message_id, events.kind, event_names.name, events.channel,"
    " events.occurred_at, events.clock, events.original_at, events.sent_at, events.received_at,"
    " events.sequence, events.key_identifier, events.flags, events.identifiers, events.notes,"
    " events.previous_id, events.account, events.reference, events.properties, events.context,"
    " events.integrations, events.extra";
// The same with less of those whose kind says no more than that they happened.
const std::string& outline_columns() {
  static const std::string columns = [] {
    std::string made(event_columns);
    for (const std::string_view column :
         {"identifiers", "notes", "properties", "context", "integrations", "extra"}) {
      const std::string whole = "events." + std::string(column);
      const std::size_t at = made.find(whole);
      made.replace(at, whole.size(),
                   "CASE WHEN events.kind > " +
                       std::to_string(static_cast<int>(EventKind::screen)) + " THEN " + whole +
                       " END");
    }
    return made;
  }();
  static_assert(EventKind::track < EventKind::screen && EventKind::page < EventKind::screen &&
                EventKind::screen < EventKind::identify);
  return columns;
}
constexpr std::string_view from_events =
    " FROM events LEFT JOIN event_names ON event_names.id = events.name";

Value optional_text(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}
Value optional_bytes(const std::string& text) {
  return text.empty() ? Value() : Value(Bytes{text});
}
Value optional_time(const std::optional<Time>& time) {
  return time ? Value(*time) : Value();
}
std::optional<Time> time_or_nothing(const Value& value) {
  return value.is_null() ? std::nullopt : std::optional<Time>(value.time());
}

Arguments arguments_of(const Draft& draft, const NewEvent& event, bool sqlite) {
  Arguments arguments;
  arguments.reserve(24);
  arguments.emplace_back(draft.source);
  arguments.emplace_back(Bytes{draft.message_id});
  arguments.emplace_back(Bytes{draft.payload_hash});
  arguments.emplace_back(event.key_identifier);
  arguments.emplace_back(draft.occurred_at);
  arguments.emplace_back(draft.sequence);
  arguments.emplace_back(static_cast<int>(draft.kind));
  arguments.emplace_back(static_cast<int>(draft.channel));
  arguments.emplace_back(event.name);
  arguments.emplace_back((draft.source_kind == SourceKind::server ? flag_server : 0) |
                         (draft.message_id_is_random ? flag_random_id : 0));
  arguments.emplace_back(static_cast<int>(draft.clock));
  arguments.emplace_back(draft.times.received);
  arguments.push_back(optional_time(draft.times.sent));
  arguments.push_back(optional_time(draft.times.original));
  arguments.push_back(optional_text(to_json(draft.identifiers)));
  arguments.push_back(optional_text(to_json(event.notes)));
  arguments.push_back(optional_bytes(draft.previous_id));
  arguments.push_back(optional_bytes(draft.account));
  arguments.push_back(optional_bytes(draft.reference));
  arguments.push_back(optional_text(draft.properties));
  arguments.push_back(optional_text(draft.context));
  arguments.push_back(optional_text(draft.integrations));
  arguments.push_back(optional_text(draft.extra));
  if (sqlite) {
    arguments.emplace_back(event.seq);
  }
  return arguments;
}

std::int64_t flags_of(const Row& row, std::size_t first) {
  return row.at(first + 13).number();
}

// `first` is the place of events.seq in the row.
Event event_of(const Row& row, std::size_t first) {
  const auto at = [&](std::size_t i) -> const Value& { return row.at(first + i); };
  Event event;
  event.seq = at(0).id<EventSeq>();
  event.source = at(1).id<SourceId>();
  event.message_id = at(2).bytes();
  event.kind = static_cast<EventKind>(at(3).number());
  event.name = at(4).bytes();
  event.channel = static_cast<Channel>(at(5).number());
  event.occurred_at = at(6).time();
  event.clock = static_cast<ClockNote>(at(7).number());
  event.times = {time_or_nothing(at(8)), time_or_nothing(at(9)), at(10).time()};
  event.sequence = at(11).number();
  event.key_identifier = at(12).id<IdentifierId>();
  event.source_kind =
      (at(13).number() & flag_server) != 0 ? SourceKind::server : SourceKind::browser;
  event.identifiers = identifiers_of(at(14).text());
  event.notes = texts_of(at(15).text());
  event.previous_id = at(16).bytes();
  event.account = at(17).bytes();
  event.reference = at(18).bytes();
  event.properties = at(19).text();
  event.context = at(20).text();
  event.integrations = at(21).text();
  event.extra = at(22).text();
  return event;
}

// PostgreSQL: events of transactions from this id on may still be joined by others, so nobody
// passes them. Transactions of a whole server share one count, and those of its other databases
// write no events here. Any that is not known to be of another database may be of this one.
constexpr std::string_view first_open_transaction =
    "LEAST(pg_current_xact_id_if_assigned()::text::bigint,"
    " COALESCE((SELECT MIN(running::text::bigint)"
    " FROM pg_snapshot_xip(pg_current_snapshot()) AS running"
    " WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity AS session"
    " WHERE session.backend_xid = running::xid AND session.datname <> current_database())),"
    " pg_snapshot_xmax(pg_current_snapshot())::text::bigint))";

std::string before_open_transactions() {
  return "events.xid < (SELECT " + std::string(first_open_transaction) + ")";
}

std::string select_events(std::string_view rest) {
  return "SELECT " + std::string(event_columns) + std::string(from_events) + std::string(rest);
}

Result<std::optional<Event>> find_kept(Transaction& tx, EventSeq seq) {
  static const std::string sql = select_events(" WHERE events.seq = ?");
  TL_TRY_ASSIGN(const std::optional<Row> row, tx.find_row(sql, {seq}));
  if (!row || (flags_of(*row, 0) & flag_erased) != 0) {
    return std::optional<Event>();
  }
  return std::optional<Event>(event_of(*row, 0));
}

Result<std::vector<Event>> find_events_at_once(Transaction& tx, const std::vector<EventSeq>& seqs) {
  static const std::string sql =
      select_events(" WHERE events.seq = ANY (CAST(CAST(? AS TEXT) AS BIGINT[]))");
  std::string list = "{";
  std::unordered_map<EventSeq, std::size_t> places;
  for (std::size_t i = 0; i < seqs.size(); ++i) {
    list += (i == 0 ? "" : ",") + std::to_string(seqs[i].value);
    places[seqs[i]] = i;
  }
  list += "}";
  std::vector<std::optional<Event>> found(seqs.size());
  TL_TRY(tx.each(sql, {list}, [&](const Row& row) -> Result<void> {
    if ((flags_of(row, 0) & flag_erased) == 0) {
      Event event = event_of(row, 0);
      found.at(places.at(event.seq)) = std::move(event);
    }
    return {};
  }));
  std::vector<Event> events;
  for (std::optional<Event>& event : found) {
    if (event) {
      events.push_back(*std::move(event));
    }
  }
  return events;
}

}  // namespace

Result<std::optional<Position>> insert_event(Transaction& tx, const Draft& draft,
                                             const NewEvent& event) {
  if (tx.dialect() == Dialect::sqlite) {
    TL_TRY(tx.run(insert_sqlite, arguments_of(draft, event, true)));
    return std::optional<Position>(Position{0, event.seq.value});
  }
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row(insert_postgres, arguments_of(draft, event, false)));
  if (!row) {
    return std::optional<Position>();
  }
  return std::optional<Position>(Position{row->at(0).number(), row->at(1).number()});
}

Result<EventSeq> newest_seq(Transaction& tx) {
  TL_TRY_ASSIGN(const Row row, tx.row("SELECT max(seq) FROM events"));
  return row.at(0).id<EventSeq>();
}

Result<Event> find_event(Transaction& tx, EventSeq seq) {
  TL_TRY_ASSIGN(std::optional<Event> event, find_kept(tx, seq));
  if (!event) {
    return Error::not_found("there is no such event");
  }
  return *std::move(event);
}

Result<std::vector<Event>> find_events(Transaction& tx, const std::vector<EventSeq>& seqs) {
  if (tx.dialect() == Dialect::postgres) {
    return find_events_at_once(tx, seqs);
  }
  std::vector<Event> events;
  events.reserve(seqs.size());
  for (const EventSeq seq : seqs) {
    TL_TRY_ASSIGN(std::optional<Event> event, find_kept(tx, seq));
    if (event) {
      events.push_back(*std::move(event));
    }
  }
  return events;
}

Result<std::vector<PositionedEvent>> events_after(Transaction& tx, Position after,
                                                  std::size_t limit, EventParts parts) {
  const auto sql_of = [](std::string_view xid, std::string_view rest) {
    const auto with = [&](std::string_view columns) {
      return "SELECT " + std::string(xid) + ", " + std::string(columns) + std::string(from_events) +
             std::string(rest);
    };
    return std::array{with(outline_columns()), with(event_columns)};
  };
  static const std::array sqlite = sql_of("0", " WHERE events.seq > ? ORDER BY events.seq LIMIT ?");
  static const std::array postgres = sql_of(
      "events.xid", " WHERE (events.xid, events.seq) > (?, ?) AND " + before_open_transactions() +
                        " ORDER BY events.xid, events.seq LIMIT ?");
  const std::size_t which = parts == EventParts::outline ? 0 : 1;
  std::vector<PositionedEvent> events;
  const auto take = [&](const Row& row) -> Result<void> {
    events.push_back({{row.at(0).number(), row.at(1).number()},
                      (flags_of(row, 1) & flag_erased) != 0,
                      event_of(row, 1)});
    return {};
  };
  if (tx.dialect() == Dialect::sqlite) {
    TL_TRY(tx.each(sqlite.at(which), {after.seq, limit}, take));
  } else {
    // After a restore on another server, transaction ids may lie below zero.
    const std::int64_t xid =
        after == Position{} ? std::numeric_limits<std::int64_t>::min() : after.xid;
    TL_TRY(tx.each(postgres.at(which), {xid, after.seq, limit}, take));
  }
  return events;
}

Result<std::vector<PositionedEvent>> events_before(Transaction& tx, Position before,
                                                   std::size_t limit) {
  static const std::string sqlite = "SELECT 0, " + std::string(event_columns) +
                                    std::string(from_events) +
                                    " WHERE events.seq < ? AND (events.flags & ?) = 0"
                                    " ORDER BY events.seq DESC LIMIT ?";
  static const std::string postgres =
      "SELECT events.xid, " + std::string(event_columns) + std::string(from_events) +
      " WHERE (events.xid, events.seq) < (?, ?) AND (events.flags & ?) = 0 AND " +
      before_open_transactions() + " ORDER BY events.xid DESC, events.seq DESC LIMIT ?";
  std::vector<PositionedEvent> events;
  const auto take = [&](const Row& row) -> Result<void> {
    events.push_back({{row.at(0).number(), row.at(1).number()}, false, event_of(row, 1)});
    return {};
  };
  if (tx.dialect() == Dialect::sqlite) {
    TL_TRY(tx.each(sqlite, {before.seq, flag_erased, limit}, take));
  } else {
    TL_TRY(tx.each(postgres, {before.xid, before.seq, flag_erased, limit}, take));
  }
  return events;
}

Result<RecordedEvents> recorded_between(Transaction& tx, EventSeq after, EventSeq last,
                                        std::size_t limit) {
  static const std::string sql = "SELECT " + std::string(event_columns) + std::string(from_events) +
                                 " WHERE events.seq > ? AND events.seq <= ?"
                                 " ORDER BY events.seq LIMIT ?";
  RecordedEvents found;
  std::size_t rows = 0;
  TL_TRY(tx.each(sql, {after, last, limit}, [&](const Row& row) -> Result<void> {
    Event event = event_of(row, 0);
    found.next = event.seq;
    if ((flags_of(row, 0) & flag_erased) == 0) {
      found.events.push_back(std::move(event));
    }
    ++rows;
    return {};
  }));
  found.more = rows == limit;
  return found;
}

Result<Position> last_position(Transaction& tx) {
  if (tx.dialect() == Dialect::sqlite) {
    TL_TRY_ASSIGN(const EventSeq seq, newest_seq(tx));
    return Position{0, seq.value};
  }
  static const std::string sql = "SELECT xid, seq FROM events WHERE " + before_open_transactions() +
                                 " ORDER BY xid DESC, seq DESC LIMIT 1";
  TL_TRY_ASSIGN(const std::optional<Row> row, tx.find_row(sql));
  return row ? Position{row->at(0).number(), row->at(1).number()} : Position{};
}

Result<Position> newest_position(Transaction& tx) {
  if (tx.dialect() == Dialect::sqlite) {
    return last_position(tx);
  }
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row("SELECT xid, seq FROM events ORDER BY xid DESC, seq DESC LIMIT 1"));
  return row ? Position{row->at(0).number(), row->at(1).number()} : Position{};
}

Result<bool> sees(Transaction& tx, Position position) {
  if (position.xid <= 0) {
    return true;
  }
  TL_TRY_ASSIGN(const Row row,
                tx.row("SELECT CASE WHEN pg_visible_in_snapshot(CAST(CAST(CAST(? AS BIGINT) AS "
                       "TEXT) AS xid8), pg_current_snapshot()) THEN 1 ELSE 0 END",
                       {position.xid}));
  return row.at(0).number() == 1;
}

Result<std::vector<ErasableEntry>> index_entries(Transaction& tx, EventSeq after, EventSeq last,
                                                 std::size_t limit) {
  std::vector<ErasableEntry> entries;
  TL_TRY(tx.each(
      "SELECT seq, source, message_id, payload_hash, key_identifier, occurred_at, sequence, kind,"
      " channel, name, flags FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
      {after, last, limit}, [&](const Row& row) -> Result<void> {
        IndexEntry entry;
        entry.seq = row.at(0).id<EventSeq>();
        entry.source = row.at(1).id<SourceId>();
        entry.message_id = row.at(2).bytes();
        entry.payload_hash = row.at(3).bytes();
        entry.key_identifier = row.at(4).id<IdentifierId>();
        entry.occurred_at = row.at(5).time();
        entry.sequence = row.at(6).number();
        entry.kind = static_cast<EventKind>(row.at(7).number());
        entry.channel = static_cast<Channel>(row.at(8).number());
        entry.name = row.at(9).number();
        entries.push_back({std::move(entry), (row.at(10).number() & flag_erased) != 0});
        return {};
      }));
  return entries;
}

std::string to_payload(const Event& event) {
  std::string out = "{\"type\":" + quote_json(name_of(event.kind));
  const auto member = [&](std::string_view name, const std::string& json) {
    if (!json.empty()) {
      out += ",\"" + std::string(name) + "\":" + json;
    }
  };
  out += ",\"messageId\":" + quote_json(event.message_id);
  if (!event.name.empty()) {
    out += (event.kind == EventKind::track ? ",\"event\":" : ",\"name\":") + quote_json(event.name);
  }
  const Time time = event.times.original.value_or(event.occurred_at);
  out += ",\"timestamp\":" + quote_json(to_rfc3339(time));
  const bool traits = event.kind == EventKind::identify || event.kind == EventKind::group;
  member(traits ? "traits" : "properties", event.properties);
  member("context", event.context);
  member("integrations", event.integrations);
  member("identifiers", to_json(event.identifiers));
  member("extra", event.extra);
  return out + "}";
}

}  // namespace throughline::timeline
