#include "journeys/journeys.channels.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::EventSet;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::PropertyView;
using journey_engine::Value;

namespace {

constexpr std::size_t numbers_max = 10'000;
constexpr double worth_max = 1e12;
constexpr Value first_number = 0x8000'0000;  // Values of a dictionary have lower ones.

// The numbers that events of a set have, as bits.
class NumbersOf {
 public:
  NumbersOf(const Breakdown& said, const EventSet& events) : said_(&said), events_(&events) {}
  void add(CustomerId customer, Line line) {
    for (const LineEvent& event : line) {
      if (found_.size() > numbers_max || !events_->has(customer, event)) {
        continue;
      }
      const ValueKey key = said_->key_of(customer, event.row);
      if (key.code == PropertyView::number) {
        found_.insert(key.number);
      }
    }
  }
  void merge(const NumbersOf& other) { found_.insert(other.found_.begin(), other.found_.end()); }
  [[nodiscard]] const std::set<std::uint64_t>& found() const { return found_; }

 private:
  const Breakdown* said_;
  const EventSet* events_;
  std::set<std::uint64_t> found_;
};

}  // namespace

Value Channels::ByProperty::channel_of(const ValueKey& key) const {
  if (key.code != PropertyView::number) {
    return key.code;
  }
  const auto found = std::lower_bound(numbers.begin(), numbers.end(), key.number);
  return found == numbers.end() || *found != key.number
             ? journey_engine::no_value
             : first_number + static_cast<Value>(found - numbers.begin());
}

ValueKey Channels::ByProperty::key_of(Value channel) const {
  return channel < first_number
             ? ValueKey{.code = channel}
             : ValueKey{.code = PropertyView::number, .number = numbers[channel - first_number]};
}

Result<Channels> Channels::by_property(const Frame& frame, const std::string& property,
                                       const EventSet& touches) {
  TL_TRY_ASSIGN(PropertyView view, frame.choices->property(property));
  const bool has_numbers = view.has_numbers();
  ByProperty by{.said = Breakdown(std::move(view)), .numbers = {}};
  if (has_numbers) {
    TL_TRY_ASSIGN(const NumbersOf numbers,
                  scan(frame.view.lines, frame.span, frame.cancelled, NumbersOf(by.said, touches)));
    if (numbers.found().size() > numbers_max) {
      return Error::invalid("`channel` must be a property that tells channels apart; `" + property +
                            "` has more than " + std::to_string(numbers_max) + " numbers");
    }
    by.numbers.assign(numbers.found().begin(), numbers.found().end());
  }
  Channels channels;
  channels.by_property_ = std::make_shared<const ByProperty>(std::move(by));
  return channels;
}

journey_engine::ValueOf Channels::value_of() const {
  if (by_property_ == nullptr) {
    return {};
  }
  return [by = by_property_](CustomerId customer, const LineEvent& event) {
    return by->channel_of(by->said.key_of(customer, event.row));
  };
}

Result<std::optional<Value>> Channels::asked_by_name(const EventCodes& codes,
                                                     const AttributionCellAsked& cell) const {
  if (cell.property || cell.without_property) {
    return Error::invalid("`cell.property` needs `channel` in the question");
  }
  if (!cell.channel) {
    return std::optional<Value>();
  }
  TL_TRY_ASSIGN(const Value node, node_of(codes, *cell.channel, "cell.channel"));
  return std::optional(node);
}

Result<std::optional<Value>> Channels::asked_in(const EventCodes& codes,
                                                const AttributionCellAsked& cell) const {
  if (by_property_ == nullptr) {
    return asked_by_name(codes, cell);
  }
  if (cell.channel) {
    return Error::invalid(
        "`cell.property` must be given and not `cell.channel`, for `channel` of "
        "the question is a property");
  }
  if (cell.without_property.value_or(false)) {
    return cell.property ? Result<std::optional<Value>>(Error::invalid(
                               "`cell.property` and `cell.without_property` exclude each other"))
                         : Result<std::optional<Value>>(by_property_->channel_of(no_value_key));
  }
  if (!cell.property) {
    return std::optional<Value>();
  }
  const auto key = by_property_->said.find(cell.property->text);
  return std::optional(key ? by_property_->channel_of(*key) : journey_engine::no_value);
}

void Channels::name(Value channel, ChannelView& view, Legend& legend) const {
  if (by_property_ == nullptr) {
    view.channel = legend.id(channel);
  } else if (const ValueKey key = by_property_->key_of(channel); key != no_value_key) {
    view.property = codec::RawJson{by_property_->said.json_of(key)};
  }
}

Result<WorthOf> worth_by_property(const Frame& frame, const std::string& property) {
  TL_TRY_ASSIGN(PropertyView view, frame.choices->property(property));
  return WorthOf([view = std::move(view)](const LineEvent& event) -> std::optional<double> {
    if (view.code(event.row) != PropertyView::number) {
      return std::nullopt;
    }
    const double number = view.number_at(event.row);
    return std::abs(number) <= worth_max ? std::optional(number) : std::nullopt;
  });
}

}  // namespace throughline::journeys
