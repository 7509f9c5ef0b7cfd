// What a whole export takes along of journey maps.
#include "journey_maps/journey_maps.h"

#include "journey_maps/map_alert_store.h"

namespace throughline::journey_maps {
namespace {

using transfer::KeptRow;
using Holds = transfer::KeptColumn::Holds;

// Of a map and of a version of it.
Result<void> check(storage::Transaction& /*tx*/, const KeptRow& row) {
  TL_TRY(checked_name(row.at("name").bytes()));
  TL_TRY(checked_description(row.at("description").bytes()));
  TL_TRY(parse_map_state(row.at("state").text()));
  TL_TRY_ASSIGN(auto document, parse_document(row.at("document").bytes()));
  TL_TRY(checked_document(std::move(document)));
  return {};
}

Result<void> check_notice(storage::Transaction& /*tx*/, const KeptRow& row) {
  return check_said(row.at("said").text());
}

}  // namespace

std::vector<transfer::KeptTable> JourneyMaps::kept_tables() {
  const transfer::KeptTable maps = {
      .name = "journey_map",
      .table = "journey_maps",
      .prefix = std::string(journey_map_prefix),
      .columns = {{"name"},
                  {"description"},
                  {"state", Holds::text},
                  {"segment", Holds::text},
                  {"document", Holds::json},
                  {"version", Holds::number},
                  {"created_at", Holds::number},
                  {"changed_at", Holds::number},
                  {"changed_by"},
                  {.name = "archived_at", .holds = Holds::number, .optional = true}},
      .same = {"created_at", "name"},
      .check = check};
  const transfer::KeptTable versions = {.name = "journey_map_version",
                                        .table = "journey_map_versions",
                                        .has_id = false,
                                        .columns = {{"map", Holds::row, "journey_maps"},
                                                    {"version", Holds::number},
                                                    {"at", Holds::number},
                                                    {"actor"},
                                                    {"name"},
                                                    {"description"},
                                                    {"state", Holds::text},
                                                    {"segment", Holds::text},
                                                    {"document", Holds::json}},
                                        .same = {"map", "version"},
                                        .check = check};
  transfer::KeptTable drafts = versions;
  drafts.name = "journey_map_draft";
  drafts.table = "journey_map_drafts";
  drafts.same = {"map"};
  drafts.columns[1].name = "revision";
  const transfer::KeptTable notices = {.name = "journey_map_alert_notice",
                                       .table = "journey_map_alert_notices",
                                       .columns = {{"map", Holds::row, "journey_maps"},
                                                   {"at", Holds::number},
                                                   {"touchpoint", Holds::text},
                                                   {"name"},
                                                   {"crossed", Holds::number},
                                                   {"said", Holds::text}},
                                       .same = {"map", "at", "touchpoint", "crossed"},
                                       .check = check_notice};
  return {maps, versions, drafts, notices};
}

}  // namespace throughline::journey_maps
