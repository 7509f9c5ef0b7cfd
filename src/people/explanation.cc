#include "people/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <set>

#include "base/name_table.h"

namespace throughline::people {
namespace {

constexpr std::array<std::string_view, 3> verdict_names = {"same", "apart", "unconnected"};

using Joins = std::multimap<Identifier, std::pair<Identifier, const Link*>>;

Joins joins_of(const Resolved& resolved) {
  Joins joins;
  for (const Link& link : resolved.links) {
    if (!link.refused) {
      joins.insert({link.base, {link.other, &link}});
      joins.insert({link.other, {link.base, &link}});
    }
  }
  return joins;
}

// Joins form a forest, so the path found is the only one.
std::vector<Link> path(const Joins& joins, const Identifier& from, const Identifier& to) {
  std::map<Identifier, std::pair<Identifier, const Link*>> came_from;
  std::deque<Identifier> waiting = {to};
  while (!waiting.empty() && !came_from.contains(from)) {
    const Identifier at = waiting.front();
    waiting.pop_front();
    const auto [first, last] = joins.equal_range(at);
    for (auto join = first; join != last; ++join) {
      const auto& [next, link] = join->second;
      if (next != to && came_from.try_emplace(next, at, link).second) {
        waiting.push_back(next);
      }
    }
  }
  std::vector<Link> links;
  for (Identifier at = from; at != to && came_from.contains(at); at = came_from.at(at).first) {
    links.push_back(*came_from.at(at).second);
  }
  return links;
}

std::set<Identifier> group_with(const Resolved& resolved, const Identifier& identifier) {
  for (const auto& group : resolved.groups) {
    if (std::binary_search(group.begin(), group.end(), identifier)) {
      return {group.begin(), group.end()};
    }
  }
  return {};
}

std::string described(const Identifier& identifier) {
  return identifier.type + " " + identifier.value;
}

}  // namespace

std::string_view name_of(Explanation::Verdict verdict) {
  return name_in(verdict_names, verdict);
}

Explanation explain(const Resolved& resolved, const Identifier& one, const Identifier& other) {
  const auto ones = group_with(resolved, one);
  const auto others = group_with(resolved, other);
  Explanation explanation;
  if (ones.contains(other)) {
    explanation.verdict = Explanation::Verdict::same;
    explanation.links = path(joins_of(resolved), one, other);
    explanation.text = fmt::format("{} and {} are one person, through {} link{}.", described(one),
                                   described(other), explanation.links.size(),
                                   explanation.links.size() == 1 ? "" : "s");
    return explanation;
  }
  for (const Link& link : resolved.links) {
    const bool across = (ones.contains(link.base) && others.contains(link.other)) ||
                        (others.contains(link.base) && ones.contains(link.other));
    if (link.refused && across) {
      explanation.links.push_back(link);
    }
  }
  const bool tried = !explanation.links.empty();
  explanation.verdict = tried ? Explanation::Verdict::apart : Explanation::Verdict::unconnected;
  explanation.text =
      tried
          ? fmt::format("{} and {} are two people: {} attempt{} to join them refused.",
                        described(one), described(other), explanation.links.size(),
                        explanation.links.size() == 1 ? " was" : "s were")
          : fmt::format("Nothing speaks of {} and {} together.", described(one), described(other));
  return explanation;
}

}  // namespace throughline::people
