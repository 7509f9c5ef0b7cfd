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

#include "journey_engine/sessions.h"
#include "stats/exact_sum.h"

namespace throughline::journey_engine {

enum class AttributionModel {
  first,
  last,
  same,          // A touch that is the conversion itself gets all; else nobody.
  linear,        // Equal parts.
  u_shaped,      // First 40, last 40, those between share 20.
  j_shaped,      // First 20, last 60, those between share 20.
  inverse_j,     // First 60, last 20, those between share 20.
  custom,        // First, last and between as the question says.
  time_decay,    // Each half as much as one that is a half-life nearer.
  participation  // Each channel that took part gets all of it, once.
};

struct AttributionShape {
  double first = 1;
  double between = 1;
  double last = 1;
};

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

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
// J a quarter and three, and a single touch gets all.
std::vector<double> share_credit(const AttributionRule& rule, std::span<const Touch> touches);

struct AttributionQuestion {
  AttributionRule rule = {};
  EventSet touches = {};
  ValueOf channel = {};  // Of a touch; its code, unless given. no_value: no touch.
  EventSet conversions = {};
  std::function<double(CustomerId, const LineEvent&)> value = {};  // 1, unless given.
  std::int64_t look_back_ms = unlimited;
  CaseRule cases = {};        // Touches and conversions of one case only.
  bool touches_once = false;  // A touch counts for the first conversion after it alone.
};

struct AttributedConversion {
  std::size_t event = 0;  // In the line.
  double value = 0;
  std::vector<Touch> touches = {};
  std::vector<double> shares = {};
};
// The conversions of one customer. Those without any touch are among them.
std::vector<AttributedConversion> find_conversions(const AttributionQuestion& question,
                                                   CustomerId customer, Line line);

struct ChannelCredit {
  stats::ExactSum conversions = {};
  stats::ExactSum value = {};
  std::uint64_t touches = 0;    // Of conversions, each as often as it counts for one.
  std::uint64_t customers = 0;  // Who converted after a touch of this channel.
  std::uint64_t credited = 0;   // Of them, those of whose conversions it has a part.
};

class Attribution {
 public:
  // The question must outlive this.
  explicit Attribution(const AttributionQuestion& question) : question_(question) {}

  void add(CustomerId customer, Line line);
  void merge(const Attribution& other);

  [[nodiscard]] std::uint64_t conversions() const { return conversions_; }
  // Who converted, with or without any touch.
  [[nodiscard]] std::uint64_t customers() const { return customers_; }
  [[nodiscard]] std::uint64_t unattributed() const { return unattributed_; }
  [[nodiscard]] const std::map<Value, ChannelCredit>& channels() const { return channels_; }

 private:
  const AttributionQuestion& question_;
  std::uint64_t conversions_ = 0;
  std::uint64_t customers_ = 0;
  std::uint64_t unattributed_ = 0;
  std::map<Value, ChannelCredit> channels_;
};

// Who converted at all; with a channel, after a touch of it.
bool converted(const std::optional<Value>& channel, const AttributionQuestion& question,
               CustomerId customer, Line line);
// Who gave a channel credit for a conversion; no_value: who converted without credit to anybody.
bool gave_credit(Value channel, const AttributionQuestion& question, CustomerId customer,
                 Line line);

}  // namespace throughline::journey_engine
