#include "transfer/transfer.kept_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/assert.h"
#include "base/number_in.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "event/public_id.h"
#include "people/people.h"
#include "timeline/timeline.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;
using codec::JsonWriter;
using storage::Bytes;
using storage::Row;
using storage::Transaction;
using storage::Value;
using Holds = KeptColumn::Holds;

constexpr std::size_t rows_at_once = 200;
constexpr std::size_t id_characters = 26;  // Of a public id, behind its prefix.

const KeptTable* find_table(const std::vector<KeptTable>& tables, std::string_view table) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const KeptTable& one) { return one.table == table; });
  return found == tables.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const std::vector<KeptColumn>& columns) {
  std::vector<std::string> names;
  for (const KeptColumn& column : columns) {
    names.push_back(column.name);
  }
  return names;
}

// What pages go by: the id, or what tells rows without one apart, which are numbers.
std::vector<std::string> keys_of(const KeptTable& table) {
  return table.has_id ? std::vector<std::string>{"id"} : table.same;
}

// Which table, and after which row of it: "2" or "2,17,3".
struct Cursor {
  std::size_t table = 0;
  std::vector<std::int64_t> after = {};
};

std::string to_text(const Cursor& cursor) {
  return cursor.after.empty() ? std::to_string(cursor.table)
                              : fmt::format("{},{}", cursor.table, fmt::join(cursor.after, ","));
}

Result<Cursor> parse_cursor(std::string_view text) {
  Cursor cursor;
  if (text.empty()) {
    return cursor;
  }
  const std::vector<std::string_view> parts = split(text, ',');
  for (const std::string_view part : parts) {
    const auto number = number_in(part);
    if (!number || *number < 0) {
      return Error::invalid("this is no cursor of an export");
    }
    cursor.after.push_back(*number);
  }
  cursor.table = static_cast<std::size_t>(cursor.after.front());
  cursor.after.erase(cursor.after.begin());
  return cursor;
}

// The row that a public id names: the one that it was made of, or, where other rows stand in its
// place here, the one that was made in the same millisecond.
Result<std::optional<std::int64_t>> find_here(Transaction& tx, const KeptTable& table,
                                              std::string_view public_id) {
  const auto id = parse_public_id(table.prefix, public_id);
  if (!id) {
    return std::optional<std::int64_t>();
  }
  const Time from = {id->created_ms * us_per_ms};
  const Time until = {from.us + us_per_ms};
  TL_TRY_ASSIGN(const auto rows,
                tx.rows(fmt::format("SELECT id FROM {} WHERE created_at >= ? AND created_at < ?"
                                    " ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END, id",
                                    table.table),
                        {from, until, id->key}));
  return rows.empty() ? std::nullopt : std::optional(rows.front().at(0).number());
}

}  // namespace

// A row on its way out.
class KeptRows::Writing {
 public:
  Writing(KeptRows& kept, Transaction& tx, const KeptTable& table)
      : kept_(kept), tx_(tx), table_(table) {}

  // Nothing where it is about somebody or something that is no longer there.
  Result<std::optional<std::string>> line(const Row& row) {
    JsonWriter writer;
    writer.begin_object().key(table_.name).begin_object();
    if (table_.has_id) {
      writer.member("id", row.at(0).number());
    }
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      TL_TRY_ASSIGN(const bool there,
                    write(writer, table_.columns[i], row.at(i + (table_.has_id ? 1 : 0))));
      if (!there) {
        return std::optional<std::string>();
      }
    }
    return std::optional(writer.end_object().end_object().take() + "\n");
  }

 private:
  Result<bool> write(JsonWriter& writer, const KeptColumn& column, const Value& value) {
    if (value.is_null()) {
      return true;
    }
    switch (column.holds) {
      case Holds::number:
        writer.member(column.name, value.number());
        return true;
      case Holds::text:
        writer.member(column.name, value.text());
        return true;
      case Holds::bytes:
        writer.member(column.name, value.bytes());
        return true;
      case Holds::json:
        if (!value.bytes().empty()) {
          writer.raw_member(column.name, value.bytes());
        }
        return true;
      case Holds::row:
        return write_row(writer, column, value.number());
      case Holds::profile:
      case Holds::identifier:
        return write_identifier(writer, column, {value.number()});
      case Holds::event:
        return write_event(writer, column, {value.number()});
    }
    return false;
  }

  Result<bool> write_row(JsonWriter& writer, const KeptColumn& column, std::int64_t id) {
    const KeptTable* const other = find_table(kept_.tables_, column.of);
    TL_ASSERT(other != nullptr);
    TL_TRY_ASSIGN(
        const auto found,
        tx_.find_row(fmt::format("SELECT created_at FROM {} WHERE id = ?", other->table), {id}));
    if (found) {
      writer.member(column.name, to_public_id(other->prefix, found->at(0).time(), id));
    }
    return found.has_value();
  }

  // A profile has the id of an identifier of its own.
  Result<bool> write_identifier(JsonWriter& writer, const KeptColumn& column, IdentifierId id) {
    const auto name = kept_.people_.find_identifier_name(tx_, id);
    if (!name.ok() && name.error().code != ErrorCode::not_found) {
      return name.error();
    }
    if (!name.ok() || !*name) {
      return false;
    }
    writer.key(column.name).begin_object().member("type", (*name)->type);
    writer.member("id", (*name)->value).end_object();
    return true;
  }

  Result<bool> write_event(JsonWriter& writer, const KeptColumn& column, EventSeq seq) {
    const auto event = kept_.timeline_.find_event(tx_, seq);
    if (!event.ok() && event.error().code != ErrorCode::not_found) {
      return event.error();
    }
    if (!event.ok()) {
      return false;
    }
    writer.key(column.name).begin_object().member("id", event->message_id);
    writer.member("at_us", event->occurred_at.us).end_object();
    return true;
  }

  KeptRows& kept_;
  Transaction& tx_;
  const KeptTable& table_;
};

