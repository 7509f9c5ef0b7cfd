// throughline: the command line.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "app/commands.h"
#include "app/configuration.h"
#include "app/demo_companion.h"
#include "app/journey_commands.h"
#include "app/map_commands.h"
#include "app/operations.h"
#include "app/serving.h"
#include "app/throughline.h"
#include "app/transfer_commands.h"
#include "app/version.h"
#include "codec/json_writer.h"
#include "demo/company.h"
#include "storage/installation_backup.h"
#include "storage/log_archive.h"
#include "storage/workspaces.h"

namespace throughline::app {
namespace {

constexpr std::uint64_t demo_seed = 20260301;

// What the command line says over the file and the environment.
struct Options {
  std::string configuration = {};
  std::string data = {};
  std::string listen = {};
  std::string database = {};
  std::string web_directory = {};
  std::string public_url = {};
  std::string trusted_proxies = {};
  std::string allow_private_addresses = {};
  std::string log_level = {};
  bool json = false;
};

void add_options(CLI::App& command, Options& options) {
  command.add_option("--config", options.configuration, "A TOML file with settings");
  command.add_option("--data", options.data, "The data directory (default: data)");
  command.add_option("--database", options.database, "A PostgreSQL URL instead of SQLite");
  command.add_option("--log-level", options.log_level, "debug, info, warning or error");
  command.add_flag("--json", options.json, "Answer as JSON");
}

void add_serving_options(CLI::App& command, Options& options) {
  add_options(command, options);
  command.add_option("--listen", options.listen, "HOST:PORT (default: 127.0.0.1:8080)");
  command.add_option("--public-url", options.public_url,
                     "As people reach it, such as https://line.example");
  command.add_option("--trusted-proxies", options.trusted_proxies,
                     "Addresses of proxies whose X-Forwarded-For and -Proto count");
  command
      .add_option("--allow-private-addresses", options.allow_private_addresses,
                  "Destinations may be there: all (also with no value), or addresses and networks")
      ->expected(0, 1)
      ->default_str("all");
  command.add_option("--web-dir", options.web_directory, "Serve the web application from here");
}

Result<Configuration> configuration_of(const Options& options) {
  TL_TRY_ASSIGN(Configuration configuration, read_configuration(options.configuration));
  const auto take = [](std::string& into, const std::string& from) {
    if (!from.empty()) {
      into = from;
    }
  };
  take(configuration.data, options.data);
  take(configuration.listen, options.listen);
  take(configuration.database, options.database);
  take(configuration.web_directory, options.web_directory);
  take(configuration.public_url, options.public_url);
  take(configuration.trusted_proxies, options.trusted_proxies);
  take(configuration.allow_private_addresses, options.allow_private_addresses);
  take(configuration.log_level, options.log_level);
  TL_TRY_ASSIGN(const LogLevel level, parse_log_level(configuration.log_level));
  set_log_level(level);
  return configuration;
}

int fail(const Error& error) {
  std::cerr << error.message << "\n";
  return 2;
}

int serve_command(const Options& options) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  SystemClock clock;
  SecureRandom random;
  const auto throughline = Throughline::open(*configuration, clock, random, "My company");
  return throughline.ok() ? serve(**throughline) : fail(throughline.error());
}

struct DemoChoice {
  int people = 5000;
  std::uint64_t seed = demo_seed;
  bool quiet = false;  // No live events.
};

Result<void> open_demo(Throughline& throughline, const DemoChoice& choice, DemoLogin& login) {
  TL_TRY(load_demo(throughline, choice.people, choice.seed));
  TL_TRY_ASSIGN(login, renew_demo_login(throughline));
  return {};
}

int demo_command(const Options& options, const DemoChoice& choice) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  SystemClock clock;
  SecureRandom random;
  const auto throughline = Throughline::open(*configuration, clock, random, demo::company_name);
  if (!throughline.ok()) {
    return fail(throughline.error());
  }
  DemoLogin login;
  if (const auto opened = open_demo(**throughline, choice, login); !opened.ok()) {
    return fail(opened.error());
  }
  return serve(**throughline, [&](Throughline& running, const std::string& url) {
    std::cout << "Sign in at " << url << "/sign-in with " << login.email << " and "
              << login.password << "\n";
    return choice.quiet ? std::function<void()>() : run_live_demo(running, choice.seed);
  });
}

