#include "segments/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/overloaded.h"

namespace throughline::segments {
namespace {

using condition::Comparison;
using condition::Quantifier;

constexpr std::size_t events_shown = 5;

std::int64_t us_of(double days) {
  return static_cast<std::int64_t>(days * static_cast<double>(us_per_day));
}
Time at(const Hit& hit) {
  return {hit.at_ms * us_per_ms};
}
// The first instant at which something of then is no longer in the last days.
Time leaves(Time then, std::int64_t days_us) {
  return {then.us + days_us + 1};
}

std::optional<Time> earlier(std::optional<Time> one, std::optional<Time> other) {
  return one && other ? std::min(*one, *other) : one ? one : other;
}
// Nothing is never.
std::optional<Time> later(std::optional<Time> one, std::optional<Time> other) {
  return one && other ? std::optional(std::max(*one, *other)) : std::nullopt;
}

// A conjunction that fails does so until every part that fails may change; one that holds, until
// any part may.
template <class Parts, class Judge>
Outcome all_of(const Parts& parts, bool wanted, const Judge& judge_one) {
  std::optional<Time> first_change;
  std::optional<Time> last_change;
  bool decided = false;
  for (const auto& part : parts) {
    const Outcome one = judge_one(part);
    if (one.holds == wanted) {
      first_change = earlier(first_change, one.until);
    } else {
      last_change = decided ? later(last_change, one.until) : one.until;
      decided = true;
    }
  }
  return decided ? Outcome{!wanted, last_change} : Outcome{wanted, first_change};
}

// Where the part of a line begins and ends that a window shows.
std::span<const Hit> within(std::span<const Hit> hits, const Window& window, Time now) {
  const auto before = [](const Hit& hit, Time time) { return at(hit) < time; };
  const Hit* first = hits.data();
  const Hit* last = hits.data() + hits.size();
  if (window.within_days) {
    first = std::lower_bound(first, last, Time{now.us - us_of(*window.within_days)}, before);
  }
  if (window.from) {
    first = std::lower_bound(first, last, *window.from, before);
  }
  if (window.until) {
    last = std::lower_bound(first, last, *window.until, before);
  }
  return {first, last};
}

std::optional<Time> leaves_window(const Hit& hit, const Window& window) {
  return window.within_days ? std::optional(leaves(at(hit), us_of(*window.within_days)))
                            : std::nullopt;
}

bool fits(Quantifier quantifier, std::int64_t count, std::int64_t bound) {
  switch (quantifier) {
    case Quantifier::at_least:
      return count >= bound;
    case Quantifier::at_most:
      return count <= bound;
    case Quantifier::exactly:
      return count == bound;
  }
  return false;
}

// With time the window only loses hits, the oldest first: the next count that answers otherwise.
std::optional<Time> count_changes(const DidTest& test, std::span<const Hit> shown, bool holds) {
  for (std::size_t gone = 1; gone <= shown.size(); ++gone) {
    const auto left = static_cast<std::int64_t>(shown.size() - gone);
    if (fits(test.quantifier, left, test.count) != holds) {
      return leaves_window(shown[gone - 1], test.window);
    }
    if (left < test.count) {
      break;
    }
  }
  return std::nullopt;
}

Outcome of_did(const DidTest& test, const Evidence& evidence, Time now) {
  const std::span<const Hit> shown = within(evidence.hits(test.step.number), test.window, now);
  const bool holds = fits(test.quantifier, static_cast<std::int64_t>(shown.size()), test.count);
  return {holds, test.window.within_days ? count_changes(test, shown, holds) : std::nullopt};
}

std::optional<std::int64_t> days_in(Comparison comparison, const condition::Scalar& value) {
  const auto* days = std::get_if<double>(&value);
  const bool moves =
      comparison == Comparison::within_days || comparison == Comparison::not_within_days;
  return moves && days != nullptr ? std::optional(us_of(*days)) : std::nullopt;
}

// A time that is compared with the present changes its answer once.
Outcome of_time(Time then, Comparison comparison, const condition::Scalar& value, Time now) {
  if (const auto days = days_in(comparison, value)) {
    const Time change = leaves(then, *days);
    const bool recent = now < change;
    return {recent == (comparison == Comparison::within_days),
            recent ? std::optional(change) : std::nullopt};
  }
  const auto* bound = std::get_if<Time>(&value);
  return {bound != nullptr && (comparison == Comparison::before ? then < *bound : then >= *bound),
          std::nullopt};
}

Outcome of_when(const WhenTest& test, const Evidence& evidence, Time now) {
  const std::span<const Hit> hits = evidence.hits(test.step.number);
  if (hits.empty()) {
    return {};
  }
  const Hit& hit = test.which == condition::Seen::first ? hits.front() : hits.back();
  return of_time(at(hit), test.comparison, test.value, now);
}

struct Placed {
  const Hit* hit = nullptr;
  std::size_t step = 0;
};

// Whether two of them happened in the same millisecond.
bool have_ties(const std::vector<Placed>& placed) {
  return std::adjacent_find(
             placed.begin(), placed.end(), [](const Placed& one, const Placed& other) {
               return one.hit->place != other.hit->place && one.hit->at_ms == other.hit->at_ms;
             }) != placed.end();
}

std::vector<Placed> in_order(const SequenceTest& test, const Evidence& evidence, Time now) {
  std::vector<Placed> placed;
  for (std::size_t step = 0; step < test.steps.size(); ++step) {
    for (const Hit& hit : within(evidence.hits(test.steps[step].number), test.window, now)) {
      placed.push_back({&hit, step});
    }
  }
  // Of one value after the other. An event that fits several steps is one of them: the later steps
  // look first.
  std::sort(placed.begin(), placed.end(), [](const Placed& one, const Placed& other) {
    if (one.hit->same != other.hit->same) {
      return one.hit->same < other.hit->same;
    }
    return one.hit->place != other.hit->place ? one.hit->place < other.hit->place
                                              : one.step > other.step;
  });
  return placed;
}

using Chain = std::optional<std::vector<Hit>>;

bool begins_later(const std::vector<Hit>& one, const Chain& other) {
  return !other || one.front().at_ms > other->front().at_ms;
}

// The whole chain that begins the latest: the last that a window loses. For each step the chain so
// far that begins the latest is kept, which is also the shortest from there on.
Chain latest_chain(const SequenceTest& test, const std::vector<Placed>& in_order) {
  std::vector<Chain> reached(test.steps.size());
  Chain latest;
  for (const Placed& placed : in_order) {
    std::vector<Hit> chain;
    if (placed.step > 0) {
      const auto& before = reached[placed.step - 1];
      const auto is_it = [&](const Hit& hit) { return hit.place == placed.hit->place; };
      if (!before || std::any_of(before->begin(), before->end(), is_it)) {
        continue;
      }
      chain = *before;
    }
    chain.push_back(*placed.hit);
    const bool is_whole = placed.step + 1 == test.steps.size();
    const bool in_time =
        !test.within_s || chain.back().at_ms - chain.front().at_ms <= *test.within_s * 1'000;
    if (is_whole && in_time && begins_later(chain, latest)) {
      latest = chain;
    }
    if (begins_later(chain, reached[placed.step])) {
      reached[placed.step] = std::move(chain);
    }
  }
  return latest;
}

// Events of the same millisecond count in whichever order lets the steps follow one another.
Chain latest_of(const SequenceTest& test, std::vector<Placed> placed) {
  auto latest = latest_chain(test, placed);
  if (!have_ties(placed)) {
    return latest;
  }
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& one, const Placed& other) {
    return one.hit->at_ms != other.hit->at_ms ? one.hit->at_ms < other.hit->at_ms
                                              : one.step < other.step;
  });
  auto other = latest_chain(test, placed);
  return other && begins_later(*other, latest) ? other : latest;
}

