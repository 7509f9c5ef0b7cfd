#include "journeys/journeys.finding_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "codec/describe.h"

namespace throughline::journeys {
namespace {

constexpr std::size_t chain_steps_max = 5;
constexpr std::int64_t chain_window_ms = 14 * day_ms;  // A longer chain is not made longer still.
constexpr double next_step_min = 0.15;                 // Of those before: fewer are no next step.
constexpr std::size_t parts_of_pair_max = 2;
constexpr std::size_t parts_of_second_max = 4;
constexpr std::size_t of_value_max = 2;
constexpr std::size_t of_dimension_max = 4;
constexpr std::size_t changes_of_event_max = 2;
constexpr std::size_t of_kind_max = 12;

std::string cell_json(std::size_t from, std::size_t to) {
  return fmt::format(R"({{"furthest_from":{},"furthest_to":{}}})", from, to);
}

FoundSideView side_of(ShareView share, std::size_t steps, std::optional<PartAsked> part = {}) {
  return {.share = share,
          .part = std::move(part),
          .all = {cell_json(1, steps)},
          .reached = {cell_json(steps, steps)},
          .stopped = {cell_json(1, steps - 1)}};
}

std::string day_of(const Frame& frame, std::int64_t at_ms) {
  return frame.begins_on(PeriodUnit::day, frame.calendar.period_of(PeriodUnit::day, at_ms));
}

FoundDaysView days_of(const Frame& frame, std::int64_t from_ms, std::int64_t until_ms) {
  return {.from = day_of(frame, from_ms), .until = day_of(frame, until_ms - 1)};
}

TimeRange range_of(std::int64_t from_ms, std::int64_t until_ms) {
  return {.from = Time{from_ms * us_per_ms}, .until = Time{until_ms * us_per_ms}};
}

EventChoice choice_of(const Looked& looked, std::uint16_t node) {
  return {.names = std::vector<std::string>{looked.plan.nodes.name(node)}};
}

FunnelAsked pair_asked(const Looked& looked, const PairQuestion& question) {
  FunnelAsked asked;
  asked.people = looked.people;
  asked.steps = {choice_of(looked, question.first), choice_of(looked, question.second)};
  asked.attempts = "first";
  asked.window_ms = question.window_ms;
  asked.steps_after_range = true;
  return asked;
}

std::string equals_json(const BreakdownAsked& by, const std::string& value) {
  return fmt::format(R"({{"{}":{},"is":"equals","value":{}}})", by.trait ? "trait" : "property",
                     quote_json(by.trait ? *by.trait : *by.property), value);
}

codec::RawJson all_of(const std::optional<codec::RawJson>& people, const std::string& condition) {
  return {people ? fmt::format(R"({{"and":[{},{}]}})", people->text, condition)
                 : fmt::format(R"({{"and":[{}]}})", condition)};
}

void ask_part(const Looked& looked, const Contrast& contrast, FunnelAsked& asked, FoundView& view) {
  const DimensionValues& dimension = looked.dimensions[*contrast.whose.dimension];
  const std::string value = dimension.json_of(contrast.whose.slot);
  asked.range =
      range_of(looked.plan.edges_ms.front(), looked.plan.until_ms[contrast.whose.question]);
  asked.breakdown = dimension.by;
  asked.breakdown->limit = static_cast<std::int64_t>(looked.groups_shown);
  const auto side = [&](stats::Share share, const std::string& kind) {
    return side_of(share_view(share.count, share.of), 2, PartAsked{.kind = kind, .value = {value}});
  };
  view.sides = {side(contrast.here, "value"), side(contrast.there, "other_than")};
}

void ask_change(const Looked& looked, const Contrast& contrast, FunnelAsked& asked,
                FoundView& view) {
  const auto& edges = looked.plan.edges_ms;
  const std::int64_t from_ms = edges[contrast.stretch->begin];
  const std::int64_t until_ms =
      std::min(edges[contrast.stretch->end], looked.plan.until_ms[contrast.whose.question]);
  if (contrast.whose.dimension) {
    const DimensionValues& dimension = looked.dimensions[*contrast.whose.dimension];
    const std::string holds = equals_json(dimension.by, dimension.json_of(contrast.whose.slot));
    if (dimension.by.trait) {
      asked.people = all_of(looked.people, holds);
    } else {
      asked.steps[0].where = all_of({}, holds);
    }
  }
  const std::int64_t before_ms = edges[contrast.stretch->before];
  asked.range = range_of(before_ms, until_ms);
  asked.compare =
      std::vector<ComparedAsked>{{.name = "before", .range = range_of(before_ms, from_ms)},
                                 {.name = "then", .range = range_of(from_ms, until_ms)}};
  const auto side = [&](stats::Share share, const std::string& name) {
    return side_of(share_view(share.count, share.of), 2,
                   PartAsked{.kind = "compared", .value = {quote_json(name)}});
  };
  view.sides = {side(contrast.here, "then"), side(contrast.there, "before")};
  view.changed = days_of(looked.frame, from_ms, until_ms);
  view.before = days_of(looked.frame, before_ms, from_ms);
  view.lasts = until_ms == looked.plan.until_ms[contrast.whose.question];
}

bool overlap(const Stretch& a, const Stretch& b) {
  return a.begin < b.end && b.begin < a.end;
}

// What was told already, by what it is about.
class Told {
 public:
  bool is_new(const Contrast& contrast, const ContrastPlan& plan) {
    return contrast.stretch ? is_new_change(contrast, plan) : is_new_part(contrast, plan);
  }

