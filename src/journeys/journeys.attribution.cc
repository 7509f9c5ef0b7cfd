#include <algorithm>
#include <cmath>

#include "journey_engine/attribution.h"
#include "journeys/attribution_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.channels.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

using journey_engine::Attribution;
using journey_engine::AttributionModel;
using journey_engine::AttributionQuestion;
using journey_engine::AttributionRule;
using journey_engine::ChannelCredit;
using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::ModelCredit;
using journey_engine::Value;

namespace {

constexpr std::array<std::string_view, 12> model_names = {
    "first",     "last",   "same",       "linear",        "u_shaped", "j_shaped",
    "inverse_j", "custom", "time_decay", "participation", "shapley",  "markov"};
constexpr std::int64_t channels_default = 100;
constexpr std::int64_t channels_max = 1'000;
constexpr std::size_t chain_max = 500;  // Channels; the equations take their third power.

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

struct Meaning {
  AttributionQuestion question = {};
  Channels channels = {};
  AttributionRule rule = {};  // Without its model.
};

Result<Meaning> meaning_of(const Frame& frame, const AttributionAsked& asked) {
  Meaning meaning;
  AttributionQuestion& question = meaning.question;
  TL_TRY_ASSIGN(question.touches, frame.events(asked.touches, "touches"));
  TL_TRY_ASSIGN(question.conversions, frame.events(asked.conversions, "conversions"));
  if (asked.channel) {
    TL_TRY_ASSIGN(meaning.channels, Channels::by_property(frame, *asked.channel, question.touches));
    question.channel = meaning.channels.value_of();
  }
  if (asked.value) {
    TL_TRY_ASSIGN(question.value, worth_by_property(frame, *asked.value));
  }
  TL_TRY_ASSIGN(meaning.rule.shape, shape_of(asked.shape.value_or(AttributionShapeAsked())));
  TL_TRY_ASSIGN(meaning.rule.half_life_ms,
                number_within(asked.half_life_ms, meaning.rule.half_life_ms, 1, duration_ms_max,
                              "half_life_ms"));
  if (asked.look_back_ms) {
    TL_TRY_ASSIGN(question.look_back_ms,
                  number_within(asked.look_back_ms, 0, 0, duration_ms_max, "look_back_ms"));
  }
  TL_TRY_ASSIGN(question.cases, frame.case_rule(asked));
  question.touches_once = asked.touches_once.value_or(false);
  return meaning;
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

// The same rule once for each model.
std::vector<AttributionRule> by_model(const AttributionRule& rule,
                                      const std::vector<AttributionModel>& models) {
  std::vector<AttributionRule> rules(models.size(), rule);
  for (std::size_t i = 0; i < models.size(); ++i) {
    rules[i].model = models[i];
  }
  return rules;
}

std::string name_of(AttributionModel model) {
  return std::string(name_in(model_names, model));
}

class Views {
 public:
  Views(const Meaning& meaning, const AttributionAsked& asked,
        const std::vector<AttributionModel>& models, const EventCodes& codes)
      : meaning_(meaning), has_value_(asked.value.has_value()), models_(models), legend_(codes) {}

  ChannelView channel(Value channel, const ChannelCredit& credit) {
    ChannelView view{.touches = static_cast<std::int64_t>(credit.touches),
                     .people = static_cast<std::int64_t>(credit.customers)};
    meaning_.channels.name(channel, view, legend_);
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const ModelCredit& model = credit.models[i];
      view.credits.push_back({.model = name_of(models_[i]),
                              .conversions = model.conversions,
                              .value = worth(model.value),
                              .people = static_cast<std::int64_t>(model.customers)});
    }
    return view;
  }
  [[nodiscard]] std::vector<UnattributedView> unattributed(const Attribution& found) const {
    std::vector<UnattributedView> views;
    for (std::size_t i = 0; i < models_.size(); ++i) {
      const journey_engine::Unattributed none = found.unattributed(i);
      views.push_back({.model = name_of(models_[i]),
                       .conversions = static_cast<std::int64_t>(none.conversions),
                       .value = worth(none.value)});
    }
    return views;
  }
  // Where it was asked for.
  template <class Number>
  [[nodiscard]] std::optional<Number> worth(Number number) const {
    return has_value_ ? std::optional(number) : std::nullopt;
  }
  [[nodiscard]] const Legend& legend() const { return legend_; }

 private:
  const Meaning& meaning_;
  bool has_value_;
  const std::vector<AttributionModel>& models_;
  Legend legend_;
};

Result<void> check_chain(const Attribution& found) {
  if (found.channels_in_chain() > chain_max) {
    return Error::invalid("`models` can have markov for at most " + std::to_string(chain_max) +
                          " channels; here are " + std::to_string(found.channels_in_chain()));
  }
  return {};
}

}  // namespace

