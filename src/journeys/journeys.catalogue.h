// The catalogue of questions: for each its name, how it is asked with JSON, and how documents call
// it. Routes and commands read it, so that a question is wired once.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "codec/openapi.h"
#include "journeys/journeys.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

struct Question {
  std::string_view name;    // Asked at /api/v1/journeys/NAME, and /NAME/people.
  std::string_view schema;  // X: XQuestion, X and XPeopleQuestion.
  std::string_view summary;
  std::string_view people_summary;
  // JSON in and out.
  Result<std::string> (*answer)(Journeys& journeys, const Asking& asking, std::string_view body);
  Result<PeopleBehind> (*people)(Journeys& journeys, const Asking& asking, std::string_view body);
  void (*add_schemas)(codec::Schemas& schemas, const std::string& schema);
  // Whether /people can be asked that, but for what only an answer tells.
  Result<void> (*check)(std::string_view body);
  // What the numbers in the cell stand for.
  Result<std::vector<NodeNameView>> (*nodes)(Journeys& journeys, const Asking& asking,
                                             std::string_view body);
  // Everybody of all pages. The numbers in the cell stand for `nodes`, wherever they were given.
  Result<PeopleBehind> (*everybody)(Journeys& journeys, const Asking& asking, std::string_view body,
                                    const std::vector<NodeNameView>& nodes);
};

std::span<const Question> all_questions();
// Null where there is none.
const Question* find_question(std::string_view name);

}  // namespace throughline::journeys
