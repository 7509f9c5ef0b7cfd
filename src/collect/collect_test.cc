// The one pipeline that every dialect feeds, on both databases.
#include "collect/collect.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "access/access.h"
#include "base/random.h"
#include "people/people.h"
#include "testing/databases.h"

namespace throughline::collect {
namespace {

class CollectTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  CollectTest() { EXPECT_TRUE(access_.start("Acme").ok()); }
  // What runs after a commit may still be running, and knows the rooms.
  ~CollectTest() override {
    timeline_.stop();
    storage_.close();
  }

  OpenSource open_new_source() {
    auto made = collect_.create_source(owner_, "Shop", SourceKind::server);
    EXPECT_TRUE(made.ok());
    auto open = collect_.open_source(made->write_key);
    EXPECT_TRUE(open.ok());
    return *std::move(open);
  }
  Report collect(const OpenSource& source, const std::string& items) {
    auto parsed = codec::JsonDocument::parse(items, codec::body_json_limits);
    EXPECT_TRUE(parsed.ok());
    auto document = std::make_shared<const codec::JsonDocument>(*std::move(parsed));
    Intake intake = {.document = document, .received = storage_.clock().now()};
    for (const codec::JsonView item : document->root().items()) {
      intake.items.push_back(item);
    }
    const auto report = collect_.collect_now(source, std::move(intake));
    EXPECT_TRUE(report.ok()) << report.error().message;
    return *report;
  }
  std::vector<timeline::DeadLetter> letters(const OpenSource& source) {
    const auto found = collect_.dead_letters(owner_, {.source = source.source.id});
    EXPECT_TRUE(found.ok());
    return *found;
  }

  const Actor owner_ = {.workspace = {1}, .role = Role::owner, .name = "server"};
  SecureRandom random_;
  testing::TestStorage storage_{GetParam()};
  timeline::Timeline timeline_{storage_.workspaces(), storage_.clock(), {}};
  people::People people_{storage_.workspaces(), timeline_, storage_.clock(), random_};
  access::Access access_{storage_.workspaces(), storage_.clock(), random_};
  Collect collect_{storage_.workspaces(), access_, timeline_, people_, storage_.clock(), random_};
};
INSTANTIATE_TEST_SUITE_P(Both, CollectTest, testing::both_databases(), testing::database_name);

TEST_P(CollectTest, KeepsARefusedItemWithItsReasonAndTakesTheOthers_DC03) {
  const OpenSource source = open_new_source();
  const Report report = collect(source, R"([
      {"type":"track","messageId":"a","userId":"ann","event":"Opened"},
      {"type":"track","messageId":"b","userId":"ann"},
      {"type":"track","messageId":"c","userId":"ann","event":"Closed"}])");
  EXPECT_EQ(report.tally.accepted, 2);
  EXPECT_EQ(report.tally.refused, 1);
  ASSERT_EQ(report.rejected.size(), 1U);
  EXPECT_EQ(report.rejected[0].index, 1U);
  const auto kept = letters(source);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].refusal.message_id, "b");
  EXPECT_EQ(kept[0].refusal.reason, report.rejected[0].reason);
  EXPECT_FALSE(kept[0].refusal.detail.empty());
  EXPECT_NE(kept[0].refusal.payload.find("\"ann\""), std::string::npos);
}

TEST_P(CollectTest, CountsARepeatedBatchOnceAndALetterOnce_EV01) {
  const OpenSource source = open_new_source();
  const std::string batch = R"([
      {"type":"track","messageId":"a","userId":"ann","event":"Opened"},
      {"type":"track","messageId":"b","userId":"ann"}])";
  collect(source, batch);
  const Report again = collect(source, batch);
  EXPECT_EQ(again.tally.accepted, 0);
  EXPECT_EQ(again.tally.repeated, 1);
  const auto kept = letters(source);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].count, 2);
}

TEST_P(CollectTest, KeepsBothPayloadsOfACollision_EV03) {
  const OpenSource source = open_new_source();
  collect(source, R"([{"type":"track","messageId":"a","userId":"ann","event":"Opened"}])");
  collect(source, R"([{"type":"track","messageId":"a","userId":"bob","event":"Closed"}])");
  const auto kept = letters(source);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].refusal.reason, "id_collision");
  EXPECT_NE(kept[0].refusal.payload.find("Closed"), std::string::npos);
  EXPECT_NE(kept[0].refusal.first_payload.find("Opened"), std::string::npos);
}

TEST_P(CollectTest, AMendedLetterIsAcceptedAndSettled_DC09) {
  const OpenSource source = open_new_source();
  collect(source, R"([{"type":"track","messageId":"b","userId":"ann"}])");
  const auto kept = letters(source);
  ASSERT_EQ(kept.size(), 1U);
  const auto still_bad = collect_.replay(owner_, kept[0].id, std::nullopt);
  ASSERT_TRUE(still_bad.ok());
  EXPECT_EQ(still_bad->report.tally.refused, 1);
  const auto mended =
      collect_.replay(owner_, kept[0].id, R"({"type":"track","userId":"ann","event":"Opened"})");
  ASSERT_TRUE(mended.ok());
  EXPECT_EQ(mended->report.tally.accepted, 1);
  const Report late =
      collect(source, R"([{"type":"track","messageId":"b","userId":"ann","event":"Opened"}])");
  EXPECT_EQ(late.tally.accepted, 0) << "the mended item keeps the letter's id";
}

TEST_P(CollectTest, OpensNoSourceThatIsOffOrGone) {
  auto made = collect_.create_source(owner_, "Shop", SourceKind::server);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(collect_.open_source("nonsense").error().code, ErrorCode::unauthenticated);
  ASSERT_TRUE(collect_.change_source(owner_, made->source.id, {.enabled = false}).ok());
  EXPECT_EQ(collect_.open_source(made->write_key).error().code, ErrorCode::forbidden);
  const auto next = collect_.rotate_write_key(owner_, made->source.id);
  ASSERT_TRUE(next.ok());
  EXPECT_EQ(collect_.open_source(made->write_key).error().code, ErrorCode::unauthenticated);
  ASSERT_TRUE(collect_.remove_source(owner_, made->source.id).ok());
  EXPECT_EQ(collect_.open_source(next->write_key).error().code, ErrorCode::unauthenticated);
}

}  // namespace
}  // namespace throughline::collect
