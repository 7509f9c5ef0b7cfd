#include "codec/json_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "base/assert.h"

namespace throughline::codec {
namespace {

TEST(JsonWriter, WritesNestedValues) {
  JsonWriter out;
  out.begin_object().member("text", "a\"b").member("count", 3).member("yes", true);
  out.key("list").begin_array().value(1).value(2.5).null().begin_object().end_object().end_array();
  out.raw_member("raw", R"({"x":1})").member("none", std::optional<int>()).end_object();
  EXPECT_EQ(
      out.take(),
      R"({"text":"a\"b","count":3,"yes":true,"list":[1,2.5,null,{}],"raw":{"x":1},"none":null})");
}

TEST(JsonWriter, WritesNumbersThatJsonHas) {
  JsonWriter out;
  out.begin_array().value(std::numeric_limits<double>::infinity()).value(1.0);
  out.value(std::numeric_limits<std::uint64_t>::max()).end_array();
  EXPECT_EQ(out.take(), "[null,1.0,18446744073709551615]");
}

TEST(JsonWriter, AssertsItsOrder) {
  JsonWriter object;
  object.begin_object();
  EXPECT_THROW(object.value(1), BrokenInvariant);
  EXPECT_THROW(object.end_array(), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(object.take()), BrokenInvariant);
  JsonWriter array;
  array.begin_array();
  EXPECT_THROW(array.key("a"), BrokenInvariant);
}

}  // namespace
}  // namespace throughline::codec
