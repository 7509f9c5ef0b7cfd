// What the questions about journeys have in common, as the API takes and gives it. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::journeys {

// Events of any of these names, of one kind or of any. No name at all: every event.
struct EventChoice {
  std::optional<std::vector<std::string>> names = {};
  std::optional<std::string> kind = {};  // track, page, screen, identify, group or alias.
};
BOOST_DESCRIBE_STRUCT(EventChoice, (), (names, kind))

// Which part of every line is looked at: from (inclusive) until (exclusive).
struct TimeRange {
  std::optional<Time> from = {};
  std::optional<Time> until = {};
};
BOOST_DESCRIBE_STRUCT(TimeRange, (), (from, until))

// A share with its 95 % interval (Wilson).
struct ShareView {
  std::int64_t count = 0;
  std::int64_t of = 0;
  double share = 0;
  double low = 0;
  double high = 1;
};
BOOST_DESCRIBE_STRUCT(ShareView, (), (count, of, share, low, high))

// How an answer came about.
struct AnswerNote {
  std::string position = {};  // The whole record up to here is in the answer.
  std::int64_t people = 0;    // With an event in the time that was asked about.
  double took_ms = 0;
  std::string explanation = {};
};
BOOST_DESCRIBE_STRUCT(AnswerNote, (), (position, people, took_ms, explanation))

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

// Who is behind a cell of a question's answer.
template <class Asked, class Cell>
struct WhoAsked {
  Asked question = {};
  Cell cell = {};
  std::optional<PeoplePageAsked> page = {};
  BOOST_DESCRIBE_CLASS(WhoAsked, (), (question, cell, page), (), ())
};

constexpr std::size_t names_max = 1'000;
constexpr std::int64_t people_page_default = 50;
constexpr std::int64_t people_page_max = 500;

}  // namespace throughline::journeys
