#include "codec/xes.h"

#include <gtest/gtest.h>

#include <string>

namespace throughline::codec {
namespace {

constexpr std::string_view small_log = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <global scope="event"><string key="concept:name" value="nothing"/></global>
  <string key="source" value="ours"><int key="nested" value="1"/></string>
  <trace>
    <string key="concept:name" value="case &lt;1&gt;"/>
    <event>
      <string key="concept:name" value="pay &amp; go"><string key="concept:name" value="nested"/></string>
      <date key="time:timestamp" value="2010-12-30T11:02:00.123456+01:00"/>
      <int key="cost" value="50"/><float key="f" value="1.5"/><boolean key="b" value="true"/>
      <list key="l"><values><string key="concept:name" value="in a list"/></values></list>
    </event>
    <event><date key="time:timestamp" value="yesterday"/></event>
    <string key="late" value="behind"/>
  </trace>
  <trace/>
</log>
)";

// Every call of the handler, as text.
struct Read {
  std::string calls;
  Result<void> end;
};

Read read(std::string_view text, std::size_t piece = 4096, XesLimits limits = {}) {
  Read found;
  XesReader reader(
      {.on_event =
           [&](std::uint64_t trace, std::uint64_t event, const XesAttributes& attributes) {
             found.calls += std::to_string(trace) + "." + std::to_string(event) + " " +
                            std::string(attributes.name().value_or("-")) + " " +
                            (attributes.time() ? to_rfc3339(*attributes.time()) : "-") + " " +
                            std::to_string(attributes.items.size()) + "\n";
             return Result<void>();
           },
       .on_trace_end =
           [&](std::uint64_t trace, const XesAttributes& attributes) {
             found.calls += std::to_string(trace) + " " +
                            std::string(attributes.name().value_or("-")) + " " +
                            std::string(attributes.find("late").value_or("-")) + "\n";
             return Result<void>();
           }},
      limits);
  for (std::size_t at = 0; at < text.size() && found.end.ok(); at += piece) {
    found.end = reader.feed(text.substr(at, piece));
  }
  if (found.end.ok()) {
    found.end = reader.finish();
  }
  return found;
}

TEST(Xes, ReadsTracesAndEventsHoweverTheyArrive_AN04) {
  const std::string expected =
      "0.0 pay & go 2010-12-30T10:02:00.123456Z 5\n"
      "0.1 - - 1\n"
      "0 case <1> behind\n"
      "1 - -\n";
  for (const std::size_t piece : {1, 7, 4096}) {
    const Read found = read(small_log, piece);
    EXPECT_TRUE(found.end.ok()) << found.end.error().message;
    EXPECT_EQ(found.calls, expected) << piece;
  }
}

TEST(Xes, RefusesWhatIsNoWholeLogAndSaysWhere) {
  const auto refused = [](std::string_view text) {
    const Read found = read(text);
    return found.end.ok() ? "accepted" : found.end.error().message;
  };
  EXPECT_NE(refused("<log>\n<trace>\n</log>").find("line 3"), std::string::npos);
  EXPECT_NE(refused("<log><trace>"), "accepted");
  EXPECT_NE(refused(""), "accepted");
  EXPECT_NE(refused("<html/>").find("not a log"), std::string::npos);
  EXPECT_NE(refused("<log><trace><event></trace></event></log>"), "accepted");
  EXPECT_EQ(refused("<log/>"), "accepted");
}

TEST(Xes, RefusesADocumentTypeAndItsEntities) {
  const Read found = read(R"(<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aaaa">]>
<log><trace><string key="concept:name" value="&a;"/></trace></log>)");
  ASSERT_FALSE(found.end.ok());
  EXPECT_NE(found.end.error().message.find("document type"), std::string::npos);
  EXPECT_EQ(found.calls, "");
}

TEST(Xes, HoldsToItsLimits) {
  const auto code = [](std::string_view text, XesLimits limits) {
    const Read found = read(text, 16, limits);
    return found.end.ok() ? std::string() : found.end.error().message;
  };
  const std::string deep = "<log><trace><event><a><b></b></a></event></trace></log>";
  EXPECT_EQ(code(deep, {.depth_max = 5}), "");
  EXPECT_NE(code(deep, {.depth_max = 4}).find("deeply"), std::string::npos);
  const std::string two =
      R"(<log><trace><event><int key="a" value="1"/><int key="b" value="22"/></event></trace></log>)";
  EXPECT_EQ(code(two, {.attributes_max = 2}), "");
  EXPECT_NE(code(two, {.attributes_max = 1}), "");
  EXPECT_NE(code(two, {.text_bytes_max = 1}), "");
  EXPECT_EQ(code(two, {.piece_bytes_max = 5}), "");
  EXPECT_NE(code(two, {.piece_bytes_max = 4}), "");
}

TEST(Xes, AHandlersErrorEndsTheReading) {
  int calls = 0;
  XesReader reader(
      {.on_event = [&](std::uint64_t, std::uint64_t, const XesAttributes&) -> Result<void> {
         ++calls;
         return Error::conflict("enough");
       },
       .on_trace_end =
           [&](std::uint64_t, const XesAttributes&) {
             ++calls;
             return Result<void>();
           }});
  const Result<void> fed = reader.feed(small_log);
  ASSERT_FALSE(fed.ok());
  EXPECT_EQ(fed.error().message, "enough");
  EXPECT_EQ(fed.error().code, ErrorCode::conflict);
  EXPECT_EQ(calls, 1);
  EXPECT_FALSE(reader.finish().ok());
}

}  // namespace
}  // namespace throughline::codec
