// Personas: what they say of their segment's people, and that nothing of somebody who is erased is
// left in them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "segments/persona.h"
#include "segments/segments.personas.h"
#include "segments/segments_world_test.h"

namespace throughline {
namespace {

using segments::Distinction;
using segments::Persona;
using segments::PersonaFigures;
using segments::Personas;
using segments::Words;

class PersonasOfSegments : public SegmentsOfPeople {
 protected:
  // What somebody wrote, and the event that says so.
  Event wrote(const std::string& who, const std::string& text, Channel channel = Channel::chat,
              const std::string& more = "") {
    Draft draft = from_server(++number_, {user(who)});
    draft.name = "Message Sent";
    draft.channel = channel;
    draft.properties = fmt::format(R"({{"text":"{}"{}}})", text, more);
    world_.record_now(std::move(draft));
    settle();
    return world_.events("user_id:" + who, EventKind::track).back();
  }
  Persona persona(const Segment& segment, segments::PersonaForm form = {.name = "Busy Bea"}) {
    auto made = personas_.create(world_.agent(), segment.id, form);
    EXPECT_TRUE(made.ok()) << made.error().message;
    return *made;
  }
  std::vector<std::string> quotes(const Persona& persona) {
    const auto found = personas_.find(world_.agent(), persona.id);
    EXPECT_TRUE(found.ok());
    std::vector<std::string> texts;
    for (const auto& quote : found->quotes) {
      texts.push_back(quote.words.text);
    }
    return texts;
  }
  std::vector<std::string> candidates(const Persona& persona, std::string_view search = {}) {
    const auto found = personas_.candidates(world_.agent(), persona.id, search);
    EXPECT_TRUE(found.ok());
    std::vector<std::string> texts;
    for (const Words& words : *found) {
      texts.push_back(words.text);
    }
    return texts;
  }
  PersonaFigures figures(const Persona& persona) {
    return testing::patiently(
        [&] { return personas_.figures({.workspace = {1}, .at_least = settle()}, persona.id); });
  }

  Personas personas_{world_.workspaces(), world_.timeline(), world_.people(),
                     journeys_,           segments_,         world_.clock()};
};
INSTANTIATE_TEST_SUITE_P(Both, PersonasOfSegments, testing::both_databases(),
                         testing::database_name);

const std::string words = "The checkout forgets my address every single time I order something.";

TEST_P(PersonasOfSegments, DescribeASegmentOnce_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea =
      persona(paid, {.name = " Busy Bea ", .goals = std::vector<std::string>{"Be done", " "}});
  const auto found = personas_.find(world_.agent(), bea.id);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->listed.persona.name, "Busy Bea");
  EXPECT_EQ(found->listed.persona.goals, (std::vector<std::string>{"Be done"}));
  EXPECT_EQ(personas_.create(world_.agent(), paid.id, {.name = "Other"}).error().code,
            ErrorCode::conflict);
  ASSERT_TRUE(personas_
                  .change(world_.agent(), bea.id,
                          {.pains = std::vector<std::string>{"Waits"}, .version = 1})
                  .ok());
  EXPECT_EQ(personas_.change(world_.agent(), bea.id, {.name = "X", .version = 1}).error().code,
            ErrorCode::conflict);
  EXPECT_EQ(personas_.change(world_.agent(), bea.id, {.colour = 8}).error().code,
            ErrorCode::invalid);
  EXPECT_EQ(personas_.find(world_.agent(), bea.id)->listed.persona.goals.size(), 1U);
  ASSERT_TRUE(personas_.remove(world_.agent(), bea.id).ok());
  EXPECT_TRUE(personas_.list(world_.agent())->empty());
  EXPECT_TRUE(segments_.find(world_.agent(), paid.id).ok());
}

TEST_P(PersonasOfSegments, KnowTheirSizeAndWhatItWasAMonthAgo_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea = persona(paid);
  did("ann", "Paid");
  settle();
  EXPECT_EQ(personas_.find(world_.agent(), bea.id)->listed.size, 1);
  EXPECT_FALSE(personas_.find(world_.agent(), bea.id)->listed.size_before.has_value());
  pass(31 * us_per_day);
  did("bob", "Paid");
  settle();
  const auto listed = personas_.list(world_.agent());
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().size, 2);
  EXPECT_EQ(listed->front().size_before, 1);
}

