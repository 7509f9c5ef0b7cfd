// Map document: what a journey map says: stages in their order, the cells of their lanes, and the
// touchpoints by which the record shows that somebody is there. Values and rules only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "codec/describe.h"
#include "journey_maps/map_measures.h"

namespace throughline::journey_maps {

constexpr std::size_t stages_max = 30;
constexpr std::size_t stage_touchpoints_max = 20;
constexpr std::size_t touchpoints_max = 200;  // Of a whole map.
constexpr std::size_t key_bytes_max = 64;
constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t cell_texts_max = 20;
constexpr std::size_t cell_text_bytes_max = 500;
constexpr std::size_t event_names_max = 50;  // Of one touchpoint.
constexpr double sla_hours_max = 100'000;
constexpr double emotion_max = 2;
constexpr std::size_t document_bytes_max = 400'000;

// Which events a touchpoint is: the choice of events of the questions about journeys.
struct TouchpointEvents {
  std::optional<std::vector<std::string>> names = {};
  std::optional<std::string> kind = {};
  std::optional<codec::RawJson> where = {};
  bool operator==(const TouchpointEvents&) const = default;
};
BOOST_DESCRIBE_STRUCT(TouchpointEvents, (), (names, kind, where))

struct Touchpoint {
  std::string id = {};
  std::string name = {};
  std::optional<TouchpointEvents> events = {};
  std::optional<bool> optional = {};
  std::optional<bool> repeats = {};
  std::optional<TouchpointScore> score = {};
  std::optional<std::string> cost = {};  // The property of its events that says what one costs.
  std::optional<std::vector<Alert>> alerts = {};
  bool operator==(const Touchpoint&) const = default;

  [[nodiscard]] bool is_measured() const { return events.has_value(); }
  // Whether a line without it departs from the map.
  [[nodiscard]] bool is_required() const { return is_measured() && !optional.value_or(false); }
};
BOOST_DESCRIBE_STRUCT(Touchpoint, (), (id, name, events, optional, repeats, score, cost, alerts))

// How far it is with what hurts.
enum class PainStatus { open, planned, in_progress, done };
std::string_view name_of(PainStatus status);
Result<PainStatus> parse_pain_status(std::string_view name);

struct Pain {
  std::string text = {};
  std::optional<std::string> owner = {};
  std::optional<PainStatus> status = {};
  std::optional<std::string> initiative = {};
  std::optional<std::string> link = {};     // Where the work on it is told: http or https.
  std::optional<Time> since = {};           // When something was done about it.
  std::optional<ImpactFigure> figure = {};  // Of its stage, by which that is measured.
  bool operator==(const Pain&) const = default;
};

struct Stage {
  std::string id = {};
  std::string name = {};
  std::optional<std::string> owner = {};
  std::optional<double> sla_hours = {};
  std::optional<double> emotion = {};
  std::optional<std::vector<std::string>> goal = {};
  std::optional<std::vector<Pain>> pain = {};
  std::optional<std::vector<std::string>> channel = {};
  std::optional<std::vector<std::string>> evidence = {};
  std::optional<std::vector<std::string>> opportunity = {};
  std::vector<Touchpoint> touchpoints = {};
  bool operator==(const Stage&) const = default;

  [[nodiscard]] bool is_measured() const;
};

struct MapDocument {
  std::vector<Stage> stages = {};
  bool operator==(const MapDocument&) const = default;
};

// The document as it is kept: names trimmed, every list there, conditions in the words of this
// version. Error::invalid names the field: "document.stages[1].touchpoints[0].events".
Result<MapDocument> checked_document(MapDocument document);
Result<MapDocument> parse_document(std::string_view json);
std::string to_json(const MapDocument& document);

std::size_t count_touchpoints(const MapDocument& document);
std::size_t count_measured(const MapDocument& document);
std::size_t count_without_owner(const MapDocument& document);

}  // namespace throughline::journey_maps

namespace throughline::codec {

template <>
struct EnumText<journey_maps::PainStatus>
    : EnumTextOf<journey_maps::parse_pain_status, journey_maps::PainStatus::done> {};

template <>
inline constexpr std::string_view schema_name<journey_maps::TouchpointEvents> =
    "JourneyMapTouchpointEvents";
template <>
inline constexpr std::string_view schema_name<journey_maps::Touchpoint> = "JourneyMapTouchpoint";
template <>
inline constexpr std::string_view schema_name<journey_maps::Pain> = "JourneyMapPain";
template <>
inline constexpr std::string_view schema_name<journey_maps::Stage> = "JourneyMapStage";
template <>
inline constexpr std::string_view schema_name<journey_maps::MapDocument> = "JourneyMapDocument";

}  // namespace throughline::codec

namespace throughline::journey_maps {

BOOST_DESCRIBE_STRUCT(Pain, (), (text, owner, status, initiative, link, since, figure))
BOOST_DESCRIBE_STRUCT(Stage, (),
                      (id, name, owner, sla_hours, emotion, goal, pain, channel, evidence,
                       opportunity, touchpoints))
BOOST_DESCRIBE_STRUCT(MapDocument, (), (stages))

}  // namespace throughline::journey_maps
