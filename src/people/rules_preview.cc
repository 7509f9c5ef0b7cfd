#include "people/rules_preview.h"

#include <algorithm>
#include <set>

namespace throughline::people {
namespace {

constexpr std::size_t samples_max = 10;
constexpr std::size_t sample_identifiers_max = 50;

using People = std::vector<std::vector<Identifier>>;

std::vector<Identifier> shortened(const std::vector<Identifier>& identifiers) {
  const auto size =
      static_cast<std::ptrdiff_t>(std::min(identifiers.size(), sample_identifiers_max));
  return {identifiers.begin(), identifiers.begin() + size};
}

void add_sample(std::vector<RulesPreview::Sample>& samples, const People& before,
                const People& after) {
  if (samples.size() == samples_max) {
    return;
  }
  RulesPreview::Sample& sample = samples.emplace_back();
  for (const auto& [from, into] :
       {std::pair(&before, &sample.before), std::pair(&after, &sample.after)}) {
    for (std::size_t i = 0; i < std::min(from->size(), samples_max); ++i) {
      into->push_back(shortened((*from)[i]));
    }
  }
}

void keep_largest(std::vector<std::vector<Identifier>>& largest,
                  const std::vector<Identifier>& group) {
  largest.push_back(shortened(group));
  std::stable_sort(largest.begin(), largest.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  if (largest.size() > samples_max) {
    largest.pop_back();
  }
}

std::set<ProfileId> owners_of(const std::vector<Identifier>& group, const OwnersToday& today) {
  std::set<ProfileId> owners;
  for (const Identifier& identifier : group) {
    if (const auto owner = today.find(identifier); owner != today.end()) {
      owners.insert(owner->second);
    }
  }
  return owners;
}

}  // namespace

void compare_people(RulesPreview& preview, const OwnersToday& today, const People& after) {
  std::map<ProfileId, std::vector<Identifier>> before;
  std::map<ProfileId, std::vector<std::size_t>> becomes;  // Indexes into `after`, in order.
  for (const auto& [identifier, owner] : today) {
    before[owner].push_back(identifier);
  }
  preview.people_before += static_cast<std::int64_t>(before.size());
  preview.people_after += static_cast<std::int64_t>(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    const std::set<ProfileId> joined = owners_of(after[i], today);
    People joining;
    for (const ProfileId owner : joined) {
      becomes[owner].push_back(i);
      joining.push_back(before.at(owner));
    }
    if (joined.size() > 1) {
      preview.merged += static_cast<std::int64_t>(joined.size()) - 1;
      add_sample(preview.merges, joining, {after[i]});
    }
    keep_largest(preview.largest, after[i]);
  }
  for (const auto& [owner, parts] : becomes) {
    if (parts.size() < 2) {
      continue;
    }
    preview.split += 1;
    People into;
    for (const std::size_t part : parts) {
      into.push_back(after[part]);
    }
    add_sample(preview.splits, {before.at(owner)}, into);
  }
}

bool keeps_evidence(const Rules& current, const Rules& next) {
  const auto kept = windows_in_use(current);
  const auto asked = windows_in_use(next);
  return current.blocked_values == next.blocked_values &&
         current.blocked_patterns == next.blocked_patterns &&
         std::includes(kept.begin(), kept.end(), asked.begin(), asked.end());
}

}  // namespace throughline::people
