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

}  // namespace

std::optional<Survived> find_survived(const SurvivalQuestion& question, CustomerId customer,
                                      Line line) {
  const auto start = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
    return question.starts.has(customer, event);
  });
  if (start == line.end()) {
    return std::nullopt;
  }
  const std::int64_t followed_ms = std::max<std::int64_t>(
      0, std::min(question.longest_ms, question.looked_until_ms - start->at_ms));
  const auto end = end_of(question, customer, Line(start + 1, line.end()), start->at_ms);
  const std::int64_t lasted_ms = end ? *end - start->at_ms : followed_ms;
  // A silence is over, and so known, just after its last moment.
  const bool ended =
      end && (question.silence_ms ? lasted_ms < followed_ms : lasted_ms <= followed_ms);
  return Survived{.start = static_cast<std::size_t>(start - line.begin()),
                  .units = std::min(lasted_ms, followed_ms) / question.unit_ms,
                  .ended = ended};
}

void SurvivalReport::add(CustomerId customer, Line line) {
  if (const auto survived = find_survived(question_, customer, line)) {
    stats::SurvivalTally& tally = tallies_[survived->units];
    ++(survived->ended ? tally.happened : tally.censored);
  }
}

void SurvivalReport::merge(const SurvivalReport& other) {
  for (const auto& [units, from] : other.tallies_) {
    stats::SurvivalTally& to = tallies_[units];
    to.happened += from.happened;
    to.censored += from.censored;
  }
}

std::vector<stats::SurvivalTally> SurvivalReport::tallies() const {
  std::vector<stats::SurvivalTally> tallies;
  for (const auto& [units, tally] : tallies_) {
    tallies.push_back({.time = static_cast<double>(units),
                       .happened = tally.happened,
                       .censored = tally.censored});
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
