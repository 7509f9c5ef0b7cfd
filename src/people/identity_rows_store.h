// The rows of identity: identifiers, profiles, components, claims and decisions, one at a time.
//
// What to write is decided in identity_store.h. Functions run in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "people/grouping.h"
#include "people/identity.h"
#include "storage/database.h"

namespace throughline::people {

struct IdentifierRow {
  IdentifierId id = {};
  Identifier name = {};
  ProfileId profile = {};  // Zero: no claim carries it yet.
  std::int64_t component = 0;
  bool verified = false;
  bool decided = false;  // Named by an unmerge, freeze or allowance.
  Joins joins = {};
};
Result<std::optional<IdentifierRow>> find_identifier(storage::Transaction& tx,
                                                     const Identifier& name);
Result<IdentifierRow> find_identifier(storage::Transaction& tx, IdentifierId id);
Result<IdentifierRow> add_identifier(storage::Transaction& tx, const Identifier& name);
Result<void> save_identifier(storage::Transaction& tx, const IdentifierRow& row);
Result<std::vector<IdentifierRow>> identifiers_of_component(storage::Transaction& tx,
                                                            std::int64_t component);
// In the order of their ids, above `after`.
Result<std::vector<IdentifierRow>> identifiers_of_profile(storage::Transaction& tx,
                                                          ProfileId profile, IdentifierId after,
                                                          std::size_t limit);
Result<std::vector<IdentifierRow>> identifiers_after(storage::Transaction& tx, IdentifierId after,
                                                     std::size_t limit);
Result<std::vector<IdentifierId>> identifier_ids_of(storage::Transaction& tx, ProfileId profile);
// All of them, in the order of their ids.
Result<std::vector<IdentifierId>> all_identifier_ids(storage::Transaction& tx);
std::vector<IdentifierId> ids_of(const std::vector<IdentifierRow>& rows);
std::vector<Identifier> names_of(const std::vector<IdentifierRow>& rows);
Result<std::vector<Identifier>> names_of(storage::Transaction& tx,
                                         const std::vector<IdentifierId>& ids);
Result<void> move_identifiers(storage::Transaction& tx, ProfileId from, ProfileId to);

struct ProfileRow {
  ProfileId id = {};
  Time created_at = {};
  std::int64_t identifiers = 0;
  GroupState state = {};
};
Result<std::optional<ProfileRow>> find_profile_row(storage::Transaction& tx, ProfileId id);
Result<void> save_profile(storage::Transaction& tx, const ProfileRow& row);
Result<std::vector<ProfileId>> profiles_born_in(storage::Transaction& tx, std::int64_t component);

struct ComponentRow {
  std::int64_t id = 0;
  std::int64_t identifiers = 0;
  std::int64_t claims = 0;
  std::int64_t people = 0;
  std::int64_t aliases = 0;
  std::int64_t browser_links = 0;  // Claims of browsers that carry several identifiers.
  std::int64_t knowable = 0;       // Identifiers that make their owner known.
  std::int64_t decided = 0;        // Identifiers that decisions name.
  bool counted = false;            // Whether the joins of its identifiers are exact.
  ClaimOrder last = {};
  bool pending = false;
};
Result<ComponentRow> find_component(storage::Transaction& tx, std::int64_t id);
Result<void> save_component(storage::Transaction& tx, const ComponentRow& row);
// Moves the identifiers of `from` to `into` and removes `from`.
Result<void> absorb_component(storage::Transaction& tx, std::int64_t from, std::int64_t into);
Result<std::vector<std::int64_t>> pending_components(storage::Transaction& tx, std::size_t limit);
Result<std::vector<std::int64_t>> components_after(storage::Transaction& tx, std::int64_t after,
                                                   std::size_t limit);

struct ClaimRow {
  std::int64_t id = 0;
  std::vector<IdentifierId> identifiers = {};  // Sorted, not empty.
  std::string said = {};
  Rights rights = Rights::server;
  ClaimOrder order = {};
  IdentifierId previous_user = {};  // alias: both meanings of previous_id.
  IdentifierId previous_anonymous = {};
};
Result<std::optional<ClaimRow>> find_claim(storage::Transaction& tx,
                                           const std::vector<IdentifierId>& identifiers,
                                           const std::string& said);
Result<void> add_claim(storage::Transaction& tx, const ClaimRow& row);
Result<void> save_claim_order(storage::Transaction& tx, std::int64_t claim,
                              const ClaimOrder& order);
Result<std::vector<ClaimRow>> claims_of_component(storage::Transaction& tx, std::int64_t component);

// Kinds: merge; unmerge, with both sides; freeze and allow, of one value.
struct DecisionRow {
  std::int64_t id = 0;
  std::string kind = {};
  Time decided_at = {};
  std::string actor = {};
  std::string reason = {};
  std::vector<IdentifierId> identifiers = {};
  std::vector<IdentifierId> others = {};  // unmerge only.
};
Result<std::int64_t> add_decision(storage::Transaction& tx, const DecisionRow& row);
Result<std::vector<DecisionRow>> decisions_by(storage::Transaction& tx,
                                              std::optional<Time> known_at);
// Newest first, below `before` where it is not 0.
Result<std::vector<DecisionRow>> decisions_before(storage::Transaction& tx, std::int64_t before,
                                                  std::size_t limit);
// Names the identifiers of a decision that keeps people apart.
Result<void> mark_decided(storage::Transaction& tx, std::int64_t decision, IdentifierId identifier);
// Those that name one of these identifiers, or one in the component. In the order of their ids.
Result<std::vector<DecisionRow>> decisions_about(storage::Transaction& tx, IdentifierId identifier);
Result<std::vector<DecisionRow>> decisions_in(storage::Transaction& tx, std::int64_t component);
// Values that the breaker holds and nobody has decided about, by id.
Result<std::vector<IdentifierRow>> held_identifiers(storage::Transaction& tx, IdentifierId after,
                                                    std::size_t limit);

Result<std::optional<std::string>> find_value(storage::Transaction& tx, std::string_view name);
Result<void> save_value(storage::Transaction& tx, std::string_view name, const std::string& value);

// Forgets claims and components, for making them again; people stay as they are until then.
Result<void> forget_claims(storage::Transaction& tx);
// Takes away the owners of identifiers that no claim names any more.
Result<void> release_unclaimed(storage::Transaction& tx);

}  // namespace throughline::people
