#include "transfer/row.h"

#include <algorithm>

#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;

constexpr std::size_t content_bytes_max = 4096;
constexpr std::size_t shown_bytes_max = 100;
// Of a message before it is checked further: above what is accepted, with room for what surrounds
// it. A text that many columns make is held to it too.
constexpr std::size_t message_bytes_max = 64 * 1024;

// A value as a refusal shows it.
std::string shown(std::string_view text) {
  return text.size() <= shown_bytes_max ? quote_json(text)
                                        : quote_json(beginning_of(text, shown_bytes_max)) + "...";
}

using Columns = std::vector<std::string_view>;

// A row's cells by column: text of CSV, any value of JSON.
class Cells {
 public:
  Cells(const Header& header, const RawRow& row, JsonView line)
      : header_(header), row_(row), line_(line) {}

  struct Cell {
    std::string_view text = {};
    JsonView json = {};
    [[nodiscard]] bool empty() const { return json ? json.is_null() : text.empty(); }
  };
  // Nothing where the file has no such column.
  [[nodiscard]] std::optional<Cell> find(std::string_view column) const {
    if (line_) {
      const JsonView value = at_path(column);
      return value ? std::optional(Cell{value.text(), value}) : std::optional(Cell{});
    }
    const auto place = header_.find(column);
    return place ? std::optional(Cell{unguarded(row_.fields[*place]), {}}) : std::nullopt;
  }
  [[nodiscard]] Columns columns() const {
    if (!line_) {
      return {header_.names().begin(), header_.names().end()};
    }
    std::vector<std::string_view> names;
    for (const auto& [key, value] : line_.members()) {
      names.push_back(key);
    }
    return names;
  }

 private:
  // Without the apostrophe that our own tables put before what a spreadsheet would calculate.
  static std::string_view unguarded(std::string_view field) {
    const bool guarded = field.size() > 1 && field.front() == '\'' &&
                         std::string_view("=+-@\t\r").find(field[1]) != std::string_view::npos;
    return guarded ? field.substr(1) : field;
  }
  // A member of that name, else the parts between dots as a path.
  [[nodiscard]] JsonView at_path(std::string_view column) const {
    if (const JsonView whole = line_.find(column)) {
      return whole;
    }
    JsonView at = line_;
    for (const std::string_view part : split(column, '.')) {
      at = at.find(part);
    }
    return at;
  }

  const Header& header_;
  const RawRow& row_;
  JsonView line_;
};

std::string text_of(const Cells::Cell& cell) {
  if (!cell.json || cell.json.is_string()) {
    return std::string(cell.text);
  }
  return cell.json.is_null() ? std::string() : cell.json.to_text();
}

// A value as JSON; nothing where the cell is empty.
using Value = Result<std::optional<std::string>>;

std::optional<std::string> boolean_of(std::string_view text) {
  const std::string word = ascii_lower(text);
  for (const std::string_view yes : {"true", "yes", "1", "y", "t"}) {
    if (word == yes) {
      return "true";
    }
  }
  for (const std::string_view no : {"false", "no", "0", "n", "f"}) {
    if (word == no) {
      return "false";
    }
  }
  return std::nullopt;
}

Value typed(const std::string& text, ValueType type, const Mapping& mapping) {
  const std::string_view inner = trimmed(text);
  switch (type) {
    case ValueType::text:
      return std::optional(quote_json(text));
    case ValueType::number: {
      const auto document = codec::JsonDocument::parse(inner);
      if (!document.ok() || !document->root().is_number()) {
        return Error::invalid(shown(inner) + " is no number");
      }
      return std::optional(std::string(document->root().number_text()));
    }
    case ValueType::boolean: {
      auto value = boolean_of(inner);
      if (!value) {
        return Error::invalid(shown(inner) + " is neither yes nor no");
      }
      return value;
    }
    case ValueType::time: {
      const auto time = read_time(inner, mapping);
      if (!time) {
        return Error::invalid(shown(inner) + " is no time");
      }
      return std::optional(quote_json(to_rfc3339(*time)));
    }
    case ValueType::json: {
      TL_TRY_ASSIGN(auto normal, codec::normalise_json(inner));
      return std::optional(std::move(normal));
    }
  }
  return std::optional<std::string>();
}

