// Segments as the REST API shows and takes them. Values only.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"
#include "segments/segment.h"

namespace throughline::codec {

template <>
struct EnumText<segments::SegmentKind>
    : EnumTextOf<segments::parse_segment_kind, segments::SegmentKind::figure> {};
template <>
struct EnumText<segments::Cause> : EnumTextOf<segments::parse_cause, segments::Cause::figure> {};

}  // namespace throughline::codec

namespace throughline::segments {

// When and with what the question of a figure was last asked.
struct FigureAskingView {
  std::optional<Time> asked_at = {};         // Answered.
  std::optional<std::string> position = {};  // Everything up to here was in the answer.
  std::optional<Time> failed_at = {};        // Since when it could not be asked.
  std::optional<std::string> because = {};
};
BOOST_DESCRIBE_STRUCT(FigureAskingView, (), (asked_at, position, failed_at, because))

struct SegmentView {
  std::string id = {};
  SegmentKind kind = SegmentKind::live;
  std::string name = {};
  std::string description = {};
  std::optional<codec::RawJson> condition = {};  // Of a live one alone.
  std::optional<Figure> figure = {};             // Of a figure.
  std::optional<FigureAskingView> asking = {};
  std::string sentence = {};
  std::int64_t size = 0;
  bool built = false;
  std::int64_t version = 1;
  Time created_at = {};
  Time changed_at = {};
  std::optional<Time> archived_at = {};
};
BOOST_DESCRIBE_STRUCT(SegmentView, (),
                      (id, kind, name, description, condition, figure, asking, sentence, size,
                       built, version, created_at, changed_at, archived_at))

struct SegmentList {
  std::vector<SegmentView> items = {};
};
BOOST_DESCRIBE_STRUCT(SegmentList, (), (items))

struct SegmentVersionView {
  std::int64_t version = 0;
  Time at = {};
  std::string by = {};
  std::string name = {};
  std::optional<codec::RawJson> condition = {};
};
BOOST_DESCRIBE_STRUCT(SegmentVersionView, (), (version, at, by, name, condition))

struct SegmentDayView {
  std::string day = {};
  std::int64_t size = 0;
  std::int64_t entered = 0;
  std::int64_t left = 0;
};
BOOST_DESCRIBE_STRUCT(SegmentDayView, (), (day, size, entered, left))

struct SegmentDetailView {
  SegmentView segment = {};
  std::vector<SegmentVersionView> versions = {};
  std::vector<SegmentDayView> days = {};
};
BOOST_DESCRIBE_STRUCT(SegmentDetailView, (), (segment, versions, days))

struct NewSegmentForm {
  SegmentKind kind = SegmentKind::live;
  std::string name = {};
  std::optional<std::string> description = {};
  std::optional<codec::RawJson> condition = {};
  std::optional<Figure> figure = {};
};
BOOST_DESCRIBE_STRUCT(NewSegmentForm, (), (kind, name, description, condition, figure))

struct SegmentChangeForm {
  std::optional<std::string> name = {};
  std::optional<std::string> description = {};
  std::optional<codec::RawJson> condition = {};
  std::optional<bool> archived = {};
  std::optional<std::int64_t> version = {};
};
BOOST_DESCRIBE_STRUCT(SegmentChangeForm, (), (name, description, condition, archived, version))

struct PreviewForm {
  codec::RawJson condition = {};
  std::optional<std::int64_t> sample = {};
};
BOOST_DESCRIBE_STRUCT(PreviewForm, (), (condition, sample))

struct SegmentPersonView {
  std::string id = {};
  std::optional<std::string> name = {};
};
BOOST_DESCRIBE_STRUCT(SegmentPersonView, (), (id, name))

struct PreviewView {
  std::int64_t count = 0;
  std::int64_t of = 0;
  std::string sentence = {};
  std::vector<SegmentPersonView> sample = {};
  std::string position = {};
  double took_ms = 0;
};
BOOST_DESCRIBE_STRUCT(PreviewView, (), (count, of, sentence, sample, position, took_ms))

struct FigureRuleView {
  std::optional<codec::RawJson> condition = {};
  std::optional<std::string> sentence = {};
  std::optional<std::string> because = {};  // Why no condition says it.
  bool can_be_asked = false;                // A segment can live by the figure itself.
};
BOOST_DESCRIBE_STRUCT(FigureRuleView, (), (condition, sentence, because, can_be_asked))

struct MemberView {
  std::string id = {};
  std::optional<std::string> name = {};
  Time entered_at = {};
  Cause because = Cause::event;
};
BOOST_DESCRIBE_STRUCT(MemberView, (), (id, name, entered_at, because))

struct MemberList {
  std::vector<MemberView> items = {};
  std::optional<std::string> next = {};
  std::optional<std::int64_t> total = {};  // Of a past date.
};
BOOST_DESCRIBE_STRUCT(MemberList, (), (items, next, total))

// Who came and who went between two instants.
struct SegmentDifferenceView {
  Time from = {};
  Time until = {};
  std::int64_t before = 0;
  std::int64_t after = 0;
  std::int64_t entered = 0;
  std::int64_t left = 0;
  std::vector<MemberView> items = {};  // Who entered or who left, as it was asked.
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(SegmentDifferenceView, (),
                      (from, until, before, after, entered, left, items, next))

struct OverlapForm {
  std::vector<std::string> segments = {};
};
BOOST_DESCRIBE_STRUCT(OverlapForm, (), (segments))

struct OverlapRegionView {
  std::vector<std::string> in = {};
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(OverlapRegionView, (), (in, people))

struct OverlapView {
  std::vector<SegmentView> segments = {};
  std::vector<OverlapRegionView> regions = {};
};
BOOST_DESCRIBE_STRUCT(OverlapView, (), (segments, regions))

struct OverlapPageForm {
  std::optional<std::string> after = {};  // The `next` of the page before.
  std::optional<std::int64_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(OverlapPageForm, (), (after, limit))

// Who is in exactly these of the segments.
struct OverlapPeopleForm {
  std::vector<std::string> segments = {};
  std::vector<std::string> in = {};
  std::optional<OverlapPageForm> page = {};
};
BOOST_DESCRIBE_STRUCT(OverlapPeopleForm, (), (segments, in, page))

struct OverlapPeopleView {
  std::vector<SegmentPersonView> items = {};
  std::int64_t total = 0;
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(OverlapPeopleView, (), (items, total, next))

// Either of the two.
struct ListPeopleForm {
  std::optional<std::vector<std::string>> people = {};  // Ids of profiles, or type:value.
  std::optional<std::string> csv = {};
};
BOOST_DESCRIBE_STRUCT(ListPeopleForm, (), (people, csv))

struct UnknownRowView {
  std::int64_t row = 0;
  std::string value = {};
  std::string why = {};
};
BOOST_DESCRIBE_STRUCT(UnknownRowView, (), (row, value, why))

struct ListReportView {
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t already = 0;
  std::int64_t unknown = 0;
  std::vector<UnknownRowView> examples = {};
};
BOOST_DESCRIBE_STRUCT(ListReportView, (), (rows, added, already, unknown, examples))

struct FreezeForm {
  std::string name = {};
};
BOOST_DESCRIBE_STRUCT(FreezeForm, (), (name))

struct DecidingEventView {
  std::string id = {};
  std::string name = {};
  Time occurred_at = {};
};
BOOST_DESCRIBE_STRUCT(DecidingEventView, (), (id, name, occurred_at))

// One part of the condition; those of it follow, one level deeper.
struct ReasonView {
  std::int64_t level = 0;
  std::string text = {};
  bool holds = false;
  std::optional<Time> until = {};
  std::vector<DecidingEventView> events = {};
};
BOOST_DESCRIBE_STRUCT(ReasonView, (), (level, text, holds, until, events))

struct WhyView {
  std::string segment = {};
  std::string name = {};
  bool member = false;
  bool holds = false;
  std::optional<Time> entered_at = {};
  std::optional<Cause> because = {};
  std::optional<Time> changes_at = {};
  std::vector<ReasonView> reasons = {};
};
BOOST_DESCRIBE_STRUCT(WhyView, (),
                      (segment, name, member, holds, entered_at, because, changes_at, reasons))

struct SegmentStayView {
  std::string segment = {};
  std::string name = {};
  Time entered_at = {};
  Cause entered_because = Cause::event;
  std::optional<Time> left_at = {};
  std::optional<Cause> left_because = {};
};
BOOST_DESCRIBE_STRUCT(SegmentStayView, (),
                      (segment, name, entered_at, entered_because, left_at, left_because))

struct SegmentStayList {
  std::vector<SegmentStayView> items = {};
};
BOOST_DESCRIBE_STRUCT(SegmentStayList, (), (items))

}  // namespace throughline::segments
