// Attribution, as the API asks and answers: which touches share the credit for conversions. Values
// only; its meaning is in docs/queries.md.
#pragma once

#include "journeys/question_view.h"

namespace throughline::journeys {

// Parts of the credit; what is between shares its part.
struct AttributionShapeAsked {
  double first = 1;
  double between = 1;
  double last = 1;
};
BOOST_DESCRIBE_STRUCT(AttributionShapeAsked, (), (first, between, last))

struct AttributionAsked : LooksAsked {
  EventChoice touches = {};
  EventChoice conversions = {};
  // A property of touches that tells their channels apart; their names without.
  std::optional<std::string> channel = {};
  // A property of conversions that says what each is worth.
  std::optional<std::string> value = {};
  // first, last, same, linear, u_shaped, j_shaped, inverse_j, custom, time_decay, participation,
  // shapley, markov.
  std::optional<std::vector<std::string>> models = {};  // last without.
  std::optional<AttributionShapeAsked> shape = {};      // Of custom.
  std::optional<std::int64_t> half_life_ms = {};        // Of time_decay; 7 days without.
  std::optional<std::int64_t> look_back_ms = {};        // None: no limit.
  std::optional<std::int64_t> session_ms = {};          // Only touches of the same session.
  std::optional<EventChoice> session_starts = {};       // With `session_ms`: always begin one.
  std::optional<bool> touches_once = {};   // A touch counts for the first conversion after it.
  std::optional<std::int64_t> limit = {};  // Of channels; 100 without.
};
BOOST_DESCRIBE_STRUCT(AttributionAsked, (LooksAsked),
                      (touches, conversions, channel, value, models, shape, half_life_ms,
                       look_back_ms, session_ms, session_starts, touches_once, limit))

struct CreditView {
  std::string model = {};
  double conversions = 0;
  std::optional<double> value = {};  // Where it was asked for.
  std::int64_t people = 0;           // Of whose conversions the channel has a part.
};
BOOST_DESCRIBE_STRUCT(CreditView, (), (model, conversions, value, people))

struct ChannelView {
  std::optional<std::int64_t> channel = {};     // The node, where names tell channels apart.
  std::optional<codec::RawJson> property = {};  // Else what the property says; none says nothing.
  std::int64_t touches = 0;
  std::int64_t people = 0;  // Who converted after a touch of it.
  std::vector<CreditView> credits = {};
};
BOOST_DESCRIBE_STRUCT(ChannelView, (), (channel, property, touches, people, credits))

struct UnattributedView {
  std::string model = {};
  std::int64_t conversions = 0;  // That no channel has a part of.
  std::optional<double> value = {};
};
BOOST_DESCRIBE_STRUCT(UnattributedView, (), (model, conversions, value))

struct AttributionAnswer {
  std::int64_t conversions = 0;
  std::int64_t people = 0;
  std::optional<double> value = {};                // Of all conversions that have one.
  std::optional<std::int64_t> without_value = {};  // Conversions of which no number is known.
  std::vector<NodeNameView> nodes = {};
  std::vector<ChannelView> channels = {};  // By the credit of the first model.
  std::int64_t all_channels = 0;
  std::vector<UnattributedView> unattributed = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(AttributionAnswer, (),
                      (conversions, people, value, without_value, nodes, channels, all_channels,
                       unattributed, note))

struct AttributionCellAsked {
  // touched: converted, after a touch of the channel if one is given. credited: gave the channel a
  // part by `model`. unattributed: has a conversion that gave none.
  std::string kind = "touched";
  std::optional<std::int64_t> channel = {};
  std::optional<codec::RawJson> property = {};  // Where a property tells channels apart.
  std::optional<bool> without_property = {};    // True: those touches that have not got it.
  std::optional<std::string> model = {};
};
BOOST_DESCRIBE_STRUCT(AttributionCellAsked, (), (kind, channel, property, without_property, model))

}  // namespace throughline::journeys
