#include "app/journey_tables.h"

#include <gtest/gtest.h>

namespace throughline::app {
namespace {

constexpr std::string_view no_question = "{}";

std::string table(std::string_view name, std::string_view answer,
                  std::string_view question = no_question) {
  const auto asked = codec::JsonDocument::parse(question);
  const auto answered = codec::JsonDocument::parse(answer);
  EXPECT_TRUE(asked.ok() && answered.ok());
  return journey_table(name, asked->root(), answered->root());
}

TEST(JourneyTables, AFunnelShowsStepsAsTheyWereAsked) {
  EXPECT_EQ(table("funnel",
                  R"({"steps":[{"people":1200,"of_first":{"share":1,"low":0.99,"high":1},
                          "of_before":{"share":1,"low":0.99,"high":1},"median_ms":null},
                         {"people":300,"of_first":{"share":0.25,"low":0.2,"high":0.3},
                          "of_before":{"share":0.25,"low":0.2,"high":0.3},"median_ms":90000}],
                "median_ms":90000,"p90_ms":120000,"note":{"people":2000,"took_ms":1.25}})",
                  R"({"steps":[{"names":["Visit"],"kind":"page"},{"names":["Pay","Renew"]}]})"),
            "step           people             of the first        of the one before  median time\n"
            "1  page:Visit   1 200  100.0 % (99.0 to 100.0)  100.0 % (99.0 to 100.0)               "
            "████████████████████████\n"
            "2  Pay|Renew      300    25.0 % (20.0 to 30.0)    25.0 % (20.0 to 30.0)   1 min 30 s  "
            "██████\n"
            "from the first step to the last: median 1 min 30 s, 90 % within 2 min\n"
            "2 000 people with events in that time, 1.2 ms\n");
}

TEST(JourneyTables, AnExplanationIsOneLine) {
  const auto answered = codec::JsonDocument::parse(
      R"({"note":{"explanation":"By the kernel `funnel_chains`.\u001b[2J"}})");
  EXPECT_EQ(explanation_text(answered->root()), "By the kernel `funnel_chains`.\ufffd[2J\n");
}

TEST(JourneyTables, AFunnelShowsItsTrendItsTimesAndItsDifference) {
  const std::string text = table("funnel", R"({"steps":[],"median_ms":null,"p90_ms":null,
          "against_first":{"value":-0.125,"low":-0.2,"high":-0.05,"p":0.00123},
          "trend":[{"begins_on":"2026-03-02","completeness":"partial",
                    "converted":{"count":1,"of":4,"share":0.25,"low":0.05,"high":0.7}}],
          "histogram":[{"from_ms":0,"below_ms":60000,"conversions":2},
                       {"from_ms":60000,"below_ms":null,"conversions":1}],
          "note":{"people":4,"took_ms":0}})");
  EXPECT_NE(text.find("\n-12.5 points against the first (-20.0 to -5.0), p 0.00123\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("began        people    of them to the end\n"
                      "2026-03-02*       4  25.0 % (5.0 to 70.0)  ██████\n"
                      "* not over, or not all of it looked at\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("0 s to 1 min             2  ████████████████████████\n"
                      "1 min or more            1  ████████████\n"),
            std::string::npos)
      << text;
}

TEST(JourneyTables, RetentionMarksWhatIsNotOverAndLeavesOutWhatHasNotBegun) {
  EXPECT_EQ(table("retention",
                  R"({"cohorts":[{"begins_on":"2026-03-02","people":4,"offsets":[
                      {"back":{"share":1},"completeness":"complete"},
                      {"back":{"share":0.5},"completeness":"partial"},
                      {"back":{"share":0},"completeness":"not_begun"}]}],
                      "note":{"people":4,"took_ms":0}})"),
            "began       people        0        1  2\n"
            "2026-03-02       4  100.0 %  50.0 %*     █▄\n"
            "* not over, or not all of it looked at\n"
            "4 people with events in that time, 0.0 ms\n");
}