// One text from all parts; nothing where a column in it is empty.
Result<std::optional<std::string>> text_of(const ValueSpec& spec, const Cells& cells) {
  std::string text;
  for (const Part& part : spec.parts) {
    if (!part.is_column) {
      text += part.text;
      continue;
    }
    const auto cell = cells.find(part.text);
    if (!cell) {
      return Error::invalid("there is no column \"" + part.text + "\"");
    }
    if (cell->empty()) {
      return std::optional<std::string>();
    }
    text += text_of(*cell);
    if (text.size() > message_bytes_max) {
      return Error::invalid("a value of more than 64 KB");
    }
  }
  return text.empty() ? std::optional<std::string>() : std::optional(std::move(text));
}

Value value_of(const ValueSpec& spec, const Cells& cells, const Mapping& mapping) {
  if (spec.constant) {
    return spec.constant;
  }
  // A value of JSON keeps its type unless the mapping wants another.
  if (spec.parts.size() == 1 && spec.parts[0].is_column &&
      (spec.type == ValueType::text || spec.type == ValueType::json)) {
    const auto cell = cells.find(spec.parts[0].text);
    if (cell && cell->json && !cell->empty() && !cell->json.is_string()) {
      return std::optional(cell->json.to_text());
    }
  }
  TL_TRY_ASSIGN(const auto text, text_of(spec, cells));
  if (!text || trimmed(*text).empty()) {
    return std::optional<std::string>();
  }
  return typed(*text, spec.type, mapping);
}

class MessageWriter {
 public:
  // `copy`: which of the rows that say exactly the same this is.
  MessageWriter(const Mapping& mapping, const Cells& cells, std::uint32_t copy)
      : mapping_(mapping), cells_(cells), copy_(copy) {}

  Result<std::string> write(const MessageSpec& spec) {
    writer_.begin_object().member("type", name_of(spec.kind));
    TL_TRY(member("messageId", spec.id));
    TL_TRY(member("event", spec.event));
    TL_TRY(member("name", spec.name));
    TL_TRY(member("groupId", spec.group_id));
    TL_TRY(member("previousId", spec.previous_id));
    TL_TRY(time(spec.time));
    TL_TRY(identifiers(spec));
    TL_TRY(properties(spec));
    TL_TRY(object("traits", spec.traits));
    return writer_.end_object().take();
  }

 private:
  Result<void> member(std::string_view name, const std::optional<ValueSpec>& spec) {
    if (spec) {
      TL_TRY_ASSIGN(const auto text, text_of(*spec, cells_));
      if (text) {
        writer_.member(name, *text);
      }
    }
    return {};
  }

  // A row whose time cannot be read would count as having happened now: refused instead.
  Result<void> time(const std::optional<ValueSpec>& spec) {
    if (!spec) {
      return {};
    }
    TL_TRY_ASSIGN(const auto text, text_of(*spec, cells_));
    const auto read = text ? read_time(*text, mapping_) : std::nullopt;
    if (!read) {
      return Error::invalid(text ? shown(*text) + " is no time" : "the time is empty");
    }
    writer_.member("timestamp", to_rfc3339(*read));
    return {};
  }

  using NamedTexts = std::vector<std::pair<std::string_view, std::string>>;

  Result<void> identifiers(const MessageSpec& spec) {
    NamedTexts others;
    bool any = false;
    for (const auto& [type, value] : spec.identifiers) {
      TL_TRY_ASSIGN(const auto text, text_of(value, cells_));
      if (!text) {
        continue;
      }
      any = true;
      if (type == "user_id" || type == "anonymous_id") {
        writer_.member(type == "user_id" ? "userId" : "anonymousId", *text);
      } else {
        others.emplace_back(type, *text);
      }
    }
    if (!any) {
      return Error::invalid("every column that says who it is about is empty");
    }
    if (!others.empty() || !spec.channel.empty()) {
      context(spec, others);
    }
    return {};
  }

  void context(const MessageSpec& spec, const NamedTexts& others) {
    writer_.key("context").begin_object();
    if (!spec.channel.empty()) {
      writer_.member("channel", spec.channel);
    }
    if (!others.empty()) {
      writer_.key("externalIds").begin_array();
      for (const auto& [type, text] : others) {
        writer_.begin_object().member("type", type).member("id", text).end_object();
      }
      writer_.end_array();
    }
    writer_.end_object();
  }