// A line on its way in.
class KeptRows::Reading {
 public:
  Reading(KeptRows& kept, Transaction& tx, const KeptTable& table, JsonView line)
      : kept_(kept), tx_(tx), table_(table), line_(line) {}

  Result<Taken> run() {
    KeptRow row;
    for (const KeptColumn& column : table_.columns) {
      TL_TRY_ASSIGN(row[column.name], read(column));
    }
    TL_TRY_ASSIGN(const bool present, is_present(row));
    if (present) {
      return Taken::repeated;
    }
    if (table_.check) {
      TL_TRY(table_.check(tx_, row));
    }
    TL_TRY_ASSIGN(const auto id, free_id());
    if (id) {
      row["id"] = Value(*id);
    }
    std::vector<std::string> names;
    storage::Arguments values;
    for (const auto& [name, value] : row) {
      names.push_back(name);
      values.push_back(value);
    }
    const std::vector<std::string_view> marks(names.size(), "?");
    TL_TRY_ASSIGN(
        const auto put,
        tx_.rows(fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING RETURNING 1",
                             table_.table, fmt::join(names, ", "), fmt::join(marks, ", ")),
                 values));
    if (id && tx_.dialect() == storage::Dialect::postgres) {
      // Its own counter does not see ids that were given to it.
      TL_TRY(
          tx_.rows(fmt::format("SELECT setval(pg_get_serial_sequence('{0}', 'id'),"
                               " (SELECT MAX(id) FROM {0}))",
                               table_.table)));
    }
    return put.empty() ? Taken::repeated : Taken::put_in;
  }

 private:
  Result<Value> read(const KeptColumn& column) {
    const JsonView member = line_.find(column.name);
    if (!member && !column.optional && column.holds != Holds::json) {
      return Error::invalid(fmt::format("a {} needs `{}`", table_.name, column.name));
    }
    if (!member && column.optional) {
      return Value();
    }
    switch (column.holds) {
      case Holds::number: {
        const auto number = member.integer();
        return number ? Result<Value>(Value(*number)) : wrong(column, "a whole number");
      }
      case Holds::text:
      case Holds::bytes: {
        if (!member.is_string()) {
          return wrong(column, "a text");
        }
        TL_TRY_ASSIGN(std::string text, text_here(std::string(member.text())));
        return column.holds == Holds::text ? Value(std::move(text)) : Value(Bytes{std::move(text)});
      }
      case Holds::json: {
        TL_TRY_ASSIGN(std::string text, text_here(member ? member.to_text() : ""));
        return Value(Bytes{std::move(text)});
      }
      case Holds::row: {
        TL_TRY_ASSIGN(const auto id,
                      find_here(tx_, *find_table(kept_.tables_, column.of), member.text()));
        return id ? Result<Value>(Value(*id)) : wrong(column, "something that is here");
      }
      case Holds::profile:
      case Holds::identifier:
        return read_identifier(column, member);
      case Holds::event:
        return read_event(column, member);
    }
    return wrong(column, "known");
  }

  [[nodiscard]] Result<Value> wrong(const KeptColumn& column, std::string_view expected) const {
    return Error::invalid(
        fmt::format("`{}` of a {} must be {}", column.name, table_.name, expected));
  }

  Result<Value> read_identifier(const KeptColumn& column, JsonView member) {
    const Identifier name = {std::string(member.find("type").text()),
                             std::string(member.find("id").text())};
    TL_TRY_ASSIGN(const auto id, kept_.people_.known_identifier(tx_, name));
    if (!id) {
      return wrong(column, "somebody who is here");
    }
    about_ = *id;
    if (column.holds == Holds::identifier) {
      return Value(*id);
    }
    TL_TRY_ASSIGN(const ProfileId owner, kept_.people_.find_owner(tx_, *id));
    return Value(owner);
  }

  Result<Value> read_event(const KeptColumn& column, JsonView member) {
    const Time at = {member.find("at_us").integer().value_or(0)};
    const std::string_view message = member.find("id").text();
    std::optional<EventSeq> found;
    TL_TRY_ASSIGN(const ProfileId person, kept_.people_.find_owner(tx_, about_));
    TL_TRY_ASSIGN(const auto hers, kept_.people_.identifier_ids(tx_, person));
    TL_TRY(kept_.timeline_.each_event(tx_, hers, {.from = at, .until = Time{at.us + 1}},
                                      [&](const Event& event) -> Result<void> {
                                        if (event.message_id == message) {
                                          found = event.seq;
                                        }
                                        return {};
                                      }));
    return found ? Result<Value>(Value(*found)) : wrong(column, "an event that is here");
  }

  // With the public ids that rows have here, where theirs were given away.
  Result<std::string> text_here(std::string text) {
    for (const KeptTable& table : kept_.tables_) {
      if (table.prefix.empty()) {
        continue;
      }
      const std::string start = table.prefix + "_";
      for (std::size_t at = text.find(start); at != std::string::npos;
           at = text.find(start, at + 1)) {
        const std::string there = text.substr(at, start.size() + id_characters);
        TL_TRY_ASSIGN(const auto id, find_here(tx_, table, there));
        if (id) {
          const Time created = {parse_public_id(table.prefix, there)->created_ms * us_per_ms};
          text.replace(at, there.size(), to_public_id(table.prefix, created, *id));
        }
      }
    }
    return text;
  }

  // By what it is the same by; or under its own id, made at the same instant, with another name
  // since.
  Result<bool> is_present(const KeptRow& row) {
    storage::Arguments arguments;
    for (const std::string& column : table_.same) {
      arguments.push_back(row.at(column));
    }
    std::string where = fmt::format("({} = ?)", fmt::join(table_.same, " = ? AND "));
    const auto id = line_.find("id").integer();
    if (!table_.prefix.empty() && id) {
      where += " OR (id = ? AND created_at = ?)";
      arguments.emplace_back(*id);
      arguments.push_back(row.at("created_at"));
    }
    TL_TRY_ASSIGN(const auto found, tx_.find_row(fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 1",
                                                             table_.table, where),
                                                 arguments));
    return found.has_value();
  }

  // Its own, unless another row has it. Nothing for tables without public ids: theirs mean nothing.
  Result<std::optional<std::int64_t>> free_id() {
    const auto id = line_.find("id").integer();
    if (table_.prefix.empty() || !id || *id <= 0) {
      return std::optional<std::int64_t>();
    }
    TL_TRY_ASSIGN(const auto taken,
                  tx_.find_row(fmt::format("SELECT 1 FROM {} WHERE id = ?", table_.table), {*id}));
    return taken ? std::nullopt : std::optional(*id);
  }

  KeptRows& kept_;
  Transaction& tx_;
  const KeptTable& table_;
  JsonView line_;
  IdentifierId about_ = {};  // Of whom the line spoke last.
};