Result<AttributionAnswer> answer(const Frame& frame, const AttributionAsked& asked) {
  TL_TRY_ASSIGN(const Meaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(const std::vector<AttributionModel> models, models_of(asked));
  TL_TRY_ASSIGN(const std::int64_t limit,
                number_within(asked.limit, channels_default, 1, channels_max, "limit"));
  TL_TRY_ASSIGN(const auto counted,
                frame.count(Attribution(meaning.question, by_model(meaning.rule, models))));
  const Attribution& found = counted.report();
  TL_TRY(check_chain(found));
  Views views(meaning, asked, models, frame.codes());
  AttributionAnswer answer{
      .conversions = static_cast<std::int64_t>(found.conversions()),
      .people = static_cast<std::int64_t>(found.customers()),
      .value = views.worth(found.value()),
      .without_value = views.worth(static_cast<std::int64_t>(found.without_value()))};
  std::vector<std::pair<Value, ChannelCredit>> channels;
  for (const auto& one : found.channels()) {
    channels.push_back(one);
  }
  std::stable_sort(channels.begin(), channels.end(), [](const auto& a, const auto& b) {
    return a.second.models.front().conversions > b.second.models.front().conversions;
  });
  answer.all_channels = static_cast<std::int64_t>(channels.size());
  channels.resize(std::min(channels.size(), static_cast<std::size_t>(limit)));
  for (const auto& [channel, credit] : channels) {
    answer.channels.push_back(views.channel(channel, credit));
  }
  answer.unattributed = views.unattributed(found);
  answer.nodes = views.legend().nodes();
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const AttributionAsked& asked,
                       const AttributionCellAsked& cell) {
  enum class Kind { touched, credited, unattributed };
  constexpr std::array<std::string_view, 3> kind_names = {"touched", "credited", "unattributed"};
  TL_TRY_ASSIGN(Meaning meaning, meaning_of(frame, asked));
  TL_TRY_ASSIGN(const Kind kind, parse_name<Kind>(kind_names, cell.kind, "cell.kind"));
  TL_TRY_ASSIGN(meaning.rule.model,
                parse_name<AttributionModel>(model_names, cell.model.value_or("last"), "model"));
  TL_TRY_ASSIGN(const std::optional<Value> channel, meaning.channels.asked_in(frame.codes(), cell));
  if (kind == Kind::touched) {
    return IsIn([channel, question = std::move(meaning.question)](CustomerId customer, Line line) {
      return journey_engine::converted(channel, question, customer, line);
    });
  }
  if ((kind == Kind::credited) != channel.has_value()) {
    return Error::invalid("`cell` must say which channel with credited, and with it alone");
  }
  if (kind == Kind::credited && *channel == journey_engine::no_value) {
    return IsIn([](CustomerId /*customer*/, Line /*line*/) { return false; });
  }
  const Value wanted = channel.value_or(journey_engine::no_value);
  return IsIn([wanted, rule = meaning.rule, question = std::move(meaning.question)](
                  CustomerId customer, Line line) {
    return journey_engine::gave_credit(wanted, rule, question, customer, line);
  });
}

Result<FirstCounted> first_counted(const Frame& frame, const AttributionAsked& asked) {
  TL_TRY_ASSIGN(auto conversions, frame.events(asked.conversions, "conversions"));
  return first_of(std::move(conversions));
}

}  // namespace throughline::journeys
