#include "people/grouping.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/number_in.h"
#include "base/text.h"

namespace throughline::people {
namespace {

TypeCount& count_for(GroupState& state, const std::string& type) {
  const auto found = std::lower_bound(
      state.counts.begin(), state.counts.end(), type,
      [](const TypeCount& count, const std::string& wanted) { return count.type < wanted; });
  if (found != state.counts.end() && found->type == type) {
    return *found;
  }
  return *state.counts.insert(found, TypeCount{.type = type});
}

const TypeCount* find_count(const GroupState& state, const std::string& type) {
  const auto found = std::find_if(state.counts.begin(), state.counts.end(),
                                  [&](const TypeCount& count) { return count.type == type; });
  return found == state.counts.end() ? nullptr : &*found;
}

Window window_of(const Rules& rules, const std::string& type) {
  const auto& limit = limit_of(rules, type);
  return limit ? limit->window : Window::ever;
}

std::string described(const Identifier& identifier) {
  return identifier.type + " " + identifier.value;
}

bool touches(const std::vector<std::size_t>& some, const std::vector<std::size_t>& others) {
  return std::any_of(some.begin(), some.end(), [&](std::size_t node) {
    return std::find(others.begin(), others.end(), node) != others.end();
  });
}

Result<std::int64_t> parse_count(std::string_view text) {
  const auto number = number_in(text);
  return number ? Result<std::int64_t>(*number)
                : Error::internal("a group's state holds no number where one belongs");
}

}  // namespace

std::string to_text(const GroupState& state) {
  std::string text = state.known ? "k" : "u";
  for (const TypeCount& count : state.counts) {
    // Types hold no spaces: normalise.h refuses them.
    text += fmt::format(" {} {} {} {}", count.type, count.values, count.bucket, count.in_bucket);
  }
  return text;
}

Result<GroupState> parse_group_state(std::string_view text) {
  const auto words = split(text, ' ');
  if (words.size() % 4 != 1) {
    return Error::internal("a group's state is cut short");
  }
  GroupState state{.known = words[0] == "k"};
  for (std::size_t i = 1; i < words.size(); i += 4) {
    TypeCount count{.type = std::string(words[i])};
    TL_TRY_ASSIGN(count.values, parse_count(words[i + 1]));
    TL_TRY_ASSIGN(count.bucket, parse_count(words[i + 2]));
    TL_TRY_ASSIGN(count.in_bucket, parse_count(words[i + 3]));
    state.counts.push_back(std::move(count));
  }
  return state;
}

std::size_t Grouping::add(Identifier identifier) {
  nodes_.push_back({std::move(identifier), none});
  return nodes_.size() - 1;
}

std::size_t Grouping::add_group(GroupState state) {
  groups_.push_back({groups_.size(), 1, std::move(state)});
  return groups_.size() - 1;
}

void Grouping::seat(std::size_t node, std::size_t group) {
  nodes_[node].group = group;
}

void Grouping::add_block(const ClaimOrder& order, std::vector<std::size_t> one,
                         std::vector<std::size_t> other) {
  blocks_.push_back({order, std::move(one), std::move(other)});
  blocks_.back().lifted = is_joined(blocks_.back());
}

void Grouping::add_verdict(std::size_t node, Verdict::Kind kind, const ClaimOrder& order) {
  auto& known = nodes_[node].verdict;
  if (!known || known->first < order) {
    known = {order, kind};
  }
}

std::size_t Grouping::root(std::size_t group) const {
  while (groups_[group].parent != group) {
    groups_[group].parent = groups_[groups_[group].parent].parent;
    group = groups_[group].parent;
  }
  return group;
}

std::size_t Grouping::group_of(std::size_t node) const {
  return nodes_[node].group == none ? none : root(nodes_[node].group);
}

void Grouping::seat_new(std::size_t node, Time at) {
  if (nodes_[node].group != none) {
    return;
  }
  const std::string& type = nodes_[node].name.type;
  const std::int64_t bucket = bucket_of(window_of(rules_, type), at);
  seat(node, add_group({.counts = {{type, 1, bucket, 1}}, .known = type == "user_id"}));
}

void Grouping::verify(const std::vector<std::size_t>& nodes) {
  for (const std::size_t node : nodes) {
    if (is_channel_type(nodes_[node].name.type)) {
      groups_[group_of(node)].state.known = true;
    }
  }
}

void Grouping::take(const Step& step, const std::function<void(Link)>& sink) {
  const Time at = step.order->occurred_at;
  // What previous_id means is decided by what came before this claim.
  std::size_t previous = none;
  if (step.previous_user != none) {
    const bool is_user = nodes_[step.previous_user].group != none;
    previous = is_user ? step.previous_user : step.previous_anonymous;
  }
  for (const std::size_t node : step.nodes) {
    seat_new(node, at);
  }
  if (previous != none) {
    seat_new(previous, at);
  }
  if (step.rights == Rights::server) {
    verify(step.nodes);
  }
  if (step.nodes.empty()) {
    return;
  }
  std::vector<Attempt> attempts = attempts_of(step, previous);
  if (step.rights != Rights::merge && carries_both_sides(step)) {
    std::move(attempts.begin(), attempts.end(), std::back_inserter(waiting_));
    return;
  }
  for (const Attempt& attempt : attempts) {
    try_link(attempt, sink);
  }
}

std::vector<Grouping::Attempt> Grouping::attempts_of(const Step& step, std::size_t previous) const {
  // Who carries a frozen value beside others is whoever the others name.
  const auto speaks = std::find_if(step.nodes.begin(), step.nodes.end(), [&](std::size_t node) {
    return step.rights == Rights::merge || !nodes_[node].verdict ||
           nodes_[node].verdict->second != Verdict::Kind::frozen;
  });
  const std::size_t base = speaks == step.nodes.end() ? step.nodes.front() : *speaks;
  std::vector<Attempt> attempts;
  const auto attempt = [&](std::size_t other, Force force) {
    attempts.push_back({base, other, step.order, step.rights, force, step.order->occurred_at});
  };
  if (previous != none) {
    attempt(previous, step.rights == Rights::browser ? Force::asked : Force::allowed);
  }
  for (const std::size_t node : step.nodes) {
    if (node != base) {
      attempt(node, step.rights == Rights::merge ? Force::allowed : Force::asked);
    }
  }
  return attempts;
}

void Grouping::try_link(const Attempt& attempt, const Sink& sink) {
  if (group_of(attempt.base) == group_of(attempt.other)) {
    return;
  }
  Link link{.base = nodes_[attempt.base].name,
            .other = nodes_[attempt.other].name,
            .claim = *attempt.order,
            .rights = attempt.rights};
  const auto refused = refusal(attempt);
  if (refused) {
    link.refused = refused->first;
    link.reason = fmt::format("{} stayed apart from {}: {}", described(link.other),
                              described(link.base), refused->second);
    if (refused->first == Refusal::breaker) {
      count_refusal(attempt);
    } else if (refused->first == Refusal::block) {
      waiting_.push_back(attempt);
    }
    sink(std::move(link));
    return;
  }
  link.reason =
      fmt::format("{} joined {}: {}", described(link.other), described(link.base),
                  attempt.force == Force::allowed ? "merged explicitly" : "one event carries both");
  join(attempt);
  sink(std::move(link));
  if (attempt.force == Force::allowed && lift_blocks()) {
    link_waiting(attempt.at, sink);
  }
}

void Grouping::join(const Attempt& attempt) {
  unite(group_of(attempt.base), group_of(attempt.other), attempt.at);
  if (attempt.force == Force::asked) {
    count_join(attempt.base, attempt.at);
    count_join(attempt.other, attempt.at);
  }
}

bool Grouping::is_joined(const Sides& sides) const {
  return std::any_of(sides.one.begin(), sides.one.end(), [&](std::size_t one) {
    const std::size_t group = group_of(one);
    return group != none &&
           std::any_of(sides.other.begin(), sides.other.end(),
                       [&](std::size_t other) { return group_of(other) == group; });
  });
}

bool Grouping::lift_blocks() {
  bool is_any = false;
  for (Sides& sides : blocks_) {
    const bool was = sides.lifted;
    sides.lifted = was || is_joined(sides);
    is_any = is_any || sides.lifted != was;
  }
  return is_any;
}

// What waits behind another block waits on.
void Grouping::link_waiting(Time at, const Sink& sink) {
  std::vector<Attempt> attempts;
  attempts.swap(waiting_);
  for (Attempt& attempt : attempts) {
    attempt.at = at;
    const bool still_waits = blocked(attempt);
    if (still_waits) {
      waiting_.push_back(attempt);
    } else {
      try_link(attempt, sink);
    }
  }
}

std::optional<std::pair<Refusal, std::string>> Grouping::refusal(const Attempt& attempt) const {
  if (blocked(attempt)) {
    return std::pair{Refusal::block, std::string("it was decided that they are two people")};
  }
  for (const std::size_t node : {attempt.base, attempt.other}) {
    if (frozen(node, attempt)) {
      return std::pair{Refusal::frozen, described(nodes_[node].name) + " is frozen"};
    }
  }
  if (attempt.force == Force::allowed) {
    return std::nullopt;
  }
  const GroupState& base = groups_[group_of(attempt.base)].state;
  const GroupState& other = groups_[group_of(attempt.other)].state;
  if (attempt.rights == Rights::browser && base.known && other.known) {
    return std::pair{Refusal::protection,
                     std::string("both are known people, and a browser may not merge two")};
  }
  if (auto why = limit_broken(base, other, attempt.at)) {
    return std::pair{Refusal::limit, *std::move(why)};
  }
  for (const std::size_t node : {attempt.base, attempt.other}) {
    if (trips(node, attempt.at)) {
      return std::pair{
          Refusal::breaker,
          fmt::format("{} has joined {} people, which is more than one person has; it waits for "
                      "review",
                      described(nodes_[node].name), rules_.breaker->values)};
    }
  }
  return std::nullopt;
}

bool Grouping::frozen(std::size_t node, const Attempt& attempt) const {
  const auto& verdict = nodes_[node].verdict;
  return verdict && verdict->second == Verdict::Kind::frozen &&
         (attempt.force == Force::asked || *attempt.order < verdict->first);
}

bool Grouping::trips(std::size_t node, Time at) const {
  const Node& carried = nodes_[node];
  return rules_.breaker && !carried.verdict &&
         carried.joins.bucket == bucket_of(rules_.breaker->window, at) &&
         carried.joins.in_bucket >= rules_.breaker->values;
}

void Grouping::count_join(std::size_t node, Time at) {
  if (!rules_.breaker) {
    return;
  }
  Joins& joins = nodes_[node].joins;
  const std::int64_t bucket = bucket_of(rules_.breaker->window, at);
  joins.in_bucket = (joins.bucket == bucket ? joins.in_bucket : 0) + 1;
  joins.bucket = bucket;
}

void Grouping::count_refusal(const Attempt& attempt) {
  for (const std::size_t node : {attempt.base, attempt.other}) {
    nodes_[node].joins.held += trips(node, attempt.at) ? 1 : 0;
  }
}

std::optional<std::string> Grouping::limit_broken(const GroupState& base, const GroupState& other,
                                                  Time at) const {
  for (const TypeCount& brought : other.counts) {
    const std::optional<Limit>& limit = limit_of(rules_, brought.type);
    const TypeCount* present = find_count(base, brought.type);
    if (!limit || present == nullptr) {
      continue;
    }
    const bool ever = limit->window == Window::ever;
    const bool same_bucket = present->bucket == bucket_of(limit->window, at);
    const std::int64_t in_bucket = same_bucket ? present->in_bucket : 0;
    const std::int64_t counted = ever ? present->values : in_bucket;
    // A group that an explicit merge took beyond a limit may still gain other identifiers.
    if (counted > 0 && counted + brought.values > limit->values) {
      const std::string per = ever ? "" : fmt::format(" per {}", name_of(limit->window));
      return fmt::format("together they would have {} values of {}, and the limit is {}{}",
                         counted + brought.values, brought.type, limit->values, per);
    }
  }
  return std::nullopt;
}

bool Grouping::carries_both_sides(const Step& step) const {
  return std::any_of(blocks_.begin(), blocks_.end(), [&](const Sides& sides) {
    return !sides.lifted && touches(sides.one, step.nodes) && touches(sides.other, step.nodes);
  });
}

bool Grouping::blocked(const Attempt& attempt) const {
  const std::size_t base = group_of(attempt.base);
  const std::size_t other = group_of(attempt.other);
  const auto holds = [&](std::size_t group, const std::vector<std::size_t>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](std::size_t node) { return group_of(node) == group; });
  };
  return std::any_of(blocks_.begin(), blocks_.end(), [&](const Sides& sides) {
    if (sides.lifted || (attempt.force == Force::allowed && sides.order < *attempt.order)) {
      return false;
    }
    return (holds(base, sides.one) && holds(other, sides.other)) ||
           (holds(base, sides.other) && holds(other, sides.one));
  });
}

void Grouping::unite(std::size_t base, std::size_t other, Time at) {
  GroupState merged = std::move(groups_[base].state);
  merged.known = merged.known || groups_[other].state.known;
  for (const TypeCount& brought : groups_[other].state.counts) {
    const std::int64_t bucket = bucket_of(window_of(rules_, brought.type), at);
    TypeCount& count = count_for(merged, brought.type);
    count.in_bucket = (count.bucket == bucket ? count.in_bucket : 0) + brought.values;
    count.bucket = bucket;
    count.values += brought.values;
  }
  const bool base_wins = groups_[base].weight >= groups_[other].weight;
  const std::size_t winner = base_wins ? base : other;
  const std::size_t loser = base_wins ? other : base;
  groups_[loser].parent = winner;
  groups_[winner].weight += groups_[loser].weight;
  groups_[winner].state = std::move(merged);
}

}  // namespace throughline::people
