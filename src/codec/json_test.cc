#include "codec/json.h"

#include <gtest/gtest.h>

#include <string>

#include "codec/json_text.h"
#include "codec/payload_hash.h"

namespace throughline::codec {
namespace {

std::string normalised(std::string_view text) {
  const Result<std::string> result = normalise_json(text);
  return result ? *result : "refused: " + result.error().message;
}

std::string refusal(std::string_view text, JsonLimits limits = {}) {
  const Result<std::string> result = normalise_json(text, limits);
  return result ? "accepted: " + *result : result.error().message;
}

JsonDocument parsed(std::string_view text) {
  Result<JsonDocument> document = JsonDocument::parse(text);
  EXPECT_TRUE(document.ok()) << (document ? "" : document.error().message);
  return std::move(*document);
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

std::string object_with_keys(std::size_t count) {
  std::string text = "{";
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":" + std::to_string(i);
  }
  return text + "}";
}

TEST(NormaliseJson, DropsSpacesAndKeepsTheOrderOfKeys) {
  EXPECT_EQ(normalised(" { \"b\" : [ 1 , true , null ] ,\n\t\"a\" : { } } "),
            R"({"b":[1,true,null],"a":{}})");
}

TEST(NormaliseJson, KeepsOnlyTheLastOfEqualKeys_EV10) {
  EXPECT_EQ(normalised(R"({"a":1,"b":2,"a":3})"), R"({"b":2,"a":3})");
  EXPECT_EQ(normalised(R"({"a":1,"\u0061":2})"), R"({"a":2})");
  EXPECT_EQ(normalised(R"([{"a":{"x":1,"x":1}},{"a":2}])"), R"([{"a":{"x":1}},{"a":2}])");
}

TEST(NormaliseJson, KeepsOnlyTheLastOfEqualKeysAmongMany_EV10) {
  const std::string text = object_with_keys(5000);
  const std::string twice = text.substr(0, text.size() - 1) + ",\"k7\":true}";
  const JsonDocument document = parsed(twice);
  EXPECT_EQ(document.root().size(), 5000);
  EXPECT_EQ(document.root().find("k7").boolean(), true);
}

TEST(NormaliseJson, KeepsTheDigitsOfEveryNumber_EV10) {
  for (const std::string_view digits :
       {"1e309", "-1e309", "123456789012345678901234567890", "1.0", "1E+2", "-0", "0.1e-400",
        "3.141592653589793238462643383279", "9223372036854775808"}) {
    EXPECT_EQ(normalised(digits), digits);
  }
}

TEST(NormaliseJson, KeepsLoneSurrogatesAsEscapes_EV10) {
  EXPECT_EQ(normalised(R"("\uD800x")"), R"("\ud800x")");
  EXPECT_EQ(normalised(R"("\uDC00\uD800")"), R"("\udc00\ud800")");
  EXPECT_EQ(normalised(R"("\uD83D\uDE00")"), "\"\xf0\x9f\x98\x80\"");
  EXPECT_EQ(normalised(R"({"\uD800":1})"), R"({"\ud800":1})");
}

TEST(NormaliseJson, KeepsNul_EV10) {
  EXPECT_EQ(normalised(R"("a\u0000b")"), R"("a\u0000b")");
}

TEST(NormaliseJson, SkipsAByteOrderMark_EV08) {
  EXPECT_EQ(normalised("\xef\xbb\xbf{\"a\": 1}"), R"({"a":1})");
  EXPECT_EQ(refusal("\xef\xbb\xbf[1,]"), "invalid JSON at byte 6: expected a value");
}

TEST(NormaliseJson, WritesTheSameEscapesWhateverWasSent) {
  EXPECT_EQ(normalised(R"("\u000a\n\/\u0022\b\u00e9")"), "\"\\n\\n/\\\"\\u0008\xc3\xa9\"");
}

TEST(NormaliseJson, NamesTheByteOfARefusal) {
  EXPECT_EQ(refusal(""), "invalid JSON at byte 0: no value");
  EXPECT_EQ(refusal("  "), "invalid JSON at byte 2: no value");
  EXPECT_EQ(refusal(R"({"a" 1})"), "invalid JSON at byte 5: expected ':'");
  EXPECT_EQ(refusal("[1 2]"), "invalid JSON at byte 3: expected ',' or ']'");
  EXPECT_EQ(refusal("{1:2}"), "invalid JSON at byte 1: expected a key in quotes");
  EXPECT_EQ(refusal("[1] x"), "invalid JSON at byte 4: something after the end of the value");
  EXPECT_EQ(refusal("[\"a"), "invalid JSON at byte 1: a string without its closing quote");
  EXPECT_EQ(refusal("[\"a\tb\"]"), "invalid JSON at byte 3: a control character inside a string");
  EXPECT_EQ(refusal("[\"a\xff\"]"), "invalid JSON at byte 3: a string that is no UTF-8");
  EXPECT_EQ(refusal(R"(["a\x"])"), "invalid JSON at byte 3: an unknown escape");
  EXPECT_EQ(refusal(R"(["\u12g4"])"),
            "invalid JSON at byte 2: an escape \\u without four hexadecimal digits");
  EXPECT_EQ(refusal("[1,,\"a"), "invalid JSON at byte 3: expected a value");
  EXPECT_EQ(refusal("{\"a\":1"), "invalid JSON at byte 6: expected ',' or '}'");
}

TEST(NormaliseJson, RefusesWhatIsAlmostANumberOrALiteral) {
  for (const std::string_view text :
       {"01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "1_0", "nul", "nulll", "True", "NaN",
        "Infinity", "1\x0c", "\x1a", "truefalse", "1\"a\""}) {
    EXPECT_FALSE(normalise_json(text).ok()) << text;
  }
}

TEST(NormaliseJson, LimitsDepth_EV10) {
  EXPECT_EQ(normalised(nested(64)), nested(64));
  EXPECT_EQ(refusal(nested(65)), "invalid JSON at byte 64: nested too deeply");
  EXPECT_FALSE(normalise_json(nested(100'000), {.depth_max = 1'000'000}).ok());
}

TEST(NormaliseJson, LimitsKeys_EV10) {
  EXPECT_EQ(normalised(object_with_keys(10'000)), object_with_keys(10'000));
  EXPECT_NE(refusal(object_with_keys(10'001)).find("too many keys"), std::string::npos);
}

TEST(JsonView, ReachesFieldsOfABatch) {
  const JsonDocument document = parsed(R"({"batch": [
      {"type": "track", "properties": {"a": [1, 2], "price": 9.5}, "n": 1e3},
      {"type": "identify", "traits": null}]})");
  const JsonView batch = document.root().find("batch");
  ASSERT_EQ(batch.size(), 2);
  std::vector<std::string> types;
  for (const JsonView item : batch.items()) {
    types.emplace_back(item.find("type").text());
  }
  EXPECT_EQ(types, (std::vector<std::string>{"track", "identify"}));
  const JsonView first = *batch.items().begin();
  EXPECT_EQ(first.find("properties").to_text(), R"({"a":[1,2],"price":9.5})");
  EXPECT_EQ(first.find_path({"properties", "price"}).number(), 9.5);
  EXPECT_EQ(first.find("n").integer(), 1000);
}

TEST(JsonView, AnswersNothingForWhatIsAbsentOrOfAnotherKind) {
  const JsonDocument document = parsed(R"({"a": "text", "b": null})");
  const JsonView root = document.root();
  EXPECT_FALSE(root.find("c"));
  EXPECT_EQ(root.find("c").kind(), JsonKind::absent);
  EXPECT_FALSE(root.find_path({"c", "d", "e"}));
  EXPECT_EQ(root.find("c").to_text(), "null");
  EXPECT_EQ(root.find("a").integer(), std::nullopt);
  EXPECT_EQ(root.find("b").text_or("other"), "other");
  EXPECT_TRUE(root.find("b").is_null());
  EXPECT_EQ(root.find("a").members().begin(), root.find("a").members().end());
}

TEST(JsonView, OutlivesAMoveOfItsDocument) {
  JsonDocument document = parsed(R"({"a":"b"})");
  const JsonView root = document.root();
  const JsonDocument moved = std::move(document);
  EXPECT_EQ(root.find("a").text(), "b");
}

TEST(JsonView, ChecksOneItemOfABodyAgainstItsOwnLimits_EV10) {
  const std::string body = "[1," + nested(70) + "," + object_with_keys(10'001) + "]";
  const Result<JsonDocument> document = JsonDocument::parse(body, body_json_limits);
  ASSERT_TRUE(document.ok());
  std::vector<bool> fine;
  for (const JsonView item : document->root().items()) {
    fine.push_back(item.check({}).ok());
  }
  EXPECT_EQ(fine, (std::vector<bool>{true, false, false}));
}

TEST(JsonView, SaysWhichNumbersAreIntegers) {
  EXPECT_EQ(integer_of("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(integer_of("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(integer_of("9223372036854775808"), std::nullopt);
  EXPECT_EQ(integer_of("1.0"), 1);
  EXPECT_EQ(integer_of("1.5"), std::nullopt);
  EXPECT_EQ(integer_of("9007199254740993.0"), std::nullopt);
  EXPECT_EQ(double_of("1e309"), std::nullopt);
  EXPECT_EQ(double_of("1e-999"), std::nullopt);
  EXPECT_EQ(double_of("0e999"), 0.0);
}

TEST(Json, KeepsNumbersOutsideInt64AndDoubleAsText) {
  const Result<Json> tree = parse_json("[1, 1.0, -0, 1e309, 18446744073709551615]");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->items()[0], Json(1));
  EXPECT_EQ(tree->items()[1], Json(1.0));
  EXPECT_EQ(tree->items()[3], Json(JsonNumber{"1e309"}));
  EXPECT_EQ(tree->to_text(), "[1,1.0,-0.0,1e309,18446744073709551615]");
}

TEST(Json, CanBeBuiltAndChanged) {
  Json tree = Json::object();
  tree.set("b", 1).set("a", Json::Array{1, "two", nullptr}).set("b", true);
  EXPECT_EQ(tree.to_text(), R"({"b":true,"a":[1,"two",null]})");
  tree.find("a")->push(Json::object().set("deep", "x"));
  EXPECT_EQ(tree.find("a")->items().size(), 4);
  EXPECT_TRUE(tree.remove("b"));
  EXPECT_FALSE(tree.remove("b"));
  EXPECT_EQ(tree.find_path({"a", "b"}), nullptr);
}

TEST(Json, ComparesObjectsWithoutTheirOrder) {
  EXPECT_EQ(*parse_json(R"({"a":1,"b":{"c":2,"d":3}})"),
            *parse_json(R"({"b":{"d":3,"c":2},"a":1})"));
  EXPECT_FALSE(*parse_json(R"({"a":1})") == *parse_json(R"({"a":2})"));
  EXPECT_FALSE(*parse_json(R"({"a":1})") == *parse_json(R"({"a":1,"b":1})"));
}

std::string hash_of(std::string_view text) {
  const JsonDocument document = parsed(text);
  return payload_hash(document.root());
}

TEST(PayloadHash, IgnoresWhatChangesBetweenTwoAttempts_EV03) {
  const std::string first = hash_of(
      R"({"event":"a","sentAt":"1","writeKey":"k","_metadata":{},"receivedAt":"r","context":{"ip":"i","library":{"name":"x"}}})");
  const std::string second =
      hash_of(R"({"context":{"library":{"name":"y"},"ip":"i"},"event":"\u0061","sentAt":"2"})");
  EXPECT_EQ(first, second);
  EXPECT_EQ(first.size(), 16);
}

TEST(PayloadHash, SeesEveryOtherDifference_EV03) {
  const std::string first =
      hash_of(R"({"event":"a","properties":{"sentAt":"1"},"context":{"ip":"1"}})");
  EXPECT_NE(first, hash_of(R"({"event":"b","properties":{"sentAt":"1"},"context":{"ip":"1"}})"));
  EXPECT_NE(first, hash_of(R"({"event":"a","properties":{"sentAt":"2"},"context":{"ip":"1"}})"));
  EXPECT_NE(first, hash_of(R"({"event":"a","properties":{"sentAt":"1"},"context":{"ip":"2"}})"));
  EXPECT_NE(hash_of("[1]"), hash_of(R"(["1"])"));
}

}  // namespace
}  // namespace throughline::codec
