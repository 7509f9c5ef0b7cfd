#include "journey_engine/funnel_columns.h"

#include <algorithm>
#include <bit>

#include "journey_engine/funnel_instant.h"

namespace throughline::journey_engine {
namespace {

// Looking back again from each of so many events could take too long.
constexpr std::uint32_t chain_events_max = 4'096;

constexpr std::size_t cache_line = 64;

}  // namespace

bool has_columns(const FunnelDefinition& definition) {
  return definition.sets != nullptr;
}

FunnelPlan plan_of(const FunnelDefinition& definition) {
  if (definition.order == FunnelOrder::strict_next) {
    return {FunnelWay::instants, "steps must be strictly next"};
  }
  if (definition.order == FunnelOrder::any_order) {
    return {FunnelWay::instants, "steps may come in any order"};
  }
  if (definition.attempts != FunnelAttempts::best) {
    return {FunnelWay::instants, "not each customer's best attempt is asked for"};
  }
  if (!definition.exclusions.empty()) {
    return {FunnelWay::instants, "there are exclusions"};
  }
  if (definition.window_kind == WindowKind::between_steps && definition.window_ms != no_window) {
    return {FunnelWay::steps, "the window is from step to step"};
  }
  return {};
}

FunnelColumns::FunnelColumns(const FunnelDefinition& definition)
    : definition_(definition), way_(plan_of(definition).way) {
  for (const EventSet& set : definition.sets->steps) {
    sets_.push_back(&set);
  }
  for (const EventSet& set : definition.sets->exclusions) {
    sets_.push_back(&set);
  }
  marks_.resize(sets_.size());
  tested_.resize(sets_.size());
  if (way_ != FunnelWay::instants && FunnelSteps::answers(definition)) {
    steps_.emplace(definition);
  }
}

void FunnelColumns::read(const Columns& columns, const LookedAt& looked) {
  columns_ = &columns;
  walks_ = steps_ && steps_->read(columns, looked);
  if (walks_) {
    return;
  }
  const bool all = looked.everybody && looked.is_all_times();
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    const EventSet& set = *sets_[i];
    marks_[i].read(columns, set);
    const bool at_once = all && set.rows_test() && !set.is_any_code();
    if (at_once) {
      marks_[i].narrow(columns, set);
    }
    tested_[i] = set.has_test() && !at_once ? 1 : 0;
  }
}

bool FunnelColumns::may_attempt(const ColumnLine& line) const {
  const std::size_t begins =
      definition_.order == FunnelOrder::any_order ? std::size_t{definition_.steps} : 1;
  for (std::size_t step = 0; step < begins; ++step) {
    if (marks_[step].next(line.first, line.last) != Marks::none) {
      return true;
    }
  }
  return false;
}

void FunnelColumns::prefetch(const ColumnLine& line) const {
  constexpr std::uint32_t events_max = 64;  // Of a longer line the processor fetches the rest.
  const std::uint32_t last = std::min(line.last, line.first + events_max);
  for (std::uint32_t event = line.first; event < last; event += cache_line / 4) {
    __builtin_prefetch(columns_->seconds + event);
  }
  for (std::uint32_t event = line.first; event < last; event += cache_line / 2) {
    __builtin_prefetch(columns_->millis + event);
  }
}

bool FunnelColumns::passes(std::size_t set, const ColumnLine& line, std::size_t event) {
  if (sets_[set]->passes(columns_->ids[line.customer], event_of(*columns_, line, event))) {
    return true;
  }
  marks_[set].clear(event);
  return false;
}

std::size_t FunnelColumns::next(std::size_t step, const ColumnLine& line, std::size_t first) {
  std::size_t event = marks_[step].next(first, line.last);
  while (event != Marks::none && tested_[step] != 0 && !passes(step, line, event)) {
    event = marks_[step].next(event + 1, line.last);
  }
  return event;
}

std::size_t FunnelColumns::previous(std::size_t step, const ColumnLine& line, std::size_t last) {
  std::size_t event = marks_[step].previous(line.first, last);
  while (event != Marks::none && tested_[step] != 0 && !passes(step, line, event)) {
    event = marks_[step].previous(line.first, event);
  }
  return event;
}

