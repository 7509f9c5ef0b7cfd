#include "people/normalise.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "codec/json.h"
#include "people/claim.h"

namespace throughline::people {
namespace {

std::string email(std::string_view text) {
  const auto normal = normalise_email(text);
  return normal.ok() ? *normal : "";
}

TEST(NormaliseEmail, TrimsLowersAndWritesTheDomainInAscii_ID10) {
  EXPECT_EQ(email("  Ann.Berg+News@Example.COM "), "ann.berg+news@example.com");
  EXPECT_EQ(email("ann@BÜCHER.example"), "ann@xn--bcher-kva.example");
  EXPECT_EQ(email("ann@xn--bcher-kva.example"), "ann@xn--bcher-kva.example");
  EXPECT_EQ(email("Jos\xC3\xA9@example.com"), email("Jose\xCC\x81@example.com"));
}

TEST(NormaliseEmail, RefusesWhatCannotBeAnAddress_ID10) {
  for (const auto* text :
       {"", "@", "ann", "ann@", "@example.com", "ann@localhost", "a b@example.com",
        "ann@example..com", "ann@1.2.3.4", "Ann <ann@example.com>", "ann@-a.com"}) {
    EXPECT_EQ(email(text), "") << text;
  }
}

TEST(Normalise, LeavesUserIdsAndAnonymousIdsAsTheyAre_ID10) {
  EXPECT_EQ(normalise({"user_id", " Ann "}, "US")->value, "Ann");
  EXPECT_EQ(normalise({"anonymous_id", " Ab "}, "US")->value, " Ab ");
  EXPECT_EQ(normalise({"user_id", "e\xCC\x81"}, "US")->value, "\xC3\xA9");
  const std::string lone_surrogate = "a\xED\xA0\x80";
  EXPECT_EQ(normalise({"user_id", lone_surrogate}, "US")->value, lone_surrogate);
}

TEST(Clean, KeepsValuesThatNameNobodyAndSaysThatTheyClaimNothing_EV15) {
  const Rules rules;
  const BlockedValues blocked = *BlockedValues::compile(rules);
  for (const auto* value : {"null", "NULL", "undefined", "anonymous", "0", "-1", "NaN", "none",
                            "nil", "unknown", "[object Object]", "0000-00", "-"}) {
    const auto cleaned = clean({{"user_id", value}}, rules, blocked);
    EXPECT_EQ(cleaned.notes.size(), 1U) << value;
    Draft draft;
    draft.identifiers = cleaned.identifiers;
    EXPECT_EQ(draft.identifiers.size(), 1U) << value;
    EXPECT_FALSE(claim_of(draft, blocked)) << value;
  }
  for (const auto* value : {"", " "}) {
    EXPECT_TRUE(clean({{"user_id", value}}, rules, blocked).identifiers.empty());
  }
  const auto kept = clean({{"user_id", "10"}, {"user_id", "10 "}, {"email", "no"}}, rules, blocked);
  EXPECT_EQ(kept.identifiers, (std::vector<Identifier>{{"user_id", "10"}}));
  EXPECT_EQ(kept.notes.size(), 1U);
}

TEST(NormalisePhone, WritesEverySharedNumberAsExpected_ID10) {
  const char* const data = std::getenv("THROUGHLINE_TEST_DATA");
  if (data == nullptr) {
    GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
  }
  const std::ifstream file(std::string(data) + "/phone/share.json");
  ASSERT_TRUE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  const auto document =
      codec::JsonDocument::parse(text.str(), {.depth_max = 8, .keys_max = 10'000'000});
  ASSERT_TRUE(document.ok());
  std::size_t written = 0;
  std::size_t refused = 0;
  for (const auto row : document->root().find("rows").items()) {
    const auto number = normalise_phone(row.find("input").text(), row.find("region").text_or("ZZ"));
    if (row.find("possible").boolean() == true) {
      ASSERT_TRUE(number.ok()) << row.to_text();
      EXPECT_EQ(*number, row.find("e164").text());
      ++written;
    } else {
      EXPECT_FALSE(number.ok()) << row.to_text() << *number;
      ++refused;
    }
  }
  EXPECT_GT(written, 1'000U);
  EXPECT_GT(refused, 3U);
}

TEST(NormalisePhone, ReadsAWhatsAppIdWithoutItsPlus_ID15) {
  EXPECT_EQ(normalise({"whatsapp", "4915123456789"}, "DE")->value, "+4915123456789");
  EXPECT_EQ(normalise({"phone", "030 901820"}, "DE")->value, "+4930901820");
  EXPECT_EQ(normalise({"phone", "+49 00 901820"}, "")->value,
            "+49901820");  // Read again, the same.
}

}  // namespace
}  // namespace throughline::people
