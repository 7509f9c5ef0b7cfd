#include "segments/figure.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "codec/json.h"
#include "event/public_id.h"
#include "segments/rule.h"

namespace throughline::segments {

using codec::Json;
using codec::JsonDocument;
using codec::JsonView;

namespace {

// Conditions name segments in the same words wherever they stand in a question.
void add_segments(JsonView json, std::vector<std::string>& found) {
  const std::string_view segment = json.find("segment").text();
  if (parse_public_id(segment_prefix, segment) &&
      std::find(found.begin(), found.end(), segment) == found.end()) {
    found.emplace_back(segment);
  }
  for (const JsonView item : json.items()) {
    add_segments(item, found);
  }
  for (const auto& member : json.members()) {
    add_segments(member.value, found);
  }
}

}  // namespace

Result<Figure> parse_figure(std::string_view json) {
  return codec::parse_as<Figure>(json);
}

Result<void> check_figure(const Figure& figure) {
  if (figure.last_days && (*figure.last_days < 1 || *figure.last_days > last_days_max)) {
    return Error::invalid(fmt::format("`last_days` must be from 1 to {}", last_days_max));
  }
  if (figure.title && figure.title->size() > title_bytes_max) {
    return Error::invalid(fmt::format("`title` may have at most {} bytes", title_bytes_max));
  }
  // Nothing but a report of this installation: the page makes a link of it.
  if (figure.report &&
      (!figure.report->starts_with("/journeys/") || figure.report->size() > report_bytes_max)) {
    return Error::invalid(fmt::format(
        "`report` must begin with /journeys/ and have at most {} bytes", report_bytes_max));
  }
  return {};
}

std::string body_of(const Figure& figure, const std::optional<Time>& from) {
  std::string question = figure.question.text;
  const auto document = from ? JsonDocument::parse(question) : Error::invalid("");
  if (document.ok() && document->root().is_object()) {
    Json asked = Json::copy_of(document->root());
    Json* const range = asked.find("range");
    Json fresh = range != nullptr && range->is_object() ? *range : Json::object();
    fresh.set("from", to_rfc3339(*from));
    asked.set("range", std::move(fresh));
    question = asked.to_text();
  }
  return fmt::format(R"({{"question":{},"cell":{}{}}})", question, figure.cell.text,
                     figure.part ? R"(,"part":)" + figure.part->text : std::string());
}

std::vector<std::string> segments_asked(const Figure& figure) {
  std::vector<std::string> found;
  if (const auto document = JsonDocument::parse(figure.question.text); document.ok()) {
    add_segments(document->root(), found);
  }
  return found;
}

std::string sentence(const Figure& figure) {
  const std::string title(trimmed(figure.title.value_or("")));
  std::string said = "is behind a figure of the report " + figure.kind;
  std::replace(said.begin(), said.end(), '_', ' ');
  return title.empty() ? said : said + ": " + title;
}

}  // namespace throughline::segments