// Prints the answer of a command: as it is, or a line per member.
int print_answer(const Result<std::string>& answer, bool json) {
  if (!answer.ok()) {
    return fail(answer.error());
  }
  const auto document = codec::JsonDocument::parse(*answer);
  if (json || !document.ok()) {
    std::cout << *answer << "\n";
    return 0;
  }
  for (const auto& [key, value] : document->root().members()) {
    std::cout << key << ": " << (value.is_string() ? std::string(value.text()) : value.to_text())
              << "\n";
  }
  return 0;
}

int run_request(const Options& options, const std::string& request) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  return print_answer(run_command_anywhere(*configuration, request), options.json);
}

struct KeyChoice {
  std::string kind = {};
  std::string role = "viewer";
  std::string name = "Command line";
  std::string source = "server";
  std::int64_t workspace = 0;
};

// What is done with one person, and where her data goes.
struct PersonChoice {
  std::string person = {};
  std::string file = "person.json";
  std::string mode = "erase_and_suppress";
  std::string reason = {};
  std::int64_t workspace = 0;
};

struct UserChoice {
  std::string email = {};
  std::string name = {};
  std::string role = "agent";
  std::string password = {};
};

// From standard input, so that it is in no list of processes.
std::string password_of(const UserChoice& choice) {
  std::string password = choice.password;
  if (password.empty()) {
    std::cerr << "Password: ";
    std::getline(std::cin, password);
  }
  return password;
}

std::string user_request(std::string_view command, const UserChoice& choice) {
  return codec::JsonWriter()
      .begin_object()
      .member("command", command)
      .member("email", choice.email)
      .member("name", choice.name)
      .member("role", choice.role)
      .member("password", password_of(choice))
      .end_object()
      .take();
}

int restore_command(const Options& options, const std::string& backup, std::int64_t workspace) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  storage::StorageOptions storage_options;
  storage_options.data_directory = configuration->data;
  storage_options.postgres_url = configuration->database;
  const auto restored = storage::restore_backup(storage_options, WorkspaceId{workspace}, backup);
  if (!restored.ok()) {
    return fail(restored.error());
  }
  std::cout << "Restored " << backup << "\n";
  return 0;
}

// The document needs the routes, and those a data directory: an empty one that is removed again.
int openapi_command(const Options& options) {
  auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  std::string directory = std::filesystem::temp_directory_path() / "throughline-XXXXXX";
  if (::mkdtemp(directory.data()) == nullptr) {
    return fail(Error::unavailable("cannot make a temporary directory"));
  }
  configuration->data = directory;
  configuration->database.clear();
  int code = 0;
  {
    SystemClock clock;
    SecureRandom random;
    const auto throughline = Throughline::open(*configuration, clock, random, "Documentation");
    if (throughline.ok()) {
      std::cout << (*throughline)->openapi() << "\n";
    } else {
      code = fail(throughline.error());
    }
  }
  std::filesystem::remove_all(directory);
  return code;
}

// What an operator's command does with the settings.
template <class Choice>
int with_configuration(const Options& options, int (*command)(const Configuration&, const Choice&),
                       Choice choice) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  choice.json = options.json;
  return command(*configuration, choice);
}

// Everything the parser fills and the chosen command reads.
struct CommandLine {
  Options options = {};
  DemoChoice demo = {};
  KeyChoice key = {};
  PersonChoice person = {};
  std::string workspace_name = {};
  UserChoice user = {};
  BackupChoice backup = {};
  ArchiveChoice archive = {};
  bool everything = false;  // Of a rebuild.
  ImportChoice import = {};
  ExportChoice exported = {};
  std::int64_t backup_workspace = 0;
  bool only_check = false;
  DoctorChoice doctor = {};
  std::unique_ptr<JourneyCommands> journeys = {};
  std::unique_ptr<MapCommands> maps = {};
  bool search_duplicates = false;
  int exit_code = 0;
};

