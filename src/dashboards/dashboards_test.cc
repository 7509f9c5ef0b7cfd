#include "dashboards/dashboards.h"

#include <gtest/gtest.h>

#include "testing/people_world.h"

namespace throughline {
namespace {

using dashboards::Dashboard;
using dashboards::Dashboards;
using dashboards::Tile;
using testing::PeopleWorld;

Tile funnel(const std::string& title, const std::string& question = R"({"steps":[["Paid"]]})") {
  return {.report = "funnel", .title = title, .question = {question}};
}

class DashboardsTest : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  Dashboard made(const std::string& name, const std::vector<Tile>& tiles = {}) {
    auto dashboard = dashboards_.create(world_.agent(), name, tiles);
    EXPECT_TRUE(dashboard.ok()) << dashboard.error().message;
    return *dashboard;
  }
  ErrorCode refused(const Result<Dashboard>& result) {
    EXPECT_FALSE(result.ok());
    return result.ok() ? ErrorCode::internal : result.error().code;
  }

  PeopleWorld world_{GetParam()};
  Dashboards dashboards_{world_.workspaces(), world_.people(), world_.clock()};
};
INSTANTIATE_TEST_SUITE_P(Both, DashboardsTest, testing::both_databases(), testing::database_name);

TEST_P(DashboardsTest, KeepReportsInTheOrderInWhichTheyWerePinned) {
  const Dashboard first = made("  Monday ");
  made("Tuesday", {funnel("Sales")});
  EXPECT_EQ(first.name, "Monday");
  ASSERT_TRUE(dashboards_.pin(world_.agent(), first.id, funnel("One")).ok());
  ASSERT_TRUE(dashboards_.pin(world_.agent(), first.id, funnel("Two", R"({"a":"\u0000"})")).ok());
  const auto found = dashboards_.find(world_.agent(), first.id);
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found->tiles.size(), 2U);
  EXPECT_EQ(found->tiles[0].title, "One");
  EXPECT_EQ(found->tiles[1].question.text, R"({"a":"\u0000"})");
  EXPECT_EQ(found->version, 3);
  const auto all = dashboards_.list(world_.agent());
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(1).name, "Tuesday");
}

TEST_P(DashboardsTest, AreChangedOnceOfTwoAtATime) {
  const Dashboard one = made("Week", {funnel("A"), funnel("B")});
  const auto turned = dashboards_.change(
      world_.agent(), one.id, {.tiles = std::vector{funnel("B"), funnel("A")}, .version = 1});
  ASSERT_TRUE(turned.ok());
  EXPECT_EQ(turned->tiles[0].title, "B");
  EXPECT_EQ(refused(dashboards_.change(world_.agent(), one.id, {.name = "Late", .version = 1})),
            ErrorCode::conflict);
  EXPECT_EQ(dashboards_.find(world_.agent(), one.id)->name, "Week");
  ASSERT_TRUE(dashboards_.remove(world_.agent(), one.id).ok());
  EXPECT_EQ(refused(dashboards_.find(world_.agent(), one.id)), ErrorCode::not_found);
  EXPECT_EQ(refused(dashboards_.pin(world_.agent(), one.id, funnel("C"))), ErrorCode::not_found);
}

TEST_P(DashboardsTest, RefuseWhatCouldNotBeShown) {
  const Dashboard one = made("Week");
  const auto pin = [&](const Tile& tile) {
    return refused(dashboards_.pin(world_.agent(), one.id, tile));
  };
  EXPECT_EQ(pin(funnel(" ")), ErrorCode::invalid);
  EXPECT_EQ(pin(funnel(std::string(201, 'a'))), ErrorCode::invalid);
  EXPECT_EQ(pin(funnel("A", "[]")), ErrorCode::invalid);
  EXPECT_EQ(pin(funnel("A", "{")), ErrorCode::invalid);
  EXPECT_EQ(pin(funnel("A", "{\"a\":\"" + std::string(20'000, 'a') + "\"}")), ErrorCode::invalid);
  EXPECT_EQ(pin({.report = "../x", .title = "A", .question = {"{}"}}), ErrorCode::invalid);
  EXPECT_EQ(refused(dashboards_.create(world_.agent(), "", {})), ErrorCode::invalid);
  EXPECT_EQ(refused(dashboards_.create(world_.agent(), "Many",
                                       std::vector<Tile>(dashboards::tiles_max + 1, funnel("A")))),
            ErrorCode::invalid);
  EXPECT_TRUE(dashboards_.find(world_.agent(), one.id)->tiles.empty());
}

TEST_P(DashboardsTest, NameNobodyWhoWasErased_PR01) {
  world_.record(testing::identify(1, {testing::user("zoe"), testing::email("zoe@mail.example")},
                                  R"({"name":"Zoe"})"));
  const Dashboard one =
      made("About zoe@mail.example",
           {funnel("zoe@mail.example pays", R"({"people":{"identifier":"zoe@mail.example"}})")});
  ASSERT_TRUE(world_.people()
                  .erase(world_.agent(), {.profile = "email:zoe@mail.example", .reason = "asked"})
                  .ok());
  const auto after = dashboards_.find(world_.agent(), one.id);
  ASSERT_TRUE(after.ok()) << after.error().message;
  const std::string all = after->name + after->tiles[0].title + after->tiles[0].question.text;
  EXPECT_EQ(all.find("zoe@"), std::string::npos) << all;
}

}  // namespace
}  // namespace throughline
