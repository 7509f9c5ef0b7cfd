// What a whole export takes along of segments and personas.
#include "segments/segments.h"

#include <fmt/format.h>

#include <functional>
#include <limits>

#include "base/clock.h"
#include "base/text.h"
#include "segments/figure.h"
#include "segments/persona.h"
#include "segments/persona_store.h"
#include "segments/segment_store.h"

namespace throughline::segments {
namespace {

using storage::Transaction;
using transfer::KeptColumn;
using transfer::KeptRow;
using transfer::KeptTable;
using Holds = KeptColumn::Holds;

using CheckFigure = std::function<Result<void>(const Figure&)>;

Result<void> check_segment(Transaction& tx, const KeptRow& row, const CheckFigure& check_figure) {
  // None that is here asks for it yet.
  Segment segment = {.id = {std::numeric_limits<std::int64_t>::max()},
                     .name = row.at("name").bytes(),
                     .rule = row.at("rule").bytes()};
  TL_TRY_ASSIGN(segment.kind, parse_segment_kind(row.at("kind").text()));
  TL_TRY(checked_name(segment.name));
  TL_TRY(checked_description(row.at("description").bytes()));
  if (segment.kind == SegmentKind::live) {
    TL_TRY(checked_rule(segment.rule));
  }
  if (segment.kind == SegmentKind::figure) {
    TL_TRY_ASSIGN(const Figure figure, parse_figure(segment.rule));
    TL_TRY(check_figure(figure));
  }
  if (!row.at("archived_at").is_null()) {
    return {};
  }
  TL_TRY_ASSIGN(auto all, find_segments(tx, Archived::left_out));
  if (all.size() >= segments_max) {
    return Error::invalid(fmt::format("there may be {} segments; archive one", segments_max));
  }
  all.push_back(segment);
  const auto book = make_book(0, all);
  return book.ok() ? Result<void>() : Error::not_found(book.error().message);
}

Result<void> check_version(const KeptRow& row, const CheckFigure& check_figure) {
  TL_TRY(checked_name(row.at("name").bytes()));
  const std::string& rule = row.at("rule").bytes();
  if (rule.empty()) {
    return {};
  }
  const auto figure = parse_figure(rule);
  if (figure.ok()) {
    return check_figure(*figure);
  }
  TL_TRY(checked_rule(rule));
  return {};
}

Result<void> check_persona(Transaction& tx, const KeptRow& row) {
  TL_TRY(checked_name(row.at("name").bytes()));
  TL_TRY(checked_description(row.at("about").bytes()));
  for (const char* points : {"goals", "pains"}) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(row.at(points).bytes(), '\n')) {
      lines.emplace_back(line);
    }
    TL_TRY(checked_points(lines, points));
  }
  const std::int64_t colour = row.at("colour").number();
  if (colour < 0 || colour >= colours) {
    return Error::invalid(fmt::format("`colour` must be from 0 to {}", colours - 1));
  }
  TL_TRY_ASSIGN(const auto personas, find_personas(tx));
  return personas.size() < personas_max
             ? Result<void>()
             : Error::invalid(fmt::format("there may be {} personas", personas_max));
}

Result<void> check_quote(Transaction& tx, const KeptRow& row) {
  TL_TRY_ASSIGN(const auto quotes, find_quotes(tx, {row.at("persona").number()}));
  return quotes.size() < quotes_max
             ? Result<void>()
             : Error::invalid(fmt::format("a persona may have {} quotes", quotes_max));
}

Result<void> check_stay(Transaction& /*tx*/, const KeptRow& row) {
  TL_TRY(parse_cause(row.at("entered_by").text()));
  if (!row.at("left_by").is_null()) {
    TL_TRY(parse_cause(row.at("left_by").text()));
  }
  return {};
}

KeptTable segments_kept(const CheckFigure& check_figure) {
  return {.name = "segment",
          .table = "segments",
          .prefix = std::string(segment_prefix),
          .columns = {{"kind", Holds::text},
                      {"name"},
                      {"description"},
                      {"rule", Holds::json},
                      {"version", Holds::number},
                      {"built", Holds::number},
                      {"created_at", Holds::number},
                      {"changed_at", Holds::number},
                      {.name = "archived_at", .holds = Holds::number, .optional = true}},
          .same = {"created_at", "name"},
          .check = [check_figure](Transaction& tx, const KeptRow& row) {
            return check_segment(tx, row, check_figure);
          }};
}

KeptTable versions_kept(const CheckFigure& check_figure) {
  return {.name = "segment_version",
          .table = "segment_versions",
          .has_id = false,
          .columns = {{"segment", Holds::row, "segments"},
                      {"version", Holds::number},
                      {"at", Holds::number},
                      {"actor"},
                      {"name"},
                      {"rule", Holds::json}},
          .same = {"segment", "version"},
          .check = [check_figure](Transaction& /*tx*/, const KeptRow& row) {
            return check_version(row, check_figure);
          }};
}

KeptTable lists_kept() {
  return {.name = "segment_list",
          .table = "segment_lists",
          .has_id = false,
          .columns = {{"segment", Holds::row, "segments"},
                      {"identifier", Holds::identifier},
                      {"added_at", Holds::number}},
          .same = {"segment", "identifier"}};
}

KeptTable stays_kept() {
  return {.name = "segment_stay",
          .table = "segment_members",
          .columns = {{"segment", Holds::row, "segments"},
                      {"profile", Holds::profile},
                      {"entered_at", Holds::number},
                      {"entered_by", Holds::text},
                      {.name = "left_at", .holds = Holds::number, .optional = true},
                      {.name = "left_by", .holds = Holds::text, .optional = true}},
          .same = {"segment", "profile", "entered_at"},
          .check = check_stay};
}

KeptTable personas_kept() {
  return {.name = "persona",
          .table = "personas",
          .prefix = std::string(persona_prefix),
          .columns = {{"segment", Holds::row, "segments"},
                      {"name"},
                      {"about"},
                      {"goals"},
                      {"pains"},
                      {"colour", Holds::number},
                      {"version", Holds::number},
                      {"created_at", Holds::number},
                      {"changed_at", Holds::number}},
          .same = {"segment"},
          .check = check_persona};
}

KeptTable quotes_kept() {
  return {.name = "persona_quote",
          .table = "persona_quotes",
          .columns = {{"persona", Holds::row, "personas"},
                      {"identifier", Holds::identifier},
                      {"event", Holds::event},
                      {"added_at", Holds::number}},
          .same = {"persona", "event"},
          .check = check_quote};
}

}  // namespace

std::vector<transfer::KeptTable> Segments::kept_tables() {
  const CheckFigure check_figure = [this](const Figure& figure) { return check_asked(figure); };
  KeptTable segments = segments_kept(check_figure);
  // Whoever came or went between the export and now does so when everybody has been looked at.
  segments.after = [this](Transaction& tx) -> Result<void> {
    TL_TRY(begin_walk(tx, clock_.now()));
    TL_TRY(begin_asking(tx));
    return arm(tx);
  };
  return {segments,     versions_kept(check_figure), lists_kept(), stays_kept(), personas_kept(),
          quotes_kept()};
}

}  // namespace throughline::segments
