// `throughline funnel`, `retention`, `paths`, ...: questions about journeys from the command line,
// asked of whoever holds the data directory, or of a server by its URL.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/throughline.h"
#include "app/transfer_commands.h"
#include "base/result.h"
#include "codec/json_view.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own
class App;
}

namespace throughline::app {

// What a running program answers. {"question": "funnel", "people": false, "body": {...}}
Result<std::string> ask_journeys(Throughline& throughline, const Actor& actor,
                                 codec::JsonView request, const std::atomic<bool>& stopping);
// How far the record was read: {"ready": true, "events": 5, "of": 5}
Result<std::string> journeys_progress(Throughline& throughline, const Actor& actor,
                                      codec::JsonView request);

// What all commands of the program have in common, as main.cc has it.
struct CommonOptions {
  std::function<void(CLI::App&)> add;
  std::function<Result<Ask>()> ask;  // Whoever holds the data directory.
  const bool& json;
  int& exit_code;
};

// What was typed; it must outlive the parsing of the command line.
class JourneyCommands {
 public:
  JourneyCommands(CLI::App& app, const CommonOptions& common);
  ~JourneyCommands();
  JourneyCommands(const JourneyCommands&) = delete;
  JourneyCommands& operator=(const JourneyCommands&) = delete;

 private:
  struct Typed;
  void add(CLI::App& app, const CommonOptions& common, std::size_t index);
  std::unique_ptr<Typed> typed_;
};

}  // namespace throughline::app