TEST_P(PersonasOfSegments, QuoteWhatTheirPeopleWroteInTheirOwnWords_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea = persona(paid);
  did("ann", "Paid");
  const Event said = wrote("ann", words);
  wrote("ann", "ok");
  const Event answered = wrote("ann", "Thank you for writing to us, we will look into it at once.",
                               Channel::chat, R"(,"author":"agent")");
  const Event stranger = wrote("bob", "I have never bought anything here and never will, sorry.");
  EXPECT_EQ(candidates(bea), (std::vector<std::string>{words}));
  EXPECT_EQ(candidates(bea, "OK"), (std::vector<std::string>{"ok"}));
  ASSERT_TRUE(personas_.add_quote(world_.agent(), bea.id, said.seq).ok());
  EXPECT_EQ(quotes(bea), (std::vector<std::string>{words}));
  EXPECT_TRUE(candidates(bea).empty());
  EXPECT_EQ(personas_.add_quote(world_.agent(), bea.id, said.seq).error().code,
            ErrorCode::conflict);
  for (const Event& event : {answered, stranger}) {
    const auto refused = personas_.add_quote(world_.agent(), bea.id, event.seq);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  }
  const auto found = personas_.find(world_.agent(), bea.id);
  EXPECT_EQ(found->quotes[0].words.person, world_.owner("user_id:ann"));
  EXPECT_TRUE(found->quotes[0].words.is_member);
  ASSERT_TRUE(personas_.remove_quote(world_.agent(), bea.id, found->quotes[0].quote.id).ok());
  EXPECT_TRUE(quotes(bea).empty());
}

TEST_P(PersonasOfSegments, AQuoteStaysWithWhoeverItsAuthorBecomes_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea = persona(paid);
  did("ann", "Paid");
  const Event said = wrote("ann", words);
  ASSERT_TRUE(personas_.add_quote(world_.agent(), bea.id, said.seq).ok());
  world_.record(from_browser(++number_, {device("d1")}));
  world_.record(from_browser(++number_, {device("d1"), user("ann")}, EventKind::identify));
  settle();
  EXPECT_EQ(quotes(bea), (std::vector<std::string>{words}));
  EXPECT_EQ(personas_.find(world_.agent(), bea.id)->quotes[0].words.person,
            world_.owner("user_id:ann"));
}

TEST_P(PersonasOfSegments, NothingOfSomebodyWhoIsErasedIsLeftInThem_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea =
      persona(paid, {.name = "Like ann@shop.example",
                     .about = "Met ann@shop.example in May.",
                     .goals = std::vector<std::string>{"What ann@shop.example wants", "Be done"},
                     .pains = std::vector<std::string>{"ann@shop.example waits"}});
  did("ann", "Paid");
  did("bob", "Paid");
  world_.record(identify(++number_, {user("ann"), email("ann@shop.example")}, "{}"));
  const Event said = wrote("ann", words);
  const Event other =
      wrote("bob", "Delivery takes far too long, I would rather pick it up myself.");
  ASSERT_TRUE(personas_.add_quote(world_.agent(), bea.id, said.seq).ok());
  ASSERT_TRUE(personas_.add_quote(world_.agent(), bea.id, other.seq).ok());
  ASSERT_EQ(quotes(bea).size(), 2U);
  ASSERT_TRUE(world_.people().erase(world_.owner_actor(), {.profile = "user_id:ann"}).ok());
  settle();
  EXPECT_EQ(quotes(bea).size(), 1U);
  EXPECT_EQ(quotes(bea).front().substr(0, 8), "Delivery");
  const Persona kept = personas_.find(world_.agent(), bea.id)->listed.persona;
  for (const std::string& text :
       {kept.name, kept.about, kept.goals.front(), kept.pains.empty() ? "" : kept.pains.front()}) {
    EXPECT_EQ(text.find("ann@shop"), std::string::npos) << text;
  }
  EXPECT_EQ(kept.goals.back(), "Be done");
  // Not even a row that says there were words.
  const auto rows = world_.read(
      [](storage::Transaction& tx) { return tx.rows("SELECT id FROM persona_quotes"); });
  EXPECT_EQ(rows.size(), 1U);
}