Chain latest_chain(const SequenceTest& test, const Evidence& evidence, Time now) {
  // Of very many people most lack a step.
  if (std::any_of(test.steps.begin(), test.steps.end(), [&](const EventStep& step) {
        return within(evidence.hits(step.number), test.window, now).empty();
      })) {
    return std::nullopt;
  }
  const std::vector<Placed> placed = in_order(test, evidence, now);
  Chain latest;
  for (auto first = placed.begin(); first != placed.end();) {
    const std::uint64_t same = first->hit->same;  // 0 of all, unless the test asks for it.
    const auto last =
        std::find_if(first, placed.end(), [&](const Placed& one) { return one.hit->same != same; });
    const bool counts = test.same.empty() || same != 0;
    if (counts && static_cast<std::size_t>(last - first) >= test.steps.size()) {
      auto chain = latest_of(test, {first, last});
      if (chain && begins_later(*chain, latest)) {
        latest = std::move(chain);
      }
    }
    first = last;
  }
  return latest;
}

Outcome of_sequence(const SequenceTest& test, const Evidence& evidence, Time now) {
  const auto chain = latest_chain(test, evidence, now);
  return chain ? Outcome{true, leaves_window(chain->front(), test.window)} : Outcome{};
}

// The last time of the step, and what answers it.
struct Unfollowed {
  const Hit* last = nullptr;
  const Hit* answer = nullptr;
};

