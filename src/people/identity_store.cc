#include "people/identity_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/assert.h"
#include "people/grouping.h"
#include "people/identity_decisions_store.h"
#include "people/identity_rows_store.h"

namespace throughline::people {
namespace {

using storage::Transaction;

// The oldest profile keeps its id, unless moving the younger one's identifiers would cost more
// than this: then the larger keeps its id, so that merging many people stays quick.
constexpr std::int64_t moved_for_age_max = 100;

// The identifiers of one claim, as rows.
struct Carried {
  std::vector<IdentifierRow> rows = {};  // By priority, then the two meanings of previous_id.
  std::size_t named = 0;                 // How many of them the claim carries itself.

  [[nodiscard]] bool is_alias() const { return named < rows.size(); }
  // An identifier that nobody has named before: no claim can be the same.
  [[nodiscard]] bool has_new() const {
    return std::any_of(rows.begin(), rows.end(),
                       [](const IdentifierRow& row) { return row.component == 0; });
  }
  [[nodiscard]] std::vector<IdentifierId> sorted_ids() const {
    std::vector<IdentifierId> ids;
    ids.reserve(named);
    for (std::size_t i = 0; i < named; ++i) {
      ids.push_back(rows[i].id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
  }
};

Result<IdentifierRow> find_or_add(Transaction& tx, const Identifier& name) {
  TL_TRY_ASSIGN(std::optional<IdentifierRow> found, find_identifier(tx, name));
  if (found) {
    return *std::move(found);
  }
  return add_identifier(tx, name);
}

Result<Carried> carry(Transaction& tx, const Rules& rules, const Claim& claim) {
  Carried carried;
  std::vector<Identifier> names = by_priority(rules, claim.identifiers);
  carried.named = names.size();
  if (!claim.previous_id.empty()) {
    names.push_back({"user_id", claim.previous_id});
    names.push_back({"anonymous_id", claim.previous_id});
  }
  for (const Identifier& name : names) {
    // A previous_id may name an identifier that the claim carries, too.
    const auto same = std::find_if(carried.rows.begin(), carried.rows.end(),
                                   [&](const IdentifierRow& row) { return row.name == name; });
    if (same != carried.rows.end()) {
      carried.rows.push_back(*same);
      continue;
    }
    TL_TRY_ASSIGN(IdentifierRow row, find_or_add(tx, name));
    carried.rows.push_back(std::move(row));
  }
  return carried;
}

// Tells apart claims of the same identifiers that each count (evidence_of, with ids for names).
std::string said_by(const Claim& claim, const Rules& rules) {
  std::string said(name_of(claim.rights));
  if (!claim.previous_id.empty() || claim.rights == Rights::merge) {
    return said + " " + std::to_string(claim.order.occurred_at.us) + " " +
           std::to_string(claim.order.source.value) + " " + claim.order.message_id;
  }
  for (const Window window : windows_in_use(rules)) {
    said += ' ';
    said += name_of(window);
    said += std::to_string(bucket_of(window, claim.order.occurred_at));
  }
  return said;
}

class ClaimWork {
 public:
  ClaimWork(Transaction& tx, const IdentityContext& context, const Claim& claim)
      : tx_(tx), context_(context), claim_(claim), grouping_(context.rules) {}

  Result<Applied> run();
  Result<void> note();

 private:
  // Whether there is anything new in the claim.
  enum class News { none, earlier, all };
  using Components = std::map<std::int64_t, ComponentRow>;

  Result<News> save_claim();
  Result<void> save_rows();
  Result<void> join_components();
  void count_components(const Components& touched);
  Result<void> count_claim();
  Result<void> step();
  Result<void> load_groups();
  Result<void> load_decisions(std::map<IdentifierId, std::size_t>& nodes);
  [[nodiscard]] std::map<std::size_t, std::set<IdentifierId>> gained_by(
      const std::vector<std::size_t>& nodes) const;
  Result<void> save_groups(const std::vector<std::size_t>& nodes);
  Result<ProfileId> save_owner(std::size_t root, IdentifierId founder, std::int64_t gained);
  Result<ProfileRow> survivor(std::size_t root);
  [[nodiscard]] bool changes_nothing() const;
  [[nodiscard]] bool may_lift() const;
  [[nodiscard]] bool is_uniform() const;
  [[nodiscard]] bool is_wide() const;
  [[nodiscard]] bool keeps_limits() const;

  Transaction& tx_;
  const IdentityContext& context_;
  const Claim& claim_;
  Grouping grouping_;
  Carried carried_;
  ComponentRow component_;
  bool is_last_ = true;
  bool were_counted_ = true;   // Each component that the claim touches had exact joins.
  bool were_one_each_ = true;  // Each component that the claim touches was at most one person.
  std::map<ProfileId, std::pair<std::size_t, ProfileRow>> loaded_;  // With their groups.
  Applied applied_;
};

Result<ClaimWork::News> ClaimWork::save_claim() {
  TL_TRY_ASSIGN(carried_, carry(tx_, context_.rules, claim_));
  applied_.key = carried_.rows.front().id;
  ClaimRow row{.identifiers = carried_.sorted_ids(),
               .said = said_by(claim_, context_.rules),
               .rights = claim_.rights,
               .order = claim_.order};
  std::optional<ClaimRow> before;
  if (!carried_.has_new()) {
    TL_TRY_ASSIGN(before, find_claim(tx_, row.identifiers, row.said));
  }
  if (before && before->order <= claim_.order) {
    applied_.evidence_at = before->order.occurred_at;
    return News::none;
  }
  applied_.evidence_at = claim_.order.occurred_at;
  TL_TRY(join_components());
  if (before) {
    TL_TRY(save_claim_order(tx_, before->id, claim_.order));
    return News::earlier;
  }
  if (carried_.is_alias()) {
    row.previous_user = carried_.rows[carried_.named].id;
    row.previous_anonymous = carried_.rows[carried_.named + 1].id;
  }
  TL_TRY(add_claim(tx_, row));
  TL_TRY(count_claim());
  return News::all;
}

Result<void> ClaimWork::save_rows() {
  for (IdentifierRow& row : carried_.rows) {
    row.component = component_.id;
    TL_TRY(save_identifier(tx_, row));
  }
  return save_component(tx_, component_);
}

Result<void> ClaimWork::note() {
  TL_TRY_ASSIGN(const News news, save_claim());
  return news == News::none ? Result<void>() : save_rows();
}

Result<Applied> ClaimWork::run() {
  TL_TRY_ASSIGN(const News news, save_claim());
  if (news == News::none) {
    return std::move(applied_);
  }
  TL_TRY(load_groups());
  const bool in_any_order = is_uniform() || changes_nothing();
  const bool at_once = component_.claims <= context_.claims_at_once;
  const bool in_order = is_last_ && (were_counted_ || !is_wide()) && !may_lift();
  component_.counted = component_.counted && is_wide();
  if (in_order || in_any_order || !at_once) {
    component_.pending = component_.pending || (!in_order && !in_any_order);
    TL_TRY(step());
    TL_TRY(save_component(tx_, component_));
    return std::move(applied_);
  }
  TL_TRY(save_rows());
  TL_TRY_ASSIGN(Reresolved anew, resolve_component(tx_, context_, component_.id));
  applied_.moves = std::move(anew.moves);
  std::copy_if(std::make_move_iterator(anew.links.begin()),
               std::make_move_iterator(anew.links.end()), std::back_inserter(applied_.links),
               [&](const Link& link) { return link.claim == claim_.order; });
  return std::move(applied_);
}

Result<void> ClaimWork::join_components() {
  Components touched;
  std::set<IdentifierId> fresh;
  std::int64_t fresh_and_decided = 0;
  for (const IdentifierRow& row : carried_.rows) {
    if (row.component == 0) {
      const bool is_new = fresh.insert(row.id).second;
      fresh_and_decided += static_cast<std::int64_t>(is_new && row.decided);
    } else if (!touched.contains(row.component)) {
      TL_TRY_ASSIGN(touched[row.component], find_component(tx_, row.component));
    }
  }
  component_.id = fresh.empty() ? 0 : fresh.begin()->value;
  count_components(touched);
  component_.identifiers += static_cast<std::int64_t>(fresh.size());
  component_.decided += fresh_and_decided;
  component_.last = touched.empty() ? claim_.order : std::max(component_.last, claim_.order);
  for (const auto& [id, row] : touched) {
    if (id != component_.id) {
      TL_TRY(absorb_component(tx_, id, component_.id));
    }
  }
  for (IdentifierRow& row : carried_.rows) {
    row.component = row.component == 0 ? 0 : component_.id;
  }
  return {};
}

// The largest one gives the whole its id.
void ClaimWork::count_components(const Components& touched) {
  std::int64_t largest = 0;
  for (const auto& [id, row] : touched) {
    if (row.identifiers > largest) {
      largest = row.identifiers;
      component_.id = id;
    }
    is_last_ = is_last_ && row.last < claim_.order;
    were_one_each_ = were_one_each_ && row.people <= 1;
    were_counted_ = were_counted_ && (row.counted || row.identifiers == 1);
    component_.decided += row.decided;
    component_.identifiers += row.identifiers;
    component_.claims += row.claims;
    component_.people += row.people;
    component_.aliases += row.aliases;
    component_.browser_links += row.browser_links;
    component_.knowable += row.knowable;
    component_.pending = component_.pending || row.pending;
    component_.last = std::max(component_.last, row.last);
  }
  component_.counted = were_counted_;
}

// Also notes what the claim verifies.
Result<void> ClaimWork::count_claim() {
  component_.claims += 1;
  component_.aliases += carried_.is_alias() ? 1 : 0;
  component_.browser_links += claim_.rights == Rights::browser && carried_.named > 1 ? 1 : 0;
  for (std::size_t i = 0; i < carried_.named; ++i) {
    IdentifierRow& row = carried_.rows[i];
    const bool verifies = claim_.rights == Rights::server && is_channel_type(row.name.type);
    if (verifies && !row.verified) {
      row.verified = true;
      component_.knowable += 1;
      if (row.component != 0) {
        TL_TRY(save_identifier(tx_, row));
      }
    }
    component_.knowable += row.name.type == "user_id" && !row.profile ? 1 : 0;
  }
  return {};
}

Result<void> ClaimWork::load_groups() {
  for (const IdentifierRow& row : carried_.rows) {
    if (!row.profile || loaded_.contains(row.profile)) {
      continue;
    }
    TL_TRY_ASSIGN(std::optional<ProfileRow> profile, find_profile_row(tx_, row.profile));
    TL_ASSERT(profile);
    const std::size_t group = grouping_.add_group(profile->state);
    loaded_.emplace(row.profile, std::pair(group, *std::move(profile)));
  }
  return {};
}

// One identifier alone links nothing. It may matter for what an alias means, for whom a browser may
// touch, or for when it came; only where none of that can be, its place in the order is no matter.
bool ClaimWork::changes_nothing() const {
  const IdentifierRow& row = carried_.rows.front();
  const bool verifies = claim_.rights == Rights::server && is_channel_type(row.name.type);
  return carried_.rows.size() == 1 && row.profile && component_.aliases == 0 && !verifies &&
         windows_in_use(context_.rules).empty();
}

// Whether it may undo an unmerge, and let earlier claims link that waited behind it.
bool ClaimWork::may_lift() const {
  return component_.decided > 0 && (claim_.rights == Rights::merge || carried_.is_alias());
}

// Whether everything connected here is one person in any order: no alias whose meaning could
// change, no two known people for a browser to keep apart, and no limit reached even by all.
bool ClaimWork::is_uniform() const {
  return were_one_each_ && component_.decided == 0 && !is_wide() && component_.aliases == 0 &&
         windows_in_use(context_.rules).empty() &&
         (component_.browser_links == 0 || component_.knowable <= 1) && keeps_limits();
}

// Whether one of its values may have joined more than the breaker lets it.
bool ClaimWork::is_wide() const {
  const auto& breaker = context_.rules.breaker;
  return breaker && component_.identifiers > breaker->values;
}

bool ClaimWork::keeps_limits() const {
  std::map<std::string, std::int64_t> values;
  for (const auto& [id, loaded] : loaded_) {
    for (const TypeCount& count : loaded.second.state.counts) {
      values[count.type] += count.values;
    }
  }
  std::set<IdentifierId> fresh;
  for (const IdentifierRow& row : carried_.rows) {
    if (!row.profile && fresh.insert(row.id).second) {
      values[row.name.type] += 1;
    }
  }
  return std::all_of(values.begin(), values.end(), [&](const auto& counted) {
    const auto& limit = limit_of(context_.rules, counted.first);
    return !limit || counted.second <= limit->values;
  });
}

Result<void> ClaimWork::step() {
  Grouping::Step step{.order = &claim_.order, .rights = claim_.rights};
  std::map<IdentifierId, std::size_t> nodes;
  std::vector<std::size_t> by_row;
  for (const IdentifierRow& row : carried_.rows) {
    const auto [at, is_new] = nodes.try_emplace(row.id, 0);
    if (is_new) {
      at->second = grouping_.add(row.name);
      grouping_.set_joins(at->second, row.joins);
      if (row.profile) {
        grouping_.seat(at->second, loaded_.at(row.profile).first);
      }
    }
    by_row.push_back(at->second);
  }
  if (component_.decided > 0) {
    TL_TRY(load_decisions(nodes));
  }
  const auto named_end = by_row.begin() + static_cast<std::ptrdiff_t>(carried_.named);
  step.nodes.assign(by_row.begin(), named_end);
  if (carried_.is_alias()) {
    step.previous_user = by_row[carried_.named];
    step.previous_anonymous = by_row[carried_.named + 1];
  }
  grouping_.take(step, [&](Link link) { applied_.links.push_back(std::move(link)); });
  return save_groups(by_row);
}

// The decisions that matter to the claim, and whose their identifiers are now.
Result<void> ClaimWork::load_decisions(std::map<IdentifierId, std::size_t>& nodes) {
  // Decisions are found through the component, which fresh identifiers are not in yet.
  for (IdentifierRow& row : carried_.rows) {
    if (row.component == 0 && row.decided) {
      row.component = component_.id;
      TL_TRY(save_identifier(tx_, row));
    }
  }
  std::map<ProfileId, std::size_t> elsewhere;
  return add_decisions(
      tx_, grouping_, component_.id, [&](IdentifierId id) -> Result<std::optional<std::size_t>> {
        if (const auto found = nodes.find(id); found != nodes.end()) {
          return std::optional(found->second);
        }
        TL_TRY_ASSIGN(const IdentifierRow row, find_identifier(tx_, id));
        const std::size_t node = nodes.emplace(id, grouping_.add(row.name)).first->second;
        if (const auto own = loaded_.find(row.profile); own != loaded_.end()) {
          grouping_.seat(node, own->second.first);
        } else if (row.profile) {
          const auto [at, is_new] = elsewhere.try_emplace(row.profile, 0);
          at->second = is_new ? grouping_.add_group({}) : at->second;
          grouping_.seat(node, at->second);
        }
        return std::optional(node);
      });
}

// The identifiers without a profile so far, by group.
std::map<std::size_t, std::set<IdentifierId>> ClaimWork::gained_by(
    const std::vector<std::size_t>& nodes) const {
  std::map<std::size_t, std::set<IdentifierId>> gained;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::size_t root = grouping_.group_of(nodes[i]);
    if (root == Grouping::none) {
      continue;
    }
    auto& fresh = gained[root];
    if (!carried_.rows[i].profile) {
      fresh.insert(carried_.rows[i].id);
    }
  }
  return gained;
}

Result<void> ClaimWork::save_groups(const std::vector<std::size_t>& nodes) {
  const auto gained = gained_by(nodes);
  component_.people +=
      static_cast<std::int64_t>(gained.size()) - static_cast<std::int64_t>(loaded_.size());
  std::map<std::size_t, ProfileId> owners;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    IdentifierRow& row = carried_.rows[i];
    const std::size_t root = grouping_.group_of(nodes[i]);
    if (root != Grouping::none && !owners.contains(root)) {
      TL_TRY_ASSIGN(owners[root],
                    save_owner(root, row.id, static_cast<std::int64_t>(gained.at(root).size())));
    }
    const bool counts = is_wide() && row.joins != grouping_.joins(nodes[i]);
    row.joins = counts ? grouping_.joins(nodes[i]) : row.joins;
    if (counts || row.component == 0 || (root != Grouping::none && !row.profile)) {
      row.component = component_.id;
      row.profile = root == Grouping::none ? ProfileId{} : owners.at(root);
      TL_TRY(save_identifier(tx_, row));
    }
  }
  return {};
}

Result<ProfileId> ClaimWork::save_owner(std::size_t root, IdentifierId founder,
                                        std::int64_t gained) {
  TL_TRY_ASSIGN(ProfileRow owner, survivor(root));
  owner.id = owner.id ? owner.id : ProfileId{founder.value};
  owner.identifiers += gained;
  const auto before = loaded_.find(owner.id);
  if (before == loaded_.end() || before->second.second.identifiers != owner.identifiers ||
      before->second.second.state != owner.state) {
    TL_TRY(save_profile(tx_, owner));
  }
  return owner.id;
}

// The profile that keeps its id, with all that the others bring; no id where there is none yet.
Result<ProfileRow> ClaimWork::survivor(std::size_t root) {
  std::vector<const ProfileRow*> merging;
  for (const auto& [id, loaded] : loaded_) {
    if (grouping_.root(loaded.first) == root) {
      merging.push_back(&loaded.second);
    }
  }
  ProfileRow kept{.created_at = context_.now};
  if (!merging.empty()) {
    const auto largest = std::max_element(
        merging.begin(), merging.end(),
        [](const auto* a, const auto* b) { return a->identifiers < b->identifiers; });
    const bool by_size = (*largest)->identifiers > moved_for_age_max;
    kept = by_size ? **largest : *merging.front();
  }
  kept.identifiers = 0;
  kept.state = grouping_.state(root);
  for (const ProfileRow* profile : merging) {
    kept.identifiers += profile->identifiers;
    if (profile->id == kept.id) {
      continue;
    }
    Move move{.from = profile->id, .to = kept.id, .moved = profile->identifiers};
    TL_TRY_ASSIGN(const auto rows, identifiers_of_profile(tx_, profile->id, {}, listed_max));
    for (const IdentifierRow& row : rows) {
      move.identifiers.push_back(row.name);
    }
    TL_TRY(move_identifiers(tx_, profile->id, kept.id));
    TL_TRY(save_profile(tx_, {.id = profile->id}));
    applied_.moves.push_back(std::move(move));
  }
  return kept;
}

// One component, resolved in memory.
struct Component {
  std::vector<IdentifierRow> rows = {};
  std::map<IdentifierId, std::size_t> index = {};  // Into rows; the same as nodes of a Grouping.
  std::vector<ClaimRow> claims = {};               // In canonical order.
};

Result<Component> load_component(Transaction& tx, std::int64_t id) {
  Component component;
  TL_TRY_ASSIGN(component.rows, identifiers_of_component(tx, id));
  TL_TRY_ASSIGN(component.claims, claims_of_component(tx, id));
  std::sort(component.rows.begin(), component.rows.end(),
            [](const IdentifierRow& a, const IdentifierRow& b) { return a.id < b.id; });
  for (std::size_t i = 0; i < component.rows.size(); ++i) {
    component.index[component.rows[i].id] = i;
  }
  std::sort(component.claims.begin(), component.claims.end(),
            [](const ClaimRow& a, const ClaimRow& b) { return a.order < b.order; });
  return component;
}

void take_claims(Grouping& grouping, const Component& component, const Rules& rules,
                 std::vector<Link>& links) {
  for (const ClaimRow& claim : component.claims) {
    Grouping::Step step{.order = &claim.order, .rights = claim.rights};
    for (const IdentifierId id : claim.identifiers) {
      step.nodes.push_back(component.index.at(id));
    }
    std::sort(step.nodes.begin(), step.nodes.end(), [&](std::size_t a, std::size_t b) {
      return precedes(rules, component.rows[a].name, component.rows[b].name);
    });
    if (claim.previous_user) {
      step.previous_user = component.index.at(claim.previous_user);
      step.previous_anonymous = component.index.at(claim.previous_anonymous);
    }
    grouping.take(step, [&](Link link) { links.push_back(std::move(link)); });
  }
}

// Which profile each group is from now on: one that owns something of it and was born in it, else
// one that was born in it, else a new one.
std::map<std::size_t, ProfileId> owners_of(const Grouping& grouping, const Component& component,
                                           const std::vector<ProfileId>& born) {
  std::set<ProfileId> alive;
  std::map<std::size_t, ProfileId> owners;
  const auto offer = [&](ProfileId profile) {
    const auto at = component.index.find({profile.value});
    const std::size_t group =
        at == component.index.end() ? Grouping::none : grouping.group_of(at->second);
    if (group != Grouping::none) {
      owners.try_emplace(group, profile);
    }
  };
  for (const IdentifierRow& row : component.rows) {
    alive.insert(row.profile);
  }
  std::for_each(alive.begin(), alive.end(), offer);  // Sets and `born` are in order: oldest first.
  std::for_each(born.begin(), born.end(), offer);
  for (const IdentifierRow& row : component.rows) {
    offer({row.id.value});
  }
  return owners;
}

std::vector<Move> moves_between(const std::vector<IdentifierRow>& before,
                                const std::vector<ProfileId>& after) {
  std::map<std::pair<ProfileId, ProfileId>, Move> moves;
  const std::set<ProfileId> alive(after.begin(), after.end());
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before[i].profile || before[i].profile == after[i]) {
      continue;
    }
    Move& move = moves[{before[i].profile, after[i]}];
    move.kind = alive.contains(before[i].profile) ? Move::Kind::split : Move::Kind::merge;
    move.from = before[i].profile;
    move.to = after[i];
    move.moved += 1;
    if (move.identifiers.size() < listed_max) {
      move.identifiers.push_back(before[i].name);
    }
  }
  std::vector<Move> list;
  list.reserve(moves.size());
  for (auto& [between, move] : moves) {
    list.push_back(std::move(move));
  }
  return list;
}

}  // namespace

