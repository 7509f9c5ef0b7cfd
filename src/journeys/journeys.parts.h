// Parts: whose lines a question is asked of, and the parts it is asked of again: the groups of a
// breakdown, or the sides of a comparison. Each part is people and a span of time, so that every
// question answers for a part as it answers for everybody.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "journeys/journeys.breakdown.h"
#include "journeys/journeys.questions.h"

namespace throughline::journeys {

// The first event of a line that counts for a question; null for who has none. Called from many
// threads.
using FirstCounted = std::function<const journey_engine::LineEvent*(journey_engine::CustomerId,
                                                                    journey_engine::Line)>;
// The first of these events.
FirstCounted first_of(journey_engine::EventSet events);

struct Looking {
  struct Compared {
    std::string name = {};
    Span span = {};
  };
  Span span = {};
  std::vector<Compared> compared = {};
  std::optional<Breakdown> breakdown = {};
  std::size_t groups = static_cast<std::size_t>(groups_default);
  std::string explanation = {};
};

struct Part {
  PartView view = {};
  Span span = {};
};

// All parts: the groups with most people first, then `none` and `others`, each only where there is
// somebody; or what is compared, in the order of the question.
Result<std::vector<Part>> parts_of(const Feed::View& view, const Looking& looking,
                                   const Cancelled& cancelled, const FirstCounted& first);
// One of them; the whole where none is asked for. Error::invalid for a part that the question has
// not.
Result<Span> span_of_part(const Feed::View& view, const Looking& looking,
                          const Cancelled& cancelled, const FirstCounted& first,
                          const std::optional<PartAsked>& asked);

// Asks for everybody and for each part; `ask` is given a span.
template <class Answer, class Ask>
Result<InParts<Answer>> ask_in_parts(const Feed::View& view, const Looking& looking,
                                     const Cancelled& cancelled, const FirstCounted& first,
                                     const Ask& ask) {
  InParts<Answer> answer;
  TL_TRY_ASSIGN(static_cast<Answer&>(answer), ask(looking.span));
  TL_TRY_ASSIGN(const std::vector<Part> parts, parts_of(view, looking, cancelled, first));
  for (const Part& part : parts) {
    PartAnswer<Answer> one;
    one.part = part.view;
    TL_TRY_ASSIGN(one.answer, ask(part.span));
    answer.parts.push_back(std::move(one));
  }
  return answer;
}

}  // namespace throughline::journeys
