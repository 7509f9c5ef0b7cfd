#include "app/commands.h"

#include <array>
#include <functional>

#include "app/control.h"
#include "app/doctor.h"
#include "app/journey_commands.h"
#include "app/map_commands.h"
#include "app/transfer_commands.h"
#include "codec/json_writer.h"
#include "event/public_id.h"
#include "people/person_export_routes.h"

namespace throughline::app {
namespace {

using codec::JsonView;

Result<std::string> create_write_key(Throughline& throughline, const Actor& actor,
                                     JsonView request) {
  TL_TRY_ASSIGN(const SourceKind kind, parse_source_kind(request.find("source").text_or("server")));
  const std::string name(request.find("name").text_or("Command line"));
  TL_TRY_ASSIGN(const auto made, throughline.collect().create_source(actor, name, kind));
  return codec::JsonWriter()
      .begin_object()
      .member("kind", "write")
      .member("secret", made.write_key)
      .member("source", to_public_id("source", made.source.created_at, made.source.id.value))
      .member("name", made.source.name)
      .end_object()
      .take();
}

Result<std::string> create_api_key(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const Role role, access::parse_role(request.find("role").text_or("viewer")));
  const std::string name(request.find("name").text_or("Command line"));
  TL_TRY_ASSIGN(const auto made, throughline.access().create_api_key(actor, name, role));
  return codec::JsonWriter()
      .begin_object()
      .member("kind", "api")
      .member("secret", made.secret)
      .member("name", made.key.name)
      .member("role", access::name_of(made.key.role))
      .end_object()
      .take();
}

Result<std::string> create_key(Throughline& throughline, const Actor& actor, JsonView request) {
  const std::string_view kind = request.find("kind").text();
  if (kind == "write") {
    return create_write_key(throughline, actor, request);
  }
  if (kind == "api") {
    return create_api_key(throughline, actor, request);
  }
  return Error::invalid("--kind must be write or api");
}

Result<std::string> create_user(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const Role role, access::parse_role(request.find("role").text_or("agent")));
  TL_TRY_ASSIGN(const auto member, throughline.access().create_user(
                                       actor,
                                       {.email = std::string(request.find("email").text()),
                                        .name = std::string(request.find("name").text()),
                                        .role = role},
                                       request.find("password").text()));
  return codec::JsonWriter()
      .begin_object()
      .member("email", member.email)
      .member("name", member.name)
      .member("role", access::name_of(member.role))
      .end_object()
      .take();
}

Result<std::string> reset_password(Throughline& throughline, const Actor& actor, JsonView request) {
  const std::string_view email = request.find("email").text();
  TL_TRY(throughline.access().reset_password(actor, email, request.find("password").text()));
  return codec::JsonWriter().begin_object().member("email", email).end_object().take();
}

Result<std::string> forget_factor(Throughline& throughline, const Actor& actor, JsonView request) {
  const std::string_view email = request.find("email").text();
  TL_TRY(throughline.access().forget_second_factor(actor, email));
  return codec::JsonWriter().begin_object().member("email", email).end_object().take();
}

Result<std::string> rebuild(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY(throughline.timeline().rebuild(actor.workspace));
  if (request.find("everything").boolean() != true) {
    return std::string(R"({"rebuilt":["indexes"]})");
  }
  TL_TRY_ASSIGN(const auto rebuilt, throughline.people().rebuild(actor.workspace));
  TL_TRY_ASSIGN(const std::int64_t memberships, throughline.segments().rebuild(actor.workspace));
  return codec::JsonWriter()
      .begin_object()
      .raw_member("rebuilt", R"(["indexes","people","segments"])")
      .member("differed", rebuilt.differed || memberships != 0)
      .end_object()
      .take();
}

Result<std::string> examine_data(Throughline& throughline, JsonView request,
                                 const std::atomic<bool>& stopping) {
  const DoctorOptions options = {.deep = request.find("deep").boolean().value_or(false),
                                 .stop = &stopping};
  TL_TRY_ASSIGN(const auto findings, examine(throughline, options));
  return to_json(findings);
}

