#include "app/map_commands.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/journey_asking.h"
#include "app/map_tables.h"
#include "base/text.h"
#include "codec/describe.h"
#include "codec/json_writer.h"
#include "journey_maps/journey_maps.overlay_view.h"

namespace throughline::app {

using codec::JsonDocument;
using codec::JsonView;
using codec::JsonWriter;
using journey_maps::JourneyMap;

namespace {

// By its id, or by its name without case; Error::invalid where several are called so.
Result<JourneyMap> map_called(Throughline& throughline, const Actor& actor, std::string_view what) {
  TL_TRY_ASSIGN(const auto all, throughline.journey_maps().list(actor, true));
  std::vector<JourneyMap> found;
  for (const JourneyMap& map : all) {
    if (journey_maps::public_id_of(map) == what) {
      return map;
    }
    if (!map.archived_at && equal_ignoring_case(map.name, what)) {
      found.push_back(map);
    }
  }
  if (found.empty()) {
    return Error::not_found("there is no journey map " + std::string(what) +
                            "; throughline maps lists them");
  }
  if (found.size() > 1) {
    return Error::invalid("several journey maps are called " + std::string(what) +
                          "; give the id that throughline maps shows");
  }
  return std::move(found.front());
}

}  // namespace

Result<std::string> list_maps(Throughline& throughline, const Actor& actor, JsonView /*request*/) {
  TL_TRY_ASSIGN(const auto all, throughline.journey_maps().list(actor, false));
  JsonWriter writer;
  writer.begin_object().key("items").begin_array();
  for (const JourneyMap& map : all) {
    writer.begin_object().member("id", journey_maps::public_id_of(map));
    writer.member("name", map.name).member("state", journey_maps::name_of(map.state));
    writer.member("version", map.version);
    writer.member("stages", static_cast<std::int64_t>(map.document.stages.size()));
    writer.member("without_owner",
                  static_cast<std::int64_t>(journey_maps::count_without_owner(map.document)));
    writer.end_object();
  }
  return writer.end_array().end_object().take();
}

Result<std::string> overlay_map(Throughline& throughline, const Actor& actor,
                                const journeys::Asking& asking, JsonView asked) {
  TL_TRY_ASSIGN(const JourneyMap map, map_called(throughline, actor, asked.find("map").text()));
  journey_maps::OverlayAsked overlay;
  overlay.everybody = asked.find("everybody").boolean();
  TL_TRY_ASSIGN(const auto answer, throughline.journey_maps().overlay(
                                       asking, journey_maps::public_id_of(map), overlay));
  return codec::to_json(answer);
}

struct MapCommands::Typed {
  explicit Typed(CommonOptions with) : common(std::move(with)) {}
  CommonOptions common;
  std::string map = {};
  std::int64_t workspace = 0;
  bool everybody = false;

  Result<void> list() const {
    TL_TRY_ASSIGN(const Ask ask, common.ask());
    TL_TRY_ASSIGN(const std::string answer, ask(JsonWriter()
                                                    .begin_object()
                                                    .member("command", "maps")
                                                    .member("workspace", workspace)
                                                    .end_object()
                                                    .take()));
    return print(answer, maps_table);
  }
  Result<void> overlay() const {
    TL_TRY_ASSIGN(const Ask ask, common.ask());
    TL_TRY_ASSIGN(const std::string answer,
                  ask_holder(ask, {.question = std::string(map_overlay_question),
                                   .body = JsonWriter()
                                               .begin_object()
                                               .member("map", map)
                                               .member("everybody", everybody)
                                               .end_object()
                                               .take(),
                                   .workspace = workspace,
                                   .quiet = common.json}));
    return print(answer, map_overlay_table);
  }
  Result<void> print(const std::string& answer, std::string (*table)(JsonView)) const {
    if (common.json) {
      std::cout << answer << "\n";
      return {};
    }
    TL_TRY_ASSIGN(const auto document, JsonDocument::parse(answer));
    std::cout << table(document.root());
    return {};
  }
  void finish(const Result<void>& done) const {
    if (!done.ok()) {
      std::cerr << done.error().message << "\n";
    }
    common.exit_code = done.ok() ? 0 : 2;
  }
};

MapCommands::MapCommands(CLI::App& app, const CommonOptions& common)
    : typed_(std::make_unique<Typed>(common)) {
  Typed* const typed = typed_.get();
  CLI::App* const maps = app.add_subcommand("maps", "Show the journey maps");
  maps->add_option("--workspace", typed->workspace, "The number of the workspace");
  common.add(*maps);
  CLI::App* const overlay =
      maps->add_subcommand("overlay", "Lay what people do over a journey map");
  overlay->add_option("map", typed->map, "Its name or id")->required();
  overlay->add_flag("--everybody", typed->everybody, "Not only the people of the map's segment");
  overlay->add_option("--workspace", typed->workspace, "The number of the workspace");
  common.add(*overlay);
  maps->callback(
      [typed, overlay] { typed->finish(overlay->parsed() ? typed->overlay() : typed->list()); });
}

MapCommands::~MapCommands() = default;

}  // namespace throughline::app
