// Mapping: which column of a file is which identifier, trait, property, event and time. Pure.
//
// Written as JSON (docs/formats/import.md), simple or full. Simple names a role for each column:
//   {"kind": "track", "event": "Order Placed",
//    "columns": {"mail": "email", "bought": "time", "total": "property:number"}}
// Full lists the messages that each row makes, with values like "order-{id}":
//   {"messages": [{"type": "track", "event": "Order Placed", "time": "{bought}", ...}]}
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "event/event.h"

namespace throughline::transfer {

// messages: a line is a message of the tracking API. throughline: what `export` wrote. xes: an
// event log, whose events are rows (xes_rows.h).
enum class FileFormat { csv, ndjson, messages, throughline, xes };
std::string_view name_of(FileFormat format);
Result<FileFormat> parse_file_format(std::string_view name);

enum class ValueType { text, number, boolean, time, json };
std::string_view name_of(ValueType type);
Result<ValueType> parse_value_type(std::string_view name);

// How dates with slashes, dots or dashes are written where they are not ISO 8601.
enum class DateOrder { iso, dmy, mdy };
std::string_view name_of(DateOrder order);
Result<DateOrder> parse_date_order(std::string_view name);

struct Part {
  bool is_column = false;
  std::string text = {};
};
struct ValueSpec {
  std::vector<Part> parts = {};
  ValueType type = ValueType::text;
  std::optional<std::string> constant = {};  // JSON, instead of parts.
};
using NamedValues = std::vector<std::pair<std::string, ValueSpec>>;

// Only rows where this column is set, or equals a text, make the message.
struct When {
  std::string column = {};
  std::optional<std::string> equals = {};
};

struct MessageSpec {
  EventKind kind = EventKind::track;
  std::optional<ValueSpec> event = {};
  std::optional<ValueSpec> name = {};
  std::optional<ValueSpec> time = {};
  std::optional<ValueSpec> id = {};
  std::optional<ValueSpec> group_id = {};
  std::optional<ValueSpec> previous_id = {};
  NamedValues identifiers = {};  // By type.
  NamedValues properties = {};
  NamedValues traits = {};
  std::string channel = {};
  std::optional<When> when = {};
  bool others = false;  // Every column that the mapping does not name is a property too.
};

struct Mapping {
  FileFormat format = FileFormat::csv;
  char separator = ',';
  DateOrder date_order = DateOrder::iso;
  std::string utc_offset = {};  // "-03:00": of times that say none; empty: UTC.
  // Rows that say exactly the same are several events, as event logs mean them.
  bool keep_copies = false;
  std::vector<MessageSpec> messages = {};
  std::set<std::string, std::less<>> named = {};  // Every column, those that it leaves out too.
};

// Error::invalid says what to change. A file of messages or an export needs no messages.
Result<Mapping> parse_mapping(std::string_view json);

// Every column that it names, except those that it leaves out.
std::set<std::string> columns_of(const Mapping& mapping);

// A time as the mapping says that this file writes them.
std::optional<Time> read_time(std::string_view text, const Mapping& mapping);

}  // namespace throughline::transfer
