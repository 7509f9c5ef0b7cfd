// What holds of every JSON text, over random trees and random ways to write them down.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "codec/json.h"
#include "codec/json_tape.h"
#include "codec/payload_hash.h"

namespace throughline::codec {
namespace {

using rc::gen::arbitrary;
using rc::gen::inRange;

std::uint32_t any_code_point() {
  switch (*inRange(0, 6)) {
    case 0:
      return *inRange(0U, 0x20U);
    case 1:
      return *rc::gen::element<std::uint32_t>('"', '\\', '/', 0x7f, 0xa0, 0x2028, 0xfeff, 0x10ffff);
    case 2:
      return *inRange(0xd800U, 0xe000U);
    case 3:
      return *inRange(0x80U, 0x800U);
    case 4:
      return *inRange(0x800U, 0x110000U);
    default:
      return *inRange(0x20U, 0x7fU);
  }
}

bool makes_a_pair(std::uint32_t first, std::uint32_t second) {
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000;
}

std::vector<std::uint32_t> any_code_points() {
  std::vector<std::uint32_t> points;
  for (int left = *inRange(0, 12); left > 0; --left) {
    const std::uint32_t point = any_code_point();
    if (points.empty() || !makes_a_pair(points.back(), point)) {
      points.push_back(point);
    }
  }
  return points;
}

std::string encoded(std::uint32_t point) {
  std::string out;
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xc0U | point >> 6U);
    put(0x80U | (point & 0x3fU));
  } else if (point < 0x10000) {
    put(0xe0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  } else {
    put(0xf0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3fU));
    put(0x80U | (point >> 6U & 0x3fU));
    put(0x80U | (point & 0x3fU));
  }
  return out;
}

std::string any_text() {
  std::string out;
  for (const std::uint32_t point : any_code_points()) {
    out += encoded(point);
  }
  return out;
}

Json any_double() {
  const double value = *arbitrary<double>() * std::pow(10.0, *inRange(-300, 290));
  return std::isfinite(value) ? Json(value) : Json(0.5);
}

