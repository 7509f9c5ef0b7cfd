#include "journey_engine/survival.h"

#include <algorithm>

namespace throughline::journey_engine {
namespace {

// When it ended, if it did.
std::optional<std::int64_t> end_of(const SurvivalQuestion& question, CustomerId customer,
                                   Line after, std::int64_t start_ms) {
  if (!question.silence_ms) {
    const auto found = std::find_if(after.begin(), after.end(), [&](const LineEvent& event) {
      return question.ends.has(customer, event);
    });
    return found == after.end() ? std::nullopt : std::optional(found->at_ms);
  }
  std::int64_t last_ms = start_ms;
  for (const LineEvent& event : after) {
    if (event.at_ms - last_ms > *question.silence_ms) {
      break;
    }
    last_ms = question.ends.has(customer, event) ? event.at_ms : last_ms;
  }
  return last_ms + *question.silence_ms;
}

// Of whoever started then, and with whom it ended then, if it did.
Survived survived(const SurvivalQuestion& question, std::size_t start, std::int64_t start_ms,
                  std::optional<std::int64_t> end) {
  const std::int64_t followed_ms =
      std::max<std::int64_t>(0, std::min(question.longest_ms, question.looked_until_ms - start_ms));
  const std::int64_t lasted_ms = end ? *end - start_ms : followed_ms;
  // A silence is over, and so known, just after its last moment.
  const bool ended =
      end && (question.silence_ms ? lasted_ms < followed_ms : lasted_ms <= followed_ms);
  return {
      .start = start, .units = std::min(lasted_ms, followed_ms) / question.unit_ms, .ended = ended};
}

}  // namespace

std::optional<Survived> find_survived(const SurvivalQuestion& question, CustomerId customer,
                                      Line line) {
  const auto start = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
    return question.starts.has(customer, event);
  });
  if (start == line.end()) {
    return std::nullopt;
  }
  const auto end = end_of(question, customer, Line(start + 1, line.end()), start->at_ms);
  return survived(question, static_cast<std::size_t>(start - line.begin()), start->at_ms, end);
}

void SurvivalColumns::read(const Columns& columns) {
  const EventSet& ends = question_->ends;
  columns_ = &columns;
  starts_.read(columns, question_->starts);
  any_shows_ = question_->silence_ms && ends.is_any_code() && !ends.has_test();
  if (any_shows_) {
    silences_.read(columns, *question_->silence_ms);
  } else {
    ends_.read(columns, ends);
  }
}

std::size_t SurvivalColumns::next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                                  std::size_t first) const {
  std::size_t event = marks.next(first, line.last);
  while (event != Marks::none && set.has_test() &&
         !set.passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
    event = marks.next(event + 1, line.last);
  }
  return event;
}

std::size_t SurvivalColumns::last_shown(const ColumnLine& line, std::size_t start) const {
  if (any_shows_ && !line.far) {
    return silences_.next(static_cast<std::uint32_t>(start + 1), line.last) - 1;
  }
  std::size_t last = start;
  std::int64_t last_ms = at_ms_of(*columns_, line, start);
  const auto next_shown = [&](std::size_t first) {
    return any_shows_ ? (first < line.last ? first : Marks::none)
                      : next(ends_, question_->ends, line, first);
  };
  for (std::size_t event = next_shown(start + 1); event != Marks::none;
       event = next_shown(event + 1)) {
    const std::int64_t at_ms = at_ms_of(*columns_, line, event);
    if (at_ms - last_ms > *question_->silence_ms) {
      break;
    }
    last = event;
    last_ms = at_ms;
  }
  return last;
}

std::optional<std::int64_t> SurvivalColumns::end_of(const ColumnLine& line,
                                                    std::size_t start) const {
  if (question_->silence_ms) {
    return at_ms_of(*columns_, line, last_shown(line, start)) + *question_->silence_ms;
  }
  const std::size_t end = next(ends_, question_->ends, line, start + 1);
  return end == Marks::none ? std::nullopt : std::optional(at_ms_of(*columns_, line, end));
}

std::optional<Survived> SurvivalColumns::find(const ColumnLine& line) {
  const std::size_t start = next(starts_, question_->starts, line, line.first);
  if (start == Marks::none) {
    return std::nullopt;
  }
  return survived(*question_, start, at_ms_of(*columns_, line, start), end_of(line, start));
}

void SurvivalReport::add(CustomerId customer, Line line) {
  if (const auto survived = find_survived(question_, customer, line)) {
    add(*survived);
  }
}

std::uint64_t SurvivalReport::add(const Columns& columns, const LookedAt& looked) {
  return add_divided(columns, looked,
                     [this](const Columns&, std::size_t, std::size_t) { return this; });
}

std::uint64_t SurvivalReport::add_divided(const Columns& columns, const LookedAt& looked,
                                          const ReportOf<SurvivalReport>& report_of) {
  std::uint64_t customers = 0;
  columns_.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    const auto survived = columns_.find(line);
    SurvivalReport* const report =
        survived ? report_of(columns, line.customer, survived->start) : nullptr;
    if (report != nullptr) {
      report->add(*survived);
    }
  });
  return customers;
}

void SurvivalReport::merge(const SurvivalReport& other) {
  lives_.merge(other.lives_);
}

std::vector<stats::SurvivalTally> SurvivalReport::tallies() const {
  std::vector<stats::SurvivalTally> tallies;
  for (const auto& [units, lives] : lives_.all()) {
    tallies.push_back(
        {.time = static_cast<double>(units), .happened = lives.ended, .censored = lives.censored});
  }
  return tallies;
}

bool is_in(const SurvivalCell& cell, const SurvivalQuestion& question, CustomerId customer,
           Line line) {
  const auto survived = find_survived(question, customer, line);
  return survived && survived->units >= cell.units_min && survived->units < cell.units_below &&
         cell.ended.value_or(survived->ended) == survived->ended;
}

}  // namespace throughline::journey_engine
