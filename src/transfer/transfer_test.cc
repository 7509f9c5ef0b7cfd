#include "transfer/transfer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "access/access.h"
#include "collect/collect.h"
#include "jobs/jobs.h"
#include "testing/databases.h"
#include "testing/temporary_directory.h"
#include "transfer/export_line.h"

namespace throughline::transfer {
namespace {

constexpr Time day = {1'767'225'600'000'000};  // 2026-01-01.

// One installation with its rooms, and files to bring in.
class World {
 public:
  explicit World(storage::Dialect dialect)
      : storage_(dialect),
        access_(storage_.workspaces(), storage_.clock(), random_),
        timeline_(storage_.workspaces(), storage_.clock()),
        people_(storage_.workspaces(), timeline_, storage_.clock(), random_),
        collect_(storage_.workspaces(), access_, timeline_, people_, storage_.clock(), random_),
        transfer_(storage_.workspaces(), access_, timeline_, people_, collect_, storage_.clock()) {
    storage_.clock().set(day);
    EXPECT_TRUE(access_.start("Test").ok());
    storage_.workspace();
  }

  Transfer& transfer() { return transfer_; }
  people::People& people() { return people_; }
  collect::Collect& collect() { return collect_; }
  Actor actor() const { return {.workspace = {1}, .role = Role::owner, .name = "Ann"}; }

  template <class F>
  auto write(const F& body) {
    return storage_.workspace().write(body);
  }
  bool is_known(const std::string& reference) {
    return people_
        .read(actor(),
              [&](storage::Transaction& tx) { return people_.find_profile(tx, reference); })
        .ok();
  }

  void set_clock(Time now) { storage_.clock().set(now); }

  std::string write_file(const std::string& text) {
    const std::string path = files_.path() + "/" + std::to_string(++written_);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  // Brings a file in and waits for the end.
  Import bring(const std::string& text, const std::string& mapping,
               const std::string& source = "File") {
    const auto opened = transfer_.open_file(actor(), write_file(text));
    EXPECT_TRUE(opened.ok());
    return carry_out(opened->id, mapping, source);
  }

  Import carry_out(ImportId id, const std::string& mapping, const std::string& source = "File") {
    jobs::Jobs jobs(storage_.workspaces(), storage_.clock(), random_);
    transfer_.wire(jobs);
    EXPECT_TRUE(jobs.start({1}).ok());
    const auto begun = transfer_.start(actor(), id, {mapping, source});
    EXPECT_TRUE(begun.ok()) << begun.error().message;
    for (;;) {
      const auto now = transfer_.find(actor(), id);
      EXPECT_TRUE(now.ok());
      if (!now.ok() || is_over(now->state)) {
        return now.ok() ? *now : Import{};
      }
      std::this_thread::yield();
    }
  }

  std::string exported(const ExportRequest& request = {}) {
    std::string text;
    std::string cursor;
    do {
      const auto piece = transfer_.export_piece(actor(), request, cursor);
      EXPECT_TRUE(piece.ok()) << piece.error().message;
      if (!piece.ok()) {
        return text;
      }
      text += piece->text;
      cursor = piece->next;
    } while (!cursor.empty());
    return text;
  }

  std::string canonical() {
    const auto text = people_.read(
        actor(), [&](storage::Transaction& tx) { return people_.canonical_export(tx); });
    EXPECT_TRUE(text.ok());
    return text.ok() ? *text : "";
  }

 private:
  testing::TestStorage storage_;
  testing::TemporaryDirectory files_;
  SeededRandom random_{1};
  access::Access access_;
  timeline::Timeline timeline_;
  people::People people_;
  collect::Collect collect_;
  Transfer transfer_;
  int written_ = 0;
};

using TransferTest = ::testing::TestWithParam<storage::Dialect>;

constexpr std::string_view people_mapping =
    R"({"kind":"identify","columns":{"id":"user_id","mail":"email","plan":"trait"}})";

TEST_P(TransferTest, AFileComesInOnceHoweverOftenItIsImported) {
  World world(GetParam());
  std::string text = "id,mail,plan\n";
  for (int i = 0; i < 1200; ++i) {
    text += std::to_string(i) + ",p" + std::to_string(i) + "@b.example,pro\n";
  }
  text += "x\n";
  const Import first = world.bring(text, std::string(people_mapping));
  EXPECT_EQ(first.state, ImportState::done) << first.error;
  EXPECT_EQ(first.counts.rows, 1201);
  EXPECT_EQ(first.counts.accepted, 1200);
  EXPECT_EQ(first.counts.refused, 1);
  const auto refused = world.transfer().refused(world.actor(), first.id, 0, 10);
  ASSERT_TRUE(refused.ok());
  ASSERT_EQ(refused->size(), 1U);
  EXPECT_EQ(refused->front().line, 1202);
  EXPECT_EQ(refused->front().reason, "wrong_number_of_fields");
  EXPECT_EQ(refused->front().content, "x");
  const std::string before = world.canonical();
  const Import again = world.bring(text, std::string(people_mapping));
  EXPECT_EQ(again.counts.accepted, 0);
  EXPECT_EQ(again.counts.repeated, 1200);
  EXPECT_EQ(world.canonical(), before);
}

TEST_P(TransferTest, ABrokenRowIsRefusedAloneAndAnUnclosedQuoteEndsTheImport) {
  World world(GetParam());
  const Import one = world.bring("id,mail,plan\n1,a@b.example,x\n2,\"b\"c,x\n3,c@b.example,x\n",
                                 std::string(people_mapping));
  EXPECT_EQ(one.state, ImportState::done) << one.error;
  EXPECT_EQ(one.counts.accepted, 2);
  const auto refused = world.transfer().refused(world.actor(), one.id, 0, 10);
  ASSERT_TRUE(refused.ok());
  ASSERT_EQ(refused->size(), 1U);
  EXPECT_EQ(refused->front().line, 3);
  EXPECT_EQ(refused->front().reason, "not_csv");
  EXPECT_EQ(refused->front().content, "2,\"bc,x\"");

  const Import other = world.bring("id,mail,plan\n4,d@b.example,x\n5,\"e@b.example,x\n",
                                   std::string(people_mapping));
  EXPECT_EQ(other.state, ImportState::failed);
  EXPECT_NE(other.error.find("line 3"), std::string::npos) << other.error;
  EXPECT_EQ(other.counts.accepted, 1);
}

TEST_P(TransferTest, AMappingForAnotherFileIsRefusedBeforeItBegins) {
  World world(GetParam());
  const auto opened =
      world.transfer().open_file(world.actor(), world.write_file("id,mail\n1,a@b.example\n"));
  ASSERT_TRUE(opened.ok());
  const std::string why = "the file has no column \"plan\"; it has id, mail";
  const auto preview = world.transfer().preview(world.actor(), opened->id, people_mapping);
  ASSERT_FALSE(preview.ok());
  EXPECT_EQ(preview.error().message, why);
  const auto begun =
      world.transfer().start(world.actor(), opened->id, {std::string(people_mapping), "File"});
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().message, why);
  const auto sources = world.collect().sources(world.actor());
  ASSERT_TRUE(sources.ok());
  EXPECT_TRUE(sources->empty()) << "no source is made for it";
}

TEST_P(TransferTest, AnExportComesInOnlyByWhoManagesTheWorkspace) {
  World world(GetParam());
  const auto opened =
      world.transfer().open_file(world.actor(), world.write_file("{\"throughline_export\":1}\n"));
  ASSERT_TRUE(opened.ok());
  Actor agent = world.actor();
  agent.role = Role::agent;
  const auto begun = world.transfer().start(agent, opened->id, {R"({"format":"throughline"})", ""});
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().code, ErrorCode::forbidden);
}

TEST_P(TransferTest, TimesOfAFileStandAsTheyAre_DC27) {
  World world(GetParam());
  const Import import = world.bring(
      R"({"type":"track","userId":"u","event":"Old","timestamp":"1970-01-01T00:00:01Z","sentAt":"1970-01-01T00:00:02Z"})",
      R"({"format":"messages"})");
  EXPECT_EQ(import.counts.accepted, 1);
  const std::string events = world.exported({.kind = ExportKind::events});
  EXPECT_NE(events.find("\r\n1970-01-01T00:00:01Z,track,Old"), std::string::npos) << events;
}

TEST_P(TransferTest, AnUploadedFileThatIsNoLongerWholeIsNotTaken) {
  World world(GetParam());
  const auto uploaded = world.transfer().upload(
      world.actor(), {.name = "people.csv", .content = "id,mail,plan\n1,a@b.example,x\n"});
  ASSERT_TRUE(uploaded.ok());
  std::ofstream(uploaded->path, std::ios::binary) << "id,mail,plan\n";
  const Import import = world.carry_out(uploaded->id, std::string(people_mapping));
  EXPECT_EQ(import.state, ImportState::failed);
  EXPECT_NE(import.error.find("has changed"), std::string::npos) << import.error;
  EXPECT_FALSE(std::filesystem::exists(uploaded->path));
}

TEST_P(TransferTest, AFileThatNobodyMapsIsForgottenAfterADay) {
  World world(GetParam());
  const Upload file = {.name = "people.csv", .content = "id\n1\n"};
  const auto first = world.transfer().upload(world.actor(), file);
  ASSERT_TRUE(first.ok());
  EXPECT_TRUE(std::filesystem::exists(first->path));
  world.set_clock({day.us + 25 * us_per_hour});
  ASSERT_TRUE(world.transfer().upload(world.actor(), file).ok());
  EXPECT_FALSE(std::filesystem::exists(first->path));
  const auto now = world.transfer().find(world.actor(), first->id);
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(now->state, ImportState::cancelled);
}

TEST_P(TransferTest, AnImportThatIsCancelledTakesNoMoreRows) {
  World world(GetParam());
  const auto opened = world.transfer().open_file(world.actor(), world.write_file("id\n1\n"));
  ASSERT_TRUE(opened.ok());
  ASSERT_TRUE(world.transfer().cancel(world.actor(), opened->id).ok());
  const auto begun =
      world.transfer().start(world.actor(), opened->id, {std::string(people_mapping), "File"});
  ASSERT_FALSE(begun.ok());
  EXPECT_EQ(begun.error().code, ErrorCode::conflict);
}

// Several sources, all kinds, odd text, a repetition, an agent's merge and correction, and rules.
void live(World& world) {
  auto rules = people::Rules{};
  rules.phone_region = "BR";
  ASSERT_TRUE(world.people().put_rules(world.actor(), rules).ok());
  ASSERT_TRUE(world.collect().create_source(world.actor(), "Site", SourceKind::browser).ok());
  const std::string text =
      R"({"type":"identify","userId":"ana","anonymousId":"a1","traits":{"email":"Ana@b.example","plan":"pro","odd":"\u0000\ud800 x"},"timestamp":"2020-01-01T00:00:00Z"}
{"type":"track","anonymousId":"a1","event":"Seen","properties":{"n":1e400,"deep":{"a":[1,2]}},"messageId":"m1","timestamp":"2019-01-01T00:00:00.123456Z"}
{"type":"track","anonymousId":"a1","event":"Seen","properties":{"n":1e400,"deep":{"a":[1,2]}},"messageId":"m1","timestamp":"2019-01-01T00:00:00.123456Z"}
{"type":"page","userId":"bo","name":"Home","context":{"page":{"url":"https://x.example"}}}
{"type":"group","userId":"bo","groupId":"acme","traits":{"name":"Acme","role":"owner"}}
{"type":"alias","userId":"bo","previousId":"bo-before","integrations":{"All":false}}
{"type":"screen","userId":"cy","name":"Start","more":{"kept":true}}
{"type":"track","userId":"undefined","event":"Nobody's"}
)";
  ASSERT_EQ(world.bring(text, R"({"format":"messages"})", "Server").counts.refused, 0);
  ASSERT_TRUE(
      world.people()
          .merge(world.actor(), {.one = "user_id:bo", .other = "user_id:cy", .reason = "one"})
          .ok());
  const auto ana = world.people().read(world.actor(), [&](storage::Transaction& tx) {
    return world.people().find_profile(tx, "user_id:ana");
  });
  ASSERT_TRUE(ana.ok());
  ASSERT_TRUE(world.people()
                  .unmerge(world.actor(), {.profile = "user_id:ana",
                                           .identifiers = {{"anonymous_id", "a1"}},
                                           .reason = "the library's"})
                  .ok());
  ASSERT_TRUE(world.people()
                  .judge(world.actor(), {.identifier = {"user_id", "bo-before"},
                                         .verdict = people::ValueVerdict::freeze,
                                         .reason = "nobody in particular"})
                  .ok());
  ASSERT_TRUE(world.people()
                  .state_consent(world.actor(), {.profile = "user_id:ana",
                                                 .key = {"email", "marketing"},
                                                 .status = people::ConsentStatus::granted,
                                                 .proof = R"({"form":"newsletter"})"})
                  .ok());
  const people::RecordedDecision twins = {
      .kind = "two_people",
      .decided_at = day,
      .actor = "Ann",
      .reason = "twins",
      .identifiers = {{"user_id", "ana"}},
      .others = {{"user_id", "bo"}},
      .weight = 7.25,
      .evidence = R"([{"aspect":"email","level":4,"weight":7.25}])"};
  ASSERT_TRUE(world
                  .write([&](storage::Transaction& tx) {
                    return world.people().restore_decision(tx, twins);
                  })
                  .ok());
  ASSERT_TRUE(world.people()
                  .edit_trait(world.actor(), *ana, "plan", R"("free")", people::TraitEdit::lock)
                  .ok());
}

std::vector<std::string> event_lines(const std::string& exported) {
  std::vector<std::string> lines;
  std::istringstream in(exported);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(R"({"throughline_export")")) {
      lines.push_back(line);
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_P(TransferTest, WhatWasExportedAndImportedIsTheSame) {
  World one(GetParam());
  live(one);
  const std::string exported = one.exported();
  EXPECT_NE(exported.find(R"("reason":"twins")"), std::string::npos);
  World other(GetParam());
  const Import import = other.bring(exported, R"({"format":"throughline"})");
  EXPECT_EQ(import.state, ImportState::done) << import.error;
  EXPECT_EQ(import.counts.refused + import.counts.collided, 0);
  EXPECT_EQ(other.canonical(), one.canonical());
  EXPECT_EQ(event_lines(other.exported()), event_lines(exported));

  const Import again = other.bring(exported, R"({"format":"throughline"})");
  EXPECT_EQ(again.counts.accepted, 0);
  EXPECT_EQ(event_lines(other.exported()), event_lines(exported));
}

TEST_P(TransferTest, WhoIsErasedIsTakenOutOfFilesAndComesBackByNone_PR01) {
  World world(GetParam());
  const std::string good =
      R"({"type":"identify","userId":"ana","traits":{"email":"ana@b.example"}})";
  const std::string bad = R"({"type":"track","userId":"x","event":17,"by":"Ana@b.example"})";
  const Import first = world.bring(good + "\n" + bad + "\n", R"({"format":"messages"})");
  const auto refused_of = [&](const Import& import) {
    const auto rows = world.transfer().refused(world.actor(), import.id, 0, 10);
    EXPECT_TRUE(rows.ok() && rows->size() == 1);
    return rows.ok() && rows->size() == 1 ? rows->front() : RefusedRow{};
  };
  ASSERT_NE(refused_of(first).content, "");
  const auto waiting = world.transfer().upload(world.actor(), {.name = "a", .content = good});
  ASSERT_TRUE(waiting.ok());
  ASSERT_TRUE(std::filesystem::exists(waiting->path));
  const auto erased = world.people().erase(world.actor(), {.profile = "user_id:ana"});
  ASSERT_TRUE(erased.ok()) << erased.error().message;
  EXPECT_EQ(refused_of(first).content, "");
  EXPECT_EQ(refused_of(first).detail, "erased");
  EXPECT_FALSE(std::filesystem::exists(waiting->path));
  EXPECT_EQ(world.transfer().find(world.actor(), waiting->id)->state, ImportState::cancelled);
  const Import same = world.bring(good + "\n", R"({"format":"messages"})");
  EXPECT_EQ(same.counts.repeated, 1) << "what was erased counts as taken";
  const std::string more = R"({"type":"track","userId":"ana","event":"Late"})";
  const RefusedRow late = refused_of(world.bring(more + "\n", R"({"format":"messages"})"));
  EXPECT_EQ(late.reason, "erased_person");
  EXPECT_EQ(late.content, "");
}

// Ana and Bo, with everything that names Ana.
void live_with_ana(World& world) {
  world.bring(
      R"({"type":"identify","userId":"ana","traits":{"email":"ana@b.example"},"messageId":"m1"}
{"type":"track","userId":"bo","event":"Seen","messageId":"m2"}
{"type":"track","anonymousId":"a-device","event":"Seen","messageId":"m3"}
)",
      R"({"format":"messages"})");
  ASSERT_TRUE(world.people()
                  .merge(world.actor(),
                         {.one = "user_id:ana", .other = "anonymous_id:a-device", .reason = "hers"})
                  .ok());
  ASSERT_TRUE(world.people()
                  .state_consent(world.actor(), {.profile = "user_id:ana",
                                                 .key = {"email", "marketing"},
                                                 .status = people::ConsentStatus::granted})
                  .ok());
}

TEST_P(TransferTest, WhoWasErasedDoesNotComeBackWhereAnExportCameIn_PR01) {
  constexpr const char* whole = R"({"format":"throughline"})";
  constexpr const char* messages = R"({"format":"messages"})";
  World one(GetParam());
  live_with_ana(one);
  const std::string before = one.exported();
  ASSERT_TRUE(one.people().erase(one.actor(), {.profile = "user_id:ana"}).ok());
  ASSERT_TRUE(
      one.people()
          .erase(one.actor(), {.profile = "user_id:bo", .mode = people::ErasureMode::suppress})
          .ok());

  World other(GetParam());
  const Import moved = other.bring(one.exported(), whole);
  EXPECT_EQ(moved.counts.refused, 0) << "who is suppressed keeps what there is";
  EXPECT_TRUE(other.is_known("user_id:bo"));
  const auto reason_of = [&](World& world, const Import& import) {
    const auto rows = world.transfer().refused(world.actor(), import.id, 0, 10);
    std::string reasons;
    for (const RefusedRow& row : *rows) {
      EXPECT_EQ(row.content, "");
      reasons += row.reason + " ";
    }
    return reasons;
  };
  const std::string late_ana = R"({"type":"track","userId":"ana","event":"Late"})";
  const std::string late_bo = R"({"type":"track","userId":"bo","event":"Late"})";
  EXPECT_EQ(reason_of(other, other.bring(late_ana, messages)), "erased_person ");
  EXPECT_EQ(reason_of(other, other.bring(late_bo, messages)), "suppressed_person ");

  // An older export holds her; its rows about her leave no trace.
  const Import older = other.bring(before, whole);
  EXPECT_EQ(reason_of(other, older), "erased_person erased_person erased_person erased_person ");
  EXPECT_FALSE(other.is_known("user_id:ana"));
  EXPECT_EQ(other.exported().find("ana@b.example"), std::string::npos);

  // And on from there.
  World third(GetParam());
  third.bring(other.exported(), whole);
  EXPECT_EQ(reason_of(third, third.bring(late_ana, messages)), "erased_person ");
  ASSERT_TRUE(third.people().lift_suppression(third.actor(), {"user_id", "ana"}).ok());
  EXPECT_EQ(third.bring(late_ana, messages).counts.accepted, 1);
  EXPECT_EQ(third.exported().find("ana@b.example"), std::string::npos);
}

TEST_P(TransferTest, AMessageThatIsSentAgainAfterTheMoveIsARepetition_EV01) {
  World one(GetParam());
  live(one);
  World other(GetParam());
  other.bring(one.exported(), R"({"format":"throughline"})");
  const Import again = other.bring(
      R"({"type":"track","anonymousId":"a1","event":"Seen","properties":{"n":1e400,"deep":{"a":[1,2]}},"messageId":"m1","timestamp":"2019-01-01T00:00:00.123456Z"})",
      R"({"format":"messages"})", "Server");
  EXPECT_EQ(again.counts.repeated, 1);
  EXPECT_EQ(again.counts.collided, 0);
}

TEST_P(TransferTest, TablesAreSafeToOpenInASpreadsheet) {
  World world(GetParam());
  world.bring("id,mail,plan\n1,a@b.example,=cmd|' /C calc'!A0\n2,b@b.example,-5\n",
              std::string(people_mapping));
  std::string text;
  // The list follows by a moment.
  while (text.find("b@b.example") == std::string::npos ||
         text.find("a@b.example") == std::string::npos) {
    text = world.exported({.kind = ExportKind::people});
  }
  EXPECT_NE(text.find(",'=cmd|' /C calc'!A0\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find(",-5\r\n"), std::string::npos) << text;
  const std::string events = world.exported({.kind = ExportKind::events});
  EXPECT_EQ(std::count(events.begin(), events.end(), '\n'), 3) << events;
  EXPECT_NE(events.find("user_id:1"), std::string::npos);
}

TEST_P(TransferTest, ATableThatComesBackSaysWhatItSaid) {
  World world(GetParam());
  world.bring("id,mail,plan\n1,a@b.example,=1+1\n", std::string(people_mapping));
  std::string table;
  while (table.find("a@b.example") == std::string::npos) {  // The list follows by a moment.
    table = world.exported({.kind = ExportKind::people});
  }
  EXPECT_NE(table.find(",'=1+1\r\n"), std::string::npos) << table;
  World other(GetParam());
  const Import import =
      other.bring(table, R"({"kind":"identify","columns":{"user_id":"user_id","plan":"trait"}})");
  EXPECT_EQ(import.counts.accepted, 1);
  const auto plan =
      other.people().read(other.actor(), [&](storage::Transaction& tx) -> Result<std::string> {
        TL_TRY_ASSIGN(const auto profile, other.people().find_profile(tx, "user_id:1"));
        TL_TRY_ASSIGN(const auto traits, other.people().traits(tx, profile));
        return traits.at(0).said.value;
      });
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(*plan, R"("=1+1")");
}

TEST(ExportLine, RefusesWhatIsNoEvent) {
  for (const std::string_view json :
       {R"({})", R"({"id":"1","hash":"00"})",
        R"({"id":"1","hash":"000102030405060708090a0b0c0d0e0f","rights":"server","kind":"merge",)"
        R"("channel":"web","clock":"sent","at_us":1,"received_us":1})",
        R"({"id":"1","hash":"000102030405060708090a0b0c0d0e0f","rights":"browser","kind":"track",)"
        R"("channel":"web","clock":"sent","at_us":1,"received_us":1,"source":0})",
        R"({"id":"1","hash":"000102030405060708090a0b0c0d0e0f","rights":"server","kind":"track",)"
        R"("channel":"web","clock":"sent","at_us":9223372036854775807,"received_us":1})",
        R"({"id":"1","hash":"000102030405060708090a0b0c0d0e0f","rights":"server","kind":"track",)"
        R"("channel":"web","clock":"sent","at_us":1,"received_us":1,)"
        R"("identifiers":[{"type":"","id":"x"}]})"}) {
    const auto document = codec::JsonDocument::parse(json);
    EXPECT_FALSE(parse_event(document->root()).ok()) << json;
  }
}

INSTANTIATE_TEST_SUITE_P(Both, TransferTest, testing::both_databases(), testing::database_name);

}  // namespace
}  // namespace throughline::transfer
