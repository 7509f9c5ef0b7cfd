// A search finds exactly the people in whose text every word is.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "condition/evaluate.h"
#include "people/people_index_store.h"
#include "people/people_page_store.h"
#include "people/people_search_store.h"
#include "testing/databases.h"

namespace throughline::people {
namespace {

using storage::Transaction;

constexpr Time now = {1'780'000'000 * us_per_second};
constexpr std::array<const char*, 8> parts = {"Klára", "O\"Hara", "王小明", "Ann",
                                              "anna",  "Łódź",    "%_*",    "İpek"};

class PeopleSearch : public testing::StorageTest {
 protected:
  void name(std::int64_t profile, const std::string& name) {
    NewCounts counts;
    counts[{profile * 10, "Seen"}].add(now);
    names_[profile] = name;
    const auto saved = workspace().write([&](Transaction& tx) -> Result<void> {
      TL_TRY(add_counts(tx, counts));
      ListedOwners owners;
      return refresh_people(
          tx, owners, {profile * 10},
          [&](Transaction&, ProfileId id) -> Result<std::optional<IndexedPerson>> {
            return std::optional(person_of(id.value));
          },
          [](Transaction&, IdentifierId id) -> Result<ProfileId> {
            return ProfileId{id.value / 10};
          });
    });
    ASSERT_TRUE(saved.ok()) << saved.error().message;
  }

  PeoplePage search(const std::string& text) {
    auto page = workspace().read(
        [&](Transaction& tx) { return find_people(tx, {.search = text, .limit = 500}, now, {}); });
    EXPECT_TRUE(page.ok()) << text << ": " << page.error().message;
    return *std::move(page);
  }

  [[nodiscard]] std::set<std::int64_t> expected(const std::string& text) const {
    std::set<std::int64_t> found;
    const std::string folded = condition::folded(text);
    for (const auto& [profile, name] : names_) {
      const std::string searched = condition::folded(name + "\n\nuser-" + std::to_string(profile));
      bool all = true;
      for (const std::string_view word : split(folded, ' ')) {
        all = all && is_in(searched, std::string(trimmed(word)));
      }
      if (all) {
        found.insert(profile);
      }
    }
    return found;
  }

  // Two letters or digits of ASCII only where a word begins.
  static bool is_in(const std::string& searched, const std::string& word) {
    if (word.size() != 2 ||
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") != std::string::npos) {
      return searched.find(word) != std::string::npos;
    }
    return searched.starts_with(word) || searched.find(' ' + word) != std::string::npos ||
           searched.find('\n' + word) != std::string::npos;
  }

  static std::set<std::int64_t> profiles_in(const PeoplePage& page) {
    std::set<std::int64_t> found;
    for (const PersonSummary& person : page.people) {
      found.insert(person.profile.value);
    }
    return found;
  }

 private:
  [[nodiscard]] IndexedPerson person_of(std::int64_t profile) const {
    IndexedPerson person;
    person.identifiers = {
        {IdentifierId{profile * 10}, "user_id", "user-" + std::to_string(profile)}};
    person.traits["name"] = quote_json(names_.at(profile));
    return person;
  }

  std::map<std::int64_t, std::string> names_;
};
INSTANTIATE_TEST_SUITE_P(Both, PeopleSearch, testing::both_databases(), testing::database_name);

TEST_P(PeopleSearch, FindsWhomTheWordsAreIn_PR20) {
  SeededRandom random(5);
  for (std::int64_t profile = 1; profile <= 60; ++profile) {
    name(profile, std::string(parts.at(random.below(parts.size()))) + " " +
                      parts.at(random.below(parts.size())));
  }
  for (const std::string text :
       {"ann",         "ANN",           "klára",  "KLÁRA", "lár", "o\"h",       "\"",
        "王小明",      "小明",          "明",     "łódź",  "%_*", "%",          "user-1",
        "user-17 ann", "ann klá",       "nobody", "ser-",  "a",   "i\u0307pek", "ann ' OR",
        "NEAR(ann)",   "  ann   anna ", "an",     "us",    "na",  "or an",      "łó"}) {
    const PeoplePage page = search(text);
    EXPECT_EQ(profiles_in(page), expected(text)) << text;
    EXPECT_EQ(page.total, static_cast<std::int64_t>(page.people.size())) << text;
  }
  EXPECT_TRUE(search("ann").total);
  EXPECT_TRUE(search("a").total) << "they are few in all";
}

// Texts of few characters, so that parts of them meet, and any part of any of them as a search.
TEST_P(PeopleSearch, IsTheSameAsLookingThroughEveryText_PR20) {
  constexpr std::array<const char*, 14> characters = {
      "a", "b", "A", "é", "É", "\xf0\x9f\x99\x82", "中", "-", "\"", "'", "\t", "i\u0307", " ", "*"};
  SeededRandom random(20);
  const auto text_of = [&](std::uint64_t length) {
    std::string text;
    for (std::uint64_t i = 0; i < length; ++i) {
      const std::uint64_t which = random.below(characters.size() + 1);
      text += which < characters.size() ? characters.at(which) : std::string(1, '\0');
    }
    return text;
  };
  for (std::int64_t profile = 1; profile <= 150; ++profile) {
    name(profile, text_of(3 + random.below(12)));
  }
  std::size_t found = 0;
  for (int i = 0; i < 600; ++i) {
    const std::string text = text_of(1 + random.below(6));
    const PeoplePage page = search(text);
    ASSERT_EQ(profiles_in(page), expected(text)) << "'" << text << "'";
    found += page.people.empty() ? 0 : 1;
    ASSERT_EQ(page.total, static_cast<std::int64_t>(page.people.size())) << "'" << text << "'";
  }
  EXPECT_GT(found, 50U) << "enough of them find somebody";
}

TEST_P(PeopleSearch, KnowsANameUntilItChanges_PR20) {
  name(1, "Amelie Bauer");
  name(2, "Amelie Vogel");
  EXPECT_EQ(search("amelie").total, 2);
  name(1, "Amalia Bauer");
  EXPECT_EQ(profiles_in(search("amelie")), (std::set<std::int64_t>{2}));
  EXPECT_EQ(profiles_in(search("amalia")), (std::set<std::int64_t>{1}));
  EXPECT_EQ(profiles_in(search("bauer")), (std::set<std::int64_t>{1}));
}

TEST_P(PeopleSearch, ThatFindsManyIsRunInTheOrderOfTheList_PR20) {
  for (std::int64_t profile = 1; profile <= 5; ++profile) {
    name(profile, "Ann " + std::to_string(profile));
  }
  const auto plan = [&](std::int64_t candidates_max) {
    auto made =
        workspace().read([&](Transaction& tx) { return plan_search(tx, "ann", candidates_max); });
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  };
  EXPECT_TRUE(plan(5).is_narrow);
  EXPECT_FALSE(plan(4).is_narrow);
  EXPECT_EQ(plan(4).from.find("people_search"), std::string::npos);
  EXPECT_NE(plan(5).from.find("people_search"), std::string::npos);
}

}  // namespace
}  // namespace throughline::people
