// What the questions about journeys have in common, as the API takes and gives it. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::journeys {

// Events of any of these names, of one kind or of any, for which a condition over their properties
// holds. No name at all: every event.
struct EventChoice {
  std::optional<std::vector<std::string>> names = {};
  std::optional<std::string> kind = {};      // track, page, screen, identify, group or alias.
  std::optional<codec::RawJson> where = {};  // condition_json.h
};
BOOST_DESCRIBE_STRUCT(EventChoice, (), (names, kind, where))

// Which part of every line is looked at: from (inclusive) until (exclusive).
struct TimeRange {
  std::optional<Time> from = {};
  std::optional<Time> until = {};
};
BOOST_DESCRIBE_STRUCT(TimeRange, (), (from, until))

// By what the first counted event of each person says (in counts: by what each event says), or by a
// trait. One of the two.
struct BreakdownAsked {
  std::optional<std::string> property = {};
  std::optional<std::string> trait = {};
  std::optional<std::int64_t> limit = {};  // Of groups, without `none` and `others`.
};
BOOST_DESCRIBE_STRUCT(BreakdownAsked, (), (property, trait, limit))

// What an event is said to be where the condition over its properties holds.
struct DerivedCaseAsked {
  std::string value = {};
  codec::RawJson where = {};  // condition_json.h
};
BOOST_DESCRIBE_STRUCT(DerivedCaseAsked, (), (value, where))

// A property that no event was sent with, worked out of what events say when it is asked for, of
// every event there ever was: the value of the first case that holds. It can stand wherever a
// property can, as `derived.` and its name.
struct DerivedAsked {
  std::string name = {};
  std::vector<DerivedCaseAsked> cases = {};
  std::optional<std::string> otherwise =
      {};  // Without it events for which no case holds have none.
};
BOOST_DESCRIBE_STRUCT(DerivedAsked, (), (name, cases, otherwise))

// One side of a comparison: some of the question's people, another range of time, or both.
struct ComparedAsked {
  std::string name = {};
  std::optional<codec::RawJson> people = {};
  std::optional<TimeRange> range = {};
};
BOOST_DESCRIBE_STRUCT(ComparedAsked, (), (name, people, range))

// What every question may say of the lines that it is asked of, and of the parts that it is asked
// of again.
struct LooksAsked {
  std::optional<TimeRange> range = {};
  std::optional<codec::RawJson> people = {};  // A condition: whose lines.
  std::optional<BreakdownAsked> breakdown = {};
  std::optional<std::vector<ComparedAsked>> compare = {};
  std::optional<std::vector<DerivedAsked>> derived = {};
};
BOOST_DESCRIBE_STRUCT(LooksAsked, (), (range, people, breakdown, compare, derived))

// Which part of an answer.
struct PartAsked {
  std::string kind = "value";  // value, none, others, other_than or compared.
  codec::RawJson value = {};   // Of the breakdown, or the name of what is compared.
};
BOOST_DESCRIBE_STRUCT(PartAsked, (), (kind, value))

struct PartView {
  std::string kind = {};
  codec::RawJson value = {};
  std::int64_t people = 0;  // With a counted event.
};
BOOST_DESCRIBE_STRUCT(PartView, (), (kind, value, people))

template <class Answer>
struct PartAnswer {
  PartView part = {};
  Answer answer = {};
  BOOST_DESCRIBE_CLASS(PartAnswer, (), (part, answer), (), ())
};

// The answer for everybody, and the same for each part.
template <class Answer>
struct InParts : Answer {
  std::vector<PartAnswer<Answer>> parts = {};
  BOOST_DESCRIBE_CLASS(InParts, (Answer), (parts), (), ())
};

// A share with its 95 % interval (Wilson).
struct ShareView {
  std::int64_t count = 0;
  std::int64_t of = 0;
  double share = 0;
  double low = 0;
  double high = 1;
};
BOOST_DESCRIBE_STRUCT(ShareView, (), (count, of, share, low, high))

// What answered, and why nothing faster did.
struct KernelView {
  std::string name = {};                         // `lines`: every line was put together.
  std::optional<std::string> instructions = {};  // The vector instructions, where there are any.
  std::optional<std::string> because = {};       // Without it nothing is faster.
};
BOOST_DESCRIBE_STRUCT(KernelView, (), (name, instructions, because))

// How an answer came about.
struct AnswerNote {
  std::string position = {};  // The whole record up to here is in the answer.
  std::int64_t people = 0;    // With an event in the time that was asked about.
  double took_ms = 0;
  std::string explanation = {};
  std::optional<KernelView> kernel = {};
};
BOOST_DESCRIBE_STRUCT(AnswerNote, (), (position, people, took_ms, explanation, kernel))

// What a number in an answer stands for: the events of one kind and name.
struct NodeNameView {
  std::int64_t id = 0;
  std::string kind = {};
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(NodeNameView, (), (id, kind, name))

// Which page of the people behind a cell.
struct PeoplePageAsked {
  std::optional<std::string> after = {};  // The `next` of the page before.
  std::optional<std::int64_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(PeoplePageAsked, (), (after, limit))

// Who is behind a cell of a question's answer, or of one of its parts.
template <class Asked, class Cell>
struct WhoAsked {
  Asked question = {};
  Cell cell = {};
  std::optional<PartAsked> part = {};  // The whole without.
  std::optional<PeoplePageAsked> page = {};
  BOOST_DESCRIBE_CLASS(WhoAsked, (), (question, cell, part, page), (), ())
};

constexpr std::size_t names_max = 1'000;
constexpr std::int64_t people_page_default = 50;
constexpr std::int64_t people_page_max = 500;
constexpr std::size_t property_bytes_max = 500;
constexpr std::int64_t groups_default = 10;
constexpr std::int64_t groups_max = 50;
constexpr std::size_t compared_max = 12;

}  // namespace throughline::journeys
