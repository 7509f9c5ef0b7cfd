#include "segments/segments_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/number_in.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"
#include "segments/list_file.h"
#include "segments/segments_view.h"

namespace throughline::segments {
namespace {

using http::Request;
using http::Response;

constexpr std::int64_t members_page = 50;
constexpr std::int64_t members_page_max = 500;
constexpr std::int64_t sample_usual = 10;
constexpr std::int64_t sample_max = 100;
constexpr std::size_t body_bytes_max = 1'000'000;

std::optional<codec::RawJson> condition_view(SegmentKind kind, const std::string& rule) {
  return kind == SegmentKind::live ? std::optional(codec::RawJson{rule}) : std::nullopt;
}

std::optional<Figure> figure_view(const Segment& segment) {
  if (segment.kind != SegmentKind::figure) {
    return std::nullopt;
  }
  auto figure = parse_figure(segment.rule);
  return figure.ok() ? std::optional(*std::move(figure)) : std::nullopt;
}

std::optional<FigureAskingView> asking_view(const std::optional<FigureAsking>& asking) {
  if (!asking) {
    return std::nullopt;
  }
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  return FigureAskingView{.asked_at = asking->asked_at,
                          .position = unless_empty(asking->position),
                          .failed_at = asking->failed_at,
                          .because = unless_empty(asking->because)};
}

SegmentView view_of(const ListedSegment& listed) {
  const Segment& segment = listed.segment;
  return {.id = public_id_of(segment),
          .kind = segment.kind,
          .name = segment.name,
          .description = segment.description,
          .condition = condition_view(segment.kind, segment.rule),
          .figure = figure_view(segment),
          .asking = asking_view(listed.asking),
          .sentence = listed.sentence,
          .size = listed.size,
          .built = segment.built,
          .version = segment.version,
          .created_at = segment.created_at,
          .changed_at = segment.changed_at,
          .archived_at = segment.archived_at};
}

void add_reasons(const WhyInSegment& why, const Reason& reason, std::int64_t level,
                 std::vector<ReasonView>& out) {
  ReasonView view = {
      .level = level, .text = reason.text, .holds = reason.holds, .until = reason.until};
  for (const std::int64_t seq : reason.events) {
    if (const auto event = why.events.find(seq); event != why.events.end()) {
      view.events.push_back({.id = to_public_id("event", event->second.times.received, seq),
                             .name = event->second.name,
                             .occurred_at = event->second.occurred_at});
    }
  }
  out.push_back(std::move(view));
  for (const Reason& part : reason.because) {
    add_reasons(why, part, level + 1, out);
  }
}

Result<Time> instant_of(std::string_view text, const char* field) {
  const auto time = parse_time(text);
  return time
             ? Result<Time>(*time)
             : Error::invalid(fmt::format("`{}` must be a date or time such as 2026-03-01", field));
}

// What follows on somebody, of stays in the order of their people's ids.
std::vector<Stay> page_of(const std::vector<Stay>& stays, ProfileId after, std::size_t limit) {
  const auto first =
      std::upper_bound(stays.begin(), stays.end(), after,
                       [](ProfileId id, const Stay& stay) { return id < stay.profile; });
  const auto rest = static_cast<std::size_t>(stays.end() - first);
  return {first, first + static_cast<std::ptrdiff_t>(std::min(limit, rest))};
}

Result<journeys::Asking> asking_of(const Request& request) {
  journeys::Asking asking = {.workspace = request.actor.workspace};
  if (const auto text = request.query("at_least")) {
    TL_TRY_ASSIGN(asking.at_least, timeline::parse_position(*text));
  }
  if (request.cancellation != nullptr) {
    asking.cancelled = [token = request.cancellation] { return token->cancelled(); };
  }
  return asking;
}

class SegmentsRoutes {
 public:
  SegmentsRoutes(Segments& segments, PersonNames names)
      : segments_(segments), names_(std::move(names)) {}

  Result<Response> list(const Request& request) {
    TL_TRY_ASSIGN(const auto all, segments_.list(request.actor));
    SegmentList view;
    for (const ListedSegment& one : all) {
      view.items.push_back(view_of(one));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> create(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<NewSegmentForm>(request.body));
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const Segment made,
                  segments_.create(asking, request.actor,
                                   {.kind = form.kind,
                                    .name = form.name,
                                    .description = form.description.value_or(""),
                                    .rule = form.condition ? form.condition->text : "",
                                    .figure = form.figure}));
    return shown(request.actor, made.id, 201);
  }

