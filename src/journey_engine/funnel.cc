#include "journey_engine/funnel.h"

#include <utility>

#include "journey_engine/funnel_any_order.h"
#include "journey_engine/funnel_chains.h"
#include "journey_engine/funnel_instant.h"

namespace throughline::journey_engine {
namespace {

FunnelAttempt attempt_of(const FunnelChains& chains, unsigned level, const FunnelInstants& found) {
  const auto times = chains.chain(level);
  FunnelAttempt attempt{.at_ms = {times.begin(), times.end()}};
  attempt.entry = entry_at(found, attempt.at_ms.front());
  return attempt;
}

unsigned extend(FunnelChains& chains, const FunnelDefinition& definition,
                const FunnelInstants& found, std::size_t index, FunnelChains::Start start) {
  const FunnelInstant& instant = found.instants[index];
  return definition.order == FunnelOrder::strict_next
             ? chains.extend_strictly(found.marks_of(instant), instant.at_ms, start)
             : chains.extend(instant, found.marks_of(instant), start);
}

std::vector<FunnelAttempt> best_attempt(const FunnelDefinition& definition,
                                        const FunnelInstants& found) {
  FunnelChains chains(definition);
  std::vector<FunnelAttempt> best;
  unsigned level = 0;
  for (std::size_t i = 0; i < found.instants.size() && level < definition.steps; ++i) {
    const unsigned reached = extend(chains, definition, found, i, FunnelChains::Start::allowed);
    if (reached > level) {
      level = reached;
      best = {attempt_of(chains, level, found)};
    }
  }
  return best;
}

// Where the next attempt may begin.
std::size_t run_attempt(const FunnelDefinition& definition, const FunnelInstants& found,
                        std::size_t begin, FunnelChains& chains, FunnelAttempt& attempt) {
  const bool strict = definition.order == FunnelOrder::strict_next;
  chains.clear();
  unsigned level = extend(chains, definition, found, begin, FunnelChains::Start::allowed);
  attempt = attempt_of(chains, level, found);
  for (std::size_t i = begin + 1; i < found.instants.size(); ++i) {
    if (level == definition.steps) {
      return i;
    }
    if (!strict && !chains.alive(found.instants[i].at_ms)) {
      return i;
    }
    const unsigned reached = extend(chains, definition, found, i, FunnelChains::Start::not_allowed);
    if (strict && reached == 0) {
      return i;
    }
    if (reached > level) {
      level = reached;
      attempt = attempt_of(chains, level, found);
    }
  }
  return found.instants.size();
}

std::vector<FunnelAttempt> attempts_from_their_start(const FunnelDefinition& definition,
                                                     const FunnelInstants& found) {
  FunnelChains chains(definition);
  std::vector<FunnelAttempt> attempts;
  for (std::size_t i = 0; i < found.instants.size();) {
    if ((found.instants[i].steps & 1U) == 0) {
      ++i;
      continue;
    }
    attempts.emplace_back();
    i = run_attempt(definition, found, i, chains, attempts.back());
    if (definition.attempts == FunnelAttempts::first) {
      break;
    }
  }
  return attempts;
}

}  // namespace

Result<void> check(const FunnelDefinition& definition) {
  if (definition.steps < funnel_steps_min || definition.steps > funnel_steps_max) {
    return Error::invalid("A funnel has 2 to 30 steps.");
  }
  if (!definition.matcher) {
    return Error::invalid("A funnel needs to know what its steps are.");
  }
  if (definition.window_ms < 0) {
    return Error::invalid("The window of a funnel is zero or longer.");
  }
  if (definition.exclusions.size() > funnel_exclusions_max) {
    return Error::invalid("A funnel has at most 30 exclusions.");
  }
  if (definition.order == FunnelOrder::strict_next && !definition.exclusions.empty()) {
    return Error::invalid("Where steps are strictly next, nothing can happen between them.");
  }
  if (definition.order == FunnelOrder::any_order &&
      definition.window_kind == WindowKind::between_steps && definition.window_ms != no_window) {
    return Error::invalid("A window from step to step needs an order of the steps.");
  }
  for (const FunnelExclusion& exclusion : definition.exclusions) {
    if (exclusion.from < 1 || exclusion.from >= exclusion.to || exclusion.to > definition.steps) {
      return Error::invalid("An exclusion lies between an earlier and a later step.");
    }
  }
  return {};
}

StepMatcher match_sets(std::vector<EventSet> steps, std::vector<EventSet> exclusions,
                       EventSet considered) {
  return [steps = std::move(steps), exclusions = std::move(exclusions),
          considered = std::move(considered)](CustomerId customer, const LineEvent& event) {
    EventMarks marks{.considered = considered.has(customer, event)};
    for (std::size_t i = 0; i < steps.size(); ++i) {
      marks.steps |= steps[i].has(customer, event) ? std::uint32_t{1} << i : 0;
    }
    for (std::size_t i = 0; i < exclusions.size(); ++i) {
      marks.exclusions |= exclusions[i].has(customer, event) ? std::uint32_t{1} << i : 0;
    }
    return marks;
  };
}

void FunnelDefinition::match(FunnelSets by) {
  steps = static_cast<unsigned>(by.steps.size());
  matcher = match_sets(by.steps, by.exclusions);
  sets = std::make_shared<const FunnelSets>(std::move(by));
}

std::vector<FunnelAttempt> find_attempts(const FunnelDefinition& definition, CustomerId customer,
                                         Line line) {
  return find_attempts(definition, find_instants(definition, customer, line));
}

std::vector<FunnelAttempt> find_attempts(const FunnelDefinition& definition,
                                         const FunnelInstants& found) {
  if (definition.order == FunnelOrder::any_order) {
    return find_attempts_in_any_order(definition, found);
  }
  return definition.attempts == FunnelAttempts::best ? best_attempt(definition, found)
                                                     : attempts_from_their_start(definition, found);
}

}  // namespace throughline::journey_engine
