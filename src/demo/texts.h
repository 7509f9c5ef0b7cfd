// The books of the languages, one per file in texts/, as phrases.cc reads them.
//
// Sections: one per Topic, each with four cases that go through its keys in the same order, in
// every language: subject, open (what happened), more (a detail), ask (what she wants), agent (the
// answer), call (an agent's note, English only); survey is what people say of it later. " | "
// separates wordings of one case. Then talk (what frames every conversation), ask, nps, nps_more,
// csat and leaving (surveys), mail (subjects) and page (titles).
// Places to fill: {name} {full_name} {agent} {product} {order} {amount} {plan} {days}; none in
// survey.
#pragma once

#include <string_view>

namespace throughline::demo::texts {

extern const std::string_view arabic;
extern const std::string_view english;
extern const std::string_view french;
extern const std::string_view german;
extern const std::string_view hebrew;
extern const std::string_view japanese;
extern const std::string_view polish;
extern const std::string_view portuguese;
extern const std::string_view spanish;
extern const std::string_view swedish;

}  // namespace throughline::demo::texts