  Result<Response> find(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    SegmentDetailView view = {.segment = view_of(found.listed)};
    for (const SegmentVersion& version : found.versions) {
      view.versions.push_back(
          {.version = version.version,
           .at = version.at,
           .by = version.actor,
           .name = version.name,
           .condition = condition_view(found.listed.segment.kind, version.rule)});
    }
    for (const DaySize& day : found.sizes) {
      view.days.push_back(
          {.day = fmt::format("{:04}-{:02}-{:02}", day.day.year, day.day.month, day.day.day),
           .size = day.size,
           .entered = day.entered,
           .left = day.left});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> change(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<SegmentChangeForm>(request.body));
    SegmentChange change = {.name = form.name,
                            .description = form.description,
                            .archived = form.archived,
                            .version = form.version};
    if (form.condition) {
      change.rule = form.condition->text;
    }
    TL_TRY_ASSIGN(const Segment changed,
                  segments_.change(request.actor, found.listed.segment.id, change));
    return shown(request.actor, changed.id, 200);
  }

  Result<Response> preview(const Request& request) {
    const auto begun = std::chrono::steady_clock::now();
    TL_TRY_ASSIGN(const auto form, codec::parse_as<PreviewForm>(request.body));
    const std::int64_t sample = form.sample.value_or(sample_usual);
    if (sample < 0 || sample > sample_max) {
      return Error::invalid("`sample` must be from 0 to 100");
    }
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const SegmentPreview found,
                  segments_.preview(asking, form.condition.text, static_cast<std::size_t>(sample)));
    PreviewView view = {.count = found.count,
                        .of = found.of,
                        .sentence = found.sentence,
                        .position = timeline::to_text(found.position)};
    TL_TRY_ASSIGN(const auto names, names_(request.actor, found.sample));
    for (const ProfileId person : found.sample) {
      if (const auto name = names.find(person); name != names.end()) {
        view.sample.push_back({name->second.id, name->second.name});
      }
    }
    view.took_ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    return http::json_response(codec::to_json(view));
  }

