#include <gtest/gtest.h>

#include <array>
#include <string>

#include "access/password.h"
#include "access/rights.h"
#include "access/secret.h"
#include "access/team.h"
#include "access/text_rules.h"
#include "access/throttle.h"

namespace throughline::access {
namespace {

constexpr std::array all_roles = {Role::owner, Role::admin, Role::agent, Role::analyst,
                                  Role::viewer};

struct RightsRow {
  Role role;
  std::string rights;  // In the order of Right: v(iew) e(dit) s(ources) k(eys) t(eam) w(orkspace).
};

TEST(Rights, AreAsTheTableSays) {
  const std::array<RightsRow, 5> table = {{{Role::owner, "vesktw"},
                                           {Role::admin, "vesktw"},
                                           {Role::agent, "ve----"},
                                           {Role::analyst, "v-----"},
                                           {Role::viewer, "v-----"}}};
  for (const RightsRow& row : table) {
    for (std::size_t i = 0; i < row.rights.size(); ++i) {
      EXPECT_EQ(holds(row.role, static_cast<Right>(i)), row.rights[i] != '-')
          << name_of(row.role) << " " << name_of(static_cast<Right>(i));
    }
  }
}

TEST(Rights, OwnersAreManagedByOwnersOnly) {
  for (const Role actor : all_roles) {
    for (const Role role : all_roles) {
      const bool manages = actor == Role::owner || (actor == Role::admin && role != Role::owner);
      EXPECT_EQ(may_manage(actor, role), manages) << name_of(actor) << " " << name_of(role);
    }
  }
}

TEST(Rights, RolesAreReadAsTheyAreWritten) {
  for (const Role role : all_roles) {
    EXPECT_EQ(*parse_role(name_of(role)), role);
  }
  EXPECT_FALSE(parse_role("root").ok());
  EXPECT_FALSE(parse_role("Owner").ok());
}

TEST(Secret, IsRecognisableLongAndNeverTheSame) {
  SecureRandom random;
  const std::string key = make_secret(random, api_key_prefix);
  EXPECT_TRUE(key.starts_with("tl_api_"));
  EXPECT_EQ(key.size(), api_key_prefix.size() + 43);
  EXPECT_NE(key, make_secret(random, api_key_prefix));
  EXPECT_EQ(shown_part(key), key.substr(0, api_key_prefix.size() + 6));
  EXPECT_EQ(shown_part("abcdefghi"), "abc");
  EXPECT_EQ(hash_of_secret(key).size(), 32U);
  EXPECT_NE(hash_of_secret(key), hash_of_secret(key + "x"));
}

TEST(Secret, ComparesWholeTexts) {
  EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
  EXPECT_FALSE(equal_in_constant_time("", "a"));
}

TEST(Password, HasTenCharactersAndAtMostAThousandBytes) {
  EXPECT_FALSE(check_password("123456789").ok());
  EXPECT_TRUE(check_password("1234567890").ok());
  EXPECT_FALSE(check_password("äöüäöüäöü").ok());  // Nine characters of two bytes.
  EXPECT_TRUE(check_password(std::string(1000, 'x')).ok());
  EXPECT_FALSE(check_password(std::string(1001, 'x')).ok());
}

TEST(Password, MatchesItsOwnHashOnly) {
  PasswordHasher hasher;
  const std::string hash = *hasher.hash("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_NE(hash, *hasher.hash("correct horse"));
  EXPECT_TRUE(hasher.matches(hash, "correct horse"));
  EXPECT_FALSE(hasher.matches(hash, "correct horsf"));
  EXPECT_FALSE(hasher.matches("", ""));
  EXPECT_FALSE(hasher.matches("", "correct horse"));
  EXPECT_FALSE(hasher.matches(hash, std::string(1001, 'x')));
}

TEST(TextRules, EmailsAreCheckedLightlyAndLowered) {
  EXPECT_EQ(*normal_email(" Ada.Lovelace+x@Example.COM "), "ada.lovelace+x@example.com");
  EXPECT_EQ(*normal_email("ada@localhost"), "ada@localhost");
  EXPECT_EQ(*normal_email("дарья@пример.рф"), "дарья@пример.рф");
  for (const char* bad : {"", "ada", "@example.com", "ada@", "a b@example.com", "a@b@c.example",
                          "ada@example.", "ada@.example", "a\nb@example.com"}) {
    EXPECT_FALSE(normal_email(bad).ok()) << bad;
  }
  EXPECT_FALSE(normal_email(std::string(250, 'a') + "@example.com").ok());
}

TEST(TextRules, NamesShowSomething) {
  EXPECT_TRUE(check_name("The name", "Ö").ok());
  EXPECT_FALSE(check_name("The name", " \t").ok());
  EXPECT_FALSE(check_name("The name", std::string("a\0b", 3)).ok());
  EXPECT_FALSE(check_name("The name", "\xff").ok());
  EXPECT_FALSE(check_name("The name", std::string(2001, 'x')).ok());
}

TEST(TextRules, TimeZonesExist) {
  EXPECT_TRUE(check_time_zone("Europe/Berlin").ok());
  EXPECT_TRUE(check_time_zone("UTC").ok());
  for (const char* bad : {"", "/etc/passwd", "../passwd", "Europe", "Nowhere/None?"}) {
    EXPECT_FALSE(check_time_zone(bad).ok()) << bad;
  }
}

TEST(Sessions, EndAfterTwoQuietWeeksOrNinetyDays) {
  const Time created = {1'000};
  EXPECT_EQ(session_end(created, created).us, 1'000 + 14 * us_per_day);
  EXPECT_EQ(session_end(created, {1'000 + 80 * us_per_day}).us, 1'000 + 90 * us_per_day);
}

TEST(Throttle, WaitsTwiceAsLongAfterEveryAttempt) {
  const Time now = {us_per_day};
  EXPECT_LE(allowed_at({4, now}, 5).us, now.us);
  EXPECT_EQ(allowed_at({5, now}, 5).us - now.us, 2 * us_per_second);
  EXPECT_EQ(allowed_at({6, now}, 5).us - now.us, 4 * us_per_second);
  EXPECT_EQ(allowed_at({10, now}, 5).us - now.us, 64 * us_per_second);
  EXPECT_EQ(allowed_at({1'000'000, now}, 5).us - now.us, us_per_hour);
}

TEST(Throttle, CountsAnAccountFromAnAddressAndForgetsOnSuccess) {
  Throttle throttle;
  Time now = {10 * us_per_day};
  for (int i = 0; i < 5; ++i) {
    EXPECT_LE(throttle.attempt("a@x", "10.0.0.1", now), now);
  }
  EXPECT_GT(throttle.attempt("a@x", "10.0.0.1", now), now);
  EXPECT_LE(throttle.attempt("b@x", "10.0.0.1", now), now);
  EXPECT_LE(throttle.attempt("a@x", "10.0.0.2", now), now);
  now.us += 2 * us_per_second;
  EXPECT_LE(throttle.attempt("a@x", "10.0.0.1", now), now);
  EXPECT_GT(throttle.attempt("a@x", "10.0.0.1", now), now);
  throttle.succeeded("a@x", "10.0.0.1");
  EXPECT_LE(throttle.attempt("a@x", "10.0.0.1", now), now);
}

TEST(Throttle, CountsAnAddressThatTriesManyAccounts) {
  Throttle throttle;
  const Time now = {10 * us_per_day};
  for (int i = 0; i < free_attempts_of_address; ++i) {
    EXPECT_LE(throttle.attempt(std::to_string(i) + "@x", "10.0.0.1", now), now);
  }
  EXPECT_GT(throttle.attempt("new@x", "10.0.0.1", now), now);
  EXPECT_LE(throttle.attempt("new@x", "10.0.0.2", now), now);
}

TEST(Throttle, TakesAnIPv6NetworkForOneAddress) {
  EXPECT_EQ(network_of("2001:db8::1"), network_of("2001:db8::ffff:2"));
  EXPECT_NE(network_of("2001:db8::1"), network_of("2001:db8:0:1::1"));
  EXPECT_NE(network_of("::ffff:10.0.0.1"), network_of("::ffff:10.0.0.2"));
  EXPECT_NE(network_of("10.0.0.1"), network_of("10.0.0.2"));
}

}  // namespace
}  // namespace throughline::access