bool KeptRows::has(std::string_view name) const {
  return std::any_of(tables_.begin(), tables_.end(),
                     [&](const KeptTable& table) { return table.name == name; });
}

Result<KeptRows::Page> KeptRows::page(Transaction& tx, std::string_view cursor) {
  TL_TRY_ASSIGN(Cursor at, parse_cursor(cursor));
  if (at.table >= tables_.size()) {
    return Page();
  }
  const KeptTable& table = tables_[at.table];
  const std::vector<std::string> keys = keys_of(table);
  std::vector<std::string> names = names_of(table.columns);
  if (table.has_id) {
    names.insert(names.begin(), "id");
  }
  std::string where;
  storage::Arguments arguments;
  if (at.after.size() == keys.size()) {
    const std::vector<std::string_view> marks(keys.size(), "?");
    where = fmt::format(" WHERE ({}) > ({})", fmt::join(keys, ", "), fmt::join(marks, ", "));
    arguments.assign(at.after.begin(), at.after.end());
  }
  arguments.emplace_back(rows_at_once);
  TL_TRY_ASSIGN(const auto rows, tx.rows(fmt::format("SELECT {0}, {1} FROM {2}{3} ORDER BY {1}"
                                                     " LIMIT ?",
                                                     fmt::join(names, ", "), fmt::join(keys, ", "),
                                                     table.table, where),
                                         arguments));
  Page page;
  Writing writing(*this, tx, table);
  for (const Row& row : rows) {
    TL_TRY_ASSIGN(const auto line, writing.line(row));
    page.lines += line.value_or("");
  }
  if (rows.size() == rows_at_once) {
    at.after.clear();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      at.after.push_back(rows.back().at(names.size() + i).number());
    }
    page.next = to_text(at);
  } else if (at.table + 1 < tables_.size()) {
    page.next = to_text(Cursor{.table = at.table + 1});
  }
  return page;
}

Result<KeptRows::Taken> KeptRows::take(Transaction& tx, std::string_view name, JsonView line) {
  for (const KeptTable& table : tables_) {
    if (table.name == name) {
      return Reading(*this, tx, table, line).run();
    }
  }
  return Error::invalid("this is no line of an export");
}

Result<void> KeptRows::conclude(Transaction& tx) {
  for (const KeptTable& table : tables_) {
    if (table.after) {
      TL_TRY(table.after(tx));
    }
  }
  return {};
}

}  // namespace throughline::transfer