TEST_P(PersonasOfSegments, SayWhatSetsTheirPeopleApartByExactTests_PR23) {
  const Segment paid = live("Paid", R"({"event":"Paid"})");
  const Persona bea = persona(paid);
  for (int i = 0; i < 24; ++i) {
    const std::string who = "u" + std::to_string(i);
    const bool is_in = i < 12;
    if (is_in) {
      did(who, "Paid");
    }
    did(who, i % 2 == 0 ? "Evens" : "Odds");
    if (is_in != (i == 3)) {
      did(who, "Helped");
    }
    say(who, fmt::format(R"({{"plan":"{}","team":"{}"}})", is_in ? "pro" : "free",
                         i % 2 == 0 ? "a" : "b"));
  }
  wrote("u0", words, Channel::chat);
  wrote("u1", words, Channel::email);
  wrote("u2", words, Channel::chat);
  const PersonaFigures found = figures(bea);
  EXPECT_EQ(found.people, 12);
  EXPECT_EQ(found.of, 24);
  EXPECT_EQ(found.looked_at, 12);
  ASSERT_GE(found.channels.size(), 2U);
  const auto chat = std::find_if(found.channels.begin(), found.channels.end(),
                                 [](const auto& one) { return one.channel == Channel::chat; });
  ASSERT_NE(chat, found.channels.end());
  EXPECT_EQ(chat->share, (stats::Share{2, 12}));
  std::map<std::string, Distinction> by_name;
  for (const Distinction& one : found.distinctions) {
    by_name.emplace(one.name + one.value, one);
    EXPECT_LE(one.p, one.adjusted_p);
    EXPECT_LE(one.adjusted_p, 0.05);
  }
  // What the rule itself asks for is no news; what both do alike sets nobody apart.
  EXPECT_FALSE(by_name.contains("Paid"));
  EXPECT_FALSE(by_name.contains("Evens"));
  EXPECT_FALSE(by_name.contains("team\"a\""));
  ASSERT_TRUE(by_name.contains("Helped"));
  EXPECT_EQ(by_name["Helped"].inside, (stats::Share{11, 12}));
  EXPECT_EQ(by_name["Helped"].outside, (stats::Share{0, 12}));
  ASSERT_TRUE(by_name.contains("plan\"pro\""));
  EXPECT_EQ(by_name["plan\"free\""].outside, (stats::Share{12, 12}));
}

TEST(PersonaWords, AreThoseOfTheCustomerAndWholeSentencesFirst) {
  const auto words_in = [](const std::string& properties, const std::string& name = "Message") {
    return segments::words_of({.name = name, .properties = properties});
  };
  EXPECT_EQ(words_in(R"({"text":" Hello "})"), "Hello");
  EXPECT_EQ(words_in(R"({"score":3,"comment":"Too slow"})"), "Too slow");
  EXPECT_EQ(words_in(R"({"summary":"She was angry"})"), "");
  EXPECT_EQ(words_in(R"({"direction":"Outbound","body":"We are sorry"})"), "");
  EXPECT_EQ(words_in(R"({"body":"We are sorry"})", "Ticket Replied"), "");
  EXPECT_EQ(words_in(R"({"message":"No answer within 12 s"})", "Checkout Error"), "");
  EXPECT_EQ(words_in(R"({"message":"Declined","error_code":"card_declined"})"), "");
  EXPECT_EQ(words_in("[]"), "");
  EXPECT_FALSE(segments::is_theirs({.name = "Email Delivered"}));
  EXPECT_TRUE(segments::is_theirs({.name = "Email Opened"}));
  EXPECT_GT(segments::fitness_of(words), segments::fitness_of("It is too slow."));
  EXPECT_EQ(segments::fitness_of("ok"), 0);
}

}  // namespace
}  // namespace throughline
