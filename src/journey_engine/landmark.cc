#include "journey_engine/landmark.h"

#include <algorithm>
#include <bit>

namespace throughline::journey_engine {

namespace {

void add_to(stats::Share& to, stats::Share share) {
  to.count += share.count;
  to.of += share.of;
}

// The events of a line at or after a time.
Line from(Line line, std::int64_t at_ms) {
  const auto first = std::partition_point(
      line.begin(), line.end(), [at_ms](const LineEvent& event) { return event.at_ms < at_ms; });
  return {first, line.end()};
}

Line between(Line line, std::int64_t from_ms, std::int64_t until_ms) {
  const Line rest = from(line, from_ms);
  return rest.first(rest.size() - from(rest, until_ms).size());
}

}  // namespace

LandmarkPlace find_landmark(const LandmarkQuestion& question, CustomerId customer, Line line) {
  LandmarkPlace place;
  const auto start = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
    return question.starts.has(customer, event);
  });
  if (start == line.end() || start->at_ms < question.from_ms || start->at_ms >= question.until_ms) {
    return place;
  }
  place.start = &*start;
  const std::int64_t landmark_ms = start->at_ms + question.within_ms;
  const std::int64_t end_ms = landmark_ms + question.window_ms;
  if (end_ms > question.known_until_ms) {
    place.standing = LandmarkStanding::too_young;
    return place;
  }
  bool had_it = false;
  for (const LineEvent& event : between(line, start->at_ms, landmark_ms)) {
    if (&event == place.start) {
      continue;
    }
    if (question.did.has(customer, event)) {
      place.did = true;
    } else {
      ++place.busy;
    }
    had_it = had_it || (!question.comes_back && question.outcome.has(customer, event));
  }
  const Line after = between(line, landmark_ms, end_ms);
  place.standing = had_it          ? LandmarkStanding::had_it
                   : after.empty() ? LandmarkStanding::gone
                                   : LandmarkStanding::counted;
  const Line counts = from(after, landmark_ms + question.after_ms);
  place.reached = std::any_of(counts.begin(), counts.end(), [&](const LineEvent& event) {
    return question.outcome.has(customer, event);
  });
  return place;
}

std::size_t busy_stratum(std::uint64_t events) {
  return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(events)), busy_strata - 1);
}

void LandmarkColumns::read(const Columns& columns) {
  columns_ = &columns;
  starts_.read(columns, question_->starts);
  did_.read(columns, question_->did);
  outcome_.read(columns, question_->outcome);
}

std::size_t LandmarkColumns::next(const Marks& marks, const EventSet& set, const ColumnLine& line,
                                  std::size_t first, std::size_t last) const {
  std::size_t event = marks.next(first, last);
  while (event != Marks::none && set.has_test() &&
         !set.passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
    event = marks.next(event + 1, last);
  }
  return event;
}

std::size_t LandmarkColumns::lower(const ColumnLine& line, std::size_t first,
                                   std::int64_t at_ms) const {
  std::size_t last = line.last;
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (at_ms_of(*columns_, line, middle) < at_ms) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

LandmarkPlace LandmarkColumns::find(const ColumnLine& line) const {
  const LandmarkQuestion& question = *question_;
  LandmarkPlace place;
  const std::size_t start = next(starts_, question.starts, line, line.first, line.last);
  const std::int64_t start_ms = start == Marks::none ? 0 : at_ms_of(*columns_, line, start);
  if (start == Marks::none || start_ms < question.from_ms || start_ms >= question.until_ms) {
    return place;
  }
  const std::int64_t landmark_ms = start_ms + question.within_ms;
  const std::int64_t end_ms = landmark_ms + question.window_ms;
  if (end_ms > question.known_until_ms) {
    place.standing = LandmarkStanding::too_young;
    return place;
  }
  // Those of the start's own instant that stand before it count too.
  const std::size_t first = lower(line, line.first, start_ms);
  const std::size_t landmark = lower(line, first, landmark_ms);
  const std::size_t end = lower(line, landmark, end_ms);
  bool had_it = false;
  if (landmark > first) {
    place.busy = landmark - first - 1;
    const auto visit = [&](const Marks& marks, const EventSet& set, const auto& body) {
      for (std::size_t event = next(marks, set, line, first, landmark); event != Marks::none;
           event = next(marks, set, line, event + 1, landmark)) {
        if (event != start && !body()) {
          return;
        }
      }
    };
    visit(did_, question.did, [&] {
      place.did = true;
      --place.busy;
      return true;
    });
    if (!question.comes_back) {
      visit(outcome_, question.outcome, [&] {
        had_it = true;
        return false;
      });
    }
  }
  place.standing = had_it            ? LandmarkStanding::had_it
                   : landmark == end ? LandmarkStanding::gone
                                     : LandmarkStanding::counted;
  const std::size_t counts = lower(line, landmark, landmark_ms + question.after_ms);
  place.reached =
      counts < end && next(outcome_, question.outcome, line, counts, end) != Marks::none;
  return place;
}

void LandmarkReport::add(CustomerId customer, Line line) {
  add(find_landmark(*question_, customer, line));
}

void LandmarkReport::add(const LandmarkPlace& place) {
  ++people_.at(static_cast<std::size_t>(place.standing));
  if (place.standing == LandmarkStanding::counted) {
    stats::Stratum& stratum = strata_.at(busy_stratum(place.busy));
    add_to(place.did ? stratum.first : stratum.second, {place.reached ? 1U : 0U, 1});
  }
}

std::uint64_t LandmarkReport::add(const Columns& columns, const LookedAt& looked) {
  std::uint64_t customers = 0;
  LandmarkColumns landmarks(*question_);
  landmarks.read(columns);
  visit_lines(columns, looked, [&](const ColumnLine& line) {
    ++customers;
    add(landmarks.find(line));
  });
  return customers;
}

void LandmarkReport::merge(const LandmarkReport& other) {
  for (std::size_t i = 0; i < strata_.size(); ++i) {
    add_to(strata_.at(i).first, other.strata_.at(i).first);
    add_to(strata_.at(i).second, other.strata_.at(i).second);
  }
  for (std::size_t i = 0; i < people_.size(); ++i) {
    people_.at(i) += other.people_.at(i);
  }
}

stats::Stratum LandmarkReport::all() const {
  stats::Stratum all;
  for (const stats::Stratum& stratum : strata_) {
    add_to(all.first, stratum.first);
    add_to(all.second, stratum.second);
  }
  return all;
}

bool is_in(const LandmarkCell& cell, const LandmarkQuestion& question, CustomerId customer,
           Line line) {
  const LandmarkPlace place = find_landmark(question, customer, line);
  return place.standing == LandmarkStanding::counted && place.did == cell.did &&
         (!cell.reached || *cell.reached == place.reached);
}

}  // namespace throughline::journey_engine
