#include "journeys/journeys.contrasts.h"

#include <algorithm>
#include <cmath>

#include "stats/false_discovery.h"
#include "stats/fisher.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t enough_before = 100;  // With fewer people, more periods are looked at.
constexpr double worth_a_test = 2.5;          // Of z: less is no finding among hundreds of tests.
constexpr double worth_a_stretch = 3.5;       // The same for the most different of many.

double z_of(stats::Share one, stats::Share other) {
  const double of_one = static_cast<double>(one.of);
  const double of_other = static_cast<double>(other.of);
  const double pooled = static_cast<double>(one.count + other.count) / (of_one + of_other);
  const double variance = pooled * (1 - pooled) * (1 / of_one + 1 / of_other);
  return variance <= 0 ? 0 : (one.value() - other.value()) / std::sqrt(variance);
}

stats::Share less(stats::Share all, stats::Share part) {
  return {all.count - part.count, all.of - part.of};
}

}  // namespace

void ContrastPlan::finish() {
  by_first.assign(nodes.size(), {});
  for (std::size_t i = 0; i < questions.size(); ++i) {
    by_first[questions[i].first].push_back(i);
  }
}

PairAttempts::PairAttempts(const ContrastPlan& plan)
    : plan_(&plan),
      next_ms_(plan.nodes.size(), never),
      attempts_(plan.nodes.size()),
      count_(plan.nodes.size()) {}

void PairAttempts::read_instant(Line instant) {
  const std::int64_t at_ms = instant.front().at_ms;
  const std::size_t known = touched_.size();
  // What comes at the same instant comes after it, whatever the order.
  for (const auto& event : instant) {
    if (const std::uint16_t node = plan_->nodes.of(event.code);
        node != NamedNodes::none && count_[node]++ == 0) {
      touched_.push_back(node);
    }
  }
  for (const auto& event : instant) {
    const std::uint16_t first = plan_->nodes.of(event.code);
    if (first == NamedNodes::none || plan_->by_first[first].empty()) {
      continue;
    }
    std::vector<PairAttempt>& attempts = attempts_[first];
    if (!attempts.empty() && attempts.back().at_ms == at_ms) {
      continue;  // The first one of an instant stands for it.
    }
    if (attempts.empty()) {
      present_.push_back(first);
    }
    attempts.push_back({.at_ms = at_ms, .row = event.row, .took = took_.size()});
    for (const std::size_t question : plan_->by_first[first]) {
      const std::uint16_t second = plan_->questions[question].second;
      const bool now = count_[second] > (second == first ? 1U : 0U);
      took_.push_back(now ? 0 : next_ms_[second] == never ? never : next_ms_[second] - at_ms);
    }
  }
  for (std::size_t i = known; i < touched_.size(); ++i) {
    next_ms_[touched_[i]] = at_ms;
    count_[touched_[i]] = 0;
  }
}

void PairAttempts::read(Line line) {
  for (const std::uint16_t first : present_) {
    attempts_[first].clear();
  }
  present_.clear();
  took_.clear();
  for (std::size_t end = line.size(), begin = 0; end > 0; end = begin) {
    for (begin = end - 1; begin > 0 && line[begin - 1].at_ms == line[end - 1].at_ms; --begin) {
    }
    read_instant(line.subspan(begin, end - begin));
  }
  for (const std::uint16_t node : touched_) {
    next_ms_[node] = never;
  }
  touched_.clear();
}

ContrastTable::ContrastTable(std::shared_ptr<const ContrastPlan> plan)
    : plan_(std::move(plan)), attempts_(*plan_) {
  for (const Dimension& dimension : plan_->dimensions) {
    offsets_.push_back(rows_);
    rows_ += dimension.slots;
  }
  columns_ = 1 + plan_->periods();
  cells_.resize(plan_->questions.size() * rows_ * columns_);
}

void ContrastTable::count(const PairAttempt& attempt, std::uint16_t first, std::size_t column) {
  const auto& questions = plan_->by_first[first];
  for (std::size_t place = 0; place < questions.size(); ++place) {
    const std::size_t question = questions[place];
    if (attempt.at_ms >= plan_->until_ms[question]) {
      continue;
    }
    const std::uint32_t arrived =
        attempts_.arrived(attempt, place, plan_->questions[question].window_ms) ? 1 : 0;
    for (const std::size_t row : slots_) {
      Cell& cell = cells_[index(question, row, column)];
      ++cell.of;
      cell.count += arrived;
    }
  }
}

