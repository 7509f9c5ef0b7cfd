// Survival: how long until something happens, where for some it had not happened yet when we last
// looked (their lifetimes are censored).
//
// Sources: Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations";
// Greenwood's variance; the band is that of log(-log S), as Kalbfleisch and Prentice (1980) advise,
// because it stays between 0 and 1; the comparison is Mantel and Haenszel's log-rank test with
// hypergeometric variance, as in R's survfit(conf.type = "log-log") and survdiff. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/proportion.h"

namespace throughline::stats {

struct Lifetime {
  double time = 0;       // In any unit, at least zero.
  bool happened = true;  // False: censored, had not happened by then.
  bool operator==(const Lifetime&) const = default;
};

// How many lifetimes end at a time.
struct SurvivalTally {
  double time = 0;
  std::uint64_t happened = 0;
  std::uint64_t censored = 0;
};
// By time, ascending.
std::vector<SurvivalTally> tally(std::span<const Lifetime> lifetimes);

// At each distinct time at which something happened or somebody was censored, ascending.
struct SurvivalPoint {
  double time = 0;
  std::uint64_t at_risk = 0;  // Just before; those censored at this time are among them.
  std::uint64_t happened = 0;
  std::uint64_t censored = 0;
  double survival = 1;
  // Of the cumulative hazard, by Greenwood: the standard error of S is S times this. Nothing
  // where nobody is left.
  std::optional<double> error = {};
  // Point by point. Nothing before the first happening and where nobody is left.
  std::optional<Interval> band = {};
};

struct SurvivalCurve {
  std::vector<SurvivalPoint> points = {};
  // The earliest time by which at least half had it happen; nothing if fewer than half did.
  std::optional<double> median = {};
  // Likewise where the band's ends pass one half.
  std::optional<double> median_low = {};
  std::optional<double> median_high = {};
};
SurvivalCurve survival_curve(std::span<const SurvivalTally> tallies, double confidence = 0.95);

struct LogRank {
  double chi_squared = 0;
  unsigned degrees_of_freedom = 0;
  double p = 1;
  std::vector<double> observed = {};
  std::vector<double> expected = {};
};
// Whether the groups' curves are the same. Groups that nobody at risk belongs to do not count; with
// fewer than two left, or nothing happened, nothing can be said: chi-squared 0, p 1.
LogRank compare_survival(std::span<const std::vector<SurvivalTally>> groups);

// The chance that a chi-squared with so many degrees of freedom is at least x.
double chi_squared_p(double x, unsigned degrees_of_freedom);

}  // namespace throughline::stats