bool FunnelColumns::has_marked_ties(const ColumnLine& line) const {
  if ((columns_->flags[line.customer] & has_ties) == 0) {
    return false;
  }
  std::size_t before = Marks::none;
  for (std::size_t word = line.first / 64; word * 64 < line.last; ++word) {
    std::uint64_t any = 0;
    for (unsigned step = 0; step < definition_.steps; ++step) {
      any |= marks_[step].word(word);
    }
    for (; any != 0; any &= any - 1) {
      const std::size_t event = word * 64 + static_cast<std::size_t>(std::countr_zero(any));
      if (event < line.first || event >= line.last) {
        continue;
      }
      if (before != Marks::none && columns_->seconds[before] == columns_->seconds[event] &&
          columns_->millis[before] == columns_->millis[event]) {
        return true;
      }
      before = event;
    }
  }
  return false;
}

// How many steps can be done one after another, were there no window, and where each can first be.
unsigned FunnelColumns::reach(const ColumnLine& line, Events& earliest) {
  unsigned level = 0;
  for (std::size_t from = line.first; level < definition_.steps; ++level) {
    const std::size_t event = next(level, line, from);
    if (event == Marks::none) {
      break;
    }
    earliest[level] = event;
    from = event + 1;
  }
  return level;
}

// The chain that is complete first, no sooner than at the event `from`.
bool FunnelColumns::find_chain(const ColumnLine& line, unsigned level, std::size_t from,
                               Events& chain) {
  for (std::size_t last = from; last != Marks::none; last = next(level - 1, line, last + 1)) {
    chain[level - 1] = last;
    for (unsigned step = level - 1; step > 0; --step) {
      chain[step - 1] = previous(step - 1, line, chain[step]);
    }
    if (definition_.window_ms == no_window ||
        at_ms(last) - at_ms(chain[0]) <= definition_.window_ms) {
      return true;
    }
  }
  return false;
}

std::span<const FunnelAttempt> FunnelColumns::by_chain(const ColumnLine& line) {
  Events earliest = {};
  Events chain = {};
  unsigned level = reach(line, earliest);
  if (level == 0) {
    return {};
  }
  chain[0] = earliest[0];
  while (level > 1 && !find_chain(line, level, earliest[level - 1], chain)) {
    --level;
    chain[0] = earliest[0];
  }
  chain_.at_ms.resize(level);
  for (unsigned step = 0; step < level; ++step) {
    chain_.at_ms[step] = at_ms(chain[step]);
  }
  chain_.entry = chain[0];
  return {&chain_, 1};
}

EventMarks FunnelColumns::marks_of(const ColumnLine& line, std::size_t event) {
  EventMarks marks;
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    if (!marks_[i].has(event) || (tested_[i] != 0 && !passes(i, line, event))) {
      continue;
    }
    if (i < definition_.steps) {
      marks.steps |= std::uint32_t{1} << i;
    } else {
      marks.exclusions |= std::uint32_t{1} << (i - definition_.steps);
    }
  }
  return marks;
}

std::span<const FunnelAttempt> FunnelColumns::by_instants(const ColumnLine& line) {
  const bool strict = definition_.order == FunnelOrder::strict_next;
  FunnelInstants found;
  for (std::size_t word = line.first / 64; word * 64 < line.last; ++word) {
    std::uint64_t any = strict ? ~std::uint64_t{0} : 0;
    for (const Marks& marks : marks_) {
      any |= marks.word(word);
    }
    for (; any != 0; any &= any - 1) {
      const std::size_t event = word * 64 + static_cast<std::size_t>(std::countr_zero(any));
      if (event >= line.first && event < line.last) {
        add_instant(found, definition_, at_ms_of(*columns_, line, event), marks_of(line, event),
                    event);
      }
    }
  }
  attempts_ = find_attempts(definition_, found);
  return attempts_;
}

// False where the order of two events of one instant is not settled by their steps.
bool FunnelColumns::put(std::uint32_t event, std::uint32_t steps, std::int64_t at_ms) {
  std::size_t place = marked_.size();
  if (place > 0 && marked_.back().at_ms == at_ms) {
    if (definition_.strictly_later || !std::has_single_bit(steps) ||
        !std::has_single_bit(marked_.back().steps)) {
      return false;
    }
    while (place > 0 && marked_[place - 1].at_ms == at_ms && marked_[place - 1].steps > steps) {
      --place;
    }
  }
  marked_.insert(marked_.begin() + static_cast<std::ptrdiff_t>(place), {event, steps, at_ms});
  return true;
}

