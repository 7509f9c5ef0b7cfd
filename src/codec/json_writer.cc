#include "codec/json_writer.h"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "base/assert.h"
#include "base/text.h"
#include "codec/json_text.h"

namespace throughline::codec {

void JsonWriter::before_value() {
  const bool in_object = !open_.empty() && open_.back() == '{';
  TL_ASSERT(after_key_ == in_object);
  const bool is_only_value = !open_.empty() || out_.empty();
  TL_ASSERT(is_only_value);
  if (needs_comma_ && !after_key_) {
    out_ += ',';
  }
  needs_comma_ = true;
  after_key_ = false;
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  out_ += '{';
  open_.push_back('{');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  out_ += '[';
  open_.push_back('[');
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end(char opened, char closed) {
  const bool is_innermost = !open_.empty() && open_.back() == opened && !after_key_;
  TL_ASSERT(is_innermost);
  open_.pop_back();
  out_ += closed;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  return end('{', '}');
}

JsonWriter& JsonWriter::end_array() {
  return end('[', ']');
}

JsonWriter& JsonWriter::key(std::string_view name) {
  const bool in_object = !open_.empty() && open_.back() == '{' && !after_key_;
  TL_ASSERT(in_object);
  if (needs_comma_) {
    out_ += ',';
  }
  append_quoted_json(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::null() {
  return literal("null");
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_quoted_json(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  before_value();
  append_double(out_, number);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  TL_ASSERT(!json.empty());
  return literal(json);
}

JsonWriter& JsonWriter::literal(std::string_view text) {
  before_value();
  out_ += text;
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(out_), "{}", number);
  return *this;
}

std::string JsonWriter::take() {
  TL_ASSERT(open_.empty());
  TL_ASSERT(!out_.empty());
  needs_comma_ = false;
  return std::exchange(out_, {});
}

}  // namespace throughline::codec