 private:
  using Value = std::pair<std::size_t, std::size_t>;

  bool is_new_part(const Contrast& contrast, const ContrastPlan& plan) {
    const PairQuestion& question = plan.questions[contrast.whose.question];
    const Value value(*contrast.whose.dimension, contrast.whose.slot);
    const auto pair = std::pair(question.first, question.second);
    // The other values of a dimension differ because this one does.
    if (parts_ == of_kind_max || of_pair_[pair] == parts_of_pair_max ||
        of_second_[question.second] == parts_of_second_max || of_value_[value] == of_value_max ||
        !dimensions_of_pair_.emplace(pair, value.first).second ||
        of_dimension_[value.first] == of_dimension_max ||
        !same_people_.emplace(question.first, contrast.here.of, about(contrast.here)).second ||
        !values_of_second_.emplace(question.second, value).second) {
      return false;
    }
    ++parts_;
    ++of_pair_[pair];
    ++of_second_[question.second];
    ++of_value_[value];
    ++of_dimension_[value.first];
    return true;
  }

  // So near are the figures of two events that come together.
  static std::int64_t about(stats::Share share) { return std::llround(share.value() * 50); }

  bool is_new_change(const Contrast& contrast, const ContrastPlan& plan) {
    const PairQuestion& question = plan.questions[contrast.whose.question];
    const bool known = std::any_of(changes_.begin(), changes_.end(), [&](const Contrast& other) {
      const PairQuestion& told = plan.questions[other.whose.question];
      const bool same_whose = other.whose.dimension == contrast.whose.dimension &&
                              other.whose.slot == contrast.whose.slot;
      const int same = (told.first == question.first ? 1 : 0) +
                       (told.second == question.second ? 1 : 0) + (same_whose ? 1 : 0);
      const bool same_people = told.first == question.first && other.here.of == contrast.here.of &&
                               about(other.here) == about(contrast.here);
      return overlap(*other.stretch, *contrast.stretch) && (same >= 2 || same_people);
    });
    if (known || changes_.size() == of_kind_max ||
        changes_of_first_[question.first] == changes_of_event_max ||
        changes_of_second_[question.second] == changes_of_event_max) {
      return false;
    }
    ++changes_of_first_[question.first];
    ++changes_of_second_[question.second];
    changes_.push_back(contrast);
    return true;
  }

  std::size_t parts_ = 0;
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::size_t> of_pair_;
  std::map<std::uint16_t, std::size_t> of_second_;
  std::map<Value, std::size_t> of_value_;
  std::map<std::size_t, std::size_t> of_dimension_;
  std::set<std::pair<std::pair<std::uint16_t, std::uint16_t>, std::size_t>> dimensions_of_pair_;
  std::set<std::pair<std::uint16_t, Value>> values_of_second_;
  std::set<std::tuple<std::uint16_t, std::uint64_t, std::int64_t>> same_people_;
  std::map<std::uint16_t, std::size_t> changes_of_first_;
  std::map<std::uint16_t, std::size_t> changes_of_second_;
  std::vector<Contrast> changes_;
};

}  // namespace

std::string id_of(const std::string& text) {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;  // FNV-1a.
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3;
  }
  return fmt::format("{:016x}", hash);
}

std::vector<Contrast> without_repeats(const std::vector<Contrast>& found,
                                      const ContrastPlan& plan) {
  Told told;
  std::vector<Contrast> kept;
  std::copy_if(found.begin(), found.end(), std::back_inserter(kept),
               [&](const Contrast& one) { return told.is_new(one, plan); });
  return kept;
}

FoundView view_of(const Looked& looked, const Contrast& contrast) {
  const PairQuestion& question = looked.plan.questions[contrast.whose.question];
  FoundView view{.group = contrast.stretch ? "changed"
                          : question.soon  ? "slow"
                                           : "differs",
                 .kind = contrast.stretch ? "change" : "part",
                 .window_ms = question.window_ms,
                 .people = std::llround(contrast.people()),
                 .page = "funnel"};
  view.steps = {looked.plan.nodes.name(question.first), looked.plan.nodes.name(question.second)};
  view.days = days_of(looked.frame, looked.plan.edges_ms.front(),
                      looked.plan.until_ms[contrast.whose.question]);
  if (contrast.whose.dimension) {
    const DimensionValues& dimension = looked.dimensions[*contrast.whose.dimension];
    view.by = FoundByView{.trait = dimension.by.trait,
                          .property = dimension.by.property,
                          .value = {dimension.json_of(contrast.whose.slot)}};
  }
  view.difference = FoundDifferenceView{.value = contrast.difference.value,
                                        .low = contrast.difference.interval.low,
                                        .high = contrast.difference.interval.high,
                                        .p = contrast.p,
                                        .adjusted_p = contrast.adjusted_p};
  FunnelAsked asked = pair_asked(looked, question);
  contrast.stretch ? ask_change(looked, contrast, asked, view)
                   : ask_part(looked, contrast, asked, view);
  view.question = {codec::to_json(asked)};
  view.id = id_of(view.question.text + view.sides[0].part->value.text);
  return view;
}