Result<Applied> apply_claim(Transaction& tx, const IdentityContext& context, const Claim& claim) {
  return ClaimWork(tx, context, claim).run();
}

Result<void> note_claim(Transaction& tx, const IdentityContext& context, const Claim& claim) {
  return ClaimWork(tx, context, claim).note();
}

Result<Reresolved> resolve_component(Transaction& tx, const IdentityContext& context,
                                     std::int64_t id) {
  TL_TRY_ASSIGN(Component component, load_component(tx, id));
  TL_TRY_ASSIGN(std::vector<ProfileId> born, profiles_born_in(tx, id));
  std::sort(born.begin(), born.end());
  Reresolved anew;
  Grouping grouping(context.rules);
  for (const IdentifierRow& row : component.rows) {
    grouping.add(row.name);
  }
  TL_TRY(add_decisions(tx, grouping, id, [&](IdentifierId identifier) {
    const auto found = component.index.find(identifier);
    return Result<std::optional<std::size_t>>(
        found == component.index.end() ? std::nullopt : std::optional(found->second));
  }));
  take_claims(grouping, component, context.rules, anew.links);
  const auto owners = owners_of(grouping, component, born);
  std::vector<ProfileId> after;
  std::map<ProfileId, ProfileRow> profiles;
  for (std::size_t node = 0; node < component.rows.size(); ++node) {
    const std::size_t group = grouping.group_of(node);
    after.push_back(group == Grouping::none ? ProfileId{} : owners.at(group));
    if (after.back()) {
      ProfileRow& profile = profiles[after.back()];
      profile.identifiers += 1;
      profile.state = grouping.state(group);
    }
  }
  anew.moves = moves_between(component.rows, after);
  for (const ProfileId profile : born) {
    profiles.try_emplace(profile);
  }
  for (auto& [profile, row] : profiles) {
    row.id = profile;
    row.created_at = context.now;  // Kept as it is where the profile exists.
    TL_TRY(save_profile(tx, row));
  }
  for (std::size_t i = 0; i < component.rows.size(); ++i) {
    IdentifierRow& one = component.rows[i];
    if (one.profile != after[i] || one.joins != grouping.joins(i)) {
      one.profile = after[i];
      one.joins = grouping.joins(i);
      TL_TRY(save_identifier(tx, one));
    }
  }
  TL_TRY_ASSIGN(ComponentRow row, find_component(tx, id));
  row.counted = true;
  row.decided = std::count_if(component.rows.begin(), component.rows.end(),
                              [](const IdentifierRow& one) { return one.decided; });
  row.people = static_cast<std::int64_t>(owners.size());
  row.knowable = std::count_if(
      component.rows.begin(), component.rows.end(), [](const IdentifierRow& identifier) {
        return identifier.profile && (identifier.verified || identifier.name.type == "user_id");
      });
  row.pending = false;
  TL_TRY(save_component(tx, row));
  return anew;
}

Result<std::vector<Claim>> claims_with_names(Transaction& tx, std::int64_t id) {
  TL_TRY_ASSIGN(const Component component, load_component(tx, id));
  std::vector<Claim> claims;
  for (const ClaimRow& row : component.claims) {
    Claim claim{.order = row.order, .rights = row.rights};
    for (const IdentifierId identifier : row.identifiers) {
      claim.identifiers.push_back(component.rows[component.index.at(identifier)].name);
    }
    if (row.previous_user) {
      claim.previous_id = component.rows[component.index.at(row.previous_user)].name.value;
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

}  // namespace throughline::people
