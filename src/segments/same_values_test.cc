#include <gtest/gtest.h>

#include <string>

#include "segments/segments.same_values.h"

namespace throughline::segments {
namespace {

TEST(SameValues, AreTheSameWhetherTheyCameAsIntegersOrNot) {
  SameValues values;
  const std::uint32_t one = values.number_of(std::int64_t{1});
  EXPECT_EQ(values.number_of(1.0), one);
  EXPECT_NE(values.number_of(std::string("1")), one);
  EXPECT_NE(values.number_of(true), one);
  // No double tells these two apart.
  EXPECT_NE(values.number_of(std::int64_t{9'007'199'254'740'993}),
            values.number_of(std::int64_t{9'007'199'254'740'992}));
}

}  // namespace
}  // namespace throughline::segments
