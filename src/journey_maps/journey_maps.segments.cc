// Segments that live by a figure of a map: the figure has the map's document with it, so that it
// means the same whatever is drawn later, and wherever it is taken.
#include "journey_maps/journey_maps.h"

#include "codec/describe.h"
#include "codec/json_view.h"
#include "journey_maps/journey_maps.cells.h"
#include "journey_maps/journey_maps.overlay_frame.h"

namespace throughline::journey_maps {
namespace {

// As the body of a question has it, so that errors name the same fields.
struct FigureAsked {
  OverlayAsked question = {};
  OverlayCellAsked cell = {};
  std::optional<journeys::PartAsked> part = {};
};
BOOST_DESCRIBE_STRUCT(FigureAsked, (), (question, cell, part))

Result<FigureAsked> parse_asked(std::string_view body) {
  TL_TRY_ASSIGN(FigureAsked asked, codec::parse_as<FigureAsked>(body));
  if (!asked.question.document) {
    return Error::invalid(
        "`question.document` must be there: a segment keeps the map as it was drawn");
  }
  return asked;
}

Result<bool> is_second(const FigureAsked& asked) {
  if (!asked.part) {
    return false;
  }
  const auto value = codec::JsonDocument::parse(asked.part->value.text);
  const std::string_view side = value.ok() ? value->root().text() : std::string_view();
  if (asked.part->kind != "compared" || (side != shown_side && side != compared_side)) {
    return Error::invalid(
        R"(`part` must be {"kind": "compared", "value": "shown"}, or "compared")");
  }
  return side == compared_side;
}

// Without what is only read.
MapDocument measured_by(MapDocument document) {
  for (Stage& stage : document.stages) {
    stage.emotion.reset();
    for (auto* const texts : {&stage.goal, &stage.channel, &stage.evidence, &stage.opportunity}) {
      texts->reset();
    }
    stage.pain.reset();
    for (Touchpoint& touchpoint : stage.touchpoints) {
      touchpoint.alerts.reset();
    }
  }
  return document;
}

Result<segments::Figure> kept(const segments::Figure& figure, std::string_view body) {
  TL_TRY_ASSIGN(FigureAsked asked, parse_asked(body));
  TL_TRY_ASSIGN(const bool second, is_second(asked));
  if (second && !asked.question.compare) {
    return Error::invalid("`part` needs a `question` with `compare`");
  }
  OverlayAsked& question = asked.question;
  TL_TRY_ASSIGN(MapDocument document, checked_document(*question.document));
  question.document = measured_by(std::move(document));
  question.version.reset();
  question.deviations.reset();
  question.series.reset();
  question.worth.reset();
  segments::Figure complete = figure;
  if (!second) {
    question.compare.reset();
    complete.part.reset();
  }
  complete.question = {codec::to_json(question)};
  complete.nodes.emplace();  // Its cell has names only.
  return complete;
}

}  // namespace

Result<journeys::PeopleBehind> JourneyMaps::everybody(const journeys::Asking& asking,
                                                      std::string_view body) {
  TL_TRY_ASSIGN(const FigureAsked asked, parse_asked(body));
  TL_TRY_ASSIGN(const bool second, is_second(asked));
  TL_TRY_ASSIGN(const OverlayFrame overlay, overlay_frame(asking, JourneyMap(), asked.question));
  TL_TRY_ASSIGN(const journeys::Frame side, overlay.side(second));
  TL_TRY_ASSIGN(const journeys::IsIn is_in, overlay.behind(asked.cell));
  return journeys::everybody_behind(side.view, side.span, side.cancelled, is_in);
}

void JourneyMaps::be_asked_by(segments::Segments& segments) {
  asked_by_ = &segments;
  segments.also_asks(
      "journey_map",
      {.kept = kept, .everybody = [this](const journeys::Asking& asking, std::string_view body) {
         return everybody(asking, body);
       }});
}

JourneyMaps::~JourneyMaps() {
  if (asked_by_ != nullptr) {
    asked_by_->ask_no_more();
  }
}

}  // namespace throughline::journey_maps
