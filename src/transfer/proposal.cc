#include "transfer/proposal.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "codec/csv.h"
#include "codec/json_writer.h"
#include "transfer/row.h"

namespace throughline::transfer {
namespace {

constexpr std::size_t samples_shown = 3;
constexpr std::size_t rows_looked_at = 1000;

using Words = std::vector<std::string_view>;

// "Customer Id", "customerId" and "customer-id" are all customer_id.
std::string folded(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool word = std::isalnum(static_cast<unsigned char>(c)) != 0;
    const bool hump = i > 0 && std::isupper(static_cast<unsigned char>(c)) != 0 &&
                      std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if ((!word || hump) && !out.empty() && out.back() != '_') {
      out += '_';
    }
    if (word) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

bool is_one_of(std::string_view name, const Words& words) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

bool has_word(std::string_view name, const Words& words) {
  const auto parts = split(name, '_');
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return is_one_of(part, words); });
}

// All values of a column that are not empty, as far as the file was looked at.
struct Column {
  std::string name = {};
  std::string folded_name = {};
  std::vector<std::string> values = {};
};

template <class Test>
bool all(const Column& column, const Test& test) {
  return !column.values.empty() && std::all_of(column.values.begin(), column.values.end(), test);
}

template <class Test>
bool nearly_all(const Column& column, const Test& test) {
  const auto passed = std::count_if(column.values.begin(), column.values.end(), test);
  return !column.values.empty() &&
         static_cast<std::size_t>(passed) * 10 >= column.values.size() * 9;
}

bool looks_like_mail(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && text.find('.', at) != std::string_view::npos &&
         text.find(' ') == std::string_view::npos;
}

// Digits that begin with 0 are no number but a code.
bool looks_like_number(std::string_view text) {
  const auto document = codec::JsonDocument::parse(trimmed(text));
  return document.ok() && document->root().is_number();
}

bool looks_like_boolean(std::string_view text) {
  return is_one_of(ascii_lower(trimmed(text)), {"true", "false", "yes", "no"});
}

bool is_iso_time(std::string_view text) {
  return text.size() >= 8 && parse_time(trimmed(text)).has_value();
}

Mapping with_order(DateOrder order) {
  return {.date_order = order};
}

bool reads_as(std::string_view text, DateOrder order) {
  return read_time(text, with_order(order)).has_value();
}

std::string type_of(const Column& column) {
  if (all(column, looks_like_number)) {
    return "number";
  }
  if (all(column, looks_like_boolean)) {
    return "boolean";
  }
  return all(column, is_iso_time) ? "time" : "text";
}

const Words user_words = {"user_id",     "userid",          "uid",          "customer_id",
                          "contact_id",  "external_id",     "client_id",    "customer",
                          "person_id",   "profile_id",      "member_id",    "id",
                          "customer_no", "customer_number", "subscriber_id"};
const Words anonymous_words = {"anonymous_id", "visitor_id", "device_id", "cookie_id",
                               "distinct_id"};
const Words event_words = {"event", "event_name", "event_type", "action", "activity"};
const Words message_words = {"message_id", "event_id", "uuid", "insert_id"};
const Words time_words = {"timestamp", "time",       "date",        "datetime",
                          "at",        "created_at", "occurred_at", "event_time"};

// The role that a column's name and values suggest, whatever the other columns are.
std::string first_guess(const Column& column, DateOrder order) {
  const std::string_view name = column.folded_name;
  if (all(column, looks_like_mail) ||
      (has_word(name, {"email", "mail"}) && nearly_all(column, looks_like_mail))) {
    return "email";
  }
  if (has_word(name, {"phone", "mobile", "telephone", "msisdn"})) {
    return "phone";
  }
  if (is_one_of(name, anonymous_words)) {
    return "anonymous_id";
  }
  if (is_one_of(name, event_words)) {
    return "event";
  }
  if (is_one_of(name, message_words)) {
    return "message_id";
  }
  if (is_one_of(name, user_words)) {
    return "user_id";
  }
  const bool reads = all(column, [&](std::string_view text) { return reads_as(text, order); });
  return reads && has_word(name, time_words) ? "time" : "";
}

// Dates with slashes: whichever order reads them all, days first where both do.
DateOrder order_of(const std::vector<Column>& columns) {
  for (const Column& column : columns) {
    if (all(column, looks_like_number) || all(column, is_iso_time)) {
      continue;
    }
    for (const DateOrder order : {DateOrder::dmy, DateOrder::mdy}) {
      if (all(column, [&](std::string_view text) { return reads_as(text, order); })) {
        return order;
      }
    }
  }
  return DateOrder::iso;
}

// Of several columns for one role the first keeps it.
void leave_one(std::vector<ProposedColumn>& columns, std::string_view role) {
  bool taken = false;
  for (ProposedColumn& column : columns) {
    if (column.role == role) {
      column.role = taken ? "" : column.role;
      taken = true;
    }
  }
}

bool any_has(const std::vector<ProposedColumn>& columns, std::string_view role) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ProposedColumn& column) { return column.role == role; });
}

