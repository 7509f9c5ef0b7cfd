#include "journey_maps/alignment.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/assert.h"
#include "base/name_table.h"

namespace throughline::journey_maps {
namespace {

constexpr std::array<std::string_view, 6> kind_names = {"skipped", "missing",  "back",
                                                        "early",   "repeated", "left"};
constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max() / 4;

}  // namespace

std::string_view name_of(DeviationKind kind) {
  return name_in(kind_names, kind);
}
Result<DeviationKind> parse_deviation_kind(std::string_view name) {
  return parse_name<DeviationKind>(kind_names, name, "kind of deviation");
}

bool Aligner::is_better(const Best& one, const Best& other) {
  return one.cost < other.cost || (one.cost == other.cost && one.begin < other.begin);
}

// The runs so far have it now. Behind its old place nothing changes.
void Aligner::see(std::uint32_t seen) {
  const auto found = std::find(recent_.begin(), recent_.end(), seen);
  const auto place = static_cast<std::size_t>(found - recent_.begin());
  if (found == recent_.end()) {
    recent_.push_back(seen);
    best_.push_back({none, 0});
  }
  std::rotate(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(place),
              recent_.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  best_[place + 1] = std::min(best_[place], best_[place + 1], is_better);
  std::copy_backward(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(place),
                     best_.begin() + static_cast<std::ptrdiff_t>(place) + 1);
  best_.front() = {none, 0};
}

// The cost of a run [begin, end) of a stage: every event in it, but those of touchpoints that
// repeat; less one for each other touchpoint that is in it, and one more for each required that is
// not. The first part is a difference of sums, so best_ keeps the cost up to `begin` less the sum
// up to there.
void Aligner::fill_stage(std::size_t stage, std::span<const std::uint32_t> line) {
  std::int64_t absent = 0;  // What a run without any event of the stage lacks.
  for (const ModelTouchpoint& touchpoint : model_->of(stage)) {
    absent += touchpoint.required ? 1 : 0;
  }
  recent_.clear();
  best_.assign(1, {none, 0});
  std::int64_t sum = 0;
  for (std::size_t end = 0; end <= line.size(); ++end) {
    sum += end > 0 ? take(stage, line[end - 1]) : 0;
    const Best begins_here = {costs_[end] - sum, static_cast<std::uint32_t>(end)};
    best_.front() = std::min(best_.front(), begins_here, is_better);
    const Best least = least_of(absent);
    next_[end] = least.cost + sum;
    begins_[stage * (line.size() + 1) + end] = least.begin;
  }
  costs_.swap(next_);
}

// An event more in the runs of a stage; what it costs them before anything is known of the others.
std::int64_t Aligner::take(std::size_t stage, std::uint32_t touchpoint) {
  const ModelTouchpoint& taken = model_->touchpoints[touchpoint];
  if (taken.stage != stage) {
    return 1;
  }
  see(touchpoint);
  return taken.repeats ? 0 : 1;
}

Aligner::Best Aligner::least_of(std::int64_t absent) const {
  Best least = {best_.front().cost + absent, best_.front().begin};
  std::int64_t lacks = absent;
  for (std::size_t i = 0; i < recent_.size(); ++i) {
    const ModelTouchpoint& touchpoint = model_->touchpoints[recent_[i]];
    lacks -= (touchpoint.required ? 1 : 0) + (touchpoint.repeats ? 0 : 1);
    least = std::min(least, Best{best_[i + 1].cost + lacks, best_[i + 1].begin}, is_better);
  }
  return least;
}

void Aligner::find_runs(std::size_t length) {
  ends_.assign(model_->stages.size(), 0);
  auto end = static_cast<std::uint32_t>(length);
  for (std::size_t stage = model_->stages.size(); stage > 0; --stage) {
    ends_[stage - 1] = end;
    end = begins_[(stage - 1) * (length + 1) + end];
  }
}

// Of a touchpoint that may be once, the first of the run.
std::vector<bool> Aligner::kept_of(std::span<const std::uint32_t> line) const {
  std::vector<bool> kept(line.size(), false);
  std::vector<bool> had(model_->touchpoints.size(), false);
  std::size_t stage = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    while (stage < ends_.size() && ends_[stage] <= i) {
      ++stage;
    }
    const ModelTouchpoint& touchpoint = model_->touchpoints[line[i]];
    kept[i] = touchpoint.stage == stage && (touchpoint.repeats || !had[line[i]]);
    had[line[i]] = had[line[i]] || kept[i];
  }
  return kept;
}

void Aligner::add_line_deviations(std::span<const std::uint32_t> line,
                                  const std::vector<bool>& kept, Alignment& alignment) const {
  std::size_t at = nowhere;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t stage = model_->touchpoints[line[i]].stage;
    if (kept[i]) {
      at = stage;
    } else if (at == stage) {
      alignment.deviations.push_back(
          {.kind = DeviationKind::repeated, .stage = stage, .touchpoint = line[i]});
    } else {
      const bool back = at != nowhere && stage < at;
      alignment.deviations.push_back(
          {.kind = back ? DeviationKind::back : DeviationKind::early, .stage = stage, .from = at});
    }
  }
}

