#include "demo/phrases.h"

#include <gtest/gtest.h>

#include <set>

#include "demo/contacts.h"
#include "demo/mails.h"
#include "demo/world.h"

namespace throughline::demo {
namespace {

TEST(Template, FillsWhatItKnowsAndKeepsTheRest) {
  EXPECT_EQ(filled("Hi {name}, {what}?", {{"name", "Ana"}}), "Hi Ana, {what}?");
  EXPECT_EQ(filled("{a}{b}{", {{"a", "1"}, {"b", "2"}}), "12{");
  EXPECT_EQ(filled("", {}), "");
}

TEST(Phrases, EveryLanguageTellsEveryTopicInFourCases) {
  for (const std::string_view language : languages()) {
    for (const std::string_view topic : topic_names) {
      for (const std::string_view key : {"open", "more", "ask", "agent"}) {
        EXPECT_EQ(phrases(language, topic, key).size(), 4U) << language << topic << key;
      }
      EXPECT_GE(phrases(language, topic, "survey").size(), 2U) << language << topic;
      EXPECT_EQ(phrases("en", topic, "call").size(), 4U) << topic;
    }
  }
}

TEST(Phrases, NoLanguageBorrowsTheFrameOfAConversationFromEnglish) {
  for (const std::string_view language : languages().subspan(1)) {
    for (const std::string_view key : {"greeting", "hello", "second", "repeat", "thanks", "grumble",
                                       "dear", "looking", "close", "regards"}) {
      EXPECT_NE(phrase(language, "talk", key), phrase("en", "talk", key)) << language << key;
    }
  }
}

TEST(Phrases, EveryLanguageHasSurveysAndMails) {
  for (const std::string_view language : languages()) {
    for (const std::string_view key : {"good", "okay", "bad", "slow", "passed"}) {
      EXPECT_GE(phrases(language, "csat", key).size(), 2U) << language << key;
    }
    for (const std::string_view key : leaving_names) {
      EXPECT_GE(phrases(language, "leaving", key).size(), 1U) << language << key;
    }
    for (const std::string_view key : mail_names) {
      const std::size_t wanted = key == "newsletter" ? newsletter_issues : 1;
      EXPECT_EQ(phrases(language, "mail", key).size(), wanted) << language << key;
    }
  }
}

TEST(Phrases, AnUnknownLanguageIsAnsweredInEnglish) {
  EXPECT_EQ(phrase("xx", "ask", "csat"), phrase("en", "ask", "csat"));
}

TEST(Phrases, QuestionAndAnswerBelongToTheSameCase) {
  const auto questions = phrases("en", "how_to", "open");
  const auto answers = phrases("en", "how_to", "agent");
  for (std::uint32_t variant = 0; variant < 40; ++variant) {
    const std::string question = composed("en", {{"how_to", "open"}}, variant, {});
    EXPECT_NE(questions[variant % 4].find(question), std::string_view::npos);
    EXPECT_EQ(composed("en", {{"how_to", "agent"}}, variant, {}), answers[variant % 4]);
  }
}

TEST(Phrases, NeighboursDiffer) {
  std::set<std::string> letters;
  for (std::uint32_t variant = 0; variant < 32; ++variant) {
    letters.insert(composed("en",
                            {{"talk", "greeting"},
                             {"sync_trouble", "open"},
                             {"sync_trouble", "more"},
                             {"sync_trouble", "ask"}},
                            variant, {}));
  }
  EXPECT_EQ(letters.size(), 32U);
}

}  // namespace
}  // namespace throughline::demo