Result<void> write_person(codec::JsonWriter& writer, Throughline& throughline,
                          storage::Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto profile, throughline.people().profile(tx, id));
  TL_TRY_ASSIGN(const auto values, throughline.duplicates().compared(tx, id));
  writer.begin_object().member("id", profile.public_id);
  for (const std::string_view field :
       {"first name", "last name", "date of birth", "email", "phone", "address"}) {
    if (const std::string value = people::value_of(field, values); !value.empty()) {
      writer.member(field, value);
    }
  }
  writer.end_object();
  return {};
}

Result<void> write_pair(codec::JsonWriter& writer, Throughline& throughline,
                        storage::Transaction& tx, const people::Duplicate& pair) {
  writer.begin_object()
      .member("id", to_public_id("duplicate", pair.found_at, pair.id.value))
      .member("probability", pair.probability())
      .key("one");
  TL_TRY(write_person(writer, throughline, tx, pair.one));
  writer.key("other");
  TL_TRY(write_person(writer, throughline, tx, pair.other));
  writer.key("because").begin_array();
  for (const people::DuplicateEvidence& evidence : pair.evidence) {
    writer.value(evidence.aspect + ": " + std::string(people::words_of(evidence)));
  }
  writer.end_array().end_object();
  return {};
}

// {"search": true} compares everybody first.
Result<std::string> duplicates(Throughline& throughline, const Actor& actor, JsonView request) {
  constexpr std::size_t shown_max = 200;
  codec::JsonWriter writer;
  writer.begin_object();
  if (request.find("search").boolean().value_or(false)) {
    TL_TRY_ASSIGN(const auto search, throughline.duplicates().search(actor));
    writer.member("people", search.people).member("pairs_compared", search.pairs);
  }
  TL_TRY(throughline.workspaces().read(actor, [&](storage::Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto page,
                  throughline.duplicates().list(tx, people::DuplicateState::open, {}, shown_max));
    writer.member("total", page.total).key("items").begin_array();
    for (const people::Duplicate& pair : page.items) {
      TL_TRY(write_pair(writer, throughline, tx, pair));
    }
    return {};
  }));
  return writer.end_array().end_object().take();
}

Result<std::string> list_segments(Throughline& throughline, const Actor& actor,
                                  JsonView /*request*/) {
  TL_TRY_ASSIGN(const auto all, throughline.segments().list(actor));
  codec::JsonWriter writer;
  writer.begin_object().key("items").begin_array();
  for (const segments::ListedSegment& one : all) {
    writer.begin_object().member("id", segments::public_id_of(one.segment));
    writer.member("name", one.segment.name).member("kind", name_of(one.segment.kind));
    writer.member("people", one.size).member("built", one.segment.built);
    writer.member("who", one.sentence).end_object();
  }
  return writer.end_array().end_object().take();
}

Result<std::string> create_workspace(Throughline& throughline, const Actor& /*actor*/,
                                     JsonView request) {
  TL_TRY_ASSIGN(const auto made,
                throughline.access().create_workspace(request.find("name").text()));
  TL_TRY(throughline.jobs().start(made.id));
  return codec::JsonWriter()
      .begin_object()
      .member("workspace", made.id.value)
      .member("name", made.name)
      .end_object()
      .take();
}

// Into a file, because an answer here is small and a person may have a million events.
Result<std::string> export_person(Throughline& throughline, const Actor& actor, JsonView request) {
  const std::string path(request.find("file").text());
  TL_TRY_ASSIGN(const std::int64_t bytes,
                people::write_person_export(throughline.people_api(), actor,
                                            std::string(request.find("person").text()), path));
  return codec::JsonWriter()
      .begin_object()
      .member("file", path)
      .member("bytes", bytes)
      .end_object()
      .take();
}