void add_key_command(CLI::App& app, CommandLine& line) {
  CLI::App* key = app.add_subcommand("key", "Make keys, beside a running server too");
  key->require_subcommand(1);
  CLI::App* backup =
      key->add_subcommand("backup", "Print the key of backups, to be kept elsewhere");
  add_options(*backup, line.options);
  backup->callback([&line] {
    line.exit_code = with_configuration(line.options, print_backup_key, BackupKeyChoice());
  });
  CLI::App* create =
      key->add_subcommand("create", "Make a write key (with its source) or an API key");
  create->add_option("--kind", line.key.kind, "write or api")->required();
  create->add_option("--role", line.key.role,
                     "Of an API key: owner, admin, agent, analyst, viewer");
  create->add_option("--name", line.key.name, "Of the key, and of a write key's source");
  create->add_option("--source", line.key.source, "Of a write key: browser or server");
  create->add_option("--workspace", line.key.workspace, "The number of the workspace");
  add_options(*create, line.options);
  create->callback([&line] {
    line.exit_code = run_request(line.options, codec::JsonWriter()
                                                   .begin_object()
                                                   .member("command", "key.create")
                                                   .member("kind", line.key.kind)
                                                   .member("role", line.key.role)
                                                   .member("name", line.key.name)
                                                   .member("source", line.key.source)
                                                   .member("workspace", line.key.workspace)
                                                   .end_object()
                                                   .take());
  });
}

void add_workspace_command(CLI::App& app, CommandLine& line) {
  CLI::App* workspace = app.add_subcommand("workspace", "Make further workspaces");
  workspace->require_subcommand(1);
  CLI::App* create = workspace->add_subcommand("create", "Make a workspace of its own data");
  create->add_option("--name", line.workspace_name, "As its people see it")->required();
  add_options(*create, line.options);
  create->callback([&line] {
    line.exit_code = run_request(line.options, codec::JsonWriter()
                                                   .begin_object()
                                                   .member("command", "workspace.create")
                                                   .member("name", line.workspace_name)
                                                   .end_object()
                                                   .take());
  });
}

std::string person_request(std::string_view command, const PersonChoice& choice) {
  return codec::JsonWriter()
      .begin_object()
      .member("command", command)
      .member("person", choice.person)
      .member("file", std::filesystem::absolute(choice.file).string())
      .member("mode", choice.mode)
      .member("reason", choice.reason)
      .member("workspace", choice.workspace)
      .end_object()
      .take();
}

void add_person_command(CLI::App& app, CommandLine& line) {
  CLI::App* person = app.add_subcommand("person", "Take out or erase one person's data");
  person->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, const char* command) {
    CLI::App* sub = person->add_subcommand(name, help);
    sub->add_option("person", line.person.person, "An id, or type:value such as email:a@b.example")
        ->required();
    sub->add_option("--workspace", line.person.workspace, "The number of the workspace");
    if (std::string_view(name) == "export") {
      sub->add_option("--out", line.person.file, "The file to write");
    } else {
      sub->add_option("--mode", line.person.mode, "erase_and_suppress, erase or suppress");
      sub->add_option("--reason", line.person.reason, "For the certificate");
    }
    add_options(*sub, line.options);
    sub->callback([&line, command] {
      line.exit_code = run_request(line.options, person_request(command, line.person));
    });
  };
  add("export", "Write everything that is kept of one person to a file", "person.export");
  add("erase", "Overwrite everything that is kept of one person, for good", "person.erase");
}

void add_user_command(CLI::App& app, CommandLine& line) {
  CLI::App* user = app.add_subcommand("user", "Make users and set passwords");
  user->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, const char* command) {
    CLI::App* sub = user->add_subcommand(name, help);
    sub->add_option("--email", line.user.email, "Of the user")->required();
    sub->add_option("--password", line.user.password, "Asked for where it is not given");
    if (std::string_view(name) == "create") {
      sub->add_option("--name", line.user.name, "As others see it")->required();
      sub->add_option("--role", line.user.role, "owner, admin, agent, analyst or viewer");
    }
    add_options(*sub, line.options);
    sub->callback([&line, command] {
      line.exit_code = run_request(line.options, user_request(command, line.user));
    });
  };
  add("create", "Make a user", "user.create");
  add("password", "Set a user's password", "user.password");

  CLI::App* forget = user->add_subcommand(
      "forget-factor", "Let a user without the authenticator sign in with the password alone");
  forget->add_option("--email", line.user.email, "Of the user")->required();
  add_options(*forget, line.options);
  forget->callback([&line] {
    line.exit_code = run_request(line.options, codec::JsonWriter()
                                                   .begin_object()
                                                   .member("command", "user.forget_factor")
                                                   .member("email", line.user.email)
                                                   .end_object()
                                                   .take());
  });
}