Aligner::Had Aligner::had_of(std::span<const std::uint32_t> line,
                             const std::vector<bool>& kept) const {
  Had had = {.touchpoints = std::vector<bool>(model_->touchpoints.size(), false)};
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (kept[i]) {
      had.touchpoints[line[i]] = true;
      had.last_stage = model_->touchpoints[line[i]].stage;
    }
  }
  return had;
}

std::vector<std::size_t> Aligner::missing_of(std::size_t stage,
                                             const std::vector<bool>& had) const {
  std::vector<std::size_t> missing;
  const auto [first, end] = model_->stages[stage];
  for (std::size_t touchpoint = first; touchpoint < end; ++touchpoint) {
    if (model_->touchpoints[touchpoint].required && !had[touchpoint]) {
      missing.push_back(touchpoint);
    }
  }
  return missing;
}

void Aligner::add_model_deviations(std::span<const std::uint32_t> line,
                                   const std::vector<bool>& kept, Alignment& alignment) const {
  const Had had = had_of(line, kept);
  bool left = false;
  for (std::size_t stage = 0; stage < model_->stages.size(); ++stage) {
    const auto [first, end] = model_->stages[stage];
    const auto begin = had.touchpoints.begin() + static_cast<std::ptrdiff_t>(first);
    const auto until = had.touchpoints.begin() + static_cast<std::ptrdiff_t>(end);
    const std::vector<std::size_t> missing = missing_of(stage, had.touchpoints);
    if (std::find(begin, until, true) != until) {
      for (const std::size_t touchpoint : missing) {
        alignment.deviations.push_back(
            {.kind = DeviationKind::missing, .stage = stage, .touchpoint = touchpoint});
      }
    } else if (!missing.empty() && had.last_stage != nowhere && stage > had.last_stage) {
      left = true;
    } else if (!missing.empty()) {
      alignment.deviations.push_back({.kind = DeviationKind::skipped, .stage = stage});
    }
  }
  if (left) {
    alignment.deviations.push_back({.kind = DeviationKind::left, .from = had.last_stage});
  }
}

Alignment Aligner::align(std::span<const std::uint32_t> line) {
  TL_ASSERT(line.size() <= aligned_events_max);
  costs_.resize(line.size() + 1);
  next_.resize(line.size() + 1);
  begins_.resize(model_->stages.size() * (line.size() + 1));
  // Before the first stage nothing can be in a run: what comes before it is in its own.
  std::fill(costs_.begin(), costs_.end(), none);
  costs_.front() = 0;
  for (std::size_t stage = 0; stage < model_->stages.size(); ++stage) {
    fill_stage(stage, line);
  }
  Alignment alignment = {.worst = line.size() + model_->required};
  alignment.cost = model_->stages.empty() ? line.size() : static_cast<std::uint64_t>(costs_.back());
  find_runs(line.size());
  const std::vector<bool> kept = kept_of(line);
  add_line_deviations(line, kept, alignment);
  add_model_deviations(line, kept, alignment);
  return alignment;
}

}  // namespace throughline::journey_maps
