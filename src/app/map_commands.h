// `throughline maps`: the journey maps, and what the record lays over one of them, from the command
// line.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "app/journey_commands.h"
#include "app/throughline.h"
#include "base/result.h"
#include "codec/json_view.h"

namespace throughline::app {

// What a running program answers.
Result<std::string> list_maps(Throughline& throughline, const Actor& actor,
                              codec::JsonView request);
// {"map": "a name or an id", "everybody": false}: the API's overlay.
constexpr std::string_view map_overlay_question = "maps.overlay";
Result<std::string> overlay_map(Throughline& throughline, const Actor& actor,
                                const journeys::Asking& asking, codec::JsonView asked);

// What was typed; it must outlive the parsing of the command line.
class MapCommands {
 public:
  MapCommands(CLI::App& app, const CommonOptions& common);
  ~MapCommands();
  MapCommands(const MapCommands&) = delete;
  MapCommands& operator=(const MapCommands&) = delete;

 private:
  struct Typed;
  std::unique_ptr<Typed> typed_;
};

}  // namespace throughline::app
