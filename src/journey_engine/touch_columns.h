// TouchColumns: the touches before each conversion, for customers in columns, in time that grows
// with their touches and conversions and not with both together.
//
// A line is in the order of time, so touches leave the look-back in the order in which they came.
// How many conversions a touch counts for is known when it leaves. Only the events of the two sets
// are looked at. Owned by one thread; the question must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "journey_engine/attribution_question.h"
#include "journey_engine/code_marks.h"
#include "journey_engine/column_lines.h"

namespace throughline::journey_engine {

class TouchColumns {
 public:
  explicit TouchColumns(const AttributionQuestion& question) : question_(&question) {}

  // The columns that are read from now on; they must live until the next call.
  void read(const Columns& columns) {
    columns_ = &columns;
    conversions_.read(columns, question_->conversions);
    events_ = conversions_;
    touches_.read(columns, question_->touches);
    events_.add(touches_);
  }
  [[nodiscard]] bool may_convert(const ColumnLine& line) const {
    return conversions_.next(line.first, line.last) != Marks::none;
  }

  // The touches that count for a conversion: never empty but where there is none.
  struct Ends {
    bool any = false;
    Value first = 0;
    Value last = 0;
    bool last_is_conversion = false;
  };
  // on_conversion(event, Ends), then, at whatever time, on_touch(channel, conversions) for each
  // touch that counts for some.
  template <class OnConversion, class OnTouch>
  void visit(const ColumnLine& line, const OnConversion& on_conversion, const OnTouch& on_touch) {
    past_.clear();
    first_ = 0;
    conversions_so_far_ = 0;
    for (std::size_t at = events_.next(line.first, line.last); at != Marks::none;
         at = events_.next(at + 1, line.last)) {
      const CustomerId customer = columns_->ids[line.customer];
      const LineEvent event = event_of(*columns_, line, at);
      const Value channel = channel_of(at, customer, event);
      if (channel != no_value) {
        past_.push_back({channel, event.at_ms, at, conversions_so_far_});
      }
      if (!conversions_.has(at) || !question_->conversions.passes(customer, event)) {
        continue;
      }
      while (first_ < past_.size() && event.at_ms - past_[first_].at_ms > question_->look_back_ms) {
        leave(past_[first_++], on_touch);
      }
      Ends ends;
      if (first_ < past_.size()) {
        ends = {.any = true,
                .first = past_[first_].channel,
                .last = past_.back().channel,
                .last_is_conversion = past_.back().event == at};
      }
      ++conversions_so_far_;
      on_conversion(event, ends);
      if (question_->touches_once) {
        leave_all(on_touch);
      }
    }
    leave_all(on_touch);
  }

 private:
  struct Past {
    Value channel = 0;
    std::int64_t at_ms = 0;
    std::size_t event = 0;
    std::uint64_t conversions = 0;  // Before it.
  };
  [[nodiscard]] Value channel_of(std::size_t at, CustomerId customer,
                                 const LineEvent& event) const {
    if (!touches_.has(at) || !question_->touches.passes(customer, event)) {
      return no_value;
    }
    return question_->channel ? question_->channel(customer, event) : event.code;
  }
  template <class OnTouch>
  void leave(const Past& touch, const OnTouch& on_touch) {
    if (conversions_so_far_ > touch.conversions) {
      on_touch(touch.channel, conversions_so_far_ - touch.conversions);
    }
  }
  template <class OnTouch>
  void leave_all(const OnTouch& on_touch) {
    for (; first_ < past_.size(); ++first_) {
      leave(past_[first_], on_touch);
    }
  }

  const AttributionQuestion* question_;
  const Columns* columns_ = nullptr;
  Marks touches_;
  Marks conversions_;
  Marks events_;  // Of either.
  std::vector<Past> past_;
  std::size_t first_ = 0;  // Of the past, those within the look-back.
  std::uint64_t conversions_so_far_ = 0;
};

}  // namespace throughline::journey_engine