void ContrastTable::add(CustomerId customer, Line line) {
  attempts_.read(line);
  const auto& edges = plan_->edges_ms;
  for (const std::uint16_t first : attempts_.present()) {
    const auto& attempts = attempts_.of(first);
    bool begun = false;
    std::size_t period = edges.size();
    for (std::size_t i = attempts.size(); i > 0; --i) {  // The earliest first.
      const PairAttempt& attempt = attempts[i - 1];
      if (attempt.at_ms < edges.front() || attempt.at_ms >= edges.back() ||
          (begun && attempt.at_ms < edges[period + 1])) {
        continue;
      }
      slots_.assign(1, 0);
      for (std::size_t d = 0; d < plan_->dimensions.size(); ++d) {
        const std::uint16_t slot = plan_->dimensions[d].slot_of(customer, attempt.row);
        if (slot != no_slot) {
          slots_.push_back(row_of(d, slot));
        }
      }
      period = static_cast<std::size_t>(
          std::upper_bound(edges.begin(), edges.end(), attempt.at_ms) - edges.begin() - 1);
      if (!begun) {
        count(attempt, first, 0);
      }
      count(attempt, first, period + 1);
      begun = true;
    }
  }
}

void ContrastTable::merge(const ContrastTable& other) {
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i].of += other.cells_[i].of;
    cells_[i].count += other.cells_[i].count;
  }
}

StretchTable::StretchTable(std::shared_ptr<const ContrastPlan> plan, std::vector<Stretch> stretches)
    : plan_(std::move(plan)),
      stretches_(std::make_shared<const std::vector<Stretch>>(std::move(stretches))),
      before_(stretches_->size()),
      within_(stretches_->size()),
      attempts_(*plan_) {
  for (const Stretch& stretch : *stretches_) {
    const auto& all = plan_->by_first[plan_->questions[stretch.whose.question].first];
    places_.push_back(static_cast<std::size_t>(
        std::find(all.begin(), all.end(), stretch.whose.question) - all.begin()));
  }
}

void StretchTable::count(const Stretch& stretch, CustomerId customer, bool is_within,
                         stats::Share& share) const {
  const WhoseAnswer& whose = stretch.whose;
  const PairQuestion& question = plan_->questions[whose.question];
  const std::int64_t from_ms = plan_->edges_ms[is_within ? stretch.begin : stretch.before];
  const std::int64_t until_ms =
      is_within ? plan_->edges_ms[stretch.end] : plan_->edges_ms[stretch.begin];
  const auto& attempts = attempts_.of(question.first);
  for (std::size_t i = attempts.size(); i > 0; --i) {
    const PairAttempt& attempt = attempts[i - 1];
    if (attempt.at_ms < from_ms) {
      continue;
    }
    if (attempt.at_ms >= std::min(until_ms, plan_->until_ms[whose.question])) {
      return;
    }
    if (whose.dimension &&
        plan_->dimensions[*whose.dimension].slot_of(customer, attempt.row) != whose.slot) {
      continue;
    }
    const auto place = places_[static_cast<std::size_t>(&stretch - stretches_->data())];
    ++share.of;
    share.count += attempts_.arrived(attempt, place, question.window_ms) ? 1 : 0;
    return;
  }
}

void StretchTable::add(CustomerId customer, Line line) {
  attempts_.read(line);
  if (attempts_.present().empty()) {
    return;
  }
  for (std::size_t i = 0; i < stretches_->size(); ++i) {
    count((*stretches_)[i], customer, false, before_[i]);
    count((*stretches_)[i], customer, true, within_[i]);
  }
}

void StretchTable::merge(const StretchTable& other) {
  const auto add = [](std::vector<stats::Share>& to, const std::vector<stats::Share>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      to[i].of += from[i].of;
      to[i].count += from[i].count;
    }
  };
  add(before_, other.before_);
  add(within_, other.within_);
}

double Contrast::people() const {
  const stats::Interval& interval = difference.interval;
  const double near = interval.low > 0 ? interval.low : interval.high < 0 ? -interval.high : 0;
  return near * static_cast<double>(here.of);
}

