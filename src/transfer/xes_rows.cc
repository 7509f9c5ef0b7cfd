#include "transfer/xes_rows.h"

#include "base/text.h"
#include "codec/json_view.h"

namespace throughline::transfer {
namespace {

constexpr std::size_t waiting_bytes_max = std::size_t{1} << 20U;
constexpr std::string_view of_case_prefix = "case:";

bool is_json_number(std::string_view text) {
  const auto document = codec::JsonDocument::parse(text);
  return document.ok() && document->root().is_number() &&
         document->root().number_text().size() == text.size();
}

std::string value_of(const codec::XesAttribute& attribute) {
  const bool number =
      (attribute.type == codec::XesType::integer || attribute.type == codec::XesType::real) &&
      is_json_number(attribute.value);
  const bool boolean = attribute.type == codec::XesType::boolean &&
                       (attribute.value == "true" || attribute.value == "false");
  return number || boolean ? attribute.value : quote_json(attribute.value);
}

// A JSON object's inside.
std::string members_of(const codec::XesAttributes& attributes, std::string_view prefix) {
  std::string members;
  for (const codec::XesAttribute& attribute : attributes.items) {
    members += members.empty() ? "" : ",";
    members += quote_json(std::string(prefix) + attribute.key) + ":" + value_of(attribute);
  }
  return members;
}

}  // namespace

XesRows::XesRows(std::deque<RawRow>& rows)
    : rows_(rows),
      reader_({.on_event = [this](std::uint64_t, std::uint64_t,
                                  const codec::XesAttributes& event) { return take_event(event); },
               .on_trace_end =
                   [this](std::uint64_t, const codec::XesAttributes& of_case) {
                     release(of_case);
                     copies_.clear();
                     return Result<void>();
                   }}) {}

Result<void> XesRows::take_event(const codec::XesAttributes& event) {
  RawRow row = {.line = static_cast<std::int64_t>(reader_.event_line()),
                .text = members_of(event, "")};
  TL_TRY_ASSIGN(row.copy, copies_.add(row.text));
  waiting_bytes_ += row.text.size();
  waiting_.push_back(std::move(row));
  if (waiting_bytes_ > waiting_bytes_max) {
    release(reader_.trace_so_far());
  }
  return {};
}

// What the case says comes last, so that it counts where an event has the same key.
void XesRows::release(const codec::XesAttributes& of_case) {
  const std::string shared = members_of(of_case, of_case_prefix);
  for (RawRow& row : waiting_) {
    row.number = ++number_;
    if (row.text.size() + shared.size() < line_bytes_max) {
      row.text.insert(0, "{");
      row.text += row.text.size() > 1 && !shared.empty() ? "," : "";
      row.text += shared + "}";
    } else {
      row.text.clear();
    }
    rows_.push_back(std::move(row));
  }
  waiting_.clear();
  waiting_bytes_ = 0;
}

Result<void> XesRows::feed(std::string_view bytes) {
  return reader_.feed(bytes);
}

Result<void> XesRows::finish() {
  return reader_.finish();
}

}  // namespace throughline::transfer
