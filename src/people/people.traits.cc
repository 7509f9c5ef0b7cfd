// What is said about people and accounts: folding events into it, and reading it back.
#include "people/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "access/access.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "people/account_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/people.shared.h"
#include "people/trait_store.h"

namespace throughline::people {

using storage::Transaction;

namespace {

timeline::LineFilter identifies_only() {
  return {.kinds = {EventKind::identify}};
}

// Traits that are no JSON object say nothing.
std::vector<Assertion> said_in(const std::string& properties, const TraitOrigin& origin) {
  Result<std::vector<Assertion>> said = parse_assertions(properties, origin);
  return said.ok() ? *std::move(said) : std::vector<Assertion>();
}

bool is_within(const AsOf& when, const Event& event) {
  return (!when.as_of || event.occurred_at <= *when.as_of) &&
         (!when.known_at || event.times.received <= *when.known_at);
}

std::vector<Trait> shown(const TraitStates& states) {
  std::vector<Trait> traits;
  for (const auto& [key, state] : states) {
    const Assertion* const holds = winner(state);
    if (holds != nullptr && holds->value != "null") {
      traits.push_back({.key = key, .said = *holds, .locked = holds->op == TraitOp::lock});
    }
  }
  return traits;
}

}  // namespace

Result<void> People::react(Transaction& tx, const Draft& draft,
                           const timeline::Recorded& recorded) {
  if (draft.kind == EventKind::consent) {
    TL_TRY_ASSIGN(const Event event, timeline_.find_event(tx, recorded.seq));
    return fold_consent_event(tx, event);
  }
  const bool says_something = draft.kind == EventKind::identify ||
                              (draft.kind == EventKind::group && !draft.account.empty());
  if (!says_something || !recorded.key_identifier) {
    return {};
  }
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  return fold_statement(tx,
                        {.kind = draft.kind,
                         .account = draft.account,
                         .properties = draft.properties,
                         .key = recorded.key_identifier,
                         .origin = {.order = {.occurred_at = draft.occurred_at,
                                              .sequence = draft.sequence,
                                              .message_id = draft.message_id,
                                              .source = draft.source},
                                    .event = recorded.seq,
                                    .received_at = draft.times.received}},
                        *book);
}

Result<void> People::fold_statement(Transaction& tx, const Statement& statement,
                                    const RuleBook& book) {
  if (statement.kind == EventKind::identify) {
    return fold_traits(tx, TraitSubject::identifier, statement.key.value,
                       said_in(statement.properties, statement.origin), book.survivorship);
  }
  if (statement.kind != EventKind::group || statement.account.empty()) {
    return {};
  }
  const GroupStatement said = parse_group(statement.properties, statement.origin);
  TL_TRY_ASSIGN(const AccountId account, find_or_add_account(tx, statement.account, clock_.now()));
  TL_TRY(fold_traits(tx, TraitSubject::account, account.value, said.traits, {}));
  return add_membership(tx, statement.key, account, said.roles, statement.origin.order.occurred_at);
}

Result<TraitStates> People::states_at(Transaction& tx, ProfileId id, const AsOf& when,
                                      const RuleBook& book) {
  if (!when.as_of && !when.known_at) {
    return traits_of_profile(tx, id, book.survivorship);
  }
  std::vector<IdentifierId> identifiers;
  if (when.known_at) {
    TL_TRY_ASSIGN(identifiers, identifiers_known_at(tx, id, *when.known_at, book));
  } else {
    TL_TRY_ASSIGN(identifiers, identifier_ids(tx, id));
  }
  TraitStates states;
  TL_TRY(timeline_.each_event(
      tx, identifiers, identifies_only(), [&](const Event& event) -> Result<void> {
        if (is_within(when, event)) {
          for (const Assertion& said : said_in(event.properties, origin_of(event))) {
            fold(states[said.key], said, rule_for(book.survivorship, said.key));
          }
        }
        return {};
      }));
  return states;
}

Result<std::vector<Trait>> People::traits(Transaction& tx, ProfileId id, const AsOf& when) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const TraitStates states, states_at(tx, id, when, *book));
  return shown(states);
}

Result<std::vector<TraitChange>> People::trait_history(Transaction& tx, ProfileId id,
                                                       const std::optional<std::string>& key,
                                                       std::size_t limit) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  TL_TRY_ASSIGN(const TraitStates now, traits_of_profile(tx, id, book->survivorship));
  TL_TRY_ASSIGN(const auto identifiers, identifier_ids(tx, id));
  std::deque<TraitChange> changes;
  TL_TRY(timeline_.each_event(
      tx, identifiers, identifies_only(), [&](const Event& event) -> Result<void> {
        for (Assertion& said : said_in(event.properties, origin_of(event))) {
          if (key && said.key != *key) {
            continue;
          }
          const auto state = now.find(said.key);
          const Assertion* const holds = state == now.end() ? nullptr : winner(state->second);
          const bool is_it = holds != nullptr && *holds == said;
          changes.push_front({std::move(said), event.key_identifier, is_it});
        }
        if (changes.size() > limit) {
          changes.resize(limit);
        }
        return {};
      }));
  return std::vector<TraitChange>(changes.begin(), changes.end());
}

Result<void> People::edit_trait(const Actor& actor, ProfileId id, const std::string& key,
                                std::string_view value, TraitEdit edit) {
  if (key.empty() || is_longer(key, trait_key_characters_max) || key.front() == '$') {
    return Error::invalid("a trait's name has 1 to 500 characters and does not begin with $");
  }
  codec::JsonWriter writer;
  writer.begin_object();
  if (edit == TraitEdit::unlock) {
    writer.key("$unlock").begin_array().value(key).end_array();
  } else {
    TL_TRY_ASSIGN(const std::string normal, codec::normalise_json(value));
    if (edit == TraitEdit::set) {
      writer.raw_member(key, normal);
    } else {
      writer.key("$lock").begin_object().raw_member(key, normal).end_object();
    }
  }
  const std::string traits = writer.end_object().take();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const ProfileIdentifier identifier, key_identifier(tx, id));
    TL_TRY_ASSIGN(const timeline::Recorded recorded,
                  timeline_.record(tx, trait_edit_draft(unique_id(), clock_.now(), identifier.name,
                                                        traits, actor.name)));
    if (recorded.outcome != timeline::Outcome::accepted) {
      return Error::conflict("the change was not accepted");
    }
    // Not the trait's name: a sender may have put anything into it.
    return access::Access::audit_at(tx, clock_.now(), actor, "person.edit_trait",
                                    fmt::format("profile:{}", id.value),
                                    fmt::format(R"({{"event":{}}})", recorded.seq.value));
  });
}

}  // namespace throughline::people
