#include "timeline/text_list.h"

#include <utility>

#include "base/assert.h"
#include "base/text.h"
#include "codec/json_view.h"

namespace throughline::timeline {
namespace {

void append_text(std::string& out, std::string_view text) {
  out.push_back(out.empty() ? '[' : ',');
  append_quoted_json(out, text);
}

void close(std::string& out) {
  if (!out.empty()) {
    out.push_back(']');
  }
}

}  // namespace

std::string to_json(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    append_text(out, text);
  }
  close(out);
  return out;
}

std::string to_json(const std::vector<Identifier>& identifiers) {
  std::string out;
  for (const Identifier& identifier : identifiers) {
    append_text(out, identifier.type);
    append_text(out, identifier.value);
  }
  close(out);
  return out;
}

std::vector<std::string> texts_of(std::string_view json) {
  std::vector<std::string> texts;
  if (json.empty()) {
    return texts;
  }
  const Result<codec::JsonDocument> document = codec::JsonDocument::parse(json);
  TL_ASSERT(document.ok());
  texts.reserve(document->root().size());
  for (const codec::JsonView text : document->root().items()) {
    texts.emplace_back(text.text());
  }
  return texts;
}

std::vector<Identifier> identifiers_of(std::string_view json) {
  std::vector<std::string> texts = texts_of(json);
  TL_ASSERT(texts.size() % 2 == 0);
  std::vector<Identifier> identifiers;
  identifiers.reserve(texts.size() / 2);
  for (std::size_t i = 0; i < texts.size(); i += 2) {
    identifiers.push_back({std::move(texts[i]), std::move(texts[i + 1])});
  }
  return identifiers;
}

}  // namespace throughline::timeline
