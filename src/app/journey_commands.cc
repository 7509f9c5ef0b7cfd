#include "app/journey_commands.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/journey_asking.h"
#include "app/journey_question.h"
#include "app/journey_tables.h"
#include "app/map_commands.h"
#include "codec/describe.h"
#include "codec/json_writer.h"
#include "journeys/findings_view.h"
#include "journeys/journeys.catalogue.h"

namespace throughline::app {

using codec::JsonDocument;
using codec::JsonLimits;
using codec::JsonView;
using codec::JsonWriter;

namespace {

constexpr JsonLimits answer_limits = {.depth_max = 64, .keys_max = 20'000'000};

// Where and how a question is asked, whichever it is.
struct Choice {
  std::string server = {};
  std::string key = {};
  std::string question = {};  // JSON, or a file with it.
  std::string cell = {};
  std::string part = {};
  std::string after = {};
  std::int64_t workspace = 0;
  bool explain = false;
};

Result<std::string> content_of(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
  }
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return Error::invalid("cannot read " + path);
  }
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// As it was typed, or from --question: JSON, the name of a file, or - for standard input.
Result<std::string> question_of(const JourneyCommand& command, const TypedOptions& typed,
                                const std::string& whole) {
  if (whole.empty()) {
    for (const JourneyOption& option : command.options) {
      const auto found = typed.find(std::string(option.field));
      if (option.required && (found == typed.end() || found->second.empty())) {
        return Error::invalid(std::string(option.flag) + " must be given; see throughline " +
                              std::string(command.name) + " --help");
      }
    }
    return question_json(command, typed);
  }
  if (whole.front() == '{') {
    return codec::normalise_json(whole);
  }
  TL_TRY_ASSIGN(const std::string text, content_of(whole));
  return codec::normalise_json(text);
}

Result<std::string> who_body(const std::string& question, const Choice& choice) {
  TL_TRY_ASSIGN(const std::string cell, codec::normalise_json(choice.cell));
  JsonWriter writer;
  writer.begin_object().raw_member("question", question).raw_member("cell", cell);
  if (!choice.part.empty()) {
    TL_TRY_ASSIGN(const std::string part, codec::normalise_json(choice.part));
    writer.raw_member("part", part);
  }
  if (!choice.after.empty()) {
    writer.key("page").begin_object().member("after", choice.after).end_object();
  }
  return writer.end_object().take();
}

Result<std::string> answer_of(const CommonOptions& common, const Choice& choice,
                              const JourneyRequest& request) {
  if (choice.server.empty()) {
    TL_TRY_ASSIGN(const Ask ask, common.ask());
    return ask_holder(ask, request);
  }
  // NOLINTNEXTLINE(concurrency-mt-unsafe): there are no threads yet, and nothing sets variables.
  const char* const from_environment = std::getenv("THROUGHLINE_KEY");
  const std::string key =
      !choice.key.empty() || from_environment == nullptr ? choice.key : from_environment;
  if (key.empty()) {
    return Error::invalid("--server needs --key, or the environment's THROUGHLINE_KEY");
  }
  return ask_url(choice.server, key, request);
}

Result<void> carry_out(const JourneyCommand& command, const CommonOptions& common,
                       const TypedOptions& typed, const Choice& choice) {
  TL_TRY_ASSIGN(const std::string question, question_of(command, typed, choice.question));
  JourneyRequest request{.question = std::string(command.name),
                         .body = question,
                         .people = !choice.cell.empty(),
                         .workspace = choice.workspace,
                         .quiet = common.json};
  if (request.people) {
    TL_TRY_ASSIGN(request.body, who_body(question, choice));
  }
  TL_TRY_ASSIGN(const std::string answer, answer_of(common, choice, request));
  if (common.json) {
    std::cout << answer << "\n";
    return {};
  }
  TL_TRY_ASSIGN(const auto answered, JsonDocument::parse(answer, answer_limits));
  TL_TRY_ASSIGN(const auto asked, JsonDocument::parse(question));
  std::cout << (request.people ? people_table(answered.root())
                               : journey_table(command.name, asked.root(), answered.root()));
  if (choice.explain && !request.people) {
    std::cout << explanation_text(answered.root());
  }
  return {};
}

void add_option(CLI::App& app, const JourneyOption& option, TypedOptions& typed) {
  std::vector<std::string>& values = typed[std::string(option.field)];
  const std::string flag(option.flag);
  const std::string help(option.help);
  if (option.takes == Takes::flag) {
    app.add_flag_callback(flag, [&values] { values = {"true"}; }, help);
    return;
  }
  CLI::Option* const added = app.add_option(flag, values, help);
  if (flag.starts_with("--")) {
    added->allow_extra_args(false);
  } else if (option.takes != Takes::event_list && option.takes != Takes::dimensions) {
    added->expected(1)->allow_extra_args(false);
  }
}

}  // namespace

