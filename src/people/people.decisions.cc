// What people decide about identity: unmerges, frozen values, and their consequences beforehand.
#include "people/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "access/access.h"
#include "base/assert.h"
#include "base/name_table.h"
#include "people/identity_decisions_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"
#include "people/trait_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

constexpr std::array<std::string_view, 2> verdict_names = {"freeze", "allow"};
constexpr std::size_t identifiers_max = 10'000;
constexpr std::size_t page_max = 1'000;
constexpr std::size_t reason_bytes_max = 2'000;

// Both sides of an unmerge, as rows of hers.
struct Sides {
  std::vector<IdentifierRow> one = {};
  std::vector<IdentifierRow> other = {};
};

Result<Sides> sides_of(Transaction& tx, ProfileId profile, const std::set<Identifier>& wanted) {
  Sides sides;
  TL_TRY_ASSIGN(auto rows, identifiers_of_profile(tx, profile, {}, identifiers_max + 1));
  if (rows.size() > identifiers_max) {
    return Error::invalid("this person has too many identifiers to be taken apart by hand");
  }
  for (IdentifierRow& row : rows) {
    (wanted.contains(row.name) ? sides.one : sides.other).push_back(std::move(row));
  }
  if (sides.one.size() != wanted.size()) {
    return Error::invalid("`identifiers` must all belong to this person");
  }
  if (sides.one.empty() || sides.other.empty()) {
    return Error::invalid("choose some of the person's identifiers, and not all of them");
  }
  return sides;
}

Result<std::set<Identifier>> normalised(const std::vector<Identifier>& identifiers,
                                        const Rules& rules) {
  std::set<Identifier> names;
  for (const Identifier& identifier : identifiers) {
    TL_TRY_ASSIGN(Identifier name, normalise(identifier, rules.phone_region));
    names.insert(std::move(name));
  }
  return names;
}

Result<void> check_reason(const std::string& reason) {
  return reason.size() > reason_bytes_max ? Error::invalid("a reason has at most 2000 bytes")
                                          : Result<void>();
}

}  // namespace

std::string_view name_of(ValueVerdict verdict) {
  return name_in(verdict_names, verdict);
}
Result<ValueVerdict> parse_value_verdict(std::string_view name) {
  return parse_name<ValueVerdict>(verdict_names, name, "verdict");
}

Result<UnmergePreview> People::preview_unmerge(Transaction& tx, const UnmergeRequest& request) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const ProfileId id, find_profile(tx, request.profile));
  TL_TRY_ASSIGN(const auto wanted, normalised(request.identifiers, book->rules));
  TL_TRY_ASSIGN(const Sides sides, sides_of(tx, id, wanted));
  TL_TRY_ASSIGN(const IdentifierRow birth, find_identifier(tx, IdentifierId{id.value}));
  TL_TRY_ASSIGN(std::vector<Claim> claims, claims_with_names(tx, birth.component));
  TL_TRY_ASSIGN(Decisions decisions, decisions_with_names(tx, birth.component));
  decisions.blocks.push_back({{.occurred_at = clock_.now(), .message_id = "~"},
                              names_of(sides.one),
                              names_of(sides.other)});
  std::map<Identifier, const IdentifierRow*> hers;
  for (const auto* side : {&sides.one, &sides.other}) {
    for (const IdentifierRow& row : *side) {
      hers.emplace(row.name, &row);
    }
  }
  UnmergePreview preview;
  for (const auto& group : people::resolve(std::move(claims), book->rules, decisions).groups) {
    const bool is_touched = std::any_of(
        group.begin(), group.end(), [&](const Identifier& name) { return hers.contains(name); });
    if (!is_touched) {
      continue;
    }
    TL_TRY_ASSIGN(PersonAfter person, person_after(tx, group));
    const bool has_birth = std::find(group.begin(), group.end(), birth.name) != group.end();
    preview.people.insert(has_birth ? preview.people.begin() : preview.people.end(),
                          std::move(person));
  }
  return preview;
}

Result<PersonAfter> People::person_after(Transaction& tx, const std::vector<Identifier>& group) {
  PersonAfter person{.identifiers = group};
  std::vector<IdentifierId> ids;
  for (const Identifier& name : group) {
    TL_TRY_ASSIGN(const auto row, people::find_identifier(tx, name));
    if (row) {
      ids.push_back(row->id);
    }
  }
  TL_TRY_ASSIGN(const timeline::Extent extent, timeline_.extent(tx, ids));
  person.events = extent.events;
  TL_TRY_ASSIGN(person.corrected_traits, traits_said_by(tx, ids, SourceId{}));
  return person;
}

