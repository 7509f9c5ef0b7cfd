#include "people/identity.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/name_table.h"
#include "people/grouping.h"

namespace throughline::people {
namespace {

constexpr std::array<std::string_view, 3> rights_names = {"browser", "server", "merge"};
constexpr std::array<std::string_view, 5> refusal_names = {"limit", "protection", "block", "frozen",
                                                           "breaker"};

bool in_canonical_order(const Claim& a, const Claim& b) {
  return a.order < b.order;
}

// Gives every identifier its index in a Grouping.
class Index {
 public:
  explicit Index(Grouping& grouping) : grouping_(grouping) {}

  std::size_t node(const Identifier& identifier) {
    const auto [at, is_new] = nodes_.try_emplace(identifier, 0);
    if (is_new) {
      at->second = grouping_.add(identifier);
    }
    return at->second;
  }
  std::vector<std::size_t> nodes(const std::vector<Identifier>& identifiers) {
    std::vector<std::size_t> found;
    found.reserve(identifiers.size());
    for (const Identifier& identifier : identifiers) {
      found.push_back(node(identifier));
    }
    return found;
  }

 private:
  Grouping& grouping_;
  std::map<Identifier, std::size_t> nodes_;
};

std::vector<std::vector<Identifier>> groups_of(const Grouping& grouping) {
  std::map<std::size_t, std::vector<Identifier>> by_group;
  for (std::size_t node = 0; node < grouping.nodes(); ++node) {
    if (const std::size_t group = grouping.group_of(node); group != Grouping::none) {
      by_group[group].push_back(grouping.identifier(node));
    }
  }
  std::vector<std::vector<Identifier>> groups;
  for (auto& [group, identifiers] : by_group) {
    std::sort(identifiers.begin(), identifiers.end());
    groups.push_back(std::move(identifiers));
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

void append_part(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

}  // namespace

std::string_view name_of(Rights rights) {
  return name_in(rights_names, rights);
}
Result<Rights> parse_rights(std::string_view name) {
  return parse_name<Rights>(rights_names, name, "rights");
}
std::string_view name_of(Refusal refusal) {
  return name_in(refusal_names, refusal);
}

std::vector<Identifier> by_priority(const Rules& rules, std::vector<Identifier> identifiers) {
  std::sort(identifiers.begin(), identifiers.end(),
            [&](const Identifier& a, const Identifier& b) { return precedes(rules, a, b); });
  identifiers.erase(std::unique(identifiers.begin(), identifiers.end()), identifiers.end());
  return identifiers;
}

Resolved resolve(std::vector<Claim> claims, const Rules& rules, const Decisions& decisions) {
  std::sort(claims.begin(), claims.end(), in_canonical_order);
  Grouping grouping(rules);
  Index index(grouping);
  for (const Block& block : decisions.blocks) {
    grouping.add_block(block.order, index.nodes(block.one), index.nodes(block.other));
  }
  for (const Verdict& verdict : decisions.verdicts) {
    grouping.add_verdict(index.node(verdict.identifier), verdict.kind, verdict.order);
  }
  Resolved resolved;
  for (const Claim& claim : claims) {
    Grouping::Step step{.order = &claim.order, .rights = claim.rights};
    step.nodes = index.nodes(by_priority(rules, claim.identifiers));
    if (!claim.previous_id.empty()) {
      step.previous_user = index.node({"user_id", claim.previous_id});
      step.previous_anonymous = index.node({"anonymous_id", claim.previous_id});
    }
    grouping.take(step, [&](Link link) { resolved.links.push_back(std::move(link)); });
  }
  resolved.groups = groups_of(grouping);
  return resolved;
}

std::string evidence_of(const Claim& claim, const Rules& rules) {
  if (!claim.previous_id.empty() || claim.rights == Rights::merge) {
    return "";
  }
  std::string text(name_of(claim.rights));
  for (const Window window : windows_in_use(rules)) {
    text += ' ';
    text += name_of(window);
    text += std::to_string(bucket_of(window, claim.order.occurred_at));
  }
  const std::set<Identifier> identifiers(claim.identifiers.begin(), claim.identifiers.end());
  for (const Identifier& identifier : identifiers) {
    append_part(text, identifier.type);
    append_part(text, identifier.value);
  }
  return text;
}

std::vector<Claim> earliest_evidence(std::vector<Claim> claims, const Rules& rules) {
  std::sort(claims.begin(), claims.end(), in_canonical_order);
  std::set<std::string> seen;
  std::erase_if(claims, [&](const Claim& claim) {
    const std::string evidence = evidence_of(claim, rules);
    return !evidence.empty() && !seen.insert(evidence).second;
  });
  return claims;
}

}  // namespace throughline::people
