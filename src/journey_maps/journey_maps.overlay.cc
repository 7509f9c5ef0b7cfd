// What the record lays over a map: one frame, one or two sides of it, each one scan.
#include "journey_maps/journey_maps.h"

#include <fmt/format.h>

#include "event/public_id.h"
#include "journey_maps/journey_maps.cells.h"
#include "journey_maps/journey_maps.figures.h"
#include "journey_maps/journey_maps.overlay_frame.h"
#include "journeys/journeys.looking.h"
#include "storage/database.h"

namespace throughline::journey_maps {

using journeys::Frame;
using journeys::Span;
using storage::Transaction;

namespace {

constexpr std::int64_t deviations_default = 20;
constexpr std::int64_t deviations_max = 200;

// The two sides as a comparison of journey questions has them, so that both are of one position.
journeys::LooksAsked looks_of(const OverlayAsked& asked) {
  if (!asked.compare) {
    return {.range = asked.range, .people = asked.people};
  }
  const OverlayComparedAsked& other = *asked.compare;
  const auto range = asked.range.value_or(journeys::TimeRange());
  return {.compare = std::vector<journeys::ComparedAsked>{
              {.name = std::string(shown_side), .people = asked.people, .range = range},
              {.name = std::string(compared_side),
               .people = other.people ? other.people : asked.people,
               .range = other.range.value_or(range)}}};
}

// Whose people a side is about; everybody without.
using SegmentOf = std::optional<std::string>;
SegmentOf segment_of(const JourneyMap& map, const OverlayAsked& asked) {
  if (asked.everybody.value_or(false)) {
    return std::nullopt;
  }
  return asked.segment         ? asked.segment
         : map.segment.empty() ? std::nullopt
                               : SegmentOf(map.segment);
}
SegmentOf segment_of(const OverlayComparedAsked& asked, const SegmentOf& first) {
  if (asked.everybody.value_or(false)) {
    return std::nullopt;
  }
  return asked.segment ? asked.segment : first;
}

Result<void> check_segments(const OverlayAsked& asked) {
  const auto both = [](const auto& side) { return side.segment && side.everybody.value_or(false); };
  if (both(asked) || (asked.compare && both(*asked.compare))) {
    return Error::invalid("`segment` and `everybody` cannot be asked for together");
  }
  return {};
}

}  // namespace

Result<journeys::IsIn> OverlayFrame::behind(const OverlayCellAsked& cell) const {
  TL_TRY_ASSIGN(InCell in_cell, cell_of(map.document, plan, cell));
  return journeys::IsIn([this, in_cell = std::move(in_cell)](journey_engine::CustomerId customer,
                                                             journey_engine::Line line) {
    Reader reader(plan);
    const Reading* const reading = reader.read(customer, line);
    return reading != nullptr && in_cell(*reading);
  });
}

Result<std::shared_ptr<const journeys::PeopleSet>> JourneyMaps::people_of(
    const journeys::Asking& asking, const Frame& frame, const std::string& segment,
    const std::shared_ptr<const journeys::PeopleSet>& among) {
  const auto at = frame.view.lines.position();
  TL_TRY(
      timeline_.wait_for(asking.workspace, {at.xid, at.seq}, timeline::Timeline::Followers::all));
  TL_TRY_ASSIGN(
      journeys::PeopleSet people,
      workspaces_.read(asking.workspace, [&](Transaction& tx) -> Result<journeys::PeopleSet> {
        TL_TRY_ASSIGN(const auto found, segments::Segments::find_named(tx, segment));
        return segments::Segments::people_in(tx, found.id);
      }));
  if (among != nullptr) {
    people.keep(*among);
  }
  return std::make_shared<const journeys::PeopleSet>(std::move(people));
}

Result<OverlayFrame> JourneyMaps::overlay_frame(const journeys::Asking& asking,
                                                const std::string& map, const OverlayAsked& asked) {
  TL_TRY_ASSIGN(JourneyMap found,
                find({.workspace = asking.workspace}, {.map = map, .version = asked.version}));
  return overlay_frame(asking, std::move(found), asked);
}

Result<OverlayFrame> JourneyMaps::overlay_frame(const journeys::Asking& asking, JourneyMap map,
                                                const OverlayAsked& asked) {
  TL_TRY(check_segments(asked));
  if (asked.document) {
    TL_TRY_ASSIGN(map.document, checked_document(*asked.document));
  }
  TL_TRY_ASSIGN(Frame frame, journeys_.frame(asking, {.looks = looks_of(asked)}));
  OverlayFrame overlay = {
      .map = std::move(map), .frame = std::move(frame), .shown = {}, .compared = {}};
  overlay.shown = overlay.frame.shown;
  if (asked.compare) {
    overlay.shown = overlay.frame.looking->compared.front().shown;
    overlay.compared = overlay.frame.looking->compared.back().shown;
  }
  overlay.segment = segment_of(overlay.map, asked);
  if (overlay.segment) {
    TL_TRY_ASSIGN(overlay.shown.people,
                  people_of(asking, overlay.frame, *overlay.segment, overlay.shown.people));
    overlay.frame.explanation += fmt::format(" Only those who are in the segment ({} of them).",
                                             overlay.shown.people->count());
  }
  if (asked.compare && overlay.compared) {
    if (const SegmentOf segment = segment_of(*asked.compare, overlay.segment)) {
      TL_TRY_ASSIGN(overlay.compared->people,
                    people_of(asking, overlay.frame, *segment, overlay.compared->people));
    }
  }
  TL_TRY_ASSIGN(overlay.plan, plan_of(overlay.frame, overlay.map.document, asked));
  return overlay;
}

Result<OverlayAnswer> JourneyMaps::overlay(const journeys::Asking& asking, const std::string& map,
                                           const OverlayAsked& asked) {
  TL_TRY_ASSIGN(const std::int64_t deviations,
                journeys::number_within(asked.deviations, deviations_default, 0, deviations_max,
                                        "deviations"));
  TL_TRY_ASSIGN(const OverlayFrame overlay, overlay_frame(asking, map, asked));
  OverlayAnswer answer = {
      .map = public_id_of(overlay.map), .version = overlay.map.version, .segment = overlay.segment};
  const auto figures = [&](const auto& counted) {
    return figures_of({.document = overlay.map.document,
                       .plan = overlay.plan,
                       .tally = counted.report(),
                       .people = counted.people(),
                       .deviations = static_cast<std::size_t>(deviations)});
  };
  const Frame shown = overlay.side(overlay.shown);
  TL_TRY_ASSIGN(const auto counted, shown.count(Tally(overlay.plan)));
  answer.shown = figures(counted);
  if (overlay.compared) {
    TL_TRY_ASSIGN(const auto other, overlay.side(*overlay.compared).count(Tally(overlay.plan)));
    answer.compared = figures(other);
    answer.differences = differences_between(answer.shown, *answer.compared);
  }
  answer.note = shown.note(counted);
  return answer;
}

Result<journeys::PeopleBehind> JourneyMaps::people(const journeys::Asking& asking,
                                                   const std::string& map,
                                                   const OverlayPeopleAsked& asked) {
  TL_TRY_ASSIGN(const OverlayFrame overlay, overlay_frame(asking, map, asked.question));
  TL_TRY_ASSIGN(const Frame side, overlay.side(asked.compared.value_or(false)));
  TL_TRY_ASSIGN(const journeys::IsIn is_in, overlay.behind(asked.cell));
  return journeys::people_behind(side.view, side.span, side.cancelled, asked.page, is_in);
}

}  // namespace throughline::journey_maps
