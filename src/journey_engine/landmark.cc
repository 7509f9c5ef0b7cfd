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

void LandmarkReport::add(CustomerId customer, Line line) {
  const LandmarkPlace place = find_landmark(*question_, customer, line);
  ++people_.at(static_cast<std::size_t>(place.standing));
  if (place.standing == LandmarkStanding::counted) {
    stats::Stratum& stratum = strata_.at(busy_stratum(place.busy));
    add_to(place.did ? stratum.first : stratum.second, {place.reached ? 1U : 0U, 1});
  }
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