Result<std::string> ask_journeys(Throughline& throughline, const Actor& actor, JsonView request,
                                 const std::atomic<bool>& stopping) {
  journeys::Asking asking{.workspace = actor.workspace,
                          .cancelled = [&stopping] { return stopping.load(); }};
  TL_TRY_ASSIGN(asking.at_least, throughline.timeline().settled_position(actor.workspace));
  if (request.find("question").text() == map_overlay_question) {
    return overlay_map(throughline, actor, asking, request.find("body"));
  }
  const std::string body = request.find("body").to_text();
  if (request.find("question").text() == findings_command_name) {
    TL_TRY_ASSIGN(const auto asked, codec::parse_as<journeys::FindingsAsked>(body));
    TL_TRY_ASSIGN(const auto answer, throughline.journeys().findings(asking, asked));
    return codec::to_json(answer);
  }
  const journeys::Question* const question =
      journeys::find_question(request.find("question").text());
  if (question == nullptr) {
    return Error::invalid("this server does not know the question " +
                          std::string(request.find("question").text()));
  }
  if (!request.find("people").boolean().value_or(false)) {
    return question->answer(throughline.journeys(), asking, body);
  }
  TL_TRY_ASSIGN(const auto people, question->people(throughline.journeys(), asking, body));
  return throughline.people_answer(actor, people);
}

Result<std::string> journeys_progress(Throughline& throughline, const Actor& actor,
                                      JsonView /*request*/) {
  TL_TRY_ASSIGN(const auto progress, throughline.journeys().progress(actor.workspace));
  TL_TRY_ASSIGN(const std::int64_t events,
                throughline.workspaces().read(actor, [&](storage::Transaction& tx) {
                  return throughline.people().count_events(tx);
                }));
  return JsonWriter()
      .begin_object()
      .member("ready", progress.ready)
      .member("events", progress.events)
      .member("of", events)
      .end_object()
      .take();
}

struct JourneyCommands::Typed {
  explicit Typed(CommonOptions with) : common(std::move(with)) {}
  CommonOptions common;
  std::vector<TypedOptions> options = std::vector<TypedOptions>(journey_commands().size());
  Choice choice = {};
};

JourneyCommands::JourneyCommands(CLI::App& app, const CommonOptions& common)
    : typed_(std::make_unique<Typed>(common)) {
  for (std::size_t i = 0; i < journey_commands().size(); ++i) {
    add(app, common, i);
  }
}

JourneyCommands::~JourneyCommands() = default;

void JourneyCommands::add(CLI::App& app, const CommonOptions& common, std::size_t index) {
  const JourneyCommand& command = journey_commands()[index];
  Choice& choice = typed_->choice;
  CLI::App* const sub = app.add_subcommand(std::string(command.name), std::string(command.help));
  for (const JourneyOption& option : command.options) {
    add_option(*sub, option, typed_->options[index]);
  }
  if (command.name != findings_command_name) {
    sub->add_option("--people", choice.cell,
                    "List the people behind a cell of the answer, given as the API's JSON");
    sub->add_option("--part", choice.part,
                    "With --people: of this part of the answer, as the API's JSON");
    sub->add_option("--after", choice.after, "With --people: the page after this");
  }
  sub->add_option("--question", choice.question,
                  "The whole question as the API's JSON, a file with it, or - for standard input");
  sub->add_flag("--explain", choice.explain,
                "Say how the answer came about, and which kernel gave it");
  sub->add_option("--server", choice.server, "Ask this server instead of the data directory");
  sub->add_option("--key", choice.key, "With --server: an API key (or THROUGHLINE_KEY)");
  sub->add_option("--workspace", choice.workspace, "The number of the workspace");
  common.add(*sub);
  sub->callback([typed = typed_.get(), index] {
    const auto done =
        carry_out(journey_commands()[index], typed->common, typed->options[index], typed->choice);
    if (!done.ok()) {
      std::cerr << done.error().message << "\n";
    }
    typed->common.exit_code = done.ok() ? 0 : 2;
  });
}

}  // namespace throughline::app
