#include "dashboards/dashboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "codec/json.h"
#include "event/public_id.h"

namespace throughline::dashboards {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t report_bytes_max = 40;
constexpr std::size_t question_bytes_max = 20'000;

Result<std::string> checked_words(std::string_view field, std::string_view words) {
  const std::string_view text = trimmed(words);
  if (text.empty() || text.size() > name_bytes_max) {
    return Error::invalid(fmt::format("`{}` must have from 1 to {} bytes", field, name_bytes_max));
  }
  return std::string(text);
}

bool is_report(std::string_view report) {
  return !report.empty() && report.size() <= report_bytes_max &&
         std::all_of(report.begin(), report.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

std::string public_id_of(const Dashboard& dashboard) {
  return to_public_id(dashboard_prefix, dashboard.created_at, dashboard.id.value);
}

Result<std::string> checked_name(std::string_view name) {
  return checked_words("name", name);
}

Result<std::vector<Tile>> checked_tiles(std::vector<Tile> tiles) {
  if (tiles.size() > tiles_max) {
    return Error::invalid(fmt::format("a dashboard may have {} tiles", tiles_max));
  }
  for (Tile& tile : tiles) {
    TL_TRY_ASSIGN(tile.title, checked_words("title", tile.title));
    if (!is_report(tile.report)) {
      return Error::invalid("`report` must be the name of a report, such as funnel");
    }
    if (tile.question.text.size() > question_bytes_max) {
      return Error::invalid(
          fmt::format("`question` may have at most {} bytes", question_bytes_max));
    }
    TL_TRY_ASSIGN(const auto question, codec::JsonDocument::parse(tile.question.text));
    if (!question.root().is_object()) {
      return Error::invalid("`question` must be an object");
    }
  }
  return tiles;
}

}  // namespace throughline::dashboards
