// Consent and suppression, and what else is taken out with a person's data.
#include "people/people.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "access/access.h"
#include "base/text.h"
#include "codec/json.h"
#include "codec/json_writer.h"
#include "people/consent_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/mentions.h"
#include "people/people.shared.h"

namespace throughline::people {

using storage::Transaction;

namespace {

// So many of her identifiers does one statement name.
constexpr std::size_t named_max = 200;

}  // namespace

Result<void> People::state_consent(const Actor& actor, const ConsentRequest& request) {
  TL_TRY(check(request));
  std::string proof = "{}";
  if (!request.proof.empty()) {
    TL_TRY_ASSIGN(proof, codec::normalise_json(request.proof));
  }
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const ProfileId id, find_profile(tx, request.profile));
    TL_TRY_ASSIGN(const auto rows, identifiers_of_profile(tx, id, {}, named_max));
    TL_TRY_ASSIGN(const ProfileIdentifier key, key_identifier(tx, id));
    std::vector<Identifier> names = {key.name};
    for (const IdentifierRow& row : rows) {
      if (row.id != key.id) {
        names.push_back(row.name);
      }
    }
    const Time now = clock_.now();
    TL_TRY_ASSIGN(const timeline::Recorded recorded,
                  timeline_.record(tx, consent_draft({.unique_id = unique_id(),
                                                      .now = now,
                                                      .request = request,
                                                      .proof = proof,
                                                      .actor = actor.name,
                                                      .identifiers = std::move(names)})));
    if (recorded.outcome != timeline::Outcome::accepted) {
      return Error::conflict("the statement was not accepted");
    }
    return access::Access::audit_at(tx, now, actor, "person.consent",
                                    "profile:" + std::to_string(id.value),
                                    "{\"event\":" + std::to_string(recorded.seq.value) + "}");
  });
}

Result<void> People::fold_consent_event(Transaction& tx, const Event& event) {
  const auto said = statement_of(event);
  if (!said) {
    return {};
  }
  for (const Identifier& name : event.identifiers) {
    TL_TRY_ASSIGN(const auto row, people::find_identifier(tx, name));
    if (row) {
      TL_TRY(fold_consent(tx, row->id, *said));
    }
  }
  return {};
}

Result<std::vector<ConsentStatement>> People::consents(Transaction& tx, ProfileId id) {
  return consents_of(tx, id);
}

Result<std::vector<ConsentChange>> People::consent_history(Transaction& tx, ProfileId id,
                                                           std::size_t limit) {
  TL_TRY_ASSIGN(const auto identifiers, identifier_ids(tx, id));
  std::deque<ConsentChange> changes;
  TL_TRY(timeline_.each_event(tx, identifiers, {.kinds = {EventKind::consent}},
                              [&](const Event& event) -> Result<void> {
                                if (auto said = statement_of(event)) {
                                  changes.push_front({*std::move(said), event.properties});
                                }
                                if (changes.size() > limit) {
                                  changes.resize(limit);
                                }
                                return {};
                              }));
  return std::vector<ConsentChange>(changes.begin(), changes.end());
}

Result<ContactVerdict> People::may_contact(Transaction& tx, ProfileId id,
                                           const ConsentKey& wanted) {
  TL_TRY_ASSIGN(const auto held, consents_of(tx, id));
  return people::may_contact(held, wanted);
}

Result<std::vector<DecisionTaken>> People::decisions_of(Transaction& tx, ProfileId id) {
  TL_TRY_ASSIGN(const auto ids, identifier_ids(tx, id));
  const auto named = [&](const std::vector<IdentifierId>& some) {
    return std::any_of(some.begin(), some.end(), [&](IdentifierId one) {
      return std::binary_search(ids.begin(), ids.end(), one);
    });
  };
  TL_TRY_ASSIGN(const auto rows, decisions_by(tx, std::nullopt));
  std::vector<DecisionRow> hers;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(hers),
               [&](const DecisionRow& row) { return named(row.identifiers) || named(row.others); });
  return taken(tx, hers);
}

Result<std::vector<timeline::DeadLetter>> People::dead_letters_of(Transaction& tx, ProfileId id) {
  std::vector<Identifier> names;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(const auto rows, identifiers_of_profile(tx, id, after, named_max));
    for (const IdentifierRow& row : rows) {
      names.push_back(row.name);
    }
    if (rows.size() < named_max) {
      break;
    }
    after = rows.back().id;
  }
  const Mentions mentions(names);
  std::vector<timeline::DeadLetter> hers;
  for (timeline::DeadLetterQuery query{.limit = 500};;) {
    TL_TRY_ASSIGN(const auto letters, timeline_.dead_letters(tx, query));
    std::copy_if(letters.begin(), letters.end(), std::back_inserter(hers),
                 [&](const timeline::DeadLetter& letter) {
                   return mentions.in(letter.refusal.payload) ||
                          mentions.in(letter.refusal.first_payload);
                 });
    if (letters.size() < query.limit) {
      return hers;
    }
    query.before = letters.back().id;
  }
}

}  // namespace throughline::people