Unfollowed last_and_answer(const UnfollowedTest& test, const Evidence& evidence, Time now) {
  const std::span<const Hit> shown = within(evidence.hits(test.step.number), test.window, now);
  if (shown.empty()) {
    return {};
  }
  Unfollowed found = {.last = &shown.back()};
  const std::span<const Hit> answers = evidence.hits(test.missing.number);
  const auto next =
      std::upper_bound(answers.begin(), answers.end(), found.last->place,
                       [](std::uint32_t place, const Hit& hit) { return place < hit.place; });
  if (next != answers.end() && next->at_ms - found.last->at_ms <= test.within_s * 1'000) {
    found.answer = &*next;
  }
  return found;
}

Outcome of_unfollowed(const UnfollowedTest& test, const Evidence& evidence, Time now) {
  const Unfollowed found = last_and_answer(test, evidence, now);
  if (found.last == nullptr || found.answer != nullptr) {
    return {};
  }
  const std::optional<Time> gone = leaves_window(*found.last, test.window);
  const Time over = leaves(at(*found.last), test.within_s * us_per_second);
  if (now < over) {
    return {false, gone && *gone <= over ? std::nullopt : std::optional(over)};
  }
  return {true, gone};
}

std::optional<Time> time_in(const std::optional<condition::Fact>& fact) {
  const auto* text = fact ? std::get_if<std::string>(&*fact) : nullptr;
  return text == nullptr ? std::nullopt : parse_time(*text);
}

std::optional<condition::Fact> fact_in(const std::map<std::string, condition::Fact>& facts,
                                       const std::string& key) {
  const auto found = facts.find(key);
  return found == facts.end() ? std::nullopt : std::optional(found->second);
}

// When a time leaves the last days, if it has not yet.
std::optional<Time> change_of(const std::optional<Time>& then, Comparison comparison,
                              const condition::Scalar& value, Time now) {
  return then && days_in(comparison, value) ? of_time(*then, comparison, value, now).until
                                            : std::nullopt;
}

template <class Test>
std::optional<Time> change_of(const Test& test, const std::optional<Time>& then, Time now) {
  return test.values.empty() ? std::nullopt
                             : change_of(then, test.comparison, test.values.front(), now);
}

std::optional<Time> next_change(const condition::Condition& test, const condition::Facts& facts,
                                Time now) {
  if (const auto* trait = std::get_if<condition::TraitTest>(&test)) {
    return change_of(*trait, time_in(fact_in(facts.traits, trait->key)), now);
  }
  if (const auto* account = std::get_if<condition::AccountTest>(&test)) {
    std::optional<Time> first;
    for (const condition::AccountFacts& one : facts.accounts) {
      const auto then = account->trait.empty() ? parse_time(one.group_id)
                                               : time_in(fact_in(one.traits, account->trait));
      first = earlier(first, change_of(*account, then, now));
    }
    return first;
  }
  if (const auto* seen = std::get_if<condition::SeenTest>(&test)) {
    return change_of(seen->seen == condition::Seen::first ? facts.first_seen : facts.last_seen,
                     seen->comparison, seen->value, now);
  }
  return std::nullopt;
}

void show(Reason& reason, std::span<const Hit> hits) {
  for (const Hit& hit : hits.size() > events_shown ? hits.last(events_shown) : hits) {
    reason.events.push_back(hit.seq);
  }
}

void add_evidence(Reason& reason, const DidTest& test, const Evidence& evidence, Time now) {
  const std::span<const Hit> shown = within(evidence.hits(test.step.number), test.window, now);
  reason.text += fmt::format(": {} found", shown.size());
  show(reason, shown);
}

void add_evidence(Reason& reason, const WhenTest& test, const Evidence& evidence) {
  const std::span<const Hit> hits = evidence.hits(test.step.number);
  if (hits.empty()) {
    reason.text += ": never";
    return;
  }
  const Hit& hit = test.which == condition::Seen::first ? hits.front() : hits.back();
  reason.text += ": " + to_rfc3339(at(hit));
  show(reason, std::span(&hit, 1));
}