bool FunnelColumns::gather(const ColumnLine& line) {
  marked_.clear();
  const std::size_t steps = definition_.steps;
  const bool tested =
      std::any_of(tested_.begin(), tested_.end(), [](char one) { return one != 0; });
  std::array<std::uint64_t, funnel_steps_max> words = {};  // Of each step.
  for (std::size_t word = line.first / 64; word * 64 < line.last; ++word) {
    std::uint64_t any = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      words.at(step) = marks_[step].word(word);
      any |= words.at(step);
    }
    for (; any != 0; any &= any - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(any));
      const std::size_t event = word * 64 + bit;
      if (event < line.first || event >= line.last) {
        continue;
      }
      std::uint32_t done = 0;
      for (std::size_t step = 0; step < steps; ++step) {
        done |= static_cast<std::uint32_t>((words.at(step) >> bit) & 1U) << step;
      }
      done = tested ? marks_of(line, event).steps : done;
      if (done != 0 &&
          !put(static_cast<std::uint32_t>(event), done, at_ms_of(*columns_, line, event))) {
        return false;
      }
    }
  }
  return true;
}

// Continues the chain that lacks just this step. The level that is reached, or 0.
unsigned FunnelColumns::extend(std::uint32_t step, std::int64_t at_ms, std::size_t event) {
  Chain& next = chains_[step + 1];
  if (step == 0) {
    // Of one instant the first event is the entry.
    if (!next.has || next.at_ms[0] != at_ms) {
      next.entry = event;
    }
  } else {
    const Chain& before = chains_[step];
    const bool total = definition_.window_kind == WindowKind::total;
    if (!before.has || (definition_.window_ms != no_window &&
                        at_ms - before.at_ms[total ? 0 : step - 1] > definition_.window_ms)) {
      return 0;
    }
    std::copy_n(before.at_ms.begin(), step, next.at_ms.begin());
    next.entry = before.entry;
  }
  next.at_ms[step] = at_ms;
  next.has = true;
  return step + 1;
}

std::span<const FunnelAttempt> FunnelColumns::by_steps() {
  for (Chain& chain : chains_) {
    chain.has = false;
  }
  unsigned level = 0;
  for (const Marked& marked : marked_) {
    // Downwards, so that the event is not used twice.
    for (std::uint32_t left = marked.steps; left != 0 && level < definition_.steps;) {
      const auto step = static_cast<std::uint32_t>(std::bit_width(left)) - 1;
      left ^= std::uint32_t{1} << step;
      const unsigned reached = extend(step, marked.at_ms, marked.event);
      if (reached > level) {
        level = reached;
        const Chain& chain = chains_[level];
        chain_.at_ms.assign(chain.at_ms.begin(), chain.at_ms.begin() + level);
        chain_.entry = chain.entry;
      }
    }
  }
  return {&chain_, level == 0 ? 0U : 1U};
}

// The marked events of a line that is walked, those of one instant in the order of their steps.
void FunnelColumns::gather_walked(const ColumnLine& line) {
  marked_.clear();
  for (std::size_t event = steps_->marks().next(line.first, line.last); event != Marks::none;
       event = steps_->marks().next(event + 1, line.last)) {
    const std::uint32_t step = steps_->step_of(columns_->code(event));
    put(static_cast<std::uint32_t>(event), std::uint32_t{1} << step,
        at_ms_of(*columns_, line, event));
  }
}

std::span<const FunnelAttempt> FunnelColumns::by_walk(const ColumnLine& line, std::size_t index) {
  const auto found = steps_->attempt(index);
  if (!found) {
    gather_walked(line);
    return by_steps();
  }
  const std::size_t level = found->events.size();
  if (level == 0) {
    return {};
  }
  chain_.at_ms.resize(level);
  for (std::size_t step = 0; step < level; ++step) {
    chain_.at_ms[step] = at_ms(found->events[step]);
  }
  chain_.entry = found->entry;
  return {&chain_, 1};
}

std::span<const FunnelAttempt> FunnelColumns::attempts_of(const ColumnLine& line) {
  if (way_ == FunnelWay::chains && !line.far && line.last - line.first <= chain_events_max &&
      !has_marked_ties(line)) {
    return by_chain(line);
  }
  return way_ != FunnelWay::instants && gather(line) ? by_steps() : by_instants(line);
}

}  // namespace throughline::journey_engine
