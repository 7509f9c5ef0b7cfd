// Whose an event is, what its claim changes, and what agents decide about it.
#include "people/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "access/access.h"
#include "base/assert.h"
#include "people/claim.h"
#include "people/identity_decisions_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"

namespace throughline::people {

using storage::Dialect;
using storage::Stage;
using storage::Transaction;
using timeline::Resolution;

Result<Resolution> People::resolve(Transaction& tx, const Draft& draft) {
  const bool corrects_trait = !draft.source && draft.kind == EventKind::identify;
  if (draft.identifiers.empty()) {
    return Resolution{};
  }
  if (auto refusal = refused(tx, draft)) {
    return *std::move(refusal);
  }
  if (is_of_the_product(draft.kind) || corrects_trait) {
    return find_known(tx, draft);
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  // An alias counts every time, since what its previous_id means may have changed.
  if (tx.dialect() != Dialect::sqlite || draft.kind == EventKind::alias) {
    return resolve_claim(tx, draft, *book);
  }
  auto& shared = tx.database().attached<Shared>();
  if (shared.changing != 0) {
    return resolve_claim(tx, draft, *book);
  }
  const IdentityCache::Key key = shared.cache.key_of(draft, book->rules);
  const auto known = shared.cache.find(key);
  if (known && known->evidence_at < draft.occurred_at) {
    return Resolution{.key_identifier = known->key};
  }
  TL_TRY_ASSIGN(Resolution resolution, resolve_claim(tx, draft, *book));
  if (resolution.key_identifier) {
    const IdentityCache::Entry entry{draft.occurred_at, resolution.key_identifier};
    tx.after_commit(Stage::cache, [&shared, key, entry] { shared.cache.put(key, entry); });
  }
  return resolution;
}

// Nothing of somebody who was erased or suppressed is kept, not even that it was refused.
std::optional<Resolution> People::refused(Transaction& tx, const Draft& draft) {
  const Tombstones& tombstones = tx.database().attached<Shared>().tombstones;
  if (!draft.source || tombstones.empty()) {
    return std::nullopt;
  }
  std::vector<Identifier> named = draft.identifiers;
  if (!draft.previous_id.empty()) {
    named.push_back({"user_id", draft.previous_id});
    named.push_back({"anonymous_id", draft.previous_id});
  }
  for (const Identifier& name : named) {
    if (const auto mode = tombstones.find(name)) {
      const bool erased = *mode != ErasureMode::suppress;
      return Resolution{.decisions = {erased ? "this person was erased: nothing more is kept"
                                             : "this person is suppressed: nothing new is kept"},
                        .refused = erased ? "erased_person" : "suppressed_person",
                        .forgotten = true};
    }
  }
  return std::nullopt;
}

Result<Resolution> People::find_known(Transaction& tx, const Draft& draft) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  for (const Identifier& name : by_priority(book->rules, draft.identifiers)) {
    TL_TRY_ASSIGN(const auto row, find_identifier(tx, name));
    if (row && row->profile) {
      return Resolution{.key_identifier = row->id};
    }
  }
  return Resolution{};
}

Result<Resolution> People::resolve_claim(Transaction& tx, const Draft& draft,
                                         const RuleBook& book) {
  const std::optional<Claim> claim = claim_of(draft, book.blocked);
  if (!claim) {
    return Resolution{};
  }
  const IdentityContext context{book.rules, clock_.now(), claims_at_once_};
  TL_TRY_ASSIGN(const Applied applied, apply_claim(tx, context, *claim));
  Resolution resolution{.key_identifier = applied.key};
  std::string joined;
  for (const Link& link : applied.links) {
    resolution.decisions.push_back(link.reason);
    if (!link.refused) {
      joined += (joined.empty() ? "" : "; ") + link.reason;
    }
  }
  if (joined.empty()) {
    joined = "an event that came late changed what came after it";
  }
  TL_TRY(alert_held(tx, applied.links, draft.times.received));
  TL_TRY(record_moves(tx, applied.moves, {claim->order, draft.times.received, joined}));
  return resolution;
}

Result<void> People::alert_held(Transaction& tx, const std::vector<Link>& links, Time now) {
  for (const Link& link : links) {
    if (link.refused != Refusal::breaker) {
      continue;
    }
    for (const Identifier& name : {link.base, link.other}) {
      TL_TRY_ASSIGN(const auto row, people::find_identifier(tx, name));
      if (row && row->joins.held > 0) {
        TL_TRY(timeline_.record(tx, value_held_draft(now, name)));
      }
    }
  }
  return {};
}

Result<void> People::record_moves(Transaction& tx, const std::vector<Move>& moves,
                                  const Cause& cause) {
  std::size_t number = 0;
  for (const Move& move : moves) {
    if (!move.to) {
      continue;  // An alias means somebody else now, and nobody goes by this any more.
    }
    IdentityChange change{.move = move,
                          .reason = cause.reason,
                          .cause = cause.order,
                          .received_at = cause.received_at,
                          .number = number++,
                          .split = cause.split};
    TL_TRY_ASSIGN(change.from, public_id(tx, move.from));
    TL_TRY_ASSIGN(change.to, public_id(tx, move.to));
    TL_TRY_ASSIGN(const timeline::Recorded recorded, timeline_.record(tx, draft_of(change)));
    TL_ASSERT(recorded.outcome != timeline::Outcome::refused);
  }
  return {};
}

Result<void> People::resolve_pending(Transaction& tx) {
  TL_TRY_ASSIGN(const auto pending, pending_components(tx, 1));
  if (pending.empty()) {
    return {};
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  const Time now = clock_.now();
  TL_TRY_ASSIGN(const Reresolved anew,
                resolve_component(tx, {book->rules, now, claims_at_once_}, pending.front()));
  return record_moves(tx, anew.moves,
                      {{now, {}, "pending:" + unique_id()}, now, "late events were resolved"});
}

Result<ProfileId> People::merge(const Actor& actor, const MergeRequest& request) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<ProfileId> {
    TL_TRY_ASSIGN(const ProfileId one, find_profile(tx, request.one));
    TL_TRY_ASSIGN(const ProfileId other, find_profile(tx, request.other));
    if (one == other) {
      return Error::conflict("they are one person already");
    }
    TL_TRY_ASSIGN(const ProfileIdentifier key_of_one, key_identifier(tx, one));
    TL_TRY_ASSIGN(const ProfileIdentifier key_of_other, key_identifier(tx, other));
    TL_TRY_ASSIGN(const Book book, this->book(tx));
    const Time now = clock_.now();
    TL_TRY_ASSIGN(const std::int64_t decision,
                  add_decision(tx, {.kind = "merge",
                                    .decided_at = now,
                                    .actor = actor.name,
                                    .reason = request.reason,
                                    .identifiers = {key_of_one.id, key_of_other.id}}));
    const Claim claim = merge_claim(decision, now, {key_of_one.name, key_of_other.name});
    TL_TRY_ASSIGN(const Applied applied,
                  apply_claim(tx, {book->rules, now, claims_at_once_}, claim));
    const std::string reason = fmt::format("merged by {}: {}", actor.name, request.reason);
    TL_TRY(record_moves(tx, applied.moves, {claim.order, now, reason}));
    TL_TRY(access::Access::audit_at(
        tx, now, actor, "person.merge", fmt::format("profile:{}", one.value),
        fmt::format(R"({{"with":"profile:{}","decision":{}}})", other.value, decision)));
    return find_owner(tx, key_of_one.id);
  });
}

