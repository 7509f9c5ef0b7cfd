#include "people/people.eraser.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "base/if_found.h"
#include "people/account_store.h"
#include "people/claim.h"
#include "people/erase_store.h"
#include "people/identity_event.h"
#include "people/people.shared.h"
#include "people/people_index_store.h"
#include "people/people_search_store.h"
#include "people/trait_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

// Those connected to her by any claim who are not her.
Result<std::vector<IdentifierRow>> neighbours_of(Transaction& tx,
                                                 const std::vector<IdentifierRow>& rows) {
  std::set<std::int64_t> components;
  std::set<IdentifierId> hers;
  for (const IdentifierRow& row : rows) {
    components.insert(row.component);
    hers.insert(row.id);
  }
  components.erase(0);
  std::vector<IdentifierRow> neighbours;
  for (const std::int64_t component : components) {
    TL_TRY_ASSIGN(auto some, identifiers_of_component(tx, component));
    std::copy_if(some.begin(), some.end(), std::back_inserter(neighbours),
                 [&](const IdentifierRow& row) { return !hers.contains(row.id); });
  }
  return neighbours;
}

bool is_named_in(const Event& event, const Mentions& mentions) {
  const auto is_in = [&](const std::string& text) { return mentions.anywhere_in(text); };
  return is_in(event.properties) || is_in(event.context) || is_in(event.extra) ||
         is_in(event.integrations) || is_in(event.account) || is_in(event.reference) ||
         is_in(event.previous_id) || std::any_of(event.notes.begin(), event.notes.end(), is_in) ||
         std::any_of(event.identifiers.begin(), event.identifiers.end(),
                     [&](const Identifier& name) { return is_in(name.value); });
}

// Takes her out of somebody else's event; says whether anything changed.
bool rewrite(Event& event, const std::set<Identifier>& hers, const Mentions& mentions) {
  const Event before = event;
  const auto ids = is_of_the_product(event.kind) ? Mentions::Short::taken : Mentions::Short::kept;
  std::erase_if(event.identifiers, [&](const Identifier& name) { return hers.contains(name); });
  for (std::string* text : {&event.account, &event.reference, &event.properties, &event.context,
                            &event.integrations, &event.extra}) {
    *text = mentions.without(std::move(*text), ids);
  }
  for (std::string& note : event.notes) {
    note = mentions.without(std::move(note), Mentions::Short::taken);
  }
  if (hers.contains({"user_id", event.previous_id}) ||
      hers.contains({"anonymous_id", event.previous_id})) {
    event.previous_id.clear();
  }
  return event.identifiers != before.identifiers || event.account != before.account ||
         event.reference != before.reference || event.properties != before.properties ||
         event.context != before.context || event.integrations != before.integrations ||
         event.extra != before.extra || event.notes != before.notes ||
         event.previous_id != before.previous_id;
}

}  // namespace

Result<std::vector<ErasedStore>> People::Eraser::run(const Cause& cause) {
  TL_TRY_ASSIGN(const std::vector<IdentifierRow> neighbours, neighbours_of(tx_, rows_));
  TL_TRY_ASSIGN(const std::vector<AccountId> accounts, accounts_of(tx_, ids_));
  accounts_.insert(accounts.begin(), accounts.end());
  TL_TRY_ASSIGN(const std::int64_t events, people_.timeline_.erase_events(tx_, ids_));
  note("events", events);
  TL_TRY(rewrite_others(neighbours));
  TL_TRY_ASSIGN(const std::int64_t names,
                people_.timeline_.rename_events(tx_, [&](const std::string& name) {
                  return mentions_.rest_of(name, Mentions::Short::kept);
                }));
  note("event_names", names);
  TL_TRY(rename_in_list(tx_, mentions_));
  TL_TRY(remove_dead_letters());
  TL_TRY_ASSIGN(const std::int64_t decisions, remove_from_decisions(tx_, ids_, mentions_));
  note("decisions", decisions);
  TL_TRY_ASSIGN(const std::int64_t reasons, remove_from_duplicates(tx_, mentions_));
  note("duplicates", reasons);
  std::set<std::int64_t> components;
  for (const IdentifierRow& row : rows_) {
    components.insert(row.component);
  }
  components.erase(0);
  for (const std::int64_t component : components) {
    TL_TRY(forget_component(tx_, component));
  }
  TL_TRY(remove_identifiers(tx_, ids_, stores_));
  TL_TRY(resolve_others(neighbours, cause));
  TL_TRY(refold_accounts());
  TL_TRY(refresh_list(neighbours));
  for (const ErasureHook& hook : people_.erasure_hooks_) {
    TL_TRY_ASSIGN(const auto more, hook(tx_, {ids_, mentions_}));
    stores_.insert(stores_.end(), more.begin(), more.end());
  }
  return std::move(stores_);
}