Result<std::string> erase_person(Throughline& throughline, const Actor& actor, JsonView request) {
  TL_TRY_ASSIGN(const people::ErasureMode mode,
                people::parse_erasure_mode(request.find("mode").text_or("erase_and_suppress")));
  TL_TRY_ASSIGN(
      const people::Certificate certificate,
      throughline.people().erase(actor, {.profile = std::string(request.find("person").text()),
                                         .mode = mode,
                                         .reason = std::string(request.find("reason").text())}));
  return codec::JsonWriter()
      .begin_object()
      .member("certificate", certificate.id)
      .member("profile", certificate.profile)
      .member("backups_expire_at", to_rfc3339(certificate.backups_expire_at))
      .end_object()
      .take();
}

// Whom the operator acts for: the first workspace, or the one that the request names.
Result<Actor> actor_of(Throughline& throughline, JsonView request) {
  TL_TRY_ASSIGN(Actor actor, throughline.operator_actor());
  if (const auto wanted = request.find("workspace").integer(); wanted && *wanted != 0) {
    actor.workspace = {*wanted};
    TL_TRY(throughline.workspaces().find(actor.workspace));
  }
  return actor;
}

using Command = Result<std::string> (*)(Throughline&, const Actor&, JsonView);
constexpr std::array<std::pair<std::string_view, Command>, 17> commands = {{
    {"key.create", create_key},
    {"user.create", create_user},
    {"user.password", reset_password},
    {"user.forget_factor", forget_factor},
    {"rebuild", rebuild},
    {"duplicates", duplicates},
    {"maps", list_maps},
    {"segments", list_segments},
    {"import.propose", propose_import},
    {"import.begin", begin_import},
    {"import.status", import_status},
    {"import.refused", import_refused},
    {"export.piece", export_piece},
    {"journeys.progress", journeys_progress},
    {"workspace.create", create_workspace},
    {"person.export", export_person},
    {"person.erase", erase_person},
}};

}  // namespace

Result<std::string> run_command(Throughline& throughline, JsonView request,
                                const std::atomic<bool>& stopping) {
  const std::string_view name = request.find("command").text();
  if (name == "doctor") {
    return examine_data(throughline, request, stopping);
  }
  if (name == "journeys.ask") {
    TL_TRY_ASSIGN(const Actor actor, actor_of(throughline, request));
    return ask_journeys(throughline, actor, request, stopping);
  }
  for (const auto& [known, command] : commands) {
    if (known == name) {
      TL_TRY_ASSIGN(const Actor actor, actor_of(throughline, request));
      return command(throughline, actor, request);
    }
  }
  return Error::invalid("this server does not know the command " + std::string(name));
}

Result<std::string> run_command_anywhere(const Configuration& configuration,
                                         const std::string& request) {
  if (auto answer = ask_server(configuration.data, request)) {
    return *std::move(answer);
  }
  SystemClock clock;
  SecureRandom random;
  TL_TRY_ASSIGN(const auto throughline,
                Throughline::open(configuration, clock, random, "My company"));
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(request));
  return run_command(*throughline, document.root(), false);
}

Result<Ask> ask_anywhere(const Configuration& configuration) {
  struct Held {
    SystemClock clock = {};
    SecureRandom random = {};
    std::unique_ptr<Throughline> throughline = {};
  };
  if (ask_server(configuration.data, R"({"command":"ping"})")) {
    return Ask([data = configuration.data](const std::string& request) -> Result<std::string> {
      auto answer = ask_server(data, request);
      return answer ? *std::move(answer)
                    : Error::unavailable("the server has stopped; it goes on when it starts again");
    });
  }
  const auto held = std::make_shared<Held>();
  TL_TRY_ASSIGN(held->throughline,
                Throughline::open(configuration, held->clock, held->random, "My company"));
  return Ask([held](const std::string& request) -> Result<std::string> {
    TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(request));
    return run_command(*held->throughline, document.root(), false);
  });
}

}  // namespace throughline::app
