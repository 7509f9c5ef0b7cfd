// Rules, and making everything again from the record when they change.
#include "people/people.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "access/access.h"
#include "base/assert.h"
#include "people/account_store.h"
#include "people/canonical.h"
#include "people/claim.h"
#include "people/consent_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"
#include "people/trait_store.h"

namespace throughline::people {

using storage::Stage;
using storage::Transaction;

namespace {

constexpr std::size_t identifiers_at_once = 1'000;
constexpr std::size_t components_at_once = 1'000;

std::vector<std::string> changed_keys(const TraitRules& before, const TraitRules& after) {
  std::set<std::string> keys;
  for (const auto& [key, rule] : before) {
    keys.insert(key);
  }
  for (const auto& [key, rule] : after) {
    keys.insert(key);
  }
  std::erase_if(
      keys, [&](const std::string& key) { return rule_for(before, key) == rule_for(after, key); });
  return {keys.begin(), keys.end()};
}

}  // namespace

Result<People::Book> People::stored_book(Transaction& tx, const Book& current) {
  TL_TRY_ASSIGN(const auto rules, find_value(tx, rules_value));
  TL_TRY_ASSIGN(const auto survivorship, find_value(tx, survivorship_value));
  const std::string rules_json = rules.value_or("");
  const std::string survivorship_json = survivorship.value_or("");
  if (current && current->rules_json == rules_json &&
      current->survivorship_json == survivorship_json) {
    return current;
  }
  TL_TRY_ASSIGN(RuleBook book, make_rule_book(rules_json, survivorship_json));
  return Book(std::make_shared<const RuleBook>(std::move(book)));
}

Result<People::Book> People::book(Transaction& tx) {
  auto& shared = tx.database().attached<Shared>();
  Book current = shared.current();
  if (tx.dialect() == storage::Dialect::sqlite && shared.changing == 0) {
    return current;
  }
  return stored_book(tx, current);
}

// Until the change has committed or failed, every unit reads the rules from the database.
Result<People::Book> People::save_rule_value(Transaction& tx, std::string_view name,
                                             const std::string& json) {
  auto& shared = tx.database().attached<Shared>();
  TL_TRY(save_value(tx, name, json));
  TL_TRY_ASSIGN(Book next, stored_book(tx, nullptr));
  shared.changing += 1;
  const auto changed = [&shared] { shared.changing = std::max(0, shared.changing - 1); };
  tx.on_rollback(changed);
  tx.after_commit(Stage::cache, [&shared, next, changed] {
    shared.book.with([&](Book& book) { book = next; });
    shared.cache.clear();
    changed();
  });
  return next;
}

Result<Rules> People::rules(Transaction& tx) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  return book->rules;
}

Result<TraitRules> People::survivorship(Transaction& tx) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  return book->survivorship;
}

Result<void> People::put_rules(const Actor& actor, const Rules& rules) {
  TL_TRY(check_rules(rules));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const Book next, save_rule_value(tx, rules_value, to_json(rules)));
    const Time now = clock_.now();
    const std::string id = unique_id();
    TL_TRY_ASSIGN(const timeline::Recorded recorded,
                  timeline_.record(tx, rules_activated_draft(id, now)));
    TL_ASSERT(recorded.outcome == timeline::Outcome::accepted);
    TL_TRY(access::Access::audit_at(tx, now, actor, "rules.change", "workspace"));
    return rebuild_identity(tx, *next, {{now, {}, "rules:" + id}, now, "the rules changed"});
  });
}

Result<void> People::put_survivorship(const Actor& actor, const TraitRules& rules) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const Book before, this->book(tx));
    TL_TRY_ASSIGN(const Book next, save_rule_value(tx, survivorship_value, to_json(rules)));
    TL_TRY(access::Access::audit_at(tx, clock_.now(), actor, "survivorship.change", "workspace"));
    const auto keys = changed_keys(before->survivorship, next->survivorship);
    if (keys.empty()) {
      return {};
    }
    // For whoever follows: traits change without anybody having said something.
    Draft activated = rules_activated_draft(unique_id(), clock_.now());
    activated.name = "Trait rules activated";
    TL_TRY_ASSIGN(const timeline::Recorded recorded, timeline_.record(tx, activated));
    TL_ASSERT(recorded.outcome == timeline::Outcome::accepted);
    TL_TRY(clear_traits(tx, TraitSubject::identifier, keys));
    const std::set<std::string> wanted(keys.begin(), keys.end());
    return timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
      if (!event.key_identifier || event.kind != EventKind::identify) {
        return {};
      }
      Result<std::vector<Assertion>> said = parse_assertions(event.properties, origin_of(event));
      if (!said.ok()) {
        return {};
      }
      std::erase_if(*said,
                    [&](const Assertion& assertion) { return !wanted.contains(assertion.key); });
      return fold_traits(tx, TraitSubject::identifier, event.key_identifier.value, *said,
                         next->survivorship);
    });
  });
}

