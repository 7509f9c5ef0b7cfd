// What a question's choice of a number means in the frame that it is asked in.
#pragma once

#include <string>

#include "base/result.h"
#include "journey_engine/customer_number.h"
#include "journeys/journeys.frame.h"
#include "journeys/number_view.h"

namespace throughline::journeys {

// Error::invalid names the field, which is the number's own.
Result<journey_engine::NumberQuestion> number_question(const Frame& frame, const NumberAsked& asked,
                                                       const std::string& field);
// The same, but for one that each person has one of.
Result<journey_engine::NumberQuestion> number_of_people(const Frame& frame,
                                                        const NumberAsked& asked,
                                                        const std::string& field);
// What events say, where it is a number.
struct SaidNumber {
  journey_engine::EventNumber of_event = {};
  journey_engine::NumbersSaid of_columns = {};
};
Result<SaidNumber> said_number(const Frame& frame, const std::string& property);

}  // namespace throughline::journeys
