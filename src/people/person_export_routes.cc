#include "people/person_export_routes.h"

#include <filesystem>
#include <fstream>

#include "base/log.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "people/consent_routes.h"
#include "people/decision_view.h"

namespace throughline::people {
namespace {

using storage::Transaction;

constexpr std::size_t events_at_once = 500;
constexpr std::size_t history_max = 1'000'000;
constexpr std::size_t identifiers_at_once = 1'000;

// `items` is a JSON array of views.
template <class View>
std::string array_of(const std::vector<View>& items) {
  std::string text = "[";
  for (const View& item : items) {
    text += (text.size() == 1 ? "" : ",") + codec::to_json(item);
  }
  return text + "]";
}

Result<std::vector<OwnedIdentifierView>> all_identifiers(PeopleApi& api, Renderer& render,
                                                         Transaction& tx, ProfileId id) {
  std::vector<OwnedIdentifierView> views;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(const IdentifierPage page,
                  api.people.identifiers(tx, id, after, identifiers_at_once));
    for (const ProfileIdentifier& identifier : page.identifiers) {
      TL_TRY_ASSIGN(auto view, render.identifier(tx, identifier));
      views.push_back(std::move(view));
    }
    if (!page.more) {
      return views;
    }
    after = page.identifiers.back().id;
  }
}

std::string to_json(const timeline::DeadLetter& letter, const Renderer& render) {
  return codec::JsonWriter()
      .begin_object()
      .member("source", render.source(letter.refusal.source).name)
      .member("reason", letter.refusal.reason)
      .member("detail", letter.refusal.detail)
      .member("message_id", letter.refusal.message_id)
      .member("first_at", to_rfc3339(letter.first_at))
      .member("last_at", to_rfc3339(letter.last_at))
      .member("count", letter.count)
      .member("payload", letter.refusal.payload)
      .end_object()
      .take();
}

// Decisions, consents and dead letters, as further members.
Result<std::string> other_parts(PeopleApi& api, const Renderer& render, Transaction& tx,
                                ProfileId id) {
  std::vector<DecisionView> decisions;
  TL_TRY_ASSIGN(const auto taken, api.people.decisions_of(tx, id));
  decisions.reserve(taken.size());
  for (const DecisionTaken& one : taken) {
    decisions.push_back(view_of(one));
  }
  std::vector<ConsentView> consents;
  TL_TRY_ASSIGN(const auto held, api.people.consents(tx, id));
  consents.reserve(held.size());
  for (const ConsentStatement& said : held) {
    consents.push_back(view_of(render, said));
  }
  std::vector<ConsentChangeView> history;
  TL_TRY_ASSIGN(const auto changes, api.people.consent_history(tx, id, history_max));
  history.reserve(changes.size());
  for (const ConsentChange& change : changes) {
    history.push_back(view_of(change));
  }
  std::string out = R"(,"decisions":)" + array_of(decisions) + R"(,"consents":)" +
                    array_of(consents) + R"(,"consent_history":)" + array_of(history) +
                    R"(,"dead_letters":[)";
  TL_TRY_ASSIGN(const auto letters, api.people.dead_letters_of(tx, id));
  for (std::size_t i = 0; i < letters.size(); ++i) {
    out += (i == 0 ? "" : ",") + to_json(letters[i], render);
  }
  return out + "]";
}

}  // namespace

Result<std::shared_ptr<PersonExport>> PersonExport::begin(PeopleApi& api, const Actor& actor,
                                                          const std::string& profile) {
  TL_TRY_ASSIGN(const ProfileId id, api.people.read(actor, [&](Transaction& tx) {
    return api.people.find_profile(tx, profile);
  }));
  return std::shared_ptr<PersonExport>(new PersonExport(api, actor, id));
}