Result<void> People::rebuild_identity(Transaction& tx, const RuleBook& book, const Cause& cause) {
  const IdentityContext context{book.rules, clock_.now(), std::numeric_limits<std::int64_t>::max()};
  TL_TRY(forget_claims(tx));
  TL_TRY(timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
    const std::optional<Claim> claim = claim_of(event, book.blocked);
    return claim ? note_claim(tx, context, *claim) : Result<void>();
  }));
  TL_TRY_ASSIGN(const std::vector<Claim> decided, merges_decided(tx, std::nullopt));
  for (const Claim& claim : decided) {
    TL_TRY(note_claim(tx, context, claim));
  }
  TL_TRY(release_unclaimed(tx));
  std::vector<Move> moves;
  for (std::int64_t after = 0;;) {
    TL_TRY_ASSIGN(const auto components, components_after(tx, after, components_at_once));
    for (const std::int64_t component : components) {
      TL_TRY_ASSIGN(const Reresolved anew, resolve_component(tx, context, component));
      moves.insert(moves.end(), anew.moves.begin(), anew.moves.end());
    }
    if (components.size() < components_at_once) {
      break;
    }
    after = components.back();
  }
  return record_moves(tx, moves, cause);
}

Result<void> People::rebuild_statements(Transaction& tx, const RuleBook& book) {
  TL_TRY(clear_traits(tx, TraitSubject::identifier, {}));
  TL_TRY(clear_accounts(tx));
  TL_TRY(clear_consents(tx));
  return timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
    if (event.kind == EventKind::consent) {
      return fold_consent_event(tx, event);
    }
    if (!event.key_identifier) {
      return {};
    }
    return fold_statement(tx,
                          {.kind = event.kind,
                           .account = event.account,
                           .properties = event.properties,
                           .key = event.key_identifier,
                           .origin = origin_of(event)},
                          book);
  });
}

Result<People::Rebuilt> People::rebuild(WorkspaceId workspace) {
  return workspaces_.write(workspace, [&](Transaction& tx) -> Result<Rebuilt> {
    TL_TRY_ASSIGN(const Book book, this->book(tx));
    TL_TRY_ASSIGN(const std::string before, canonical_export(tx));
    const Time now = clock_.now();
    TL_TRY(rebuild_identity(tx, *book,
                            {{now, {}, "rebuild:" + unique_id()}, now, "everything was rebuilt"}));
    TL_TRY(rebuild_statements(tx, *book));
    TL_TRY_ASSIGN(const std::string after, canonical_export(tx));
    return Rebuilt{.differed = before != after};
  });
}

Result<std::string> People::canonical_fold(Transaction& tx) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  CanonicalFold fold(book->rules, book->blocked, book->survivorship);
  TL_TRY(timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
    std::optional<Identifier> key;
    if (event.key_identifier) {
      TL_TRY_ASSIGN(IdentifierRow row, find_identifier(tx, event.key_identifier));
      key = std::move(row.name);
    }
    fold.add(event, key);
    return {};
  }));
  TL_TRY_ASSIGN(const std::vector<Claim> decided, merges_decided(tx, std::nullopt));
  for (const Claim& claim : decided) {
    fold.add(claim);
  }
  TL_TRY_ASSIGN(Decisions apart, others_decided(tx, std::nullopt));
  fold.add(std::move(apart));
  return to_text(fold.finish());
}

Result<std::string> People::canonical_export(Transaction& tx) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  std::map<ProfileId, CanonicalPerson> people;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(const auto rows, identifiers_after(tx, after, identifiers_at_once));
    for (const IdentifierRow& row : rows) {
      if (row.profile) {
        people[row.profile].identifiers[row.name] = row.verified;
      }
    }
    if (rows.size() < identifiers_at_once) {
      break;
    }
    after = rows.back().id;
  }
  CanonicalPeople all;
  for (auto& [id, person] : people) {
    TL_TRY_ASSIGN(person.traits, traits_of_profile(tx, id, book->survivorship));
    TL_TRY_ASSIGN(person.memberships, memberships_of(tx, id));
    all.people.push_back(std::move(person));
  }
  for (AccountId after;;) {
    TL_TRY_ASSIGN(const auto ids, accounts_after(tx, after, identifiers_at_once));
    for (const AccountId id : ids) {
      TL_TRY_ASSIGN(const Account account, people::find_account(tx, id));
      all.accounts[account.key] = account.traits;
    }
    if (ids.size() < identifiers_at_once) {
      break;
    }
    after = ids.back();
  }
  return to_text(all);
}

}  // namespace throughline::people
