#include "codec/describe.h"

#include <gtest/gtest.h>

#include "base/assert.h"
#include "base/name_table.h"
#include "codec/json.h"

namespace throughline::codec {
namespace {

enum class Size { small, large };
constexpr std::array<std::string_view, 2> size_names = {"small", "large"};
std::string_view name_of(Size size) {
  return name_in(size_names, size);
}
Result<Size> parse_size(std::string_view name) {
  return parse_name<Size>(size_names, name, "size");
}

struct Step {
  std::string name = {};
  Size size = Size::small;
  bool operator==(const Step&) const = default;
};
BOOST_DESCRIBE_STRUCT(Step, (), (name, size))

struct Plan {
  std::string title = {};
  bool active = false;
  std::int32_t count = 0;
  double rate = 0;
  Time created_at = {};
  std::optional<std::string> note = {};
  std::vector<Step> steps = {};
  std::map<std::string, std::int64_t> weights = {};
  RawJson extra = {};
  std::uint8_t default_ = 0;
  bool operator==(const Plan&) const = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (title, active, count, rate, created_at, note, steps, weights, extra,
                       default_))

// A tree: it has a name, so that its schema can refer to itself.
struct Branch {
  std::string label = {};
  std::vector<Branch> children = {};
};
BOOST_DESCRIBE_STRUCT(Branch, (), (label, children))

}  // namespace

template <>
struct EnumText<Size> : EnumTextOf<parse_size, Size::large> {};
template <>
inline constexpr std::array field_docs<Step> = {FieldDoc{"name", "What agents see."}};
template <>
inline constexpr std::string_view schema_name<Branch> = "Branch";

namespace {

const char* const plan_text =
    R"({"title":"a","active":true,"count":-3,"rate":0.5,"created_at":"2026-03-01T08:30:00Z",)"
    R"("note":null,"steps":[{"name":"x","size":"large"}],"weights":{"b":2},"extra":{"any":[1]},)"
    R"("default":7})";

Result<Plan> changed(std::initializer_list<std::string_view> path, Json value) {
  Json tree = *parse_json(plan_text);
  Json* at = &tree;
  for (const std::string_view key : path) {
    at = at->is_array() ? const_cast<Json*>(&at->items()[0]) : at;  // NOLINT: the tree is ours
    if (at->find(key) == nullptr) {
      at->set(key, nullptr);
    }
    at = at->find(key);
  }
  *at = std::move(value);
  return parse_as<Plan>(tree.to_text());
}

std::string refusal(const Result<Plan>& result) {
  return result ? "accepted" : result.error().message;
}

TEST(Describe, WritesWhatItReads) {
  const Result<Plan> plan = parse_as<Plan>(plan_text);
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  EXPECT_EQ(plan->steps, (std::vector<Step>{{"x", Size::large}}));
  EXPECT_EQ(plan->created_at, parse_time("2026-03-01T08:30:00Z"));
  EXPECT_EQ(plan->extra.text, R"({"any":[1]})");
  EXPECT_EQ(plan->default_, 7);
  EXPECT_EQ(to_json(*plan), plan_text);
}

TEST(Describe, ReadsAnAbsentOptionalAndRefusesOtherAbsentFields) {
  Json tree = *parse_json(plan_text);
  tree.remove("note");
  EXPECT_TRUE(parse_as<Plan>(tree.to_text()).ok());
  tree.remove("rate");
  EXPECT_EQ(refusal(parse_as<Plan>(tree.to_text())), "rate: this field is missing");
}

TEST(Describe, RefusesUnknownFieldsByName) {
  EXPECT_EQ(refusal(changed({"steps", "colour"}, 1)), "steps[0].colour: there is no such field");
}

TEST(Describe, RefusesWrongTypesWithTheirPlace) {
  EXPECT_EQ(refusal(changed({"title"}, 1)), "title: expected a string, not 1");
  EXPECT_EQ(refusal(changed({"active"}, "yes")), "active: expected true or false, not a string");
  EXPECT_EQ(refusal(changed({"count"}, 1.5)), "count: expected a whole number, not 1.5");
  EXPECT_EQ(refusal(changed({"count"}, 3'000'000'000)), "count: out of range");
  EXPECT_EQ(refusal(changed({"default"}, -1)), "default: out of range");
  EXPECT_EQ(refusal(changed({"rate"}, JsonNumber{"1e999"})), "rate: expected a number, not 1e999");
  EXPECT_EQ(refusal(changed({"steps"}, Json::object())), "steps: expected an array, not an object");
  EXPECT_EQ(refusal(changed({"steps"}, Json::Array{1})),
            "steps[0]: expected an object, not a number");
  EXPECT_EQ(refusal(changed({"steps", "size"}, "huge")), "steps[0].size: unknown size: huge");
  EXPECT_EQ(refusal(changed({"weights", "b"}, "x")),
            "weights.b: expected a whole number, not a string");
  EXPECT_EQ(refusal(changed({"created_at"}, "soon")),
            "created_at: expected a time such as 2026-03-01T08:30:00Z");
  EXPECT_EQ(refusal(parse_as<Plan>("[]")), "expected an object, not an array");
}

TEST(Describe, MakesASchema) {
  EXPECT_EQ(schema_of<Step>(),
            R"({"type":"object","properties":{"name":{"description":"What agents see.",)"
            R"("type":"string"},"size":{"type":"string","enum":["small","large"]}},)"
            R"("required":["name","size"],"additionalProperties":false})");
  const Result<Json> plan = parse_json(schema_of<Plan>());
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->find_path({"properties", "note"})->to_text(),
            R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
  EXPECT_EQ(plan->find_path({"properties", "extra"})->to_text(), "{}");
  EXPECT_EQ(plan->find_path({"properties", "weights"})->to_text(),
            R"({"type":"object","additionalProperties":{"type":"integer","format":"int64"}})");
  EXPECT_EQ(plan->find_path({"required"})->items().size(), 9);
}

TEST(Describe, RefersToANamedStructInsideItself) {
  EXPECT_EQ(
      schema_of<Branch>(),
      R"({"type":"object","properties":{"label":{"type":"string"},"children":{"type":"array",)"
      R"("items":{"$ref":"#/components/schemas/Branch"}}},"required":["label","children"],)"
      R"("additionalProperties":false})");
  const Result<Branch> tree =
      parse_as<Branch>(R"({"label":"a","children":[{"label":"b","children":[]}]})");
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->children.at(0).label, "b");
}

TEST(OpenApi, DescribesRoutesWithTheirParametersAndSchemas) {
  Schemas schemas;
  add_schema<Branch>(schemas);
  add_schema<Plan>(schemas, "Plan");
  const Result<Json> document = parse_json(
      openapi_document({"Throughline", "1", "The API."},
                       {{"GET",
                         "/api/v1/plans/{plan}",
                         "One plan.",
                         "Plans",
                         {{"at_least", "A position."}},
                         "",
                         "Plan"},
                        {"DELETE", "/api/v1/plans/{plan}", "Removes it.", "Plans", {}, "", "", 204},
                        {"POST",
                         "/api/v1/files/{path...}",
                         "Stores it.",
                         "Files",
                         {},
                         "Branch",
                         "",
                         201,
                         ApiCaller::anyone}},
                       schemas));
  ASSERT_TRUE(document.ok()) << document.error().message;
  const Json* get = document->find_path({"paths", "/api/v1/plans/{plan}", "get"});
  ASSERT_NE(get, nullptr);
  EXPECT_EQ(get->find("parameters")->items().size(), 2);
  EXPECT_EQ(get->find("operationId")->text_or(""), "get_api_v1_plans_plan");
  EXPECT_EQ(get->find_path({"responses", "200", "content", "application/json", "schema", "$ref"})
                ->text_or(""),
            "#/components/schemas/Plan");
  EXPECT_NE(document->find_path({"paths", "/api/v1/plans/{plan}", "delete", "responses", "204"}),
            nullptr);
  const Json* post = document->find_path({"paths", "/api/v1/files/{path}", "post"});
  ASSERT_NE(post, nullptr);
  EXPECT_EQ(post->find("security")->items().size(), 0);
  EXPECT_NE(post->find("requestBody"), nullptr);
  EXPECT_NE(document->find_path({"components", "schemas", "Problem"}), nullptr);
}

TEST(OpenApi, AssertsThatEverySchemaIsKnown) {
  EXPECT_THROW(openapi_document({}, {{"GET", "/a", "", "", {}, "", "Nowhere"}}, {}),
               BrokenInvariant);
}

}  // namespace
}  // namespace throughline::codec