int restore_anything(const CommandLine& line) {
  if (!storage::is_installation_backup(line.backup.target)) {
    return restore_command(line.options, line.backup.target, line.backup_workspace);
  }
  return line.only_check ? check_backup(line.backup)
                         : with_configuration(line.options, restore, line.backup);
}

void add_operator_commands(CLI::App& app, CommandLine& line) {
  CLI::App* backup =
      app.add_subcommand("backup", "Save everything into a new directory, beside a server too");
  backup->add_option("directory", line.backup.target, "Made where it is missing")->required();
  backup->add_option("--key-file", line.backup.key_file,
                     "Seal it with this key and not with the data directory's backup.key");
  backup->add_flag("--plain", line.backup.plain, "Do not seal it");
  add_options(*backup, line.options);
  backup->callback(
      [&line] { line.exit_code = with_configuration(line.options, back_up, line.backup); });

  CLI::App* restore = app.add_subcommand(
      "restore", "Put a backup into a new data directory, or back what a migration saved");
  restore->add_option("backup", line.backup.target, "The backup's directory or file")->required();
  restore->add_option("--key-file", line.backup.key_file,
                      "That the backup was sealed with; without: backup.key in the data directory");
  restore->add_option("--until", line.backup.until,
                      "Bring the backup to this second, such as 2026-03-01T08:30:00Z");
  restore->add_option("--archive", line.backup.archive, "With --until: the archive's directory");
  restore->add_flag("--check", line.only_check, "Only compare the backup with its MANIFEST");
  restore->add_option("--workspace", line.backup_workspace,
                      "Of a migration's file: whose record; 0: the instance's");
  add_options(*restore, line.options);
  restore->callback([&line] { line.exit_code = restore_anything(line); });

  CLI::App* archive = app.add_subcommand(
      "archive", "Archive all changes, so that a backup can be restored to any second since");
  archive->add_option("directory", line.archive.directory, "Where; without: says what is archived");
  archive->add_option("--days", line.archive.days, "For how long it is kept")
      ->check(CLI::Range(1, storage::archive_days_max));
  archive->add_flag("--off", line.archive.off, "Archive no longer");
  add_options(*archive, line.options);
  archive->callback(
      [&line] { line.exit_code = with_configuration(line.options, app::archive, line.archive); });

  CLI::App* doctor = app.add_subcommand(
      "doctor", "Check that everything holds that must hold, beside a server too");
  doctor->add_flag("--repair", line.doctor.repair, "Make again what is derived; no server may run");
  doctor->add_flag("--deep", line.doctor.deep, "Fold all events again, however many");
  add_options(*doctor, line.options);
  doctor->callback(
      [&line] { line.exit_code = with_configuration(line.options, run_doctor, line.doctor); });
}

void add_duplicates_command(CLI::App& app, CommandLine& line) {
  CLI::App* duplicates = app.add_subcommand("duplicates", "Show people who are probably one");
  duplicates->add_flag("--search", line.search_duplicates, "Compare everybody first");
  add_options(*duplicates, line.options);
  duplicates->callback([&line] {
    line.exit_code = run_request(line.options, codec::JsonWriter()
                                                   .begin_object()
                                                   .member("command", "duplicates")
                                                   .member("search", line.search_duplicates)
                                                   .end_object()
                                                   .take());
  });
}

void add_segments_command(CLI::App& app, CommandLine& line) {
  CLI::App* segments =
      app.add_subcommand("segments", "Show the segments and how many people are in each");
  add_options(*segments, line.options);
  segments->callback([&line] {
    line.exit_code = run_request(
        line.options,
        codec::JsonWriter().begin_object().member("command", "segments").end_object().take());
  });
}

template <class Choice>
int with_ask(const Options& options, const Choice& choice,
             int (*command)(const Ask&, const Choice&)) {
  const auto configuration = configuration_of(options);
  if (!configuration.ok()) {
    return fail(configuration.error());
  }
  const auto ask = ask_anywhere(*configuration);
  return ask.ok() ? command(*ask, choice) : fail(ask.error());
}