void add_evidence(Reason& reason, const SequenceTest& test, const Evidence& evidence, Time now) {
  if (const auto chain = latest_chain(test, evidence, now)) {
    show(reason, *chain);
    return;
  }
  std::string counts;
  for (const EventStep& step : test.steps) {
    counts += fmt::format("{}{} {} found", counts.empty() ? "" : ", ", step.name,
                          within(evidence.hits(step.number), test.window, now).size());
  }
  reason.text += ": " + counts + ", not in this order and time";
}

void add_evidence(Reason& reason, const UnfollowedTest& test, const Evidence& evidence, Time now) {
  const Unfollowed found = last_and_answer(test, evidence, now);
  if (found.last == nullptr) {
    reason.text += ": " + test.step.name + " not found";
    return;
  }
  show(reason, std::span(found.last, 1));
  if (found.answer != nullptr) {
    show(reason, std::span(found.answer, 1));
    reason.text += ": followed";
  } else if (!reason.holds) {
    reason.text += ": there is still time for it";
  }
}

}  // namespace

Outcome among(AmongPeople among, const std::vector<Outcome>& people) {
  const Outcome of_all = all_of(people, among == AmongPeople::all, std::identity());
  return {among == AmongPeople::none ? !of_all.holds : of_all.holds, of_all.until};
}

Outcome for_one_of(const std::vector<Outcome>& accounts) {
  return all_of(accounts, false, std::identity());
}

Outcome outcome_of(const condition::Condition& test, const condition::Facts& facts, Time now) {
  return {condition::holds(test, facts, now), next_change(test, facts, now)};
}

Outcome judge(const Rule& rule, const Evidence& evidence, Time now) {
  const auto one = [&](const Rule& part) { return judge(part, evidence, now); };
  return std::visit(
      overloaded{
          [&](const PersonTest& test) { return evidence.of_person(test, now); },
          [&](const DidTest& test) { return of_did(test, evidence, now); },
          [&](const WhenTest& test) { return of_when(test, evidence, now); },
          [&](const SequenceTest& test) { return of_sequence(test, evidence, now); },
          [&](const UnfollowedTest& test) { return of_unfollowed(test, evidence, now); },
          [&](const MemberTest& test) {
            return Outcome{evidence.is_member(test.segment), std::nullopt};
          },
          [&](const std::shared_ptr<const AccountPeopleTest>& test) {
            return evidence.of_accounts(*test, now);
          },
          [&](const std::shared_ptr<const All>& all) { return all_of(all->rules, true, one); },
          [&](const std::shared_ptr<const Any>& any) { return all_of(any->rules, false, one); },
          [&](const std::shared_ptr<const Not>& negated) {
            const Outcome inner = one(negated->rule);
            return Outcome{!inner.holds, inner.until};
          },
      },
      rule);
}

Reason explain(const Rule& rule, const Evidence& evidence, const condition::Facts& facts, Time now,
               const Naming& naming) {
  const Outcome outcome = judge(rule, evidence, now);
  Reason reason = {.text = sentence(rule, naming), .holds = outcome.holds, .until = outcome.until};
  const auto add_all = [&](const std::vector<Rule>& rules) {
    for (const Rule& part : rules) {
      reason.because.push_back(explain(part, evidence, facts, now, naming));
    }
  };
  std::visit(overloaded{
                 [&](const PersonTest& test) {
                   reason.text = condition::explain(test.test, facts, now).text;
                 },
                 [&](const DidTest& test) { add_evidence(reason, test, evidence, now); },
                 [&](const WhenTest& test) { add_evidence(reason, test, evidence); },
                 [&](const SequenceTest& test) { add_evidence(reason, test, evidence, now); },
                 [&](const UnfollowedTest& test) { add_evidence(reason, test, evidence, now); },
                 [](const MemberTest&) {},
                 [](const std::shared_ptr<const AccountPeopleTest>&) {},
                 [&](const std::shared_ptr<const All>& all) { add_all(all->rules); },
                 [&](const std::shared_ptr<const Any>& any) { add_all(any->rules); },
                 [&](const std::shared_ptr<const Not>& negated) {
                   reason.because.push_back(explain(negated->rule, evidence, facts, now, naming));
                 },
             },
             rule);
  return reason;
}

}  // namespace throughline::segments