  Result<void> properties(const MessageSpec& spec) {
    const bool is_copy =
        copy_ > 1 && (spec.kind == EventKind::track || spec.kind == EventKind::page ||
                      spec.kind == EventKind::screen);
    if (!spec.others && !is_copy) {
      return object("properties", spec.properties);
    }
    NamedValues all = spec.properties;
    for (const std::string_view column : spec.others ? cells_.columns() : Columns()) {
      if (!mapping_.named.contains(column)) {
        all.emplace_back(column, ValueSpec{.parts = {{true, std::string(column)}}});
      }
    }
    if (is_copy) {
      all.emplace_back("copy", ValueSpec{.constant = std::to_string(copy_)});
    }
    return object("properties", all);
  }

  Result<void> object(std::string_view name, const NamedValues& values) {
    if (values.empty()) {
      return {};
    }
    writer_.key(name).begin_object();
    for (const auto& [key, spec] : values) {
      auto value = value_of(spec, cells_, mapping_);
      if (!value.ok()) {
        return Error::invalid(key + ": " + value.error().message);
      }
      if (const std::optional<std::string>& json = *value; json) {
        writer_.raw_member(key, *json);
      }
    }
    writer_.end_object();
    return {};
  }

  const Mapping& mapping_;
  const Cells& cells_;
  const std::uint32_t copy_;
  codec::JsonWriter writer_;
};

bool is_wanted(const MessageSpec& spec, const Cells& cells) {
  if (!spec.when) {
    return true;
  }
  const auto cell = cells.find(spec.when->column);
  return cell && !cell->empty() && (!spec.when->equals || text_of(*cell) == *spec.when->equals);
}

}  // namespace

Header::Header(std::vector<std::string> names) : names_(std::move(names)) {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    std::string name(trimmed(names_[i]));
    if (name.empty()) {
      name = "column " + std::to_string(i + 1);
    }
    names_[i] = name;
    for (int copy = 2; !places_.try_emplace(names_[i], i).second; ++copy) {
      names_[i] = name + " (" + std::to_string(copy) + ")";
    }
  }
}

std::optional<std::size_t> Header::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? std::nullopt : std::optional(found->second);
}

RowParser::RowParser(const Mapping& mapping) : RowParser(mapping.format, mapping.separator) {
  if (mapping.keep_copies) {
    copies_.emplace();
  }
}

RowParser::RowParser(FileFormat format, char separator) {
  if (format == FileFormat::xes) {
    xes_.emplace(rows_);
  }
  if (format == FileFormat::csv) {
    csv_.emplace([this](codec::CsvRow row) { return take_csv(std::move(row)); }, separator);
    csv_->on_bad_row([this](codec::CsvRow row, const Error& why) -> Result<void> {
      if (!has_header_) {
        return why;
      }
      TL_TRY(take_csv(std::move(row)));
      rows_.back().broken = why.message;
      return {};
    });
  }
}

Result<void> RowParser::take_csv(codec::CsvRow row) {
  if (!has_header_) {
    has_header_ = true;
    header_ = Header(std::move(row.fields));
    return {};
  }
  return add_row({.line = static_cast<std::int64_t>(row.line), .fields = std::move(row.fields)});
}

Result<void> RowParser::add_row(RawRow row) {
  row.number = ++number_;
  if (copies_) {
    std::string said = row.text;
    for (const std::string& field : row.fields) {
      said += field;
      said += '\x1f';
    }
    TL_TRY_ASSIGN(row.copy, copies_->add(said));
  }
  rows_.push_back(std::move(row));
  return {};
}

Result<void> RowParser::take_line(std::string_view line) {
  ++line_;
  if (line_ == 1 && line.starts_with("\xef\xbb\xbf")) {
    line.remove_prefix(3);
  }
  if (!too_long_ && trimmed(line).empty()) {
    return {};
  }
  RawRow row = {.line = line_, .text = too_long_ ? std::string() : std::string(trimmed(line))};
  too_long_ = false;
  return add_row(std::move(row));
}

