// Attribution: how the credit for a conversion is shared among the touches that came before it.
//
// The touches of a conversion are those events of the set at or before it in the order of the line,
// the conversion itself included if it is one, no longer ago than the look-back. Touches stay
// available to later conversions unless the question says otherwise. Parts may be added on
// different threads and merged in any order: credit adds up exactly. Owned by one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "journey_engine/attribution_question.h"
#include "journey_engine/channel_chain.h"
#include "journey_engine/column_lines.h"
#include "journey_engine/kernel.h"
#include "journey_engine/touch_columns.h"
#include "stats/exact_sum.h"

namespace throughline::journey_engine {

enum class AttributionModel {
  first,
  last,
  same,           // A touch that is the conversion itself gets all; else nobody.
  linear,         // Equal parts.
  u_shaped,       // First 40, last 40, those between share 20.
  j_shaped,       // First 20, last 60, those between share 20.
  inverse_j,      // First 60, last 20, those between share 20.
  custom,         // First, last and between as the question says.
  time_decay,     // Each half as much as one that is a half-life nearer.
  participation,  // Each channel that took part gets all of it, once.
  shapley,        // Each channel that took part gets the same, however often: its Shapley value.
  markov          // By how many conversions would be lost without the channel (channel_chain.h).
};

struct AttributionShape {
  double first = 1;
  double between = 1;
  double last = 1;
};

struct AttributionRule {
  AttributionModel model = AttributionModel::last;
  AttributionShape shape = {};                   // Of custom.
  std::int64_t half_life_ms = 7 * 86'400'000LL;  // Of time_decay; more than zero.
};

struct Touch {
  Value channel = 0;
  std::int64_t before_ms = 0;  // How long before the conversion.
  bool is_conversion = false;
};

// The share of each of the touches, which stand in their order. They add up to 1, except with
// participation, and except that `same` may give nothing. Of first, between and last, those parts
// that nobody stands for are left out and the others grow to 1: with two touches U gives halves and
// J a quarter and three, and a single touch gets all. What markov gives is known of all paths
// together only; here it says who took part.
std::vector<double> share_credit(const AttributionRule& rule, std::span<const Touch> touches);

// Touches in their order, and what they led to: a conversion, or nothing by the end of the case.
struct TouchPath {
  std::optional<std::size_t> conversion = {};  // The event in the line.
  std::vector<Touch> touches = {};             // Of a path to nothing, before its last touch.
};
// The conversions of one customer, also those without any touch; and for each case the touches
// after its last conversion, where there are any.
std::vector<TouchPath> find_touch_paths(const AttributionQuestion& question, CustomerId customer,
                                        Line line);

struct ModelCredit {
  double conversions = 0;
  double value = 0;
  std::uint64_t customers = 0;  // Of whose conversions the channel has a part.
};

struct ChannelCredit {
  std::uint64_t touches = 0;    // Of conversions, each as often as it counts for one.
  std::uint64_t customers = 0;  // Who converted after a touch of this channel.
  std::vector<ModelCredit> models = {};
};

// What no channel has a part of.
struct Unattributed {
  std::uint64_t conversions = 0;
  double value = 0;
};

class Attribution {
 public:
  // The credit by each rule. The question must outlive this.
  Attribution(const AttributionQuestion& question, std::vector<AttributionRule> rules);

  void add(CustomerId customer, Line line);
  void merge(const Attribution& other);

  [[nodiscard]] Kernel kernel() const;
  // The same as add() of each line, where the kernel reads columns. Says how many customers there
  // are.
  std::uint64_t add(const Columns& columns, const LookedAt& looked);

  [[nodiscard]] std::uint64_t conversions() const { return conversions_; }
  // Of all conversions that have one.
  [[nodiscard]] double value() const { return value_.value(); }
  [[nodiscard]] std::uint64_t without_value() const { return without_value_; }
  // Who converted, with or without any touch.
  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] Unattributed unattributed(std::size_t rule) const;
  // How many channels stand in the chain of markov.
  [[nodiscard]] std::size_t channels_in_chain() const { return chain_.channels(); }
  [[nodiscard]] std::map<Value, ChannelCredit> channels() const;

 private:
  struct Part {
    stats::ExactSum conversions = {};
    stats::ExactSum value = {};
    std::uint64_t customers = 0;
    std::uint64_t of_customer = 0;  // The last that was counted, by its number here.
    void merge(const Part& other);
  };
  struct Channel {
    std::uint64_t touches = 0;
    std::uint64_t customers = 0;
    std::uint64_t of_customer = 0;
    std::vector<Part> parts = {};  // By rule.
  };
  void add_conversion(const TouchPath& path, std::optional<double> value);
  void add_to_chain(const TouchPath& path);
  void add_ends(const TouchColumns::Ends& ends, std::optional<double> value);
  Channel& channel(Value value);
  Channel& channel_near(Value value);
  // One, where it is this customer's first time.
  std::uint64_t once(std::uint64_t& of_customer) const;
  [[nodiscard]] bool is_markov(std::size_t rule) const {
    return rules_[rule].model == AttributionModel::markov;
  }

  const AttributionQuestion& question_;
  std::vector<AttributionRule> rules_;
  bool needs_chain_ = false;
  std::uint64_t conversions_ = 0;
  std::uint64_t customers_ = 0;
  std::uint64_t without_value_ = 0;
  std::uint64_t added_ = 0;  // Customers, here.
  stats::ExactSum value_;
  std::vector<Part> unattributed_;  // By rule.
  std::map<Value, Channel> channels_;
  ChannelChain chain_;
  std::vector<Value> path_;  // Of the chain, while it is added.
  TouchColumns columns_;
  std::vector<Channel*> near_;  // Channels of low numbers, while columns are added.
};

// Who converted at all; with a channel, after a touch of it.
bool converted(const std::optional<Value>& channel, const AttributionQuestion& question,
               CustomerId customer, Line line);
// Who gave a channel credit for a conversion by a rule; no_value: who converted without credit to
// anybody.
bool gave_credit(Value channel, const AttributionRule& rule, const AttributionQuestion& question,
                 CustomerId customer, Line line);

}  // namespace throughline::journey_engine