Result<Explanation> People::explain(Transaction& tx, const Identifier& one,
                                    const Identifier& other) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const Identifier first, normalise(one, book->rules.phone_region));
  TL_TRY_ASSIGN(const Identifier second, normalise(other, book->rules.phone_region));
  TL_TRY_ASSIGN(const auto row, find_identifier(tx, first));
  if (!row || row->component == 0) {
    return people::explain({}, first, second);
  }
  TL_TRY_ASSIGN(std::vector<Claim> claims, claims_with_names(tx, row->component));
  TL_TRY_ASSIGN(const Decisions apart, decisions_with_names(tx, row->component));
  Explanation explanation =
      people::explain(people::resolve(std::move(claims), book->rules, apart), first, second);
  TL_TRY_ASSIGN(const auto decisions, decisions_by(tx, std::nullopt));
  for (Link& link : explanation.links) {
    for (const DecisionRow& decision : decisions) {
      if (!link.claim.source && link.claim.message_id == decision_message_id(decision.id)) {
        link.reason = fmt::format("merged by {}: {}", decision.actor, decision.reason);
      }
    }
  }
  return explanation;
}

Result<std::vector<Claim>> People::merges_decided(Transaction& tx, std::optional<Time> known_at) {
  TL_TRY_ASSIGN(const auto decisions, decisions_by(tx, known_at));
  std::vector<Claim> claims;
  for (const DecisionRow& decision : decisions) {
    if (decision.kind != "merge") {
      continue;
    }
    std::vector<Identifier> names;
    for (const IdentifierId id : decision.identifiers) {
      TL_TRY_ASSIGN(const IdentifierRow row, find_identifier(tx, id));
      names.push_back(row.name);
    }
    claims.push_back(merge_claim(decision.id, decision.decided_at, std::move(names)));
  }
  return claims;
}

