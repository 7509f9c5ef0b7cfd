// Finding views: contrasts and funnels as the API gives them: each with the question that it is the
// answer to, so that whoever asks that question gets the same figures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journeys/findings_view.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.contrasts.h"
#include "journeys/journeys.dimensions.h"
#include "journeys/journeys.frame.h"

namespace throughline::journeys {

// What was looked at. All must outlive this.
struct Looked {
  const Frame& frame;
  const ContrastPlan& plan;
  const std::vector<DimensionValues>& dimensions;
  const std::optional<codec::RawJson>& people;
  std::size_t groups_shown = 6;
};

// The contrasts that say different things, those of the most people first.
std::vector<Contrast> without_repeats(const std::vector<Contrast>& found, const ContrastPlan& plan);

FoundView view_of(const Looked& looked, const Contrast& contrast);

// Of a finding, by what it is the answer to.
std::string id_of(const std::string& text);

// A series of steps, each of which many take after the one before.
struct Chain {
  std::vector<std::uint16_t> steps = {};
  std::int64_t window_ms = 0;
};
// The longest first.
std::vector<Chain> chains_of(const std::vector<PairQuestion>& questions);
// As it is asked of attempts that begin before the window of the last one is over.
FunnelAsked funnel_of(const Looked& looked, const Chain& chain, std::int64_t end_ms);
// Ends before a step that hardly anybody takes: how many take those before stays the same.
void cut_short(FunnelAsked& asked, FunnelAnswer& answer);
FoundView view_of(const Looked& looked, const FunnelAsked& asked, const FunnelAnswer& answer);

// By whom else it is not told again: the most people first, at most `most`.
std::vector<FoundView> chains_worth_telling(std::vector<FoundView> all, std::size_t most);

}  // namespace throughline::journeys