Result<void> RowParser::feed(std::string_view bytes) {
  if (csv_) {
    return csv_->feed(bytes);
  }
  if (xes_) {
    return xes_->feed(bytes);
  }
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    if (rest_.empty()) {
      too_long_ = end > line_bytes_max;
      TL_TRY(take_line(bytes.substr(0, end)));
    } else {
      rest_ += bytes.substr(0, end);
      too_long_ = too_long_ || rest_.size() > line_bytes_max;
      TL_TRY(take_line(rest_));
      rest_.clear();
    }
    bytes.remove_prefix(end + 1);
  }
  rest_ += bytes;
  // What is longer is refused as one row, and must not fill the memory until then.
  if (rest_.size() > line_bytes_max) {
    too_long_ = true;
    rest_.resize(1);
  }
  return {};
}

Result<void> RowParser::finish() {
  if (csv_) {
    return csv_->finish();
  }
  if (xes_) {
    return xes_->finish();
  }
  if (!rest_.empty() || too_long_) {
    TL_TRY(take_line(rest_));
    rest_.clear();
  }
  return {};
}

void RowParser::leave_off() {
  if (xes_) {
    xes_->release();
  }
}

std::string_view beginning_of(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) {
    return text;
  }
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
  };
  std::size_t end = bytes_max;
  while (end > 0 && bytes_max - end < 4 && continues(end)) {
    --end;
  }
  return text.substr(0, end);
}

namespace {

// What is wrong with a row of a CSV file, where anything is.
std::optional<RowRefusal> refused_csv(const Header& header, const RawRow& row) {
  if (row.fields.size() != header.names().size()) {
    return RowRefusal{row.line, "wrong_number_of_fields",
                      "the row has " + std::to_string(row.fields.size()) + " fields, the header " +
                          std::to_string(header.names().size())};
  }
  if (!std::all_of(row.fields.begin(), row.fields.end(), is_wtf8)) {
    return RowRefusal{row.line, "not_utf8", "the file must be UTF-8; save it so"};
  }
  return std::nullopt;
}

// The same for a line of JSON; leaves the document where it can be read.
std::optional<RowRefusal> refused_json(const RawRow& row,
                                       std::optional<codec::JsonDocument>& document) {
  if (row.text.empty()) {
    return RowRefusal{row.line, "too_large", "a line or event may have at most 1 MB"};
  }
  auto parsed = codec::JsonDocument::parse(row.text);
  if (!parsed.ok()) {
    return RowRefusal{row.line, "not_json", parsed.error().message};
  }
  if (!parsed->root().is_object()) {
    return RowRefusal{row.line, "not_an_object", "a line must be a JSON object"};
  }
  document = *std::move(parsed);
  return std::nullopt;
}

}  // namespace

MappedRow map_row(const Mapping& mapping, const Header& header, const RawRow& row) {
  MappedRow mapped;
  if (!row.broken.empty()) {
    mapped.refused.push_back({row.line, "not_csv", row.broken});
    return mapped;
  }
  std::optional<codec::JsonDocument> document;
  std::optional<RowRefusal> refused =
      mapping.format == FileFormat::csv ? refused_csv(header, row) : refused_json(row, document);
  if (refused) {
    mapped.refused.push_back(*std::move(refused));
    return mapped;
  }
  const JsonView root = document ? document->root() : JsonView();
  if (mapping.format == FileFormat::messages) {
    mapped.messages.push_back(root.to_text());
    return mapped;
  }
  const Cells cells(header, row, root);
  for (const MessageSpec& spec : mapping.messages) {
    if (!is_wanted(spec, cells)) {
      continue;
    }
    auto message = MessageWriter(mapping, cells, row.copy).write(spec);
    if (!message.ok()) {
      mapped.refused.push_back({row.line, "cannot_be_mapped", message.error().message});
    } else if (message->size() > message_bytes_max) {
      mapped.refused.push_back({row.line, "too_large", "an item may have at most 32 KB"});
    } else {
      mapped.messages.push_back(*std::move(message));
    }
  }
  return mapped;
}

std::string content_of(const RawRow& row) {
  std::string content = row.text;
  if (!row.fields.empty()) {
    codec::append_csv_row(content, row.fields);
  }
  return std::string(trimmed(beginning_of(content, content_bytes_max)));
}

}  // namespace throughline::transfer