TEST(JourneyTables, RetentionLooksToBothSidesAndHasValuesAsRows_JA04) {
  EXPECT_EQ(table("retention",
                  R"({"first_offset":-1,"cohorts":[],"rows":[
                      {"row":{"kind":"value","value":"pro"},"people":4,"offsets":[
                      {"back":{"share":0.25},"completeness":"complete"},
                      {"back":{"share":1},"completeness":"complete"},
                      {"back":{"share":0.5},"completeness":"partial"}]},
                      {"row":{"kind":"none","value":null},"people":1,"offsets":[
                      {"back":{"share":0},"completeness":"complete"},
                      {"back":{"share":1},"completeness":"complete"},
                      {"back":{"share":0},"completeness":"not_begun"}]}],
                      "note":{"people":4,"took_ms":0}})"),
            "value       people      -1        0       +1\n"
            "pro              4  25.0 %  100.0 %  50.0 %*  ▂█▄\n"
            "(no value)       1   0.0 %  100.0 %           ▁█\n"
            "* of those for whom that period is over; for the others it is not\n"
            "4 people with events in that time, 0.0 ms\n");
}

TEST(JourneyTables, PathsAreATreeWithTheBusiestFirst) {
  EXPECT_EQ(table("paths",
                  R"({"nodes":[{"id":0,"kind":"track","name":"View"},
                               {"id":7,"kind":"page","name":"Home"}],
                      "anchors":5,"people":4,"before":null,
                      "after":{"all_paths":3,"paths":[
                        {"nodes":[0],"paths":5,"people":4,"ended":1},
                        {"nodes":[0,7],"paths":3,"people":3,"ended":0},
                        {"nodes":[0,0],"paths":1,"people":1,"ended":0}]},
                      "note":{"people":4,"took_ms":0}})"),
            "Afterwards\n"
            "path         paths  people  ended\n"
            "View             5       4      1  ████████████████████████\n"
            "  page:Home      3       3      0  ██████████████▍\n"
            "  View           1       1      0  ████▊\n"
            "\n"
            "5 beginnings of 4 people\n"
            "4 people with events in that time, 0.0 ms\n");
}

TEST(JourneyTables, ASparklineHasAPlaceForEveryPeriodAlsoForSilentOnes) {
  const std::string text =
      table("counts",
            R"({"events":9,"people":2,"nodes":[{"id":1,"kind":"track","name":"Call"}],
          "periods":[{"period":10,"begins_on":"2026-03-02","events":4,"people":1,
                      "completeness":"complete"},
                     {"period":13,"begins_on":"2026-03-23","events":8,"people":2,
                      "completeness":"complete"}],
          "groups":[{"node":1,"events":8,"people":2,"periods":[{"period":13,"events":8}]}],
          "note":{"people":2,"took_ms":0}})");
  EXPECT_NE(text.find("Call        8       2  ▁▁▁█\n"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-03-02       4       1  ████████████\n"), std::string::npos) << text;
}

TEST(JourneyTables, EachPartOfAnAnswerHasItsOwnTable) {
  const std::string text =
      table("sessions",
            R"({"sessions":5,"people":3,"periods":[],"note":{"people":3,"took_ms":0},"parts":[
          {"part":{"kind":"value","value":"free","people":2},
           "answer":{"sessions":4,"people":2,"periods":[],"note":{"people":2,"took_ms":0}}},
          {"part":{"kind":"none","value":null,"people":1},
           "answer":{"sessions":1,"people":1,"periods":[],"note":{"people":1,"took_ms":0}}}]})");
  const std::size_t free = text.find("== free: 2 people\nfrom  sessions  people\nall          4");
  const std::size_t none =
      text.find("== (no value): 1 people\nfrom  sessions  people\nall          1");
  EXPECT_LT(text.find("all          5"), free);
  EXPECT_LT(free, none);
  EXPECT_NE(none, std::string::npos) << text;
}

