#include "journeys/journeys.catalogue.h"

#include <algorithm>
#include <array>

#include "codec/describe.h"
#include "journeys/journeys.cell_nodes.h"
#include "journeys/journeys.parts.h"

namespace throughline::journeys {
namespace {

struct Words {
  std::string_view name;
  std::string_view schema;
  std::string_view summary;
  std::string_view people_summary;
};

template <class Asked>
Result<std::string> answer_json(Journeys& journeys, const Asking& asking, std::string_view body) {
  TL_TRY_ASSIGN(const auto asked, codec::parse_as<Asked>(body));
  TL_TRY_ASSIGN(const Frame frame, journeys.frame(asking, wish_of(asked)));
  TL_TRY_ASSIGN(const auto answered, answer_in_parts(frame, asked));
  return codec::to_json(answered);
}

template <class Asked, class Cell>
Result<PeopleBehind> people_of(Journeys& journeys, const Asking& asking, std::string_view body) {
  TL_TRY_ASSIGN(const auto who, (codec::parse_as<WhoAsked<Asked, Cell>>(body)));
  TL_TRY_ASSIGN(const Frame frame, journeys.frame(asking, wish_of(who.question)));
  return who_is_behind(frame, who);
}

template <class Asked, class Cell>
Result<void> check_who(std::string_view body) {
  TL_TRY((codec::parse_as<WhoAsked<Asked, Cell>>(body)));
  return {};
}

template <class Asked, class Cell>
Result<std::vector<NodeNameView>> nodes_of_cell(Journeys& journeys, const Asking& asking,
                                                std::string_view body) {
  TL_TRY_ASSIGN(auto who, (codec::parse_as<WhoAsked<Asked, Cell>>(body)));
  TL_TRY_ASSIGN(const Frame frame, journeys.frame(asking, FrameWish{}));
  return nodes_in(frame.codes(), who.cell);
}

template <class Asked, class Cell>
Result<PeopleBehind> everybody_of(Journeys& journeys, const Asking& asking, std::string_view body,
                                  const std::vector<NodeNameView>& nodes) {
  TL_TRY_ASSIGN(auto who, (codec::parse_as<WhoAsked<Asked, Cell>>(body)));
  TL_TRY_ASSIGN(const Frame frame, journeys.frame(asking, wish_of(who.question)));
  TL_TRY(use_nodes(frame.codes(), nodes, who.cell));
  return everybody_behind(frame, who);
}

template <class Asked, class Cell>
constexpr Question framed(const Words& words) {
  return {.name = words.name,
          .schema = words.schema,
          .summary = words.summary,
          .people_summary = words.people_summary,
          .answer =
              [](Journeys& journeys, const Asking& asking, std::string_view body) {
                return journeys.counted(asking, answer_json<Asked>(journeys, asking, body));
              },
          .people =
              [](Journeys& journeys, const Asking& asking, std::string_view body) {
                return journeys.counted(asking, people_of<Asked, Cell>(journeys, asking, body));
              },
          .add_schemas =
              [](codec::Schemas& schemas, const std::string& schema) {
                codec::add_schema<Asked>(schemas, schema + "Question");
                codec::add_schema<InParts<AnswerTo<Asked>>>(schemas, schema);
                codec::add_schema<WhoAsked<Asked, Cell>>(schemas, schema + "PeopleQuestion");
              },
          .check = check_who<Asked, Cell>,
          .nodes = nodes_of_cell<Asked, Cell>,
          .everybody = everybody_of<Asked, Cell>};
}

constexpr std::array questions = {
    framed<FunnelAsked, FunnelCellAsked>(
        {.name = "funnel",
         .schema = "Funnel",
         .summary = "How many people get how far through a series of steps.",
         .people_summary = "Who got as far as that in a funnel."}),
    framed<GraphAsked, GraphCellAsked>(
        {.name = "graph",
         .schema = "JourneyGraph",
         .summary = "How many people get how far through conditions that are joined by edges.",
         .people_summary = "Who reached a node of a graph or took an edge, or did not."}),
    framed<RetentionAsked, RetentionCellAsked>(
        {.name = "retention",
         .schema = "Retention",
         .summary = "How many of those who began in a period came back in each after it.",
         .people_summary = "Who came back then, or did not."}),
    framed<MapAsked, MapCellAsked>(
        {.name = "map",
         .schema = "ProcessMap",
         .summary = "What directly follows what, how often and how soon, and the most frequent "
                    "variants.",
         .people_summary = "Who is behind a node, an edge or a variant of a process map."}),
    framed<PathsAsked, PathsCellAsked>(
        {.name = "paths",
         .schema = "Paths",
         .summary = "What people do after something, before it, or around it.",
         .people_summary = "Who took a path, or a link of it."}),
    framed<FrictionAsked, FrictionCellAsked>(
        {.name = "friction",
         .schema = "Friction",
         .summary = "What separates those who reach an outcome from those who do not.",
         .people_summary = "Who met a point of friction, or stopped there."}),
    framed<LandmarkAsked, LandmarkCellAsked>(
        {.name = "landmark",
         .schema = "Landmark",
         .summary = "What becomes of those who did something in their first days, and of those who "
                    "did not.",
         .people_summary = "Who did it in their first days, or did not, and what became of them."}),
    framed<LifecycleAsked, LifecycleCellAsked>(
        {.name = "lifecycle",
         .schema = "Lifecycle",
         .summary = "How many people are new, returning, resurrected and dormant in each period.",
         .people_summary = "Who is in a state in a period."}),
    framed<StickinessAsked, StickinessCellAsked>(
        {.name = "stickiness",
         .schema = "Stickiness",
         .summary = "How many of the people of a month are active on a day, and on how many days.",
         .people_summary = "Who was active on a day, in the week or month that ends with it, or on "
                           "so many days."}),
    framed<AttributionAsked, AttributionCellAsked>(
        {.name = "attribution",
         .schema = "Attribution",
         .summary = "How the touches before a conversion share the credit for it.",
         .people_summary = "Who converted after a touch, or without any."}),
    framed<SurvivalAsked, SurvivalCellAsked>(
        {.name = "survival",
         .schema = "Survival",
         .summary = "How long until something happens, or until people fall silent.",
         .people_summary = "With whom it has happened, or not yet, after so long."}),
    framed<CountsAsked, CountsCellAsked>(
        {.name = "counts",
         .schema = "ActivityCounts",
         .summary = "How many events and different people there are in each period.",
         .people_summary = "Who is among them."}),
    framed<SessionsAsked, SessionsCellAsked>(
        {.name = "sessions",
         .schema = "JourneySessions",
         .summary = "How many sessions there are, by a rule that is given with the question.",
         .people_summary = "Who began a session in a period."}),
    framed<DistributionAsked, DistributionCellAsked>(
        {.name = "distribution",
         .schema = "Distribution",
         .summary = "What a number of events or of people is like: its summary and its histogram.",
         .people_summary = "Whose number lies there."}),
    framed<ScatterAsked, ScatterCellAsked>(
        {.name = "scatter",
         .schema = "Scatter",
         .summary = "Two numbers of each person, one beside the other.",
         .people_summary = "Whose two numbers lie there."}),
    framed<TreemapAsked, TreemapCellAsked>(
        {.name = "treemap",
         .schema = "Treemap",
         .summary = "How many events and people there are, or how much, by one or two values.",
         .people_summary = "Who has events of a group."}),
    framed<NextAsked, NextCellAsked>(
        {.name = "next",
         .schema = "NextSteps",
         .summary = "What people whose line reads like this one did next.",
         .people_summary = "Who did that next."}),
};

}  // namespace

std::span<const Question> all_questions() {
  return questions;
}

const Question* find_question(std::string_view name) {
  const auto* const found =
      std::find_if(questions.begin(), questions.end(),
                   [&](const Question& question) { return question.name == name; });
  return found == questions.end() ? nullptr : found;
}

}  // namespace throughline::journeys