std::vector<Chain> chains_of(const std::vector<PairQuestion>& questions) {
  std::map<std::uint16_t, std::vector<PairQuestion>> next;  // The best first.
  for (const PairQuestion& question : questions) {
    if (!question.soon && question.first != question.second) {
      next[question.first].push_back(question);
    }
  }
  std::vector<Chain> chains;
  for (const auto& [first, all] : next) {
    for (const PairQuestion& begin : all) {
      Chain chain{.steps = {first, begin.second}, .window_ms = begin.window_ms};
      const auto is_new = [&](const PairQuestion& one) {
        return std::find(chain.steps.begin(), chain.steps.end(), one.second) == chain.steps.end();
      };
      while (chain.steps.size() < chain_steps_max && chain.window_ms <= chain_window_ms) {
        const auto& further = next[chain.steps.back()];
        const auto found = std::find_if(further.begin(), further.end(), is_new);
        if (found == further.end()) {
          break;
        }
        chain.steps.push_back(found->second);
        chain.window_ms += found->window_ms;
      }
      const auto* const window =
          std::lower_bound(follow_windows_ms.begin(), follow_windows_ms.end() - 1, chain.window_ms);
      chain.window_ms = *window;
      chains.push_back(std::move(chain));
    }
  }
  std::stable_sort(chains.begin(), chains.end(),
                   [](const Chain& a, const Chain& b) { return a.steps.size() > b.steps.size(); });
  return chains;
}

FunnelAsked funnel_of(const Looked& looked, const Chain& chain, std::int64_t end_ms) {
  FunnelAsked asked;
  asked.people = looked.people;
  for (const std::uint16_t node : chain.steps) {
    asked.steps.push_back(choice_of(looked, node));
  }
  asked.window_ms = chain.window_ms;
  asked.steps_after_range = true;
  const Calendar& calendar = looked.frame.calendar;
  const std::int64_t until_ms = calendar.begin_ms(
      PeriodUnit::day, calendar.period_of(PeriodUnit::day, end_ms - chain.window_ms));
  asked.range = range_of(looked.plan.edges_ms.front(),
                         std::max(until_ms, looked.plan.edges_ms.front() + day_ms));
  return asked;
}

void cut_short(FunnelAsked& asked, FunnelAnswer& answer) {
  const auto rare =
      std::find_if(answer.steps.begin() + 2, answer.steps.end(),
                   [](const FunnelStepView& step) { return step.of_before.share < next_step_min; });
  answer.steps.erase(rare, answer.steps.end());
  asked.steps.resize(answer.steps.size());
}

FoundView view_of(const Looked& looked, const FunnelAsked& asked, const FunnelAnswer& answer) {
  FoundView view{.group = "lost", .kind = "funnel", .page = "funnel"};
  for (const EventChoice& step : asked.steps) {
    view.steps.push_back(step.names->front());
  }
  view.window_ms = *asked.window_ms;
  view.days =
      days_of(looked.frame, asked.range->from->us / us_per_ms, asked.range->until->us / us_per_ms);
  for (const FunnelStepView& step : answer.steps) {
    view.reached.push_back(step.of_first);
  }
  const ShareView& last = view.reached.back();
  view.sides = {side_of(last, view.steps.size())};
  view.people = last.of - last.count;
  view.question = {codec::to_json(asked)};
  view.id = id_of(view.question.text);
  return view;
}

std::vector<FoundView> chains_worth_telling(std::vector<FoundView> all, std::size_t most) {
  std::stable_sort(all.begin(), all.end(),
                   [](const FoundView& a, const FoundView& b) { return a.people > b.people; });
  std::set<std::string> firsts;
  std::map<std::string, std::size_t> lasts;
  std::set<std::set<std::string>> told;
  std::vector<FoundView> kept;
  for (FoundView& one : all) {
    const std::set<std::string> steps(one.steps.begin(), one.steps.end());
    const bool repeats = std::any_of(told.begin(), told.end(), [&](const auto& other) {
      const auto known = std::count_if(steps.begin(), steps.end(),
                                       [&](const auto& step) { return other.contains(step); });
      return static_cast<std::size_t>(known) + 1 >= steps.size() || known > 2;
    });
    if (kept.size() == most || repeats || one.people == 0 ||
        !firsts.insert(one.steps.front()).second || ++lasts[one.steps.back()] > 2) {
      continue;
    }
    told.insert(steps);
    kept.push_back(std::move(one));
  }
  return kept;
}

}  // namespace throughline::journeys