  Result<Response> from_figure(const Request& request) {
    TL_TRY_ASSIGN(const auto figure, codec::parse_as<Figure>(request.body));
    TL_TRY_ASSIGN(const journeys::Asking asking, asking_of(request));
    TL_TRY_ASSIGN(const SaidFigure said, segments_.rule_of_figure(asking, figure));
    FigureRuleView view = {.can_be_asked = said.can_be_asked};
    if (said.rule) {
      view.condition = codec::RawJson{*said.rule};
      view.sentence = said.sentence;
    } else {
      view.because = said.because;
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> members(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const std::int64_t limit,
                  request.integer_query("limit", members_page, 1, members_page_max));
    TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
    MemberList view;
    std::vector<Stay> stays;
    if (const auto as_of = request.query("as_of")) {
      TL_TRY_ASSIGN(const Time at, instant_of(*as_of, "as_of"));
      TL_TRY_ASSIGN(stays, segments_.members_at(request.actor, found.listed.segment.id, at));
      view.total = static_cast<std::int64_t>(stays.size());
      stays = page_of(stays, ProfileId{after}, static_cast<std::size_t>(limit));
    } else {
      TL_TRY_ASSIGN(stays, segments_.members(request.actor, found.listed.segment.id,
                                             ProfileId{after}, static_cast<std::size_t>(limit)));
    }
    TL_TRY_ASSIGN(view.items, named(request.actor, stays));
    if (stays.size() == static_cast<std::size_t>(limit)) {
      view.next = std::to_string(stays.back().profile.value);
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> difference(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const std::int64_t limit,
                  request.integer_query("limit", members_page, 1, members_page_max));
    TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
    const std::string side(request.query("who").value_or("entered"));
    if (side != "entered" && side != "left") {
      return Error::invalid("`who` must be entered or left");
    }
    SegmentDifferenceView view;
    TL_TRY_ASSIGN(view.from, instant_of(request.query("from").value_or(""), "from"));
    TL_TRY_ASSIGN(view.until, instant_of(request.query("until").value_or(""), "until"));
    TL_TRY_ASSIGN(
        const SegmentDifference difference,
        segments_.difference(request.actor, found.listed.segment.id, view.from, view.until));
    view.before = difference.before;
    view.after = difference.after;
    view.entered = static_cast<std::int64_t>(difference.entered.size());
    view.left = static_cast<std::int64_t>(difference.left.size());
    const auto page = page_of(side == "left" ? difference.left : difference.entered,
                              ProfileId{after}, static_cast<std::size_t>(limit));
    TL_TRY_ASSIGN(view.items, named(request.actor, page));
    if (page.size() == static_cast<std::size_t>(limit)) {
      view.next = std::to_string(page.back().profile.value);
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> overlap(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<OverlapForm>(request.body));
    TL_TRY_ASSIGN(const auto chosen, segments_named(request.actor, form.segments));
    OverlapView view;
    for (const ListedSegment& one : chosen) {
      view.segments.push_back(view_of(one));
    }
    TL_TRY_ASSIGN(const auto regions, segments_.overlap(request.actor, ids_of(chosen)));
    for (const OverlapRegion& region : regions) {
      OverlapRegionView& one = view.regions.emplace_back();
      one.people = region.people;
      for (const std::size_t place : region.in) {
        one.in.push_back(form.segments[place]);
      }
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> overlap_people(const Request& request) {
    TL_TRY_ASSIGN(const auto form, codec::parse_as<OverlapPeopleForm>(request.body));
    TL_TRY_ASSIGN(const auto chosen, segments_named(request.actor, form.segments));
    std::vector<std::size_t> in;
    for (const std::string& id : form.in) {
      const auto found = std::find(form.segments.begin(), form.segments.end(), id);
      if (found == form.segments.end()) {
        return Error::invalid("`in` must name segments of `segments`");
      }
      in.push_back(static_cast<std::size_t>(found - form.segments.begin()));
    }
    const auto page = form.page.value_or(OverlapPageForm());
    const std::int64_t limit = page.limit.value_or(members_page);
    const auto after = number_in(page.after.value_or("0"));
    if (limit < 1 || limit > members_page_max || !after) {
      return Error::invalid(
          fmt::format("`page.limit` must be from 1 to {}, and `page.after` the `next` of a page",
                      members_page_max));
    }
    TL_TRY_ASSIGN(const OverlapPeople found,
                  segments_.overlap_people(request.actor, ids_of(chosen), in, ProfileId{*after},
                                           static_cast<std::size_t>(limit)));
    OverlapPeopleView view{.total = found.total};
    TL_TRY_ASSIGN(const auto names, names_(request.actor, found.people));
    for (const ProfileId person : found.people) {
      if (const auto name = names.find(person); name != names.end()) {
        view.items.push_back({.id = name->second.id, .name = name->second.name});
      }
    }
    if (found.people.size() == static_cast<std::size_t>(limit)) {
      view.next = std::to_string(found.people.back().value);
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> put_on_list(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<ListPeopleForm>(request.body));
    if (form.people.has_value() == form.csv.has_value()) {
      return Error::invalid("either `people` or `csv` must be given");
    }
    std::vector<ListRow> rows;
    if (form.csv) {
      TL_TRY_ASSIGN(rows, parse_list(*form.csv));
    } else {
      std::int64_t line = 0;
      for (const std::string& reference : *form.people) {
        rows.push_back({++line, reference});
      }
    }
    TL_TRY_ASSIGN(const ListReport report,
                  segments_.put_on_list(request.actor, found.listed.segment.id, rows));
    ListReportView view = {.rows = report.rows,
                           .added = report.added,
                           .already = report.known,
                           .unknown = report.unknown};
    for (const ListReport::Unknown& one : report.examples) {
      view.examples.push_back({one.row, one.value, one.why});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<Response> take_off_list(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const ProfileId person,
                  segments_.person(request.actor, request.parameter("profile")));
    TL_TRY(segments_.take_off_list(request.actor, found.listed.segment.id, person));
    return Response{.status = 204};
  }

  Result<Response> freeze(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<FreezeForm>(request.body));
    TL_TRY_ASSIGN(const Segment made,
                  segments_.freeze(request.actor, found.listed.segment.id, form.name));
    return shown(request.actor, made.id, 201);
  }

  Result<Response> why(const Request& request) {
    TL_TRY_ASSIGN(const FoundSegment found, wanted(request));
    TL_TRY_ASSIGN(const ProfileId person,
                  segments_.person(request.actor, request.parameter("profile")));
    TL_TRY_ASSIGN(const WhyInSegment why,
                  segments_.why(request.actor, found.listed.segment.id, person));
    WhyView view = {.segment = public_id_of(why.segment),
                    .name = why.segment.name,
                    .member = why.stay.has_value(),
                    .holds = why.reason.holds,
                    .changes_at = why.reason.until};
    if (why.stay) {
      view.entered_at = why.stay->entered_at;
      view.because = why.stay->entered_by;
    }
    add_reasons(why, why.reason, 0, view.reasons);
    return http::json_response(codec::to_json(view));
  }

  Result<Response> memberships(const Request& request) {
    TL_TRY_ASSIGN(const ProfileId person,
                  segments_.person(request.actor, request.parameter("profile")));
    TL_TRY_ASSIGN(const auto memberships, segments_.memberships(request.actor, person));
    SegmentStayList view;
    for (const Membership& one : memberships) {
      view.items.push_back({.segment = public_id_of(one.segment),
                            .name = one.segment.name,
                            .entered_at = one.stay.entered_at,
                            .entered_because = one.stay.entered_by,
                            .left_at = one.stay.left_at,
                            .left_because = one.stay.left_by});
    }
    return http::json_response(codec::to_json(view));
  }

 private:
  Result<std::vector<ListedSegment>> segments_named(const Actor& actor,
                                                    const std::vector<std::string>& names) {
    TL_TRY_ASSIGN(const auto all, segments_.list(actor));
    std::vector<ListedSegment> chosen;
    for (const std::string& name : names) {
      const auto found = std::find_if(all.begin(), all.end(), [&](const ListedSegment& one) {
        return public_id_of(one.segment) == name;
      });
      if (found == all.end()) {
        return Error::not_found("there is no such segment");
      }
      chosen.push_back(*found);
    }
    return chosen;
  }

  static std::vector<SegmentId> ids_of(const std::vector<ListedSegment>& segments) {
    std::vector<SegmentId> ids;
    ids.reserve(segments.size());
    for (const ListedSegment& one : segments) {
      ids.push_back(one.segment.id);
    }
    return ids;
  }

  Result<std::vector<MemberView>> named(const Actor& actor, const std::vector<Stay>& stays) {
    std::vector<ProfileId> people;
    people.reserve(stays.size());
    for (const Stay& stay : stays) {
      people.push_back(stay.profile);
    }
    TL_TRY_ASSIGN(const auto names, names_(actor, people));
    std::vector<MemberView> views;
    for (const Stay& stay : stays) {
      if (const auto name = names.find(stay.profile); name != names.end()) {
        views.push_back({.id = name->second.id,
                         .name = name->second.name,
                         .entered_at = stay.entered_at,
                         .because = stay.entered_by});
      }
    }
    return views;
  }

  Result<Response> shown(const Actor& actor, SegmentId id, int status) {
    TL_TRY_ASSIGN(const FoundSegment found, segments_.find(actor, id));
    return http::json_response(codec::to_json(view_of(found.listed)), status);
  }

  Result<FoundSegment> wanted(const Request& request) {
    const auto id = parse_public_id(segment_prefix, request.parameter("segment"));
    const Error unknown = Error::not_found("there is no such segment");
    if (!id) {
      return unknown;
    }
    TL_TRY_ASSIGN(FoundSegment found, segments_.find(request.actor, SegmentId{id->key}));
    if (public_id_of(found.listed.segment) != request.parameter("segment")) {
      return unknown;
    }
    return found;
  }

  Segments& segments_;
  const PersonNames names_;
};

using Routes = http::GroupedRoutes<SegmentsRoutes>;

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<SegmentView>(schemas, "Segment");
  codec::add_schema<SegmentList>(schemas, "SegmentList");
  codec::add_schema<SegmentDetailView>(schemas, "SegmentDetail");
  codec::add_schema<NewSegmentForm>(schemas, "NewSegment");
  codec::add_schema<SegmentChangeForm>(schemas, "SegmentChange");
  codec::add_schema<PreviewForm>(schemas, "SegmentPreviewQuestion");
  codec::add_schema<PreviewView>(schemas, "SegmentPreview");
  codec::add_schema<Figure>(schemas, "SegmentFigure");
  codec::add_schema<FigureRuleView>(schemas, "SegmentOfFigure");
  codec::add_schema<MemberList>(schemas, "SegmentMemberList");
  codec::add_schema<SegmentDifferenceView>(schemas, "SegmentDifference");
  codec::add_schema<OverlapForm>(schemas, "SegmentOverlapQuestion");
  codec::add_schema<OverlapView>(schemas, "SegmentOverlap");
  codec::add_schema<OverlapPeopleForm>(schemas, "SegmentOverlapPeopleQuestion");
  codec::add_schema<OverlapPeopleView>(schemas, "SegmentOverlapPeople");
  codec::add_schema<ListPeopleForm>(schemas, "SegmentPeople");
  codec::add_schema<ListReportView>(schemas, "SegmentListReport");
  codec::add_schema<FreezeForm>(schemas, "SegmentFreeze");
  codec::add_schema<WhyView>(schemas, "SegmentWhy");
  codec::add_schema<SegmentStayList>(schemas, "SegmentStayList");
}

void add_reading(const Routes& routes) {
  routes.add("GET", "/segments",
             {.summary = "All segments, with how many people are in each now.",
              .response_schema = "SegmentList"},
             &SegmentsRoutes::list);
  routes.add("GET", "/segments/{segment}",
             {.summary = "One segment with its versions and its size at the end of each day (UTC).",
              .response_schema = "SegmentDetail"},
             &SegmentsRoutes::find);
  routes.add("POST", "/segments/preview",
             {.summary = "How many people a condition takes in now, exactly, and some of them.",
              .request_schema = "SegmentPreviewQuestion",
              .response_schema = "SegmentPreview",
              .query = {{"at_least", "A position that must be in the answer"}}},
             &SegmentsRoutes::preview);
  routes.add(
      "POST", "/segments/from_figure",
      {.summary =
           "The people behind a figure of a funnel or of counts as a condition that takes in "
           "exactly them; or why none does, and whether a segment can live by the figure itself.",
       .request_schema = "SegmentFigure",
       .response_schema = "SegmentOfFigure"},
      &SegmentsRoutes::from_figure);
  routes.add("POST", "/segments/overlap",
             {.summary = "How many people are in each combination of 2 to 6 segments.",
              .request_schema = "SegmentOverlapQuestion",
              .response_schema = "SegmentOverlap"},
             &SegmentsRoutes::overlap);
  routes.add("POST", "/segments/overlap/people",
             {.summary = "Who is in exactly these of the segments.",
              .request_schema = "SegmentOverlapPeopleQuestion",
              .response_schema = "SegmentOverlapPeople"},
             &SegmentsRoutes::overlap_people);
  routes.add("GET", "/segments/{segment}/members",
             {.summary = "Who is in it now, or was at a past date.",
              .response_schema = "SegmentMemberList",
              .query = {{"after", "The `next` of the page before"},
                        {"limit", "1 to 500, 50 without"},
                        {"as_of", "A date or time: who was in it then"}}},
             &SegmentsRoutes::members);
  routes.add("GET", "/segments/{segment}/changes",
             {.summary = "Who came and who went between two instants.",
              .response_schema = "SegmentDifference",
              .query = {{"from", "A date or time"},
                        {"until", "A later one"},
                        {"who", "entered or left: of whom the list is; entered without"},
                        {"after", "The `next` of the page before"},
                        {"limit", "1 to 500, 50 without"}}},
             &SegmentsRoutes::difference);
  routes.add(
      "GET", "/segments/{segment}/members/{profile}/why",
      {.summary = "Why somebody is or is not in it: what of the condition holds, by which events.",
       .response_schema = "SegmentWhy"},
      &SegmentsRoutes::why);
  routes.add("GET", "/profiles/{profile}/segments",
             {.summary = "The segments that the person is in or was in, newest first.",
              .response_schema = "SegmentStayList"},
             &SegmentsRoutes::memberships);
}

void add_writing(const Routes& routes) {
  routes.add(
      "POST", "/segments",
      {.summary =
           "Makes a segment: live, of a condition, a figure that is asked again by itself, or "
           "a list.",
       .request_schema = "NewSegment",
       .response_schema = "Segment",
       .status = 201},
      &SegmentsRoutes::create);
  routes.add("PATCH", "/segments/{segment}",
             {.summary = "Changes, archives or brings back a segment; the one before is kept.",
              .request_schema = "SegmentChange",
              .response_schema = "Segment"},
             &SegmentsRoutes::change);
  routes.add(
      "POST", "/segments/{segment}/members",
      {.summary = "Puts people on a list, by ids, identifiers or a CSV file; says who is unknown.",
       .request_schema = "SegmentPeople",
       .response_schema = "SegmentListReport"},
      &SegmentsRoutes::put_on_list);
  routes.add("DELETE", "/segments/{segment}/members/{profile}",
             {.summary = "Takes somebody off a list.", .status = 204},
             &SegmentsRoutes::take_off_list);
  routes.add("POST", "/segments/{segment}/freeze",
             {.summary = "Makes a list of who is in it now.",
              .request_schema = "SegmentFreeze",
              .response_schema = "Segment",
              .status = 201},
             &SegmentsRoutes::freeze);
}

}  // namespace

void add_segments_routes(http::Router& router, codec::Schemas& schemas, Segments& segments,
                         const PersonNames& names) {
  add_schemas(schemas);
  const Routes routes(router, std::make_shared<SegmentsRoutes>(segments, names),
                      {.tag = "Segments",
                       .prefix = "/api/v1",
                       .right = Right::view_people,
                       .body_bytes_max = body_bytes_max});
  add_reading(routes);
  add_writing(routes.requiring(Right::edit_people));
}

}  // namespace throughline::segments
