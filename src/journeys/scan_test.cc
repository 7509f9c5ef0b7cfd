// Scans end when whoever asked goes: a question of each kind, and the work that is left.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "journeys/filters_world_test.h"
#include "journeys/journeys.catalogue.h"
#include "journeys/journeys.scan.h"

namespace throughline {
namespace {

using journeys::Span;

// How many lines are looked at.
struct Counting {
  std::atomic<std::uint64_t>* seen = nullptr;
  void add(journey_engine::CustomerId /*customer*/, journey_engine::Line /*line*/) { ++*seen; }
  void merge(const Counting& /*other*/) {}
};

class Scans : public filters::FilterWorld {};
INSTANTIATE_TEST_SUITE_P(Both, Scans, testing::both_databases(), testing::database_name);

TEST_P(Scans, LookAtNobodyMoreOnceWhoeverAskedIsGone) {
  record_something(150);
  const auto view =
      testing::patiently([&] { return journeys_.view(asking().workspace, asking().at_least); });
  std::atomic<std::uint64_t> seen = 0;
  const auto nobody = journeys::scan(view.lines, Span(), [] { return true; }, Counting{&seen});
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().code, ErrorCode::unavailable);
  EXPECT_EQ(seen, 0U);
  EXPECT_TRUE(journeys::scan(view.lines, Span(), [] { return false; }, Counting{&seen}).ok());
  EXPECT_GT(seen, 0U);
}

TEST_P(Scans, WorkOnManyThingsEndsToo) {
  std::atomic<std::size_t> done = 0;
  std::atomic<bool> gone = false;
  const auto work = [&](std::size_t /*index*/) {
    ++done;
    gone = true;
  };
  const auto ended = journeys::on_all_processors(1'000'000, [&] { return gone.load(); }, work);
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().code, ErrorCode::unavailable);
  EXPECT_LT(done, 1'000'000U);
  std::vector<std::atomic<int>> each(1'000);
  ASSERT_TRUE(journeys::on_all_processors(each.size(), {}, [&](std::size_t i) { ++each[i]; }).ok());
  EXPECT_TRUE(std::ranges::all_of(each, [](const auto& times) { return times == 1; }));
}

// Its cancellation is that of the request (net/answers_test.cc).
TEST_P(Scans, EveryQuestionEndsWithItsConnection) {
  record_something(60);
  const std::map<std::string_view, std::string> bodies = {
      {"funnel", R"({"steps":[{"names":["Paid"]},{}]})"},
      {"attribution", R"({"conversions":{"names":["Paid"]},"touches":{}})"},
      {"survival", R"({"silence_ms":60000})"},
      {"friction", R"({"outcome":{"names":["Paid"]}})"},
      {"landmark", R"({"did":{"names":["Paid"]},"within_ms":86400000})"},
      {"graph",
       R"({"nodes":[{"id":"a","events":{"names":["Viewed"]}},{"id":"b","events":{"names":["Paid"]}}],"edges":[{"from":"a","to":"b"}]})"},
      {"distribution", R"({"number":{"of":"count"}})"},
      {"scatter", R"({"x":{"of":"count"},"y":{"of":"count"}})"},
      {"treemap", R"({"by":[{"event":true}]})"},
      {"next", R"({"so_far":[{"names":["Paid"]}]})"}};
  for (const journeys::Question& question : journeys::all_questions()) {
    const auto body = bodies.find(question.name);
    const std::string asked = body == bodies.end() ? "{}" : body->second;
    journeys::Asking here = asking();
    testing::patiently([&] { return question.answer(journeys_, here, asked); });
    here.cancelled = [] { return true; };
    const auto answer = question.answer(journeys_, here, asked);
    ASSERT_FALSE(answer.ok()) << question.name;
    EXPECT_EQ(answer.error().code, ErrorCode::unavailable) << question.name;
  }
  const journeys::QuestionCounts counts = journeys_.question_counts();
  EXPECT_EQ(counts.cancelled, journeys::all_questions().size());
  EXPECT_GE(counts.answered, journeys::all_questions().size());
}

}  // namespace
}  // namespace throughline