namespace {

// The stretch with the greatest rise, and the one with the greatest fall.
std::vector<Stretch> most_different(const ContrastTable& table, const WhoseAnswer& whose,
                                    std::size_t row, const ContrastLimits& limits) {
  const std::size_t periods = table.plan().periods();
  std::vector<stats::Share> until(periods + 1);  // Of all periods before each.
  for (std::size_t i = 0; i < periods; ++i) {
    const stats::Share one = table.in_period(whose.question, row, i);
    until[i + 1] = {until[i].count + one.count, until[i].of + one.of};
  }
  Stretch rise{.whose = whose};
  Stretch fall{.whose = whose};
  // When somebody begins to look, those come first who came before, too.
  const std::size_t first = 1 + periods / limits.settling_part;
  for (std::size_t begin = first + limits.before_min; begin < periods; ++begin) {
    for (std::size_t end = begin + 1; end <= periods; ++end) {
      std::size_t length = std::max(end - begin, limits.before_min);
      if (length + first > begin) {
        break;
      }
      stats::Share before = less(until[begin], until[begin - length]);
      while (before.of < enough_before && length + first < begin) {
        before = less(until[begin], until[begin - ++length]);
      }
      const stats::Share within = less(until[end], until[begin]);
      // A stretch without anybody in its last period is that of the period before.
      if (before.of < limits.people_min || within.of < limits.people_min ||
          until[end].of == until[end - 1].of) {
        continue;
      }
      ++rise.tried;
      const double z = z_of(within, before);
      if (Stretch& best = z > 0 ? rise : fall; std::abs(z) > std::abs(best.z)) {
        best.before = begin - length;
        best.begin = begin;
        best.end = end;
        best.z = z;
      }
    }
  }
  fall.tried = rise.tried;
  return rise.tried == 0 ? std::vector<Stretch>() : std::vector<Stretch>{rise, fall};
}

// The most common values of a dimension among those who were asked about.
std::vector<std::size_t> common_slots(const ContrastTable& table, std::size_t question,
                                      std::size_t dimension, const ContrastLimits& limits) {
  std::vector<std::size_t> slots;
  const auto people = [&](std::size_t slot) {
    return table.whole(question, table.row_of(dimension, slot)).of;
  };
  const std::size_t common = table.plan().dimensions[dimension].slots - 1;
  for (std::size_t slot = 0; slot < common; ++slot) {
    if (people(slot) > 0) {
      slots.push_back(slot);
    }
  }
  std::stable_sort(slots.begin(), slots.end(),
                   [&](std::size_t a, std::size_t b) { return people(a) > people(b); });
  slots.resize(std::min(slots.size(), limits.slots_max));
  std::erase_if(slots, [&](std::size_t slot) { return people(slot) < limits.people_min; });
  return slots;
}

template <class Body>
void each_whose(const ContrastTable& table, const ContrastLimits& limits, const Body& body) {
  for (std::size_t q = 0; q < table.plan().questions.size(); ++q) {
    body(WhoseAnswer{.question = q}, 0);
    for (std::size_t d = 0; d < table.plan().dimensions.size(); ++d) {
      for (const std::size_t slot : common_slots(table, q, d, limits)) {
        body(WhoseAnswer{.question = q, .dimension = d, .slot = slot}, table.row_of(d, slot));
      }
    }
  }
}

double p_of(stats::Share here, stats::Share there) {
  const bool worth = here.of > 0 && there.of > 0 && std::abs(z_of(here, there)) >= worth_a_test;
  return worth ? stats::exact_p(here, there) : 1;
}

// Everybody with a value.
stats::Share with_any(const ContrastTable& table, const WhoseAnswer& whose) {
  stats::Share all;
  for (std::size_t slot = 0; slot < table.plan().dimensions[*whose.dimension].slots; ++slot) {
    const stats::Share one = table.whole(whose.question, table.row_of(*whose.dimension, slot));
    all = {all.count + one.count, all.of + one.of};
  }
  return all;
}

// The difference as far as it can be told from the table; none where the window of most was not
// over.
double difference_in(const ContrastTable& table, const Contrast& contrast, std::size_t question) {
  WhoseAnswer whose = contrast.whose;
  whose.question = question;
  const std::size_t row = whose.dimension ? table.row_of(*whose.dimension, whose.slot) : 0;
  if (!contrast.stretch) {
    const stats::Share here = table.whole(question, row);
    return here.value() - less(with_any(table, whose), here).value();
  }
  const auto in = [&](std::size_t begin, std::size_t end) {
    stats::Share all;
    for (std::size_t period = begin; period < end; ++period) {
      const stats::Share one = table.in_period(question, row, period);
      all = {all.count + one.count, all.of + one.of};
    }
    return all;
  };
  const Stretch& stretch = *contrast.stretch;
  const stats::Share within = in(stretch.begin, stretch.end);
  const bool known = 2 * within.of >= contrast.here.of;
  return known ? within.value() - in(stretch.before, stretch.begin).value() : 0;
}

// What follows at once is more to the point than what comes some day.
double weight_of(std::int64_t window_ms) {
  return window_ms <= day_ms ? 1 : window_ms <= 14 * day_ms ? 0.7 : 0.4;
}

// Nearly all of these and none of those: that is another process, and nothing that they do
// otherwise. What was so before and is not now is a change, however great.
bool is_by_definition(const Contrast& contrast) {
  constexpr double nearly_none = 0.02;
  constexpr double nearly_all = 0.9;
  const double here = contrast.here.value();
  const double there = contrast.there.value();
  return !contrast.stretch && std::min(here, there) <= nearly_none &&
         std::max(here, there) >= nearly_all;
}

// Whether they arrive later, rather than not at all.
bool is_only_later(const ContrastTable& table, const Contrast& contrast) {
  constexpr double much_of_it = 0.5;
  const auto& questions = table.plan().questions;
  const PairQuestion& soon = questions[contrast.whose.question];
  const auto in_the_end = std::find_if(questions.begin(), questions.end(), [&](const auto& one) {
    return one.first == soon.first && one.second == soon.second && !one.soon;
  });
  const auto place = static_cast<std::size_t>(in_the_end - questions.begin());
  return in_the_end == questions.end() ||
         difference_in(table, contrast, place) / contrast.difference.value < much_of_it;
}

std::vector<Contrast> part_contrasts(const ContrastTable& table, const ContrastLimits& limits) {
  std::vector<Contrast> all;
  each_whose(table, limits, [&](const WhoseAnswer& whose, std::size_t row) {
    if (!whose.dimension) {
      return;
    }
    Contrast one{.whose = whose, .here = table.whole(whose.question, row)};
    one.there = less(with_any(table, whose), one.here);
    if (one.there.of >= limits.people_min) {
      one.p = p_of(one.here, one.there);
      all.push_back(one);
    }
  });
  return all;
}

std::vector<Contrast> stretch_contrasts(const StretchTable& table, const ContrastLimits& limits) {
  std::vector<Contrast> all;
  for (std::size_t i = 0; i < table.stretches().size(); ++i) {
    const Stretch& stretch = table.stretches()[i];
    Contrast one{.whose = stretch.whose,
                 .stretch = stretch,
                 .here = table.within(i),
                 .there = table.before(i)};
    if (one.here.of >= limits.people_min && one.there.of >= limits.people_min) {
      one.p = std::min(1.0, p_of(one.here, one.there) * static_cast<double>(stretch.tried));
    }
    all.push_back(one);
  }
  return all;
}

}  // namespace

