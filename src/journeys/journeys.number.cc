#include "journeys/journeys.number.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace throughline::journeys {

using journey_engine::Columns;
using journey_engine::CustomerId;
using journey_engine::LineEvent;
using journey_engine::number_said;
using journey_engine::NumberOf;
using journey_engine::NumberQuestion;
using journey_engine::PropertyValue;
using journey_engine::PropertyView;

namespace {

constexpr std::array<std::string_view, 8> of_names = {"property", "count",    "sum",  "mean",
                                                      "least",    "greatest", "last", "trait"};

bool is_kept(double number) {
  return std::abs(number) <= stats::number_max;
}

bool has_numbers(const PropertyView& property) {
  return property.has_numbers() || std::any_of(property.values().begin(), property.values().end(),
                                               [](const PropertyValue& value) {
                                                 return std::holds_alternative<std::int64_t>(value);
                                               });
}

bool needs_property(NumberOf of) {
  return of != NumberOf::events && of != NumberOf::customer;
}

Result<void> check(const NumberAsked& asked, NumberOf of, const std::string& field) {
  if (asked.property.has_value() != needs_property(of)) {
    return Error::invalid("`" + field + ".property` must be given, but not with count and trait");
  }
  if (asked.trait.has_value() != (of == NumberOf::customer)) {
    return Error::invalid("`" + field + ".trait` must be given with trait, and with it alone");
  }
  if (asked.events && of == NumberOf::customer) {
    return Error::invalid("`" + field + ".events` cannot be used with trait");
  }
  if (asked.zeros && of != NumberOf::events && of != NumberOf::sum) {
    return Error::invalid("`" + field + ".zeros` can be used with count and sum");
  }
  return {};
}

Result<journey_engine::GivenNumber> trait_number(const Frame& frame, const std::string& trait) {
  const auto values = frame.looking->traits.at(trait);
  if (!values->has_numbers()) {
    return Error::invalid("the trait `" + trait + "` is a number for nobody");
  }
  return journey_engine::GivenNumber([values](CustomerId customer) {
    const auto number = values->number_of(customer);
    return number && is_kept(*number) ? number : std::nullopt;
  });
}

void add_trait(const NumberAsked& asked, std::vector<std::string>& traits) {
  if (asked.trait) {
    traits.push_back(*asked.trait);
  }
}

}  // namespace

std::vector<std::string> traits_read(const DistributionAsked& asked) {
  std::vector<std::string> traits;
  add_trait(asked.number, traits);
  return traits;
}

std::vector<std::string> traits_read(const ScatterAsked& asked) {
  std::vector<std::string> traits;
  add_trait(asked.x, traits);
  add_trait(asked.y, traits);
  return traits;
}

std::vector<std::string> traits_read(const TreemapAsked& asked) {
  std::vector<std::string> traits;
  for (const TreemapByAsked& by : asked.by) {
    if (by.trait) {
      traits.push_back(*by.trait);
    }
  }
  return traits;
}

Result<SaidNumber> said_number(const Frame& frame, const std::string& property) {
  TL_TRY_ASSIGN(auto view, frame.choices->property(property));
  if (!has_numbers(view)) {
    return Error::invalid("the property `" + property + "` is a number in no event");
  }
  const auto kept = std::make_shared<const PropertyView>(std::move(view));
  return SaidNumber{
      .of_event = [kept](const LineEvent& event) { return number_said(*kept, event.row); },
      .of_columns = [kept](const Columns& columns) { return kept->numbers_of(columns); }};
}

Result<NumberQuestion> number_question(const Frame& frame, const NumberAsked& asked,
                                       const std::string& field) {
  NumberQuestion question;
  TL_TRY_ASSIGN(question.of, parse_name<NumberOf>(of_names, asked.of, field + ".of"));
  TL_TRY(check(asked, question.of, field));
  TL_TRY_ASSIGN(question.events, frame.events(asked.events, field + ".events"));
  question.zero_of_none = asked.zeros.value_or(false);
  if (asked.property) {
    TL_TRY_ASSIGN(SaidNumber said, said_number(frame, *asked.property));
    question.said = std::move(said.of_event);
    question.said_of = std::move(said.of_columns);
  }
  if (asked.trait) {
    TL_TRY_ASSIGN(question.given, trait_number(frame, *asked.trait));
  }
  return question;
}

Result<NumberQuestion> number_of_people(const Frame& frame, const NumberAsked& asked,
                                        const std::string& field) {
  TL_TRY_ASSIGN(NumberQuestion question, number_question(frame, asked, field));
  if (question.of == NumberOf::each_event) {
    return Error::invalid("`" + field +
                          ".of` must be a number of each person: count, sum, mean, least, "
                          "greatest, last or trait");
  }
  return question;
}

}  // namespace throughline::journeys
