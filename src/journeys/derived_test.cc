// Derived properties: which definitions make sense, and what an event is said to be.
#include <gtest/gtest.h>

#include "journeys/journeys.derived.h"

namespace throughline::journeys {
namespace {

DerivedAsked channel() {
  return {.name = "channel",
          .cases = {{.value = "Mail",
                     .where = {R"({"property":"source","is":"equals","value":"mail"})"}},
                    {.value = "Paid",
                     .where = {R"({"or":[{"property":"source","is":"equals","value":"ad"},)"
                               R"({"property":"cost","is":"greater","value":0}]})"}}},
          .otherwise = "Other"};
}

std::optional<std::string> value_of(const DerivedAsked& asked,
                                    std::map<std::string, condition::Fact> properties) {
  const auto column = column_of(asked, "derived[0]");
  EXPECT_TRUE(column.ok()) << column.error().message;
  const auto derived = DerivedProperty::read(*column);
  EXPECT_TRUE(derived.has_value());
  return derived->value({.properties = std::move(properties)});
}

std::string refused(const DerivedAsked& asked) {
  const auto column = column_of(asked, "derived[0]");
  return column.ok() ? "accepted" : column.error().message;
}

DerivedAsked where(const std::string& condition) {
  return {.name = "x", .cases = {{.value = "y", .where = {condition}}}};
}

TEST(DerivedProperties, AreTheFirstCaseThatHolds_JA08) {
  EXPECT_EQ(value_of(channel(), {{"source", "mail"}, {"cost", 3.0}}), "Mail");
  EXPECT_EQ(value_of(channel(), {{"source", "web"}, {"cost", 3.0}}), "Paid");
  EXPECT_EQ(value_of(channel(), {}), "Other");
  DerivedAsked without = channel();
  without.otherwise.reset();
  EXPECT_EQ(value_of(without, {{"source", "web"}}), std::nullopt);
}

TEST(DerivedProperties, HaveOneColumnUnderWhateverName) {
  DerivedAsked other = channel();
  other.name = "another";
  EXPECT_EQ(*column_of(channel(), ""), *column_of(other, ""));
  other.cases[0].value = "Letter";
  EXPECT_NE(*column_of(channel(), ""), *column_of(other, ""));
  EXPECT_FALSE(DerivedProperty::read("derived.channel").has_value());
  EXPECT_FALSE(DerivedProperty::read("derived:{").has_value());
}

TEST(DerivedProperties, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_NE(refused(where(R"({"property":"derived.z","is":"exists"})")).find("derived itself"),
            std::string::npos);
  EXPECT_NE(refused(where(R"({"property":"at","is":"within_days","value":3})"))
                .find("`derived[0].cases[0].where`: `within_days` changes"),
            std::string::npos);
  EXPECT_NE(refused(where(R"({"trait":"plan","is":"exists"})")).find("it takes `property`"),
            std::string::npos);
  EXPECT_NE(refused({.name = "x"}).find("`derived[0].cases` must be from 1 to 50"),
            std::string::npos);
  DerivedAsked empty = channel();
  empty.cases[1].value.clear();
  EXPECT_NE(refused(empty).find("`derived[0].cases[1].value`"), std::string::npos);
  empty = channel();
  empty.name.clear();
  EXPECT_NE(refused(empty).find("`derived[0].name`"), std::string::npos);
}

}  // namespace
}  // namespace throughline::journeys
