#include "app/doctor.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <vector>

#include "testing/databases.h"
#include "testing/followed.h"

namespace throughline::app {
namespace {

using storage::Transaction;

// The whole program over fresh databases, with a few people.
class DoctorTest : public testing::StorageTest {
 protected:
  void SetUp() override {
    storage_.close();
    configuration_.data = storage_.options().data_directory;
    configuration_.database = storage_.options().postgres_url;
    open();
    const auto source = throughline_->collect().create_source(*throughline_->operator_actor(),
                                                              "Shop", SourceKind::server);
    ASSERT_TRUE(source.ok());
    for (int i = 0; i < 20; ++i) {
      record(source->source.id, i);
    }
    catch_up();
  }
  void TearDown() override { throughline_.reset(); }

  void open() {
    throughline_.reset();
    auto opened = Throughline::open(configuration_, clock(), random_, "Acme");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    throughline_ = *std::move(opened);
  }
  void record(SourceId source, int number) {
    Draft draft;
    draft.source = source;
    draft.source_kind = SourceKind::server;
    draft.message_id = "m" + std::to_string(number);
    draft.kind = EventKind::identify;
    draft.occurred_at = {1'767'225'600'000'000 + number};
    draft.times.received = draft.occurred_at;
    draft.identifiers = {{"user_id", "u" + std::to_string(number % 5)}};
    draft.properties = R"({"plan":"gold"})";
    draft.payload_hash = std::string(16, 'a');
    const auto recorded = throughline_->workspaces().write(WorkspaceId{1}, [&](Transaction& tx) {
      return throughline_->timeline().record(tx, draft);
    });
    ASSERT_TRUE(recorded.ok()) << recorded.error().message;
  }
  void catch_up() {
    ASSERT_TRUE(throughline_->timeline().start({1}).ok());
    const auto position = throughline_->timeline().position({1});
    testing::wait_until_followed(throughline_->timeline(), *position);
  }
  void damage(std::string_view sql) {
    const auto done = throughline_->workspaces().write(
        WorkspaceId{1}, [&](Transaction& tx) { return tx.script(sql); });
    ASSERT_TRUE(done.ok());
  }
  std::vector<Finding> findings() {
    auto found = examine(*throughline_, {});
    EXPECT_TRUE(found.ok()) << found.error().message;
    return found.ok() ? *std::move(found) : std::vector<Finding>();
  }
  // The names of the checks that something breaks.
  static std::string broken(const std::vector<Finding>& findings) {
    std::string names;
    for (const Finding& finding : findings) {
      if (finding.broken > 0) {
        EXPECT_FALSE(finding.advice.empty()) << finding.check;
        names += finding.check + " ";
      }
    }
    return names;
  }

  Configuration configuration_;
  SecureRandom random_;
  std::unique_ptr<Throughline> throughline_;
};

INSTANTIATE_TEST_SUITE_P(Both, DoctorTest, testing::both_databases(), testing::database_name);

TEST_P(DoctorTest, FindsNothingInASoundInstallation) {
  const auto found = findings();
  EXPECT_EQ(broken(found), "");
  EXPECT_GT(found.size(), 18U);
}

TEST_P(DoctorTest, NamesWhatIsBrokenAndRepairsWhatIsDerived_OP01) {
  std::vector<std::pair<const char*, const char*>> damages = {
      {"UPDATE profiles SET identifiers = identifiers + 1", "people/sizes"},
      {"DELETE FROM identifier_traits WHERE subject = 1", "people/fold"},
      {"UPDATE components SET identifiers = 7", "people/components"},
      {"DELETE FROM people_index", "list/people"},
      {"DELETE FROM people_figures", "list/people"},
      {"UPDATE event_counts SET events = events + 1", "list/counts"},
      {"INSERT INTO dead_letter_sizes (source, letters, bytes) VALUES (1, 3, 9)",
       "dead_letters/sizes"},
  };
  if (GetParam() == storage::Dialect::sqlite) {  // PostgreSQL counts when it is asked.
    for (const char* sql :
         {"UPDATE people_count SET people = people + 1",
          "UPDATE trait_counts SET people = people + 1", "DELETE FROM trait_counts",
          "UPDATE identifier_counts SET people = people - 1"}) {
      damages.emplace_back(sql, "list/fields");
    }
  }
  for (const auto& [sql, check] : damages) {
    damage(sql);
    const auto found = findings();
    EXPECT_NE(broken(found).find(check), std::string::npos) << sql << ": " << broken(found);
    open();
    const auto repaired = repair(*throughline_, found);
    ASSERT_TRUE(repaired.ok()) << repaired.error().message;
    open();
    catch_up();
    EXPECT_EQ(broken(findings()), "") << sql;
  }
}

TEST_P(DoctorTest, NamesWhatCannotBeMadeAgain) {
  damage("DELETE FROM sources; UPDATE audit SET actor = 'user:99'");
  const std::string names = broken(findings());
  EXPECT_NE(names.find("events/sources"), std::string::npos) << names;
  EXPECT_NE(names.find("access/write_keys"), std::string::npos) << names;
  EXPECT_NE(names.find("access/audit_chain"), std::string::npos) << names;
}

TEST_P(DoctorTest, EndsWhenItIsToldTo) {
  const std::atomic<bool> stop = true;
  const auto stopped = examine(*throughline_, {.stop = &stop});
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace throughline::app
