// The published suites: JSONTestSuite and the big list of naughty strings, from the folder named
// by THROUGHLINE_TEST_DATA.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "codec/json.h"
#include "codec/json_tape.h"

namespace throughline::codec {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

// simdjson's whole parser, as somebody else's opinion of what a text means.
std::string opinion(const std::string& text) {
  simdjson::dom::parser parser;
  simdjson::dom::element element;
  const auto error = parser.parse(text).get(element);
  return error == simdjson::SUCCESS ? simdjson::minify(element)
                                    : std::string("refused: ") + simdjson::error_message(error);
}

std::string slowly(std::string_view text) {
  JsonTape tape;
  const Result<void> read = read_tape_slowly(tape, text, {});
  if (!read) {
    return "refused: " + read.error().message;
  }
  std::string out;
  append_node(out, tape, 0);
  return out;
}

std::string normalised(std::string_view text) {
  const Result<std::string> result = normalise_json(text);
  return result ? *result : "refused: " + result.error().message;
}

// The page stands in the repository, and tests run somewhere below its root.
fs::path documentation() {
  fs::path folder = fs::current_path();
  while (!fs::exists(folder / "docs/formats/json.md") && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  return folder / "docs/formats/json.md";
}

// The table of docs/formats/json.md.
std::map<std::string, std::string> documented_answers() {
  std::map<std::string, std::string> answers;
  const std::string text = contents(documentation());
  for (const std::string_view line : split(text, '\n')) {
    if (line.starts_with("| i_")) {
      const std::vector<std::string_view> cells = split(line, '|');
      answers[std::string(trimmed(cells.at(1)))] = std::string(trimmed(cells.at(2)));
    }
  }
  return answers;
}

class JsonSuite : public testing::Test {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("THROUGHLINE_TEST_DATA");
    if (folder == nullptr) {
      GTEST_SKIP() << "THROUGHLINE_TEST_DATA is not set";
    }
    root_ = folder;
  }

  // Files of one folder whose names begin with `prefix`: name and text.
  [[nodiscard]] std::map<std::string, std::string> files(const char* folder,
                                                         std::string_view prefix) const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::directory_iterator(root_ / folder)) {
      const std::string name = entry.path().filename();
      if (name.starts_with(prefix) && entry.path().extension() == ".json") {
        found[name] = contents(entry.path());
      }
    }
    EXPECT_FALSE(found.empty());
    return found;
  }

  fs::path root_;
};

TEST_F(JsonSuite, AcceptsEveryValidFileAsAnEqualValue_EV10) {
  for (const auto& [name, text] : files("json-test-suite/test_parsing", "y_")) {
    const std::string result = normalised(text);
    if (name.starts_with("y_object_duplicated_key")) {
      EXPECT_EQ(parse_json(text)->members().size(), 1) << name;
      continue;
    }
    EXPECT_EQ(opinion(result), opinion(text)) << name;
    EXPECT_EQ(*parse_json(result), *parse_json(text)) << name;
  }
}

TEST_F(JsonSuite, AcceptsEveryValidFileAsAProperty_EV10) {
  for (const auto& [name, text] : files("json-test-suite/test_parsing", "y_")) {
    const std::string item = R"({"properties": {"value": )" + text + "}}";
    EXPECT_EQ(normalised(item), R"({"properties":{"value":)" + normalised(text) + "}}") << name;
  }
}

TEST_F(JsonSuite, RefusesEveryInvalidFileWithAPosition_EV10) {
  for (const auto& [name, text] : files("json-test-suite/test_parsing", "n_")) {
    const Result<std::string> result = normalise_json(text);
    ASSERT_FALSE(result.ok()) << name;
    EXPECT_EQ(result.error().code, ErrorCode::invalid) << name;
    EXPECT_TRUE(result.error().message.starts_with("invalid JSON at byte ")) << name;
  }
}

