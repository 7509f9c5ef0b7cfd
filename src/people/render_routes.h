// What the routes of this room share: references in paths, cursors, and values written for the API.
#pragma once

#include <map>
#include <string>

#include "event/public_id.h"
#include "http/router.h"
#include "people/decision_view.h"
#include "people/people.h"
#include "people/people_routes.h"
#include "people/person_view.h"

namespace throughline::people {

// The facade and what other rooms know, as every handler needs them.
struct PeopleApi {
  People& people;
  SourceRefs source_refs;
  PeopleByEventOf people_by_event;
};

// What one answer renders with: references to sources are read once.
class Renderer {
 public:
  static Result<Renderer> make(PeopleApi& api, const Actor& actor);

  [[nodiscard]] SourceRef source(SourceId id) const;
  Result<EventView> event(storage::Transaction& tx, const Event& event);
  Result<OwnedIdentifierView> identifier(storage::Transaction& tx, const ProfileIdentifier& owned);
  Result<MembershipView> membership(storage::Transaction& tx, const Membership& membership);
  [[nodiscard]] TraitView trait(const Trait& trait) const;
  [[nodiscard]] TraitChangeView change(const TraitChange& change) const;

 private:
  Renderer(PeopleApi& api, std::map<SourceId, SourceRef> sources)
      : api_(api), sources_(std::move(sources)) {}

  PeopleApi& api_;
  std::map<SourceId, SourceRef> sources_;
};

std::map<std::string, codec::RawJson> values_of(const TraitStates& states);
Result<ProfileName> name_of(People& people, storage::Transaction& tx, ProfileId id);
std::string display_name(const std::map<std::string, codec::RawJson>& traits);
AccountView view_of(const Account& account);
std::vector<IdentifierView> views_of(const std::vector<Identifier>& identifiers);
DecisionView view_of(const DecisionTaken& decision);

// "{id or type:value}" of the path.
Result<ProfileId> profile_in_path(People& people, storage::Transaction& tx,
                                  const http::Request& request);
Result<std::optional<Time>> time_query(const http::Request& request, std::string_view name);
Result<AsOf> as_of_query(const http::Request& request);
Result<timeline::LineFilter> filter_query(const http::Request& request);

// A place in a line as text that clients hand back.
std::string cursor_of(const Event& event);
Result<LinePosition> parse_cursor(std::string_view text);

template <class View>
Result<http::Response> answer(const View& view) {
  return http::json_response(codec::to_json(view));
}

}  // namespace throughline::people
