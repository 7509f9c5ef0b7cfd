// What other rules would do, over all history and before anything changes.
#include "people/people.h"

#include <set>
#include <unordered_map>
#include <utility>

#include "people/claim.h"
#include "people/identity_decisions_store.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"
#include "people/rules_preview.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::size_t components_at_once = 1'000;
constexpr std::size_t identifiers_at_once = 1'000;

Result<OwnersToday> owners_in(Transaction& tx, std::int64_t component) {
  OwnersToday owners;
  TL_TRY_ASSIGN(const auto rows, identifiers_of_component(tx, component));
  for (const IdentifierRow& row : rows) {
    if (row.profile) {
      owners.emplace(row.name, row.profile);
    }
  }
  return owners;
}

// The claims that are kept tell everything: one component after the other.
Result<void> compare_by_component(Transaction& tx, const Rules& rules, RulesPreview& preview) {
  for (std::int64_t after = 0;;) {
    TL_TRY_ASSIGN(const auto components, components_after(tx, after, components_at_once));
    for (const std::int64_t component : components) {
      TL_TRY_ASSIGN(const OwnersToday today, owners_in(tx, component));
      TL_TRY_ASSIGN(std::vector<Claim> claims, claims_with_names(tx, component));
      TL_TRY_ASSIGN(const Decisions apart, decisions_with_names(tx, component));
      compare_people(preview, today, resolve(std::move(claims), rules, apart).groups);
    }
    if (components.size() < components_at_once) {
      return {};
    }
    after = components.back();
  }
}

Result<OwnersToday> all_owners(Transaction& tx) {
  OwnersToday owners;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(const auto rows, identifiers_after(tx, after, identifiers_at_once));
    for (const IdentifierRow& row : rows) {
      if (row.profile) {
        owners.emplace(row.name, row.profile);
      }
    }
    if (rows.size() < identifiers_at_once) {
      return owners;
    }
    after = rows.back().id;
  }
}

// The earliest of the claims that say the same, as they come.
class EarliestClaims {
 public:
  explicit EarliestClaims(const Rules& rules) : rules_(rules) {}

  void add(Claim claim) {
    std::string evidence = evidence_of(claim, rules_);
    if (evidence.empty()) {
      claims_.push_back(std::move(claim));
      return;
    }
    const auto [at, is_new] = places_.try_emplace(std::move(evidence), claims_.size());
    if (is_new) {
      claims_.push_back(std::move(claim));
    } else if (claim.order < claims_[at->second].order) {
      claims_[at->second] = std::move(claim);
    }
  }
  std::vector<Claim> take() { return std::move(claims_); }

 private:
  const Rules& rules_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<Claim> claims_;
};

}  // namespace

Result<RulesPreview> People::preview_rules(Transaction& tx, const Rules& rules) {
  TL_TRY(check_rules(rules));
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  RulesPreview preview;
  if (keeps_evidence(book->rules, rules)) {
    TL_TRY(compare_by_component(tx, rules, preview));
    return preview;
  }
  TL_TRY_ASSIGN(const BlockedValues blocked, BlockedValues::compile(rules));
  EarliestClaims claims(rules);
  TL_TRY(timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
    if (std::optional<Claim> claim = claim_of(event, blocked)) {
      claims.add(*std::move(claim));
    }
    return {};
  }));
  TL_TRY_ASSIGN(std::vector<Claim> merges, merges_decided(tx, std::nullopt));
  for (Claim& claim : merges) {
    claims.add(std::move(claim));
  }
  TL_TRY_ASSIGN(const Decisions apart, others_decided(tx, std::nullopt));
  TL_TRY_ASSIGN(const OwnersToday today, all_owners(tx));
  compare_people(preview, today, people::resolve(claims.take(), rules, apart).groups);
  return preview;
}

}  // namespace throughline::people