Result<ProfileId> People::unmerge(const Actor& actor, const UnmergeRequest& request) {
  TL_TRY(check_reason(request.reason));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<ProfileId> {
    TL_TRY_ASSIGN(const Book book, this->book(tx));
    TL_TRY_ASSIGN(const ProfileId id, find_profile(tx, request.profile));
    TL_TRY_ASSIGN(const auto wanted, normalised(request.identifiers, book->rules));
    TL_TRY_ASSIGN(const Sides sides, sides_of(tx, id, wanted));
    TL_TRY(decide(tx, actor,
                  {.kind = "unmerge",
                   .reason = request.reason,
                   .identifiers = ids_of(sides.one),
                   .others = ids_of(sides.other)},
                  fmt::format("taken apart by {}: {}", actor.name, request.reason)));
    return find_owner(tx, sides.one.front().id);
  });
}

Result<void> People::judge(const Actor& actor, const VerdictRequest& request) {
  TL_TRY(check_reason(request.reason));
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const Book book, this->book(tx));
    TL_TRY_ASSIGN(const Identifier name, normalise(request.identifier, book->rules.phone_region));
    TL_TRY_ASSIGN(const auto row, people::find_identifier(tx, name));
    if (!row) {
      return Error::not_found("nobody goes by this identifier");
    }
    const bool freezes = request.verdict == ValueVerdict::freeze;
    TL_TRY(decide(tx, actor,
                  {.kind = std::string(name_of(request.verdict)),
                   .reason = request.reason,
                   .identifiers = {row->id}},
                  fmt::format("{} {} was {} by {}: {}", name.type, name.value,
                              freezes ? "frozen" : "allowed", actor.name, request.reason)));
    const Time now = clock_.now();
    TL_TRY_ASSIGN(const timeline::Recorded recorded,
                  timeline_.record(tx, value_judged_draft(unique_id(), now, name, freezes)));
    TL_ASSERT(recorded.outcome == timeline::Outcome::accepted);
    return {};
  });
}

Result<void> People::decide(Transaction& tx, const Actor& actor, DecisionRow row,
                            const std::string& why) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  const Time now = clock_.now();
  const bool unmerges = row.kind == "unmerge";
  row.decided_at = now;
  row.actor = actor.name;
  TL_TRY_ASSIGN(const Decided decided,
                apply_decision(tx, {book->rules, now, claims_at_once_}, row));
  TL_TRY(access::Access::audit_at(tx, now, actor, "identity." + row.kind,
                                  fmt::format("decision:{}", decided.id)));
  const ClaimOrder order{.occurred_at = now, .message_id = "decision:" + unique_id()};
  return record_moves(tx, decided.moves,
                      {order, now, why, unmerges ? EventKind::unmerge : EventKind::split});
}

Result<std::vector<HeldValue>> People::held_values(Transaction& tx, IdentifierId after,
                                                   std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows, held_identifiers(tx, after, std::min(limit, page_max)));
  std::vector<HeldValue> held;
  held.reserve(rows.size());
  for (const IdentifierRow& row : rows) {
    held.push_back({.id = row.id,
                    .name = row.name,
                    .profile = row.profile,
                    .joined = row.joins.in_bucket,
                    .held = row.joins.held});
  }
  return held;
}

Result<std::vector<DecisionTaken>> People::decisions(Transaction& tx, std::int64_t before,
                                                     std::size_t limit) {
  TL_TRY_ASSIGN(const auto rows, decisions_before(tx, before, std::min(limit, page_max)));
  return taken(tx, rows);
}

Result<std::vector<DecisionTaken>> People::taken(Transaction& tx,
                                                 const std::vector<DecisionRow>& rows) {
  std::vector<DecisionTaken> decisions;
  for (const DecisionRow& row : rows) {
    DecisionTaken one{.id = row.id,
                      .kind = row.kind,
                      .decided_at = row.decided_at,
                      .actor = row.actor,
                      .reason = row.reason};
    for (const auto& [ids, names] :
         {std::pair(&row.identifiers, &one.identifiers), std::pair(&row.others, &one.others)}) {
      for (const IdentifierId id : *ids) {
        TL_TRY_ASSIGN(IdentifierRow identifier, people::find_identifier(tx, id));
        names->push_back(std::move(identifier.name));
      }
    }
    decisions.push_back(std::move(one));
  }
  return decisions;
}

}  // namespace throughline::people
