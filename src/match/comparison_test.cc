#include "match/comparison.h"

#include <gtest/gtest.h>

#include "match/normalise.h"

namespace throughline::match {
namespace {

using Row = std::vector<std::vector<std::string>>;

const Schema person{{{"first", FieldRole::given_name},
                     {"last", FieldRole::family_name},
                     {"born", FieldRole::birth_date},
                     {"mail", FieldRole::email, 2},
                     {"street", FieldRole::street},
                     {"number", FieldRole::house_number},
                     {"town", FieldRole::locality}}};

// "aspect: level" of what was compared.
std::vector<std::string> compared(const Row& one, const Row& other) {
  Records records(person);
  records.add(one);
  records.add(other);
  const Comparer comparer(records);
  const Pattern pattern = comparer.compare(0, 1).pattern;
  EXPECT_EQ(pattern, comparer.compare(1, 0).pattern) << "compare() depends on the order";
  std::vector<std::string> words;
  for (std::size_t c = 0; c < comparer.comparisons().size(); ++c) {
    const Aspect aspect = comparer.comparisons()[c].aspect;
    if (const auto level = level_in(pattern, c)) {
      words.push_back(std::string(name_of(aspect)) + ": " +
                      std::string(level_words(aspect, *level)));
    }
  }
  return words;
}

using Words = std::vector<std::string>;

TEST(Comparison, NothingNeverAgreesWithNothing_ID11) {
  EXPECT_EQ(compared({}, {}), Words());
  EXPECT_EQ(compared({{"  "}, {"n/a"}, {"-"}, {"@"}}, {{""}, {"N/A"}, {"-"}, {"@"}}), Words());
  EXPECT_EQ(compared({{"Ann"}}, {{}, {"Lee"}}), Words());
}

TEST(Comparison, NamesInTheWrongOrderSpeakOnce) {
  EXPECT_EQ(compared({{"James"}, {"Martin"}}, {{"martin"}, {"JAMES"}}),
            Words({"first name: first and last exchanged"}));
}

TEST(Comparison, LevelsOfNamesAndDates) {
  EXPECT_EQ(level_of(Aspect::given_name, "jo", "joanna"), 3);
  EXPECT_EQ(level_of(Aspect::given_name, "mary ann", "ann"), 3);
  EXPECT_EQ(level_of(Aspect::given_name, "robert", "robret"), 2);
  EXPECT_EQ(level_of(Aspect::given_name, "robert", "susan"), 0);
  EXPECT_EQ(level_of(Aspect::family_name, "van der berg", "berg"), 3);
  EXPECT_EQ(level_of(Aspect::family_name, "bergman", "berg"), 1);
  EXPECT_EQ(level_of(Aspect::birth_date, "19710624", "19710625"), 3);
  EXPECT_EQ(level_of(Aspect::birth_date, "19710504", "19710405"), 3);
  EXPECT_EQ(level_of(Aspect::birth_date, "19710624", "19711231"), 1);
  EXPECT_EQ(level_of(Aspect::birth_date, "19710624", "19850303"), 0);
  EXPECT_EQ(level_of(Aspect::email, "ann@a.example", "ann@b.example"), 3);
  EXPECT_EQ(level_of(Aspect::email, "ann+news@a.example", "ann@a.example"), 3);
  EXPECT_EQ(level_of(Aspect::phone, "791234567", "791234576"), 1);
}

TEST(Comparison, TheBestOfSeveralValuesCounts) {
  EXPECT_EQ(compared({{}, {}, {}, {"a@x.example", "b@x.example"}},
                     {{}, {}, {}, {"c@y.example", "b@x.example"}}),
            Words({"email: the same"}));
}

TEST(Comparison, AnAddressSpeaksForTheFamilyName) {
  const Row ann{{"Ann"}, {"Lee"}, {}, {}, {"Main Street"}, {"5"}, {"Bern"}};
  const Row bob{{"Bob"}, {"Lee"}, {}, {}, {"main street"}, {"5"}, {"Berne"}};
  EXPECT_EQ(compared(ann, bob),
            Words({"first name: different", "address: the same address and family name"}));
  const Row eve{{"Eve"}, {"Kurz"}, {}, {}, {"main street"}, {"5"}, {"Bern"}};
  EXPECT_EQ(compared(ann, eve),
            Words({"first name: different", "address: the same address, another family name"}));
}

TEST(Normalise, FoldsCaseAccentsAndSigns) {
  EXPECT_EQ(fold("  Élodie  O'Neill-Ångström "), "elodie oneill angstrom");
  EXPECT_EQ(fold("GROẞ Straße Žižek Łódź ÿ"), "gro\xE1\xBA\x9E strasse zizek lodz y");
  EXPECT_EQ(fold("МАРИЯ Ёлкина ΑΝΝΑ"), "мария ёлкина αννα");
  EXPECT_EQ(fold("東京"), "東京");
}

TEST(Normalise, DatesPhonesAndMailAddresses) {
  using enum FieldRole;
  EXPECT_EQ(normalised(birth_date, "1971-06-24T00:00:00Z"), "19710624");
  EXPECT_EQ(normalised(birth_date, "24.6.1971"), "19710624");
  EXPECT_EQ(normalised(birth_date, "06/24/1971"), "19710624");
  EXPECT_EQ(normalised(birth_date, "19710624"), "19710624");
  EXPECT_EQ(normalised(birth_date, "in June"), "");
  EXPECT_EQ(normalised(phone, "+41 79 123 45 67"), normalised(phone, "079 123 45 67"));
  EXPECT_EQ(normalised(phone, "123"), "");
  EXPECT_EQ(normalised(email, " Ann@Example.COM "), "ann@example.com");
  EXPECT_EQ(normalised(email, "ann"), "");
  EXPECT_EQ(normalised(identifier, "AB-12 34"), "ab1234");
}

TEST(Normalise, HugeAndBrokenValuesAreCut) {
  EXPECT_LE(normalised(FieldRole::given_name, std::string(5'000'000, 'x')).size(), value_bytes_max);
  for (const std::string_view broken : {"\xC3", "a\xFF\xFE", "\xED\xA0\x80", "\xF0\x9F\x98"}) {
    EXPECT_EQ(level_of(Aspect::given_name, fold(broken), "susan"), 0);
  }
}

}  // namespace
}  // namespace throughline::match