Result<void> People::Eraser::rewrite_others(const std::vector<IdentifierRow>& neighbours) {
  const std::vector<Identifier> names = names_of(rows_);
  const std::set<Identifier> hers(names.begin(), names.end());
  std::map<EventSeq, Event> changed;
  const auto look_at = [&](Event event) -> Result<void> {
    if (rewrite(event, hers, mentions_)) {
      changed.insert_or_assign(event.seq, std::move(event));
    }
    return {};
  };
  TL_TRY(people_.timeline_.each_event(tx_, ids_of(neighbours), {}, look_at));
  TL_TRY(people_.timeline_.each_recorded_after(
      tx_, searched_.until, [&](const Event& event) -> Result<void> {
        return is_named_in(event, mentions_) ? look_at(event) : Result<void>();
      }));
  for (const EventSeq seq : searched_.found) {
    TL_TRY_ASSIGN(auto event, if_found(people_.timeline_.find_event(tx_, seq)));
    if (event) {
      TL_TRY(look_at(*std::move(event)));
    }
  }
  std::set<IdentifierId> said;
  for (const auto& [seq, event] : changed) {
    TL_TRY(people_.timeline_.rewrite_event(tx_, event));
    if (event.key_identifier &&
        (event.kind == EventKind::identify || event.kind == EventKind::group)) {
      said.insert(event.key_identifier);
    }
  }
  for (const IdentifierId identifier : said) {
    TL_TRY(restate(identifier));
  }
  note("events_of_others", static_cast<std::int64_t>(changed.size()));
  return {};
}

// Her name was in what this one said: it is folded again from what the events say now.
Result<void> People::Eraser::restate(IdentifierId identifier) {
  TL_TRY_ASSIGN(const Book book, people_.book(tx_));
  TL_TRY_ASSIGN(const auto before, accounts_of(tx_, {identifier}));
  TL_TRY(clear_statements(tx_, identifier));
  TL_TRY(people_.timeline_.each_event(
      tx_, {identifier}, {.kinds = {EventKind::identify, EventKind::group}},
      [&](const Event& event) -> Result<void> {
        return people_.fold_statement(tx_,
                                      {.kind = event.kind,
                                       .account = event.account,
                                       .properties = event.properties,
                                       .key = event.key_identifier,
                                       .origin = origin_of(event)},
                                      *book);
      }));
  TL_TRY_ASSIGN(const auto after, accounts_of(tx_, {identifier}));
  accounts_.insert(before.begin(), before.end());
  accounts_.insert(after.begin(), after.end());
  relisted_.insert(identifier);
  return {};
}