TEST_F(JsonSuite, AnswersTheOpenFilesAsDocumented_EV10) {
  const std::map<std::string, std::string> answers = documented_answers();
  const auto open = files("json-test-suite/test_parsing", "i_");
  EXPECT_EQ(answers.size(), open.size());
  for (const auto& [name, text] : open) {
    ASSERT_TRUE(answers.contains(name)) << name;
    EXPECT_EQ(normalise_json(text).ok() ? "accepted" : "refused", answers.at(name)) << name;
  }
}

TEST_F(JsonSuite, ReadsEveryFileAlikeWithAndWithoutSimdjson) {
  for (const char* folder : {"json-test-suite/test_parsing", "json-test-suite/test_transform"}) {
    for (const auto& [name, text] : files(folder, "")) {
      EXPECT_EQ(normalised(text), slowly(text)) << name;
    }
  }
}

TEST_F(JsonSuite, TransformsAsDocumented_EV10) {
  const std::map<std::string, std::string> expected = {
      {"number_-9223372036854775808.json", "[-9223372036854775808]"},
      {"number_-9223372036854775809.json", "[-9223372036854775809]"},
      {"number_1.0.json", "[1.0]"},
      {"number_1.000000000000000005.json", "[1.000000000000000005]"},
      {"number_1000000000000000.json", "[1000000000000000]"},
      {"number_10000000000000000999.json", "[10000000000000000999]"},
      {"number_1e-999.json", "[1E-999]"},
      {"number_1e6.json", "[1E6]"},
      {"number_9223372036854775807.json", "[9223372036854775807]"},
      {"number_9223372036854775808.json", "[9223372036854775808]"},
      {"object_key_nfc_nfd.json", "{\"\xc3\xa9\":\"NFC\",\"e\xcc\x81\":\"NFD\"}"},
      {"object_key_nfd_nfc.json", "{\"e\xcc\x81\":\"NFD\",\"\xc3\xa9\":\"NFC\"}"},
      {"object_same_key_different_values.json", R"({"a":2})"},
      {"object_same_key_same_value.json", R"({"a":1})"},
      {"object_same_key_unclear_values.json", R"({"a":-0})"},
      {"string_1_escaped_invalid_codepoint.json", R"(["\ud800"])"},
      {"string_2_escaped_invalid_codepoints.json", R"(["\ud800\ud800"])"},
      {"string_3_escaped_invalid_codepoints.json", R"(["\ud800\ud800\ud800"])"},
      {"string_with_escaped_NULL.json", R"(["A\u0000B"])"},
  };
  for (const auto& [name, text] : files("json-test-suite/test_transform", "")) {
    if (name.ends_with("_invalid_codepoint.json") || name.ends_with("_invalid_codepoints.json")) {
      if (name.find("escaped") == std::string::npos) {
        EXPECT_FALSE(normalise_json(text).ok()) << name;
        continue;
      }
    }
    ASSERT_TRUE(expected.contains(name)) << name;
    EXPECT_EQ(normalised(text), expected.at(name)) << name;
  }
}

TEST_F(JsonSuite, BringsNaughtyStringsBackCodePointForCodePoint_EV10) {
  const std::string text = contents(root_ / "naughty-strings/blns.json");
  simdjson::dom::parser parser;
  const simdjson::dom::array strings = parser.parse(text).get_array().value();
  ASSERT_EQ(strings.size(), 515);
  for (const std::string_view naughty : strings) {
    const std::string tree = Json::object().set(naughty, naughty).to_text();
    const Result<JsonDocument> again = JsonDocument::parse(normalised(tree));
    ASSERT_TRUE(again.ok()) << tree;
    EXPECT_EQ(again->root().find(naughty).text(), naughty);
    EXPECT_EQ((*again->root().members().begin()).key, naughty);
  }
  EXPECT_EQ(opinion(normalised(text)), opinion(text));
}

}  // namespace
}  // namespace throughline::codec