// "order_payments.csv" is about Order Payments.
std::string title_of(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  file_name.remove_prefix(slash == std::string_view::npos ? 0 : slash + 1);
  const std::string name = folded(file_name.substr(0, file_name.find('.')));
  std::string title;
  for (const std::string_view word : split(name, '_')) {
    if (!word.empty()) {
      title += title.empty() ? "" : " ";
      title += static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
      title += word.substr(1);
    }
  }
  return title.empty() ? "Imported" : title;
}

// "running-example" of "/logs/running-example.xes.gz".
std::string name_of_log(std::string_view file_name) {
  const std::size_t slash = file_name.find_last_of("/\\");
  file_name.remove_prefix(slash == std::string_view::npos ? 0 : slash + 1);
  for (const std::string_view ending :
       {".gz", ".xes", ".csv", ".tsv", ".txt", ".json", ".ndjson"}) {
    if (file_name.ends_with(ending)) {
      file_name.remove_suffix(ending.size());
    }
  }
  return std::string(file_name);
}

// Whether each row is something that happened, or somebody who is.
void decide_kind(Proposal& proposal, const std::vector<Column>& columns,
                 std::string_view file_name) {
  const bool has_event = any_has(proposal.columns, "event");
  const bool person_list = std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return has_word(column.folded_name, {"name", "firstname", "lastname", "surname", "city"});
  });
  const bool happened = has_event || (any_has(proposal.columns, "time") && !person_list);
  proposal.kind = happened ? EventKind::track : EventKind::identify;
  if (happened && !has_event) {
    proposal.event = title_of(file_name);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string& role = proposal.columns[i].role;
    if (!happened && (role == "time" || role == "event" || role == "message_id")) {
      role.clear();
    }
    if (role.empty()) {
      role = (happened ? "property:" : "trait:") + type_of(columns[i]);
    }
  }
}

// Event logs: every row says which case it is of, what was done and when. The case is whose line it
// is, and whoever else a row names is a property.
const Words case_words = {"case_concept_name", "case_id",  "caseid",   "case",
                          "case_number",       "trace_id", "case_key", "case_no"};
const Words activity_words = {"concept_name", "activity",   "activity_name", "activity_id",
                              "task",         "event_name", "event",         "action"};
const Words instant_words = {"time_timestamp", "timestamp", "complete_timestamp", "end_timestamp",
                             "start_timestamp"};

// The first of the words that a column is called.
std::optional<std::size_t> place_of(const std::vector<Column>& columns, const Words& words) {
  for (const std::string_view word : words) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].folded_name == word) {
        return i;
      }
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> place_with(const Proposal& proposal, std::string_view role) {
  for (std::size_t i = 0; i < proposal.columns.size(); ++i) {
    if (proposal.columns[i].role == role) {
      return i;
    }
  }
  return std::nullopt;
}

// False where it is no event log: a table that also says who its rows are about is about them,
// unless its columns are called as event logs call theirs.
bool decide_log(Proposal& proposal, const std::vector<Column>& columns,
                std::string_view file_name) {
  const auto of_case = place_of(columns, case_words);
  const auto activity = place_of(columns, activity_words);
  auto time = place_of(columns, instant_words);
  time = time ? time : place_with(proposal, "time");
  if (!of_case || !activity || !time) {
    return false;
  }
  const bool standard = columns[*of_case].folded_name == case_words.front() &&
                        columns[*activity].folded_name == activity_words.front();
  for (const std::string_view role : {"user_id", "anonymous_id", "email", "phone"}) {
    if (!standard && any_has(proposal.columns, role)) {
      return false;
    }
  }
  proposal.kind = EventKind::track;
  proposal.log = name_of_log(file_name);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    proposal.columns[i].role = proposal.format == FileFormat::xes ? "property"
                               : columns[i].values.empty()        ? "property:text"
                                                           : "property:" + type_of(columns[i]);
  }
  proposal.columns[*of_case].role = "case";
  proposal.columns[*activity].role = "event";
  proposal.columns[*time].role = "time";
  return true;
}

std::vector<Column> csv_columns(const RowParser& parser, const std::deque<RawRow>& rows) {
  std::vector<Column> columns;
  for (const std::string& name : parser.header().names()) {
    columns.push_back({name, folded(name), {}});
  }
  for (const RawRow& row : rows) {
    if (!row.broken.empty() || row.fields.size() != columns.size()) {
      continue;  // It will be refused.
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!trimmed(row.fields[i]).empty()) {
        columns[i].values.push_back(row.fields[i]);
      }
    }
  }
  return columns;
}

std::vector<Column> json_columns(const std::deque<RawRow>& rows) {
  std::vector<Column> columns;
  for (const RawRow& row : rows) {
    const auto document = codec::JsonDocument::parse(row.text);
    if (!document.ok()) {
      continue;
    }
    for (const auto& [key, value] : document->root().members()) {
      auto found = std::find_if(columns.begin(), columns.end(),
                                [&](const Column& column) { return column.name == key; });
      if (found == columns.end()) {
        columns.push_back({std::string(key), folded(key), {}});
        found = std::prev(columns.end());
      }
      if (!value.is_null()) {
        found->values.push_back(value.is_string() ? std::string(value.text()) : value.to_text());
      }
    }
  }
  return columns;
}

