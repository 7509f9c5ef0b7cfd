// Every shape of every question says which plan answered it, and why nothing faster did.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "codec/json_view.h"
#include "journeys/filters_world_test.h"
#include "journeys/journeys.catalogue.h"

namespace throughline {
namespace {

using Explained = filters::FilterWorld;

struct Shape {
  std::string_view question;
  std::string_view body;
  std::string_view kernel;
  std::string_view because = {};
};

// NOLINTBEGIN(bugprone-throwing-static-initialization): views only.
const std::vector<Shape> shapes = {
    {"funnel", R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}]})", "funnel_chains"},
    {"funnel",
     R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}],"window_ms":60000,"window":"between_steps"})",
     "funnel_steps", "window"},
    {"funnel", R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}],"order":"any_order"})",
     "funnel_instants", "any order"},
    {"funnel", R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}],"attempts":"every"})",
     "funnel_instants", "attempt"},
    {"funnel",
     R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}],"exclusions":[{"events":{"names":["Viewed"]},"from":1,"to":2}]})",
     "funnel_instants", "exclusion"},
    {"funnel", R"({"steps":[{"names":["Viewed"]},{"names":["Paid"]}],"session_ms":60000})", "lines",
     "each session is a case"},
    {"retention", "{}", "retention_bits"},
    {"retention", R"({"cohort":"every_period"})", "lines", "several cohorts"},
    {"retention",
     R"({"included":{"metrics":[{"events":{"names":["Viewed"]}}]},"returned":{"metrics":[{}]},"measure":"churn"})",
     "retention_bits"},
    {"retention", R"({"included":{"metrics":[{"events":{"names":["Viewed"]},"at_least":2}]}})",
     "lines", "thresholds of metrics"},
    {"retention", R"({"direction":"around"})", "lines", "before the inclusion"},
    {"retention", R"({"rows":{"trait":"plan"}})", "lines", "values, not periods"},
    {"map", "{}", "trace_columns", "variants are asked for"},
    {"map", R"({"session_ms":60000})", "trace_columns", "variants are asked for"},
    {"map", R"({"session_ms":60000,"session_starts":{"names":["Viewed"]}})", "lines",
     "some events always begin a session"},
    {"paths", "{}", "trace_columns", "paths do not begin at every event"},
    {"paths", R"({"session_ms":60000,"session_starts":{"names":["Viewed"]}})", "lines",
     "some events always begin a session"},
    {"friction", R"({"outcome":{"names":["Paid"]}})", "lines", "friction has no kernel"},
    {"landmark", R"({"did":{"names":["Viewed"]},"within_ms":60000})", "landmark_columns"},
    {"graph",
     R"({"nodes":[{"id":"a","events":{"names":["Viewed"]}},{"id":"b","events":{"names":["Paid"]}}],"edges":[{"from":"a","to":"b"}]})",
     "graph_columns"},
    {"distribution", R"({"number":{"of":"count"}})", "number_columns"},
    {"scatter", R"({"x":{"of":"count"},"y":{"of":"count"}})", "number_columns"},
    {"treemap", R"({"by":[{"event":true}]})", "group_columns"},
    {"treemap", R"({"by":[{"event":true},{"trait":"plan"}]})", "lines", "more than their names"},
    {"lifecycle", "{}", "active_periods"},
    {"stickiness", "{}", "active_periods"},
    {"attribution", R"({"conversions":{"names":["Paid"]},"touches":{}})", "touch_columns"},
    {"attribution", R"({"conversions":{"names":["Paid"]},"touches":{},"models":["last","linear"]})",
     "lines", "several touches"},
    {"survival", R"({"silence_ms":60000})", "survival_columns"},
    {"counts", "{}", "activity_columns"},
    {"counts", R"({"by":"event"})", "activity_columns"},
    {"sessions", "{}", "session_columns"},
    {"next", R"({"so_far":[{"names":["Paid"]}]})", "next_columns"},
    {"next", R"({"so_far":[{"names":["Paid"]}],"collapse_repeats":true})", "lines",
     "repeats are collapsed"}};
// NOLINTEND(bugprone-throwing-static-initialization)

INSTANTIATE_TEST_SUITE_P(Both, Explained, testing::both_databases(), testing::database_name);

TEST_P(Explained, EveryShapeOfEveryQuestionSaysWhichPlanAnsweredIt) {
  record_something(40);
  std::set<std::string_view> asked;
  for (const Shape& shape : shapes) {
    asked.insert(shape.question);
    const journeys::Question* const question = journeys::find_question(shape.question);
    ASSERT_NE(question, nullptr) << shape.question;
    const std::string answer =
        testing::patiently([&] { return question->answer(journeys_, asking(), shape.body); });
    const auto document = codec::JsonDocument::parse(answer);
    ASSERT_TRUE(document.ok());
    const codec::JsonView note = document->root().find("note");
    const std::string explanation(note.find("explanation").text());
    const codec::JsonView kernel = note.find("kernel");
    EXPECT_EQ(kernel.find("name").text(), shape.kernel) << shape.body;
    const std::string because(kernel.find("because").text());
    EXPECT_EQ(because.empty(), shape.because.empty()) << shape.body << ": " << because;
    EXPECT_NE(because.find(shape.because), std::string::npos) << shape.body << ": " << because;
    EXPECT_NE(explanation.find(because), std::string::npos) << explanation;
    EXPECT_NE(explanation.find(shape.kernel == "lines"
                                   ? "Each line was read"
                                   : "by the kernel `" + std::string(shape.kernel) + "`"),
              std::string::npos)
        << explanation;
  }
  for (const journeys::Question& question : journeys::all_questions()) {
    EXPECT_TRUE(asked.contains(question.name)) << question.name << " is not among the shapes";
  }
}

}  // namespace
}  // namespace throughline