Result<Decisions> People::others_decided(Transaction& tx, std::optional<Time> known_at) {
  TL_TRY_ASSIGN(const auto decisions, decisions_by(tx, known_at));
  return with_names(tx, decisions);
}

// Claims of a person's events stay within what is connected to her today, since connections are
// never lost; so what was known of it then is found among its events.
Result<std::vector<IdentifierId>> People::identifiers_known_at(Transaction& tx, ProfileId id,
                                                               Time known_at,
                                                               const RuleBook& book) {
  TL_TRY_ASSIGN(const IdentifierRow birth, find_identifier(tx, IdentifierId{id.value}));
  TL_TRY_ASSIGN(const auto rows, identifiers_of_component(tx, birth.component));
  std::vector<IdentifierId> ids;
  std::map<Identifier, const IdentifierRow*> by_name;
  for (const IdentifierRow& row : rows) {
    ids.push_back(row.id);
    by_name[row.name] = &row;
  }
  std::vector<Claim> claims;
  TL_TRY(timeline_.each_event(tx, ids, {}, [&](const Event& event) -> Result<void> {
    std::optional<Claim> claim = claim_of(event, book.blocked);
    if (claim && event.times.received <= known_at) {
      claims.push_back(*std::move(claim));
    }
    return {};
  }));
  TL_TRY_ASSIGN(const std::vector<Claim> decided, merges_decided(tx, known_at));
  std::copy_if(decided.begin(), decided.end(), std::back_inserter(claims),
               [&](const Claim& claim) { return by_name.contains(claim.identifiers.front()); });
  TL_TRY_ASSIGN(const Decisions apart, others_decided(tx, known_at));
  const auto groups = people::resolve(std::move(claims), book.rules, apart).groups;
  const auto holds = [](const std::vector<Identifier>& group, const Identifier& name) {
    return std::binary_search(group.begin(), group.end(), name);
  };
  // Her, then: by the identifier she was born with, else by the best of hers that was known.
  std::vector<Identifier> hers = {birth.name};
  for (const IdentifierRow& row : rows) {
    if (row.profile == id) {
      hers.push_back(row.name);
    }
  }
  std::sort(hers.begin() + 1, hers.end(),
            [&](const Identifier& a, const Identifier& b) { return precedes(book.rules, a, b); });
  for (const Identifier& name : hers) {
    for (const auto& group : groups) {
      if (holds(group, name)) {
        std::vector<IdentifierId> known;
        std::transform(group.begin(), group.end(), std::back_inserter(known),
                       [&](const Identifier& member) { return by_name.at(member)->id; });
        return known;
      }
    }
  }
  return std::vector<IdentifierId>{};
}

}  // namespace throughline::people
