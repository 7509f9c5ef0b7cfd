#include "people/people_routes.h"

#include "people/consent_routes.h"
#include "people/decision_routes.h"
#include "people/erasure_routes.h"
#include "people/live_routes.h"
#include "people/people_list_routes.h"
#include "people/profile_routes.h"
#include "people/render_routes.h"
#include "people/rule_routes.h"

namespace throughline::people {

void add_people_routes(http::Router& router, codec::Schemas& schemas,
                       const std::shared_ptr<PeopleApi>& api) {
  add_profile_routes(router, schemas, api);
  add_people_list_routes(router, schemas, api);
  add_rule_routes(router, schemas, api);
  add_decision_routes(router, schemas, api);
  add_erasure_routes(router, schemas, api);
  add_consent_routes(router, schemas, api);
  add_live_routes(router, schemas, api);
}

}  // namespace throughline::people
