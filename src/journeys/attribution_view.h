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
  // first, last, same, linear, u_shaped, j_shaped, inverse_j, custom, time_decay, participation.
  std::optional<std::vector<std::string>> models = {};  // last without.
  std::optional<AttributionShapeAsked> shape = {};      // Of custom.
  std::optional<std::int64_t> half_life_ms = {};        // Of time_decay; 7 days without.
  std::optional<std::int64_t> look_back_ms = {};        // None: no limit.
  std::optional<std::int64_t> session_ms = {};          // Only touches of the same session.
  std::optional<bool> touches_once = {};  // A touch counts for the first conversion after it.
};
BOOST_DESCRIBE_STRUCT(AttributionAsked, (LooksAsked),
                      (touches, conversions, models, shape, half_life_ms, look_back_ms, session_ms,
                       touches_once))

struct CreditView {
  std::string model = {};
  double conversions = 0;
  std::int64_t people = 0;  // Of whose conversions the channel has a part.
};
BOOST_DESCRIBE_STRUCT(CreditView, (), (model, conversions, people))

struct ChannelView {
  std::int64_t channel = 0;
  std::int64_t touches = 0;
  std::int64_t people = 0;  // Who converted after a touch of it.
  std::vector<CreditView> credits = {};
};
BOOST_DESCRIBE_STRUCT(ChannelView, (), (channel, touches, people, credits))

struct UnattributedView {
  std::string model = {};
  std::int64_t conversions = 0;  // That no channel has a part of.
};
BOOST_DESCRIBE_STRUCT(UnattributedView, (), (model, conversions))

struct AttributionAnswer {
  std::int64_t conversions = 0;
  std::int64_t people = 0;
  std::vector<NodeNameView> nodes = {};
  std::vector<ChannelView> channels = {};  // By the credit of the first model.
  std::vector<UnattributedView> unattributed = {};
  AnswerNote note = {};
};
BOOST_DESCRIBE_STRUCT(AttributionAnswer, (),
                      (conversions, people, nodes, channels, unattributed, note))

struct AttributionCellAsked {
  // touched: converted, after a touch of `channel` if there is one. credited: gave `channel` a part
  // by `model`. unattributed: has a conversion that gave none.
  std::string kind = "touched";
  std::optional<std::int64_t> channel = {};
  std::optional<std::string> model = {};
};
BOOST_DESCRIBE_STRUCT(AttributionCellAsked, (), (kind, channel, model))

}  // namespace throughline::journeys
