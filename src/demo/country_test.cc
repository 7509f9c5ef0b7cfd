#include "demo/country.h"

#include <gtest/gtest.h>

#include <set>

#include "demo/people.h"
#include "demo/phrases.h"

namespace throughline::demo {
namespace {

const Country& country(std::string_view code) {
  for (const Country& one : countries()) {
    if (one.code == code) {
      return one;
    }
  }
  return countries().front();
}

TEST(Country, ThereAreTwelveWithEverythingThatALifeNeeds) {
  EXPECT_EQ(countries().size(), 12U);
  for (const Country& one : countries()) {
    EXPECT_GE(one.women.size(), 16U) << one.code;
    EXPECT_GE(one.men.size(), 16U) << one.code;
    EXPECT_GE(one.families.size(), 20U) << one.code;
    EXPECT_GE(one.cities.size(), 5U) << one.code;
    EXPECT_GE(one.companies.size(), 5U) << one.code;
    EXPECT_NE(one.household.find("{family}"), std::string_view::npos) << one.code;
  }
}

TEST(Country, PhonesHaveTheShapeOfE164) {
  for (const Country& one : countries()) {
    for (const std::string_view phone : one.phones) {
      EXPECT_EQ(phone.front(), '+') << phone;
      EXPECT_GE(phone.size(), 11U) << phone;
      EXPECT_LE(phone.size(), 16U) << phone;
    }
  }
}

TEST(Country, MailGoesToReservedDomainsOnly) {
  for (const Country& one : countries()) {
    for (const std::string_view domain : one.mail_domains) {
      EXPECT_TRUE(domain.ends_with(".example")) << domain;
    }
  }
}

TEST(Country, PricesAreRoundInTheirCurrency) {
  EXPECT_EQ(price_in(country("DE").currency, 18'900), 18'900);
  EXPECT_EQ(price_in(country("JP").currency, 18'900) % 10'000, 0);
  EXPECT_GT(price_in(country("JP").currency, 1), 0);
}

TEST(Country, AmountsAreWrittenAsPeopleWriteThem) {
  EXPECT_EQ(written_amount(country("DE").currency, "de", 123'456), "1.234,56\u00a0€");
  EXPECT_EQ(written_amount(country("US").currency, "en", 123'400), "$1,234");
  EXPECT_EQ(written_amount(country("JP").currency, "ja", 3'120'000), "¥31,200");
  EXPECT_EQ(written_amount(country("SE").currency, "sv", 210'000), "2\u00a0100\u00a0kr");
}

TEST(Country, SlugsHavePlainLettersOnly) {
  EXPECT_EQ(slug_of("Bäckerei Müller"), "baeckerei-mueller");
  EXPECT_EQ(slug_of("Łódź & Ćma"), "lodz-cma");
  EXPECT_EQ(slug_of("D'Souza & Associés."), "dsouza-associes");
  for (const Country& one : countries()) {
    for (const auto* names : {&one.women, &one.men, &one.families}) {
      for (const Name& name : *names) {
        for (const char c : slug_of(name.latin)) {
          EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-') << name.latin;
        }
      }
    }
  }
}

TEST(Country, EveryLanguageHasABook) {
  const std::set<std::string_view> known(languages().begin(), languages().end());
  for (const Country& one : countries()) {
    EXPECT_TRUE(known.contains(one.language)) << one.code;
  }
}

}  // namespace
}  // namespace throughline::demo
