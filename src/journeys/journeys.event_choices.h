// EventChoices: what a question's choices of events mean: sets of events of one view, at one
// instant. A condition is made ready once, though every part of the question asks for it again.
//
// Owned by one thread at a time; the sets it gives may be read by many.
#pragma once

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "journey_engine/event_set.h"
#include "journey_engine/property_column.h"
#include "journeys/journeys.feed.h"
#include "journeys/journeys.scan.h"
#include "journeys/question_view.h"

namespace throughline::journeys {

class EventChoices {
 public:
  EventChoices(Feed::View view, Time now, Cancelled cancelled)
      : view_(std::move(view)), now_(now), cancelled_(std::move(cancelled)) {}

  // From now on each can be asked for as `derived.` and its name. Error::invalid where one makes no
  // sense.
  Result<void> derive(const std::vector<DerivedAsked>& asked);

  // What the property says in every row; Error::invalid where no event has it.
  [[nodiscard]] Result<journey_engine::PropertyView> property(const std::string& name) const;
  // Those of the choice for which `only` holds too, if there is such a test. Error::invalid for a
  // kind that there is not, too many names, or a condition that events cannot answer; `field` is
  // the choice's own.
  Result<journey_engine::EventSet> events(const EventChoice& choice, const std::string& field,
                                          const journey_engine::EventTest& only);

 private:
  struct Tests {
    journey_engine::EventTest of_event = {};
    journey_engine::RowsTest of_rows = {};
  };
  Result<Tests> tests_of(const EventChoice& choice, const std::string& field);

  const Feed::View view_;
  const Time now_;
  const Cancelled cancelled_;
  std::map<std::string, std::string> derived_;  // Columns by names.
  std::map<std::string, Tests> tests_;          // By the condition as it was written.
};

// The set of a choice where no condition can be asked: it is refused.
Result<journey_engine::EventSet> event_set_of(const EventCodes& codes, const EventChoice& choice,
                                              const std::string& field);

// " `events` only where total is more than 100."; nothing for a choice without a condition that can
// be read.
std::string condition_said(const EventChoice& choice, const std::string& field);

// The same for every choice of events in what is asked, in the order of its fields.
template <class T>
std::string conditions_said(const T& value, const std::string& field = {}) {
  std::string said;
  if constexpr (std::same_as<T, EventChoice>) {
    said = condition_said(value, field);
  } else if constexpr (requires { value.has_value(); }) {
    said = value ? conditions_said(*value, field) : std::string();
  } else if constexpr (!std::same_as<T, std::string> && requires { value.begin(); }) {
    std::size_t place = 0;
    for (const auto& one : value) {
      said += conditions_said(one, field + "[" + std::to_string(place++) + "]");
    }
  } else if constexpr (boost::describe::has_describe_members<T>::value) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                             boost::describe::mod_inherited>;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      said += conditions_said(value.*member.pointer,
                              (field.empty() ? std::string() : field + ".") + member.name);
    });
  }
  return said;
}

}  // namespace throughline::journeys