std::optional<std::string> PersonExport::next() {
  if (stage_ == Stage::done || stage_ == Stage::failed) {
    return std::nullopt;
  }
  Result<std::string> piece = stage_ == Stage::head ? head() : more_events();
  if (!piece.ok()) {
    log(LogLevel::error, "the export of a person broke off", {{"why", piece.error().message}});
    stage_ = Stage::failed;
    return std::nullopt;
  }
  return *std::move(piece);
}

Result<std::string> PersonExport::head() {
  TL_TRY_ASSIGN(auto render, Renderer::make(api_, actor_));
  TL_TRY_ASSIGN(
      const std::string text, api_.people.read(actor_, [&](Transaction& tx) -> Result<std::string> {
        TL_TRY_ASSIGN(const Profile profile, api_.people.profile(tx, profile_));
        TL_TRY_ASSIGN(const auto identifiers, all_identifiers(api_, render, tx, profile_));
        std::string out = R"({"format":"throughline.person/1","profile":)" +
                          codec::to_json(ProfileRef{profile.public_id}) + R"(,"identifiers":)" +
                          array_of(identifiers);
        std::vector<TraitView> traits;
        TL_TRY_ASSIGN(const auto held, api_.people.traits(tx, profile_));
        traits.reserve(held.size());
        for (const Trait& trait : held) {
          traits.push_back(render.trait(trait));
        }
        TL_TRY_ASSIGN(const auto changes,
                      api_.people.trait_history(tx, profile_, std::nullopt, history_max));
        out += R"(,"traits":)" + array_of(traits) + R"(,"trait_history":[)";
        for (std::size_t i = 0; i < changes.size(); ++i) {
          out += (i == 0 ? "" : ",") + std::string(R"({"key":)") + quote_json(changes[i].said.key) +
                 R"(,"change":)" + codec::to_json(render.change(changes[i])) + "}";
        }
        std::vector<MembershipView> accounts;
        TL_TRY_ASSIGN(const auto memberships, api_.people.memberships(tx, profile_));
        for (const Membership& membership : memberships) {
          TL_TRY_ASSIGN(auto view, render.membership(tx, membership));
          accounts.push_back(std::move(view));
        }
        out += R"(],"accounts":)" + array_of(accounts);
        TL_TRY_ASSIGN(const std::string more, other_parts(api_, render, tx, profile_));
        return out + more;
      }));
  stage_ = Stage::events;
  return text + R"(,"events":[)";
}

Result<std::string> PersonExport::more_events() {
  TL_TRY_ASSIGN(auto render, Renderer::make(api_, actor_));
  timeline::LineQuery query{.limit = events_at_once};
  query.after = after_ ? *after_ : LinePosition{.occurred_at = {INT64_MIN}};
  std::string text;
  TL_TRY_ASSIGN(const bool more, api_.people.read(actor_, [&](Transaction& tx) -> Result<bool> {
    text.clear();
    TL_TRY_ASSIGN(const auto found, api_.people.line(tx, profile_, query));
    for (const Event& event : found.events) {
      TL_TRY_ASSIGN(const EventView view, render.event(tx, event));
      text += (first_event_ ? "" : ",\n") + codec::to_json(view);
      first_event_ = false;
      after_ = LinePosition{event.occurred_at, event.sequence, event.message_id, event.source};
    }
    return found.more;
  }));
  if (!more) {
    stage_ = Stage::done;
    text += R"(],"complete":true})";
  }
  return text;
}

Result<std::int64_t> write_person_export(PeopleApi& api, const Actor& actor,
                                         const std::string& profile, const std::string& path) {
  TL_TRY_ASSIGN(const auto made, PersonExport::begin(api, actor, profile));
  if (std::filesystem::exists(path)) {
    return Error::conflict("there is a file of this name already");
  }
  std::ofstream file(path, std::ios::binary);
  std::int64_t bytes = 0;
  while (const auto piece = made->next()) {
    file << *piece;
    bytes += static_cast<std::int64_t>(piece->size());
  }
  file.close();
  if (!file || !made->complete()) {
    return Error::unavailable("the export could not be written to its end");
  }
  return bytes;
}

}  // namespace throughline::people