std::vector<Stretch> different_stretches(const ContrastTable& table, const ContrastLimits& limits,
                                         std::uint64_t& searched) {
  std::vector<Stretch> stretches;
  searched = 0;
  each_whose(table, limits, [&](const WhoseAnswer& whose, std::size_t row) {
    for (const Stretch& best : most_different(table, whose, row, limits)) {
      ++searched;
      if (std::abs(best.z) >= worth_a_stretch) {
        stretches.push_back(best);
      }
    }
  });
  std::stable_sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) {
    return std::abs(a.z) > std::abs(b.z);
  });
  stretches.resize(std::min(stretches.size(), limits.stretches_max));
  return stretches;
}

Contrasts judge(const ContrastTable& table, const StretchTable& stretches, std::uint64_t searched,
                const ContrastLimits& limits, std::span<const double> beside) {
  std::vector<Contrast> all = part_contrasts(table, limits);
  const std::vector<Contrast> changes = stretch_contrasts(stretches, limits);
  all.insert(all.end(), changes.begin(), changes.end());
  // Stretches that were not worth counting are tests too, and found nothing.
  std::vector<double> p(all.size() + searched - changes.size(), 1.0);
  std::transform(all.begin(), all.end(), p.begin(), [](const Contrast& one) { return one.p; });
  p.insert(p.end(), beside.begin(), beside.end());
  const std::vector<double> adjusted = stats::adjust_false_discovery_of_any(p);
  Contrasts contrasts{
      .tests = p.size(),
      .beside_adjusted = {adjusted.end() - static_cast<std::ptrdiff_t>(beside.size()),
                          adjusted.end()}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    Contrast& one = all[i];
    one.adjusted_p = adjusted[i];
    one.difference = stats::difference(one.here, one.there);
    if (one.adjusted_p <= limits.false_share_max && !is_by_definition(one) &&
        std::abs(one.difference.value) >= limits.difference_min && one.people() > 0 &&
        (!table.plan().questions[one.whose.question].soon || is_only_later(table, one))) {
      contrasts.found.push_back(one);
    }
  }
  const auto weight = [&](const Contrast& one) {
    return one.people() * std::abs(one.difference.value) *
           weight_of(table.plan().questions[one.whose.question].window_ms);
  };
  std::stable_sort(contrasts.found.begin(), contrasts.found.end(),
                   [&](const Contrast& a, const Contrast& b) { return weight(a) > weight(b); });
  return contrasts;
}

}  // namespace throughline::journeys
