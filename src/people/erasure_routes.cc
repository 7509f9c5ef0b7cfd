#include "people/erasure_routes.h"

#include "base/number_in.h"
#include "people/erasure_view.h"
#include "people/person_export_routes.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

CertificateView view_of(const Certificate& certificate) {
  CertificateView view = {.id = std::to_string(certificate.id),
                          .erased_at = certificate.erased_at,
                          .profile = certificate.profile,
                          .mode = std::string(name_of(certificate.mode)),
                          .actor = certificate.actor,
                          .reason = certificate.reason,
                          .finished = certificate.finished,
                          .backups_expire_at = certificate.backups_expire_at};
  for (const ErasedStore& store : certificate.stores) {
    view.stores[store.store] += store.rows;
  }
  return view;
}

Result<http::Response> erase(PeopleApi& api, const Request& request) {
  EraseForm form;
  if (!request.body.empty()) {
    TL_TRY_ASSIGN(form, codec::parse_as<EraseForm>(request.body));
  }
  TL_TRY_ASSIGN(const ErasureMode mode,
                parse_erasure_mode(form.mode.value_or("erase_and_suppress")));
  TL_TRY_ASSIGN(
      const Certificate certificate,
      api.people.erase(request.actor, {.profile = std::string(request.parameter("profile")),
                                       .mode = mode,
                                       .reason = form.reason.value_or("")}));
  return answer(view_of(certificate));
}

Result<http::Response> certificates(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const std::int64_t limit, request.integer_query("limit", 50, 1, 500));
  TL_TRY_ASSIGN(const std::int64_t before, request.integer_query("before", 0, 0, INT64_MAX));
  TL_TRY_ASSIGN(const auto found, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.certificates(tx, before, static_cast<std::size_t>(limit));
  }));
  CertificateList list;
  for (const Certificate& certificate : found) {
    list.items.push_back(view_of(certificate));
  }
  if (found.size() == static_cast<std::size_t>(limit)) {
    list.next = list.items.back().id;
  }
  return answer(list);
}

Result<http::Response> certificate(PeopleApi& api, const Request& request) {
  const auto id = number_in(request.parameter("erasure"));
  if (!id) {
    return Error::not_found("there is no such certificate");
  }
  TL_TRY_ASSIGN(const Certificate found, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.certificate(tx, *id);
  }));
  return answer(view_of(found));
}

Result<http::Response> lift(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto form, codec::parse_as<LiftForm>(request.body));
  TL_TRY(api.people.lift_suppression(request.actor, {form.type, form.value}));
  return http::Response{.status = 204};
}

Result<http::Response> export_person(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto made,
                PersonExport::begin(api, request.actor, std::string(request.parameter("profile"))));
  http::Response response;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Content-Disposition", "attachment; filename=\"person.json\"");
  response.headers.add("Cache-Control", "no-store");
  response.body = http::Generator([made] { return made->next(); });
  return response;
}

}  // namespace

void add_erasure_routes(http::Router& router, codec::Schemas& schemas,
                        const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<EraseForm>(schemas, "Erase");
  codec::add_schema<CertificateView>(schemas, "ErasureCertificate");
  codec::add_schema<CertificateList>(schemas, "ErasureCertificates");
  codec::add_schema<LiftForm>(schemas, "LiftSuppression");
  const auto bound = [&](auto handler) {
    return [api, handler](const Request& request) { return handler(*api, request); };
  };
  const Right manage = Right::manage_workspace;
  router.post(
      "/api/v1/profiles/{profile}/erase", http::with_right(manage),
      {.summary = "Overwrites everything of this person and refuses what comes later. For good.",
       .tag = "Privacy",
       .request_schema = "Erase",
       .response_schema = "ErasureCertificate"},
      bound(erase));
  router.get(
      "/api/v1/profiles/{profile}/export", http::with_right(Right::edit_people),
      {.summary = "Everything that is kept of one person, as one JSON document.", .tag = "Privacy"},
      bound(export_person));
  router.get(
      "/api/v1/erasures", http::with_right(manage),
      {.summary = "Certificates of erasures and suppressions, newest first.",
       .tag = "Privacy",
       .response_schema = "ErasureCertificates",
       .query = {{"before", "The `next` of the page before"}, {"limit", "1 to 500, 50 without"}}},
      bound(certificates));
  router.get(
      "/api/v1/erasures/{erasure}", http::with_right(manage),
      {.summary = "One certificate.", .tag = "Privacy", .response_schema = "ErasureCertificate"},
      bound(certificate));
  router.post("/api/v1/suppressions/lift", http::with_right(manage),
              {.summary = "Takes events of somebody who was erased or suppressed again.",
               .tag = "Privacy",
               .request_schema = "LiftSuppression"},
              bound(lift));
}

}  // namespace throughline::people