Result<void> People::Eraser::remove_dead_letters() {
  std::vector<timeline::DeadLetterId> hers;
  for (timeline::DeadLetterQuery query{.limit = 500};;) {
    TL_TRY_ASSIGN(const auto letters, people_.timeline_.dead_letters(tx_, query));
    for (const timeline::DeadLetter& letter : letters) {
      const timeline::Refusal& said = letter.refusal;
      if (mentions_.in(said.payload) || mentions_.in(said.first_payload) ||
          mentions_.in(said.detail) || mentions_.in(said.message_id)) {
        hers.push_back(letter.id);
      }
    }
    if (letters.size() < query.limit) {
      break;
    }
    query.before = letters.back().id;
  }
  for (const timeline::DeadLetterId id : hers) {
    TL_TRY(people_.timeline_.remove_dead_letter(tx_, id));
  }
  note("dead_letters", static_cast<std::int64_t>(hers.size()));
  return {};
}

// As if her events had never come: the others' claims are made again from their own events.
Result<void> People::Eraser::resolve_others(const std::vector<IdentifierRow>& neighbours,
                                            const Cause& cause) {
  TL_TRY_ASSIGN(const Book book, people_.book(tx_));
  const IdentityContext context{book->rules, people_.clock_.now(),
                                std::numeric_limits<std::int64_t>::max()};
  TL_TRY(people_.timeline_.each_event(
      tx_, ids_of(neighbours), {}, [&](const Event& event) -> Result<void> {
        const auto claim = claim_of(event, book->blocked);
        return claim ? note_claim(tx_, context, *claim) : Result<void>();
      }));
  std::set<Identifier> names;
  for (const IdentifierRow& row : neighbours) {
    names.insert(row.name);
  }
  TL_TRY_ASSIGN(const auto merges, people_.merges_decided(tx_, std::nullopt));
  for (const Claim& claim : merges) {
    if (names.contains(claim.identifiers.front())) {
      TL_TRY(note_claim(tx_, context, claim));
    }
  }
  TL_TRY(release_unclaimed(tx_));
  std::set<std::int64_t> components;
  for (const IdentifierRow& row : neighbours) {
    TL_TRY_ASSIGN(const IdentifierRow now, people::find_identifier(tx_, row.id));
    components.insert(now.component);
  }
  components.erase(0);
  std::vector<Move> moves;
  for (const std::int64_t component : components) {
    TL_TRY_ASSIGN(Reresolved anew, resolve_component(tx_, context, component));
    moves.insert(moves.end(), anew.moves.begin(), anew.moves.end());
  }
  return people_.record_moves(tx_, moves, cause);
}

Result<void> People::Eraser::refold_accounts() {
  for (const AccountId account : accounts_) {
    TL_TRY(refold_account(account));
  }
  note("accounts", static_cast<std::int64_t>(accounts_.size()));
  return {};
}

// What she said of an account goes with her; what others said of it stays.
Result<void> People::Eraser::refold_account(AccountId account) {
  TL_TRY_ASSIGN(const Account known, people::find_account(tx_, account));
  TL_TRY_ASSIGN(const auto members, identifiers_in(tx_, account));
  TL_TRY(clear_account_traits(tx_, account));
  if (members.empty()) {
    return remove_account(tx_, account);
  }
  relisted_.insert(members.front());  // The list keeps an account's traits with any of its members.
  return people_.timeline_.each_event(
      tx_, members, {.kinds = {EventKind::group}}, [&](const Event& event) -> Result<void> {
        if (event.account != known.key) {
          return {};
        }
        const GroupStatement said = parse_group(event.properties, origin_of(event));
        return fold_traits(tx_, TraitSubject::account, account.value, said.traits, {});
      });
}

Result<void> People::Eraser::refresh_list(const std::vector<IdentifierRow>& neighbours) {
  std::set<std::int64_t> touched;
  for (const IdentifierId id : ids_) {
    touched.insert(id.value);
  }
  for (const IdentifierRow& row : neighbours) {
    touched.insert(row.id.value);
  }
  for (const IdentifierId id : relisted_) {
    touched.insert(id.value);
  }
  ListedOwners& owners = tx_.database().attached<Shared>().listed;
  owners.clear();
  return refresh_people(
      tx_, owners, touched,
      [this](Transaction& tx, ProfileId id) { return people_.listed_person(tx, id); },
      present_owner);
}

}  // namespace throughline::people