// Those that make an event log of XES are proposed even where its beginning shows none of them.
std::vector<Column> columns_in(FileFormat format, const RowParser& parser,
                               const std::deque<RawRow>& rows) {
  if (format == FileFormat::csv) {
    return csv_columns(parser, rows);
  }
  std::vector<Column> columns = json_columns(rows);
  for (const char* const name : {"case:concept:name", "concept:name", "time:timestamp"}) {
    if (format == FileFormat::xes &&
        std::none_of(columns.begin(), columns.end(),
                     [&](const Column& column) { return column.name == name; })) {
      columns.push_back({name, folded(name), {}});
    }
  }
  return columns;
}

Result<void> read_beginning(RowParser& parser, std::string_view beginning, Extent extent) {
  TL_TRY(parser.feed(beginning));
  if (extent == Extent::whole) {
    return parser.finish();
  }
  parser.leave_off();
  return {};
}

// What a file of JSON lines is, by its first line.
Result<FileFormat> json_format(std::string_view beginning) {
  const std::string_view line = beginning.substr(0, beginning.find('\n'));
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(line));
  if (document.root().find("throughline_export")) {
    return FileFormat::throughline;
  }
  const auto kind = parse_event_kind(document.root().find("type").text());
  return kind.ok() && *kind < EventKind::merge ? FileFormat::messages : FileFormat::ndjson;
}

// Files that people mean to be CSV, and are not yet.
Result<void> check_text(std::string_view beginning) {
  if (beginning.starts_with("PK\x03\x04") || beginning.starts_with("\xd0\xcf\x11\xe0")) {
    return Error::invalid("this is a workbook of a spreadsheet: save it as CSV UTF-8 there first");
  }
  if (beginning.starts_with("\xff\xfe") || beginning.starts_with("\xfe\xff")) {
    return Error::invalid("this text is in UTF-16: save it as CSV UTF-8 first");
  }
  if (beginning.find('\0') != std::string_view::npos) {
    return Error::invalid("this is no text: CSV with a header, lines of JSON or XES can come in");
  }
  return {};
}

}  // namespace

Result<Proposal> propose(std::string_view beginning, Extent extent, std::string_view file_name) {
  TL_TRY(check_text(beginning.substr(0, beginning.find('\n'))));
  Proposal proposal;
  const std::string_view text =
      beginning.starts_with("\xef\xbb\xbf") ? beginning.substr(3) : beginning;
  if (trimmed(text).starts_with('<')) {
    proposal.format = FileFormat::xes;
    proposal.others = true;
  } else if (trimmed(text).starts_with('{')) {
    TL_TRY_ASSIGN(proposal.format, json_format(trimmed(text)));
  } else {
    proposal.separator = codec::guess_csv_separator(text);
  }
  if (proposal.format == FileFormat::messages || proposal.format == FileFormat::throughline) {
    return proposal;
  }
  RowParser parser(proposal.format, proposal.separator);
  const Result<void> readable = read_beginning(parser, beginning, extent);
  // Cases before the place where a log is torn can come in.
  if (proposal.format != FileFormat::xes || parser.rows().empty()) {
    TL_TRY(readable);
  }
  auto& rows = parser.rows();
  rows.resize(std::min(rows.size(), rows_looked_at));
  const std::vector<Column> columns = columns_in(proposal.format, parser, rows);
  if (columns.empty()) {
    return Error::invalid(
        "the file has no columns: is it CSV with a header, lines of JSON, or XES?");
  }
  if (proposal.format != FileFormat::xes) {
    proposal.date_order = order_of(columns);
  }
  for (const Column& column : columns) {
    ProposedColumn proposed = {.name = column.name,
                               .role = first_guess(column, proposal.date_order)};
    proposed.samples.assign(column.values.begin(),
                            column.values.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                        column.values.size(), samples_shown)));
    proposal.columns.push_back(std::move(proposed));
  }
  for (const std::string_view role :
       {"user_id", "anonymous_id", "event", "message_id", "time", "email", "phone"}) {
    leave_one(proposal.columns, role);
  }
  if (!decide_log(proposal, columns, file_name)) {
    decide_kind(proposal, columns, file_name);
  }
  return proposal;
}

std::string mapping_of(const Proposal& proposal) {
  codec::JsonWriter writer;
  writer.begin_object().member("format", name_of(proposal.format));
  if (proposal.format == FileFormat::csv) {
    writer.member("separator", std::string(1, proposal.separator));
  }
  if (!proposal.columns.empty()) {
    writer.member("kind", name_of(proposal.kind));
    if (!proposal.event.empty()) {
      writer.member("event", proposal.event);
    }
    if (!proposal.log.empty()) {
      writer.member("log", proposal.log).member("copies", "kept");
    }
    if (proposal.others) {
      writer.member("others", "property");
    }
    writer.member("dates", name_of(proposal.date_order)).key("columns").begin_object();
    for (const ProposedColumn& column : proposal.columns) {
      writer.member(column.name, column.role);
    }
    writer.end_object();
  }
  return writer.end_object().take();
}

}  // namespace throughline::transfer
