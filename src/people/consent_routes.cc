#include "people/consent_routes.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

constexpr std::size_t history_max = 500;

Result<http::Response> consents(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto render, Renderer::make(api, request.actor));
  TL_TRY_ASSIGN(
      const auto held,
      api.people.read(request.actor, [&](Transaction& tx) -> Result<std::vector<ConsentStatement>> {
        TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
        return api.people.consents(tx, id);
      }));
  ConsentList list;
  for (const ConsentStatement& said : held) {
    list.items.push_back(view_of(render, said));
  }
  return answer(list);
}

Result<http::Response> history(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(
      const auto changes,
      api.people.read(request.actor, [&](Transaction& tx) -> Result<std::vector<ConsentChange>> {
        TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
        return api.people.consent_history(tx, id, history_max);
      }));
  ConsentHistory history;
  for (const ConsentChange& change : changes) {
    history.items.push_back(view_of(change));
  }
  return answer(history);
}

Result<http::Response> state(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<ConsentForm>(request.body));
  ConsentRequest wanted{.profile = std::string(request.parameter("profile")),
                        .key = {form.channel, form.purpose},
                        .proof = form.proof ? form.proof->text : std::string(),
                        .occurred_at = form.occurred_at};
  TL_TRY_ASSIGN(wanted.status, parse_consent_status(form.status));
  TL_TRY(api.people.state_consent(request.actor, wanted));
  return consents(api, request);
}

Result<http::Response> contact_verdict(PeopleApi& api, const Request& request) {
  const ConsentKey wanted{request.query("channel").value_or(""),
                          request.query("purpose").value_or("")};
  if (wanted.channel.empty() || wanted.purpose.empty()) {
    return Error::invalid("say the `channel` and the `purpose`");
  }
  TL_TRY_ASSIGN(const ContactVerdict verdict,
                api.people.read(request.actor, [&](Transaction& tx) -> Result<ContactVerdict> {
                  TL_TRY_ASSIGN(const ProfileId id, profile_in_path(api.people, tx, request));
                  return api.people.may_contact(tx, id, wanted);
                }));
  return answer(ContactView{std::string(name_of(verdict.kind)), verdict.reason});
}

}  // namespace

ConsentView view_of(const Renderer& render, const ConsentStatement& said) {
  return {.channel = said.key.channel,
          .purpose = said.key.purpose,
          .status = std::string(name_of(said.status)),
          .since = said.order.occurred_at,
          .received_at = said.received_at,
          .source = render.source(said.order.source),
          .event_id = to_public_id("event", said.received_at, said.event.value)};
}

ConsentChangeView view_of(const ConsentChange& change) {
  const ConsentStatement& said = change.said;
  ConsentChangeView view = {.channel = said.key.channel,
                            .purpose = said.key.purpose,
                            .status = std::string(name_of(said.status)),
                            .occurred_at = said.order.occurred_at,
                            .received_at = said.received_at,
                            .event_id = to_public_id("event", said.received_at, said.event.value)};
  if (const auto document = codec::JsonDocument::parse(change.properties); document.ok()) {
    view.by = std::string(document->root().find("by").text());
    const auto proof = document->root().find("proof");
    view.proof.text = proof ? proof.to_text() : "{}";
  }
  return view;
}

void add_consent_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<ConsentList>(schemas, "Consents");
  codec::add_schema<ConsentHistory>(schemas, "ConsentHistory");
  codec::add_schema<ConsentForm>(schemas, "ConsentStatement");
  codec::add_schema<ContactView>(schemas, "ContactVerdict");
  const auto bound = [&](auto handler) {
    return [api, handler](const Request& request) { return handler(*api, request); };
  };
  const Right view = Right::view_people;
  router.get("/api/v1/profiles/{profile}/consents", http::with_right(view),
             {.summary = "What was agreed to, per channel and purpose, and what is suppressed.",
              .tag = "Privacy",
              .response_schema = "Consents"},
             bound(consents));
  router.post("/api/v1/profiles/{profile}/consents", http::with_right(Right::edit_people),
              {.summary = "Records a statement with its proof, or a suppression on a channel.",
               .tag = "Privacy",
               .request_schema = "ConsentStatement",
               .response_schema = "Consents"},
              bound(state));
  router.get("/api/v1/profiles/{profile}/consents/history", http::with_right(view),
             {.summary = "Everything ever said about consent, newest first, with its proof.",
              .tag = "Privacy",
              .response_schema = "ConsentHistory"},
             bound(history));
  router.get("/api/v1/profiles/{profile}/consents/verdict", http::with_right(view),
             {.summary = "Whether this person may be written to, and why.",
              .tag = "Privacy",
              .response_schema = "ContactVerdict",
              .query = {{"channel", "email, sms, ..."}, {"purpose", "marketing, ..."}}},
             bound(contact_verdict));
}

}  // namespace throughline::people