Json any_json(int depth) {
  switch (*inRange(0, depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return *arbitrary<bool>();
    case 2:
      return *arbitrary<std::int64_t>();
    case 3:
      return any_double();
    case 4:
      return any_text();
    case 5:
      return JsonNumber{*rc::gen::element<std::string>("1e309", "-1e999", "18446744073709551616",
                                                       "1e-999", "-123456789012345678901")};
    case 6: {
      Json array = Json::array();
      for (int left = *inRange(0, 5); left > 0; --left) {
        array.push(any_json(depth - 1));
      }
      return array;
    }
    default: {
      Json object = Json::object();
      for (int left = *inRange(0, 5); left > 0; --left) {
        object.set(any_text(), any_json(depth - 1));
      }
      return object;
    }
  }
}

// Writes a tree as some sender might: spaces, escapes and repeated keys anywhere.
class SloppyWriter {
 public:
  std::string written(const Json& tree) {
    space();
    value(tree);
    space();
    return std::move(out_);
  }

 private:
  void space() { out_ += *rc::gen::element<std::string>("", "", "", " ", "\n", "\t \r\n"); }

  void text(std::string_view content) {
    const std::string quoted = quote_json(content);
    for (const char c : quoted) {
      const bool is_letter = (c >= 'g' && c <= 't') || (c >= 'A' && c <= 'Z');
      if (is_letter && out_.back() != '\\' && *inRange(0, 8) == 0) {
        out_ += "\\u00" + to_hex({&c, 1});
      } else {
        out_ += c;
      }
    }
  }

  void member(std::string_view key, const Json& content) {
    space();
    text(key);
    space();
    out_ += ':';
    space();
    value(content);
    space();
  }

  void object(const Json& tree) {
    out_ += '{';
    space();
    bool first = true;
    for (const auto& [key, content] : tree.members()) {
      out_ += first ? "" : ",";
      first = false;
      if (*inRange(0, 4) == 0) {
        member(key, any_json(1));
        out_ += ',';
      }
      member(key, content);
    }
    out_ += '}';
  }

  void value(const Json& tree) {
    if (tree.is_object()) {
      object(tree);
    } else if (tree.is_array()) {
      out_ += '[';
      for (const Json& item : tree.items()) {
        out_ += &item == tree.items().data() ? "" : ",";
        space();
        value(item);
        space();
      }
      out_ += ']';
    } else if (tree.kind() == JsonKind::string) {
      text(tree.text_or(""));
    } else {
      tree.append_to(out_);
    }
  }

  std::string out_;
};

std::string answer(const Result<void>& read, const JsonTape& tape) {
  if (!read) {
    return read.error().message;
  }
  std::string out;
  append_node(out, tape, 0);
  return out;
}

std::string fast_answer(std::string_view text) {
  JsonTape tape;
  const Result<void> read = read_tape(tape, text, {});
  return answer(read, tape);
}

std::string slow_answer(std::string_view text) {
  JsonTape tape;
  const Result<void> read = read_tape_slowly(tape, text, {});
  return answer(read, tape);
}

std::string hash_of(const Json& tree) {
  const Result<JsonDocument> document = JsonDocument::parse(tree.to_text());
  RC_ASSERT(document.ok());
  return payload_hash(document->root());
}

TEST(JsonProperty, ATreeComesBackFromItsText) {
  EXPECT_TRUE(rc::check("parse(to_text(x)) == x", [] {
    const Json tree = any_json(4);
    const Result<Json> again = parse_json(tree.to_text());
    RC_ASSERT(again.ok());
    RC_ASSERT(*again == tree);
    RC_ASSERT(again->to_text() == tree.to_text());
  }));
}

TEST(JsonProperty, TheNormaliserKeepsTheValueAndIsIdempotent) {
  EXPECT_TRUE(rc::check("normalise", [] {
    const Json tree = any_json(4);
    const std::string sloppy = SloppyWriter().written(tree);
    const Result<std::string> once = normalise_json(sloppy);
    RC_ASSERT(once.ok());
    RC_ASSERT(*once == tree.to_text());
    RC_ASSERT(*normalise_json(*once) == *once);
  }));
}

TEST(JsonProperty, TheSlowWayAnswersLikeTheFastOne) {
  EXPECT_TRUE(rc::check("fast == slow", [] {
    std::string text = SloppyWriter().written(any_json(3));
    RC_ASSERT(fast_answer(text) == slow_answer(text));
    for (int left = *inRange(1, 4); left > 0 && !text.empty(); --left) {
      const auto at = *inRange<std::size_t>(0, text.size());
      text.replace(at, *inRange<std::size_t>(0, 2),
                   *rc::gen::element<std::string>("", "\"", "\\", ",", "}", "[", "\xff", "\x01",
                                                  "1", "\xed\xa0\x80", std::string(1, '\0'), "e"));
      RC_ASSERT(fast_answer(text) == slow_answer(text));
    }
  }));
}

// The same members in another order, at every depth.
Json shuffled(const Json& tree) {
  if (tree.is_array()) {
    Json array = Json::array();
    for (const Json& item : tree.items()) {
      array.push(shuffled(item));
    }
    return array;
  }
  if (!tree.is_object()) {
    return tree;
  }
  Json object = Json::object();
  Json::Object members = tree.members();
  while (!members.empty()) {
    const auto at = *inRange<std::size_t>(0, members.size());
    std::swap(members[at], members.back());
    object.set(members.back().first, shuffled(members.back().second));
    members.pop_back();
  }
  return object;
}

TEST(JsonProperty, ThePayloadHashIgnoresTheOrderOfKeysAndNothingElse) {
  EXPECT_TRUE(rc::check("payload_hash", [] {
    const Json first = any_json(3);
    RC_ASSERT(hash_of(first) == hash_of(shuffled(first)));
    const Json second = any_json(2);
    RC_ASSERT((first.to_text() == second.to_text()) <= (hash_of(first) == hash_of(second)));
    Json changed = Json::object().set("properties", first);
    const std::string before = hash_of(changed);
    changed.set("properties", Json::Array{first});
    RC_ASSERT(hash_of(changed) != before);
    if (!(first == second) && !first.is_object() && !second.is_object()) {
      RC_ASSERT(hash_of(first) != hash_of(second));
    }
  }));
}

}  // namespace
}  // namespace throughline::codec
