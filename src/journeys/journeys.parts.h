// Parts: a question asked again of the groups of a breakdown, or of the sides of a comparison. Each
// part is a frame of its own, so that every question answers for a part as it answers for the
// whole.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

// The events of a line that decide which groups it is in: one at most, or each for itself.
class Deciding {
 public:
  explicit Deciding(FirstCounted first) : first_(std::move(first)) {}
  explicit Deciding(journey_engine::EventSet each) : each_(std::move(each)) {}

  [[nodiscard]] bool is_each() const { return first_ == nullptr; }
  // Unless it is each.
  [[nodiscard]] const FirstCounted& first() const { return first_; }
  template <class Body>
  void visit(journey_engine::CustomerId customer, journey_engine::Line line,
             const Body& body) const {
    if (first_) {
      if (const journey_engine::LineEvent* const event = first_(customer, line)) {
        body(*event);
      }
      return;
    }
    for (const journey_engine::LineEvent& event : line) {
      if (each_.has(customer, event)) {
        body(event);
      }
    }
  }

 private:
  FirstCounted first_ = {};
  journey_engine::EventSet each_ = {};
};

// What decides in the frame of one side of a comparison.
using DecidingIn = std::function<Result<Deciding>(const Frame&)>;

// All parts: the groups that most events decided for first, then `none` and `others`, each only
// where there is somebody; or what is compared, in the order of the question.
Result<std::vector<Part>> parts_of(const Frame& frame, const Deciding& deciding,
                                   const DecidingIn& deciding_in);
// One of them. Error::invalid for a part that the question has not.
Result<Part> part_of(const Frame& frame, const Deciding& deciding, const PartAsked& asked);

template <class Asked>
Result<Deciding> deciding_of(const Frame& frame, const Asked& asked) {
  if constexpr (requires { each_counted(frame, asked); }) {
    TL_TRY_ASSIGN(auto each, each_counted(frame, asked));
    return Deciding(std::move(each));
  } else {
    TL_TRY_ASSIGN(auto first, first_counted(frame, asked));
    return Deciding(std::move(first));
  }
}

template <class Asked>
using AnswerTo = std::remove_cvref_t<decltype(*answer(std::declval<const Frame&>(),
                                                      std::declval<const Asked&>()))>;

// The question as each part is asked it: what the whole has settled is the same for all.
template <class Asked, class Answer>
Asked question_of_parts(const Asked& asked, const Answer& whole) {
  if constexpr (requires { asked_of_parts(asked, whole); }) {
    return asked_of_parts(asked, whole);
  } else {
    return asked;
  }
}

// The answer for everybody and for each part.
template <class Asked>
Result<InParts<AnswerTo<Asked>>> answer_in_parts(const Frame& frame, const Asked& asked) {
  using Answer = AnswerTo<Asked>;
  InParts<Answer> answered;
  if (!asked.breakdown && !asked.compare) {
    TL_TRY_ASSIGN(static_cast<Answer&>(answered), answer(frame, asked));
    return answered;
  }
  TL_TRY_ASSIGN(const Deciding deciding, deciding_of(frame, asked));
  Frame all = frame;
  if (asked.breakdown && !deciding.is_each()) {
    all.one_pass = std::make_shared<OnePass>(frame.looking->breakdown, deciding.first());
  }
  TL_TRY_ASSIGN(static_cast<Answer&>(answered), answer(all, asked));
  if (all.one_pass != nullptr && !all.one_pass->is_done()) {
    all.one_pass = nullptr;
  }
  TL_TRY_ASSIGN(const std::vector<Part> parts, parts_of(all, deciding, [&](const Frame& part) {
                  return deciding_of(part, asked);
                }));
  const Asked asked_again = question_of_parts<Asked, Answer>(asked, answered);
  for (const Part& part : parts) {
    PartAnswer<Answer> one{.part = part.view};
    TL_TRY_ASSIGN(one.answer, answer(all.within(part), asked_again));
    answered.parts.push_back(std::move(one));
  }
  if constexpr (requires { add_differences(answered.parts); }) {
    if (asked.compare) {
      add_differences(answered.parts);
    }
  }
  if constexpr (requires { compare_parts(answered); }) {
    compare_parts(answered);
  }
  return answered;
}

// Asks `ask(within, is_in)`: who is in a cell of that, of the whole or of a part.
template <class Asked, class Cell, class Ask>
Result<PeopleBehind> ask_behind(const Frame& frame, const WhoAsked<Asked, Cell>& who,
                                const Ask& ask) {
  Part part{.shown = frame.shown};
  if (who.part) {
    TL_TRY_ASSIGN(const Deciding deciding, deciding_of(frame, who.question));
    TL_TRY_ASSIGN(part, part_of(frame, deciding, *who.part));
  }
  const Frame within = frame.within(part);
  TL_TRY_ASSIGN(const IsIn is_in, who_is_in(within, who.question, who.cell));
  return ask(within, is_in);
}

// A page of them.
template <class Asked, class Cell>
Result<PeopleBehind> who_is_behind(const Frame& frame, const WhoAsked<Asked, Cell>& who) {
  return ask_behind(frame, who, [&](const Frame& within, const IsIn& is_in) {
    return people_behind(within.view, within.span, within.cancelled, who.page, is_in);
  });
}

template <class Asked, class Cell>
Result<PeopleBehind> everybody_behind(const Frame& frame, const WhoAsked<Asked, Cell>& who) {
  return ask_behind(frame, who, [](const Frame& within, const IsIn& is_in) {
    return everybody_behind(within.view, within.span, within.cancelled, is_in);
  });
}

}  // namespace throughline::journeys