void add_transfer_commands(CLI::App& app, CommandLine& line) {
  CLI::App* import = app.add_subcommand("import", "Bring a file in, beside a running server too");
  import->add_option("file", line.import.file, "CSV, lines of JSON, or what export wrote")
      ->required();
  import->add_option("--mapping", line.import.mapping, "A file that says which column is what");
  import->add_option("--source", line.import.source, "The source's name; made if it is not there");
  import->add_option("--report", line.import.report, "Write the refused rows here, as CSV");
  import->add_flag("--propose", line.import.propose, "Only print a mapping to start from");
  add_options(*import, line.options);
  import->callback([&line] {
    line.import.json = line.options.json;
    line.exit_code = with_ask(line.options, line.import, import_command);
  });

  CLI::App* exported = app.add_subcommand("export", "Take data out, beside a running server too");
  exported->add_option("what", line.exported.what, "everything, people, accounts or events");
  exported->add_option("--output", line.exported.output, "A file instead of standard output");
  exported->add_option("--search", line.exported.search, "Of people: words of names and addresses");
  exported->add_option("--filter", line.exported.filter, "Of people: a condition as JSON");
  add_options(*exported, line.options);
  exported->callback(
      [&line] { line.exit_code = with_ask(line.options, line.exported, export_command); });
}

void add_journey_commands(CLI::App& app, CommandLine& line) {
  const CommonOptions common{
      .add = [&line](CLI::App& command) { add_options(command, line.options); },
      .ask = [&line]() -> Result<Ask> {
        TL_TRY_ASSIGN(const Configuration configuration, configuration_of(line.options));
        return ask_anywhere(configuration);
      },
      .json = line.options.json,
      .exit_code = line.exit_code};
  line.journeys = std::make_unique<JourneyCommands>(app, common);
  line.maps = std::make_unique<MapCommands>(app, common);
}

void add_commands(CLI::App& app, CommandLine& line) {
  CLI::App* serve = app.add_subcommand("serve", "Serve this data directory");
  add_serving_options(*serve, line.options);
  serve->callback([&line] { line.exit_code = serve_command(line.options); });

  CLI::App* demo = app.add_subcommand("demo", "Serve a simulated company");
  add_serving_options(*demo, line.options);
  demo->add_option("--people", line.demo.people, "How many")->check(CLI::Range(50, 1'000'000));
  demo->add_option("--seed", line.demo.seed, "Another company for another number");
  demo->add_flag("--quiet", line.demo.quiet, "No live events");
  demo->callback([&line] { line.exit_code = demo_command(line.options, line.demo); });

  add_key_command(app, line);
  add_user_command(app, line);
  add_transfer_commands(app, line);
  add_journey_commands(app, line);
  add_workspace_command(app, line);
  add_person_command(app, line);

  CLI::App* rebuild = app.add_subcommand("rebuild", "Make all derived indexes again");
  add_options(*rebuild, line.options);
  rebuild->add_flag("--everything", line.everything,
                    "People, traits and accounts too, from the events and decisions alone");
  rebuild->callback([&line] {
    line.exit_code = run_request(line.options, codec::JsonWriter()
                                                   .begin_object()
                                                   .member("command", "rebuild")
                                                   .member("everything", line.everything)
                                                   .end_object()
                                                   .take());
  });

  add_operator_commands(app, line);
  add_duplicates_command(app, line);
  add_segments_command(app, line);

  CLI::App* openapi = app.add_subcommand("openapi", "Print the OpenAPI document");
  add_options(*openapi, line.options);
  openapi->callback([&line] { line.exit_code = openapi_command(line.options); });
}

}  // namespace
}  // namespace throughline::app

// What throws here is out of memory: ending is all that can be done.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  CLI::App app("Throughline: one continuous line through everything between a customer and you");
  app.set_version_flag("--version", std::string(throughline::app::version));
  app.require_subcommand(1);
  throughline::app::CommandLine line;
  throughline::app::add_commands(app, line);
  CLI11_PARSE(app, argc, argv);
  return line.exit_code;
}
