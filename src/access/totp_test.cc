#include "access/totp.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "access/audit_chain.h"

namespace throughline::access {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";

TEST(Totp, GivesTheCodesOfRfc6238) {
  // Appendix B, the last six of eight digits.
  const std::vector<std::pair<std::int64_t, const char*>> codes = {{59, "287082"},
                                                                   {1'111'111'109, "081804"},
                                                                   {1'111'111'111, "050471"},
                                                                   {1'234'567'890, "005924"},
                                                                   {2'000'000'000, "279037"},
                                                                   {20'000'000'000, "353130"}};
  for (const auto& [seconds, code] : codes) {
    EXPECT_EQ(totp_code(rfc_secret, seconds / totp_step_s), code) << seconds;
  }
}

TEST(Totp, TakesACodeOfANeighbouringStepAndNoneTwice) {
  const Time now = {1'234'567'890 * us_per_second};
  const std::int64_t present = 1'234'567'890 / totp_step_s;
  for (const std::int64_t step : {present - 1, present, present + 1}) {
    EXPECT_EQ(find_totp_step(rfc_secret, totp_code(rfc_secret, step), now, 0), step);
    EXPECT_FALSE(find_totp_step(rfc_secret, totp_code(rfc_secret, step), now, step));
  }
  EXPECT_FALSE(find_totp_step(rfc_secret, totp_code(rfc_secret, present - 2), now, 0));
  EXPECT_FALSE(find_totp_step(rfc_secret, totp_code(rfc_secret, present + 2), now, 0));
  EXPECT_FALSE(find_totp_step(rfc_secret, "", now, 0));
}

TEST(Totp, WritesSecretsInBase32) {
  EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(to_base32("f"), "MY");
  EXPECT_EQ(totp_uri("foobar", "ana@example.com", "Acme & Co"),
            "otpauth://totp/Acme%20%26%20Co:ana%40example.com?secret=MZXW6YTBOI&issuer="
            "Acme%20%26%20Co");
}

TEST(AuditChain, ChangesWithEveryPartAndWithWhatCameBefore_AM05) {
  const ChainedText entry = {{1}, "user:1", "user.invite", "user:2", "{}"};
  const std::string hash = chained_hash("", entry);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(chained_hash("", entry), hash);
  EXPECT_NE(chained_hash(hash, entry), hash);
  EXPECT_NE(chained_hash("", {{2}, "user:1", "user.invite", "user:2", "{}"}), hash);
  EXPECT_NE(chained_hash("", {{1}, "user:", "1user.invite", "user:2", "{}"}), hash);
  EXPECT_NE(chained_hash("", {{1}, "user:1", "user.remove", "user:2", "{}"}), hash);
  EXPECT_NE(chained_hash("", {{1}, "user:1", "user.invite", "user:3", "{}"}), hash);
  EXPECT_NE(chained_hash("", {{1}, "user:1", "user.invite", "user:2", "{ }"}), hash);
}

}  // namespace
}  // namespace throughline::access
