#include <algorithm>
#include <cmath>

#include "journey_engine/attribution.h"
#include "journeys/attribution_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::Attribution;
using journey_engine::AttributionModel;
using journey_engine::AttributionQuestion;
using journey_engine::ChannelCredit;
using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::Value;

namespace {

constexpr std::array<std::string_view, 10> model_names = {
    "first",    "last",      "same",   "linear",     "u_shaped",
    "j_shaped", "inverse_j", "custom", "time_decay", "participation"};

Result<journey_engine::AttributionShape> shape_of(const AttributionShapeAsked& asked) {
  const auto is_part = [](double part) { return std::isfinite(part) && part >= 0 && part <= 1e6; };
  // A path may have one touch or two: each end must have a part by itself.
  if (!is_part(asked.between) || !is_part(asked.first) || !is_part(asked.last) ||
      asked.first + asked.last <= 0) {
    return Error::invalid(
        "`shape` must have parts from 0 to 1000000, and `first` or `last` more than 0");
  }
  return journey_engine::AttributionShape{
      .first = asked.first, .between = asked.between, .last = asked.last};
}

Result<AttributionQuestion> question_of(const Frame& frame, const AttributionAsked& asked) {
  AttributionQuestion question;
  TL_TRY_ASSIGN(question.touches, frame.events(asked.touches, "touches"));
  TL_TRY_ASSIGN(question.conversions, frame.events(asked.conversions, "conversions"));
  TL_TRY_ASSIGN(question.rule.shape, shape_of(asked.shape.value_or(AttributionShapeAsked())));
  TL_TRY_ASSIGN(question.rule.half_life_ms,
                number_within(asked.half_life_ms, question.rule.half_life_ms, 1, duration_ms_max,
                              "half_life_ms"));
  if (asked.look_back_ms) {
    TL_TRY_ASSIGN(question.look_back_ms,
                  number_within(asked.look_back_ms, 0, 0, duration_ms_max, "look_back_ms"));
  }
  TL_TRY_ASSIGN(question.cases, Frame::case_rule(asked.session_ms));
  question.touches_once = asked.touches_once.value_or(false);
  return question;
}

Result<std::vector<AttributionModel>> models_of(const AttributionAsked& asked) {
  std::vector<AttributionModel> models;
  for (const std::string& name : asked.models.value_or(std::vector<std::string>{"last"})) {
    TL_TRY_ASSIGN(const auto model, parse_name<AttributionModel>(model_names, name, "model"));
    if (std::find(models.begin(), models.end(), model) != models.end()) {
      return Error::invalid("`models` must name each model once");
    }
    models.push_back(model);
  }
  if (models.empty()) {
    return Error::invalid("`models` must name a model");
  }
  return models;
}

// The same question once for each model.
std::vector<AttributionQuestion> by_model(const AttributionQuestion& question,
                                          const std::vector<AttributionModel>& models) {
  std::vector<AttributionQuestion> questions(models.size(), question);
  for (std::size_t i = 0; i < models.size(); ++i) {
    questions[i].rule.model = models[i];
  }
  return questions;
}

class ByModel {
 public:
  explicit ByModel(const std::vector<AttributionQuestion>& questions)
      : each_(questions.begin(), questions.end()) {}
  void add(CustomerId customer, Line line) {
    for (Attribution& one : each_) {
      one.add(customer, line);
    }
  }
  void merge(const ByModel& other) {
    for (std::size_t i = 0; i < each_.size(); ++i) {
      each_[i].merge(other.each_[i]);
    }
  }
  [[nodiscard]] const std::vector<Attribution>& each() const { return each_; }

 private:
  std::vector<Attribution> each_;
};

// Every model finds the same channels, for touches do not depend on it.
ChannelView channel_view(Value channel, const std::vector<AttributionModel>& models,
                         const std::vector<Attribution>& each, Legend& legend) {
  const ChannelCredit& first = each.front().channels().at(channel);
  ChannelView view{.channel = legend.id(channel),
                   .touches = static_cast<std::int64_t>(first.touches),
                   .people = static_cast<std::int64_t>(first.customers)};
  for (std::size_t i = 0; i < models.size(); ++i) {
    const ChannelCredit& credit = each[i].channels().at(channel);
    view.credits.push_back({.model = std::string(name_in(model_names, models[i])),
                            .conversions = credit.conversions.value(),
                            .people = static_cast<std::int64_t>(credit.credited)});
  }
  return view;
}

}  // namespace

Result<AttributionAnswer> answer(const Frame& frame, const AttributionAsked& asked) {
  TL_TRY_ASSIGN(const AttributionQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const std::vector<AttributionModel> models, models_of(asked));
  const std::vector<AttributionQuestion> questions = by_model(question, models);
  TL_TRY_ASSIGN(const auto counted, frame.count(ByModel(questions)));
  const std::vector<Attribution>& each = counted.report().each();
  AttributionAnswer answer{.conversions = static_cast<std::int64_t>(each.front().conversions()),
                           .people = static_cast<std::int64_t>(each.front().customers())};
  Legend legend(frame.codes());
  for (const auto& [channel, credit] : each.front().channels()) {
    answer.channels.push_back(channel_view(channel, models, each, legend));
  }
  std::stable_sort(answer.channels.begin(), answer.channels.end(),
                   [](const ChannelView& a, const ChannelView& b) {
                     return a.credits.front().conversions > b.credits.front().conversions;
                   });
  for (std::size_t i = 0; i < models.size(); ++i) {
    answer.unattributed.push_back(
        {.model = std::string(name_in(model_names, models[i])),
         .conversions = static_cast<std::int64_t>(each[i].unattributed())});
  }
  answer.nodes = legend.nodes();
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const AttributionAsked& asked,
                       const AttributionCellAsked& cell) {
  enum class Kind { touched, credited, unattributed };
  constexpr std::array<std::string_view, 3> kind_names = {"touched", "credited", "unattributed"};
  TL_TRY_ASSIGN(AttributionQuestion question, question_of(frame, asked));
  TL_TRY_ASSIGN(const Kind kind, parse_name<Kind>(kind_names, cell.kind, "cell.kind"));
  TL_TRY_ASSIGN(question.rule.model,
                parse_name<AttributionModel>(model_names, cell.model.value_or("last"), "model"));
  std::optional<Value> channel;
  if (cell.channel) {
    TL_TRY_ASSIGN(channel, node_of(frame.codes(), *cell.channel, "cell.channel"));
  }
  if (kind == Kind::touched) {
    return IsIn([channel, question = std::move(question)](CustomerId customer, Line line) {
      return journey_engine::converted(channel, question, customer, line);
    });
  }
  if ((kind == Kind::credited) != channel.has_value()) {
    return Error::invalid("`cell.channel` must be given with credited, and with it alone");
  }
  const Value wanted = channel.value_or(journey_engine::no_value);
  return IsIn([wanted, question = std::move(question)](CustomerId customer, Line line) {
    return journey_engine::gave_credit(wanted, question, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const AttributionAsked& asked) {
  TL_TRY_ASSIGN(auto conversions, frame.events(asked.conversions, "conversions"));
  return first_of(std::move(conversions));
}

}  // namespace throughline::journeys