TEST(JourneyTables, PeopleAreListedWithTheirNamesAndTheNextPage) {
  const auto answer = codec::JsonDocument::parse(
      R"({"items":[{"id":"prf_1","name":"Ann"},{"id":"prf_2","name":null}],"total":7,"next":"2"})");
  EXPECT_EQ(people_table(answer->root()),
            "person  name\n"
            "prf_1   Ann\n"
            "prf_2\n"
            "7 people\n"
            "more with --after 2\n");
}

TEST(JourneyTables, FindingsAreSentencesByWhatTheyAreAbout) {
  const std::string text = table("findings", R"({"people":5000,"events":90000,"tests":1200,
      "findings":[
        {"group":"differs","kind":"part","steps":["Checkout","Paid"],"window_ms":3600000,
         "by":{"trait":null,"property":"browser","value":"Safari"},
         "sides":[{"share":{"count":373,"of":1204,"share":0.31,"low":0.284,"high":0.337}},
                  {"share":{"count":1740,"of":3000,"share":0.58,"low":0.562,"high":0.598}}]},
        {"group":"changed","kind":"change","steps":["Asked","Answered"],"window_ms":300000,"by":null,
         "changed":{"from":"2026-09-07","until":"2026-09-13"},"lasts":false,
         "sides":[{"share":{"count":9,"of":30,"share":0.3,"low":0.167,"high":0.479}},
                  {"share":{"count":127,"of":127,"share":1,"low":0.971,"high":1}}]},
        {"group":"lost","kind":"funnel","steps":["Visit","Basket","Paid"],"window_ms":86400000,
         "reached":[{"count":100,"of":100},{"count":40,"of":100},{"count":30,"of":100}],
         "sides":[{"share":{"count":30,"of":100,"share":0.3,"low":0.2,"high":0.4}}]}]})");
  EXPECT_EQ(
      text.substr(0, text.find("5 000")),
      "Where people are lost\n"
      "  Of 100 people who began with Visit, 30.0 % (20.0 to 40.0) went on to Paid within 1 d; "
      "most were lost between Visit and Basket (60).\n\n"
      "What changed\n"
      "  From 2026-09-07 to 2026-09-13, of 30 people with Asked, 30.0 % (16.7 to 47.9) went on "
      "to Answered within 5 min; of the 127 before, 100.0 % (97.1 to 100.0).\n\n"
      "Who behaves differently\n"
      "  Of 1 204 people with Checkout where browser is Safari, 31.0 % (28.4 to 33.7) went on to "
      "Paid within 1 h; of the 3 000 others, 58.0 % (56.2 to 59.8).\n\n");
  const auto early = [](std::string_view landmark, std::string_view window_ms) {
    return table("findings", R"({"people":9,"events":9,"tests":9,"findings":[
        {"group":"early","kind":"landmark","window_ms":)" +
                                 std::string(window_ms) + R"(,"landmark":)" +
                                 std::string(landmark) + R"(,
         "sides":[{"share":{"count":125,"of":257,"share":0.486,"low":0.426,"high":0.547}},
                  {"share":{"count":24,"of":665,"share":0.036,"low":0.024,"high":0.053}}]}]})");
  };
  EXPECT_TRUE(early(R"({"did":"Tour","starts":"Trial","outcome":"Left","within_ms":1209600000,
                        "after_ms":0,"did_first":false})",
                    "7776000000")
                  .starts_with("What the first days decide\n"
                               "  Of 257 people without Tour in the first 14 days after Trial, "
                               "48.6 % (42.6 to 54.7) came to Left within 90 d after that; of the "
                               "665 others, 3.6 % (2.4 to 5.3).\n"));
  EXPECT_TRUE(early(R"({"did":"Tour","starts":null,"outcome":null,"within_ms":86400000,
                        "after_ms":1814400000,"did_first":true})",
                    "2419200000")
                  .starts_with("What the first days decide\n"
                               "  Of 257 people with Tour in their first day, 48.6 % (42.6 to "
                               "54.7) were back in week 4 after that;"));
  EXPECT_NE(table("findings", R"({"people":0,"events":0,"tests":0,"findings":[]})")
                .find("Nothing stands out."),
            std::string::npos);
}

}  // namespace
}  // namespace throughline::app
