#include "access/user_routes.h"

#include "access/team_json.h"
#include "event/public_id.h"

namespace throughline::access {
namespace {

// The user of the path, who is a member of the actor's workspace.
Result<Member> member_of(Access& access, const http::Request& request) {
  const auto id = parse_public_id("user", request.parameter("user"));
  if (!id) {
    return Error::not_found("No such user");
  }
  TL_TRY_ASSIGN(Member member, access.find_member(request.actor, UserId{id->key}));
  if (member.created_at.us / us_per_ms != id->created_ms) {
    return Error::not_found("No such user");
  }
  return member;
}

InvitedJson invited_json(const http::Request& request, const Invited& invited) {
  InvitedJson json = {json_of(invited.member), std::nullopt};
  if (!invited.token.empty()) {
    json.invitation_url = request.origin + "/invitation/" + invited.token;
  }
  return json;
}

Result<http::Response> list_users(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const std::vector<Member> members, access.members(request.actor));
  UserListJson list = {.total = static_cast<std::int64_t>(members.size())};
  for (const Member& member : members) {
    list.items.push_back(json_of(member));
  }
  return http::json_response(codec::to_json(list));
}

Result<http::Response> invite(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const NewUserJson form, codec::parse_as<NewUserJson>(request.body));
  TL_TRY_ASSIGN(const Invited invited,
                access.invite(request.actor, {form.email, form.name, form.role}));
  return http::json_response(codec::to_json(invited_json(request, invited)), 201);
}

Result<http::Response> invite_again(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const Member member, member_of(access, request));
  TL_TRY_ASSIGN(const Invited invited, access.invite_again(request.actor, member.user));
  return http::json_response(codec::to_json(invited_json(request, invited)), 201);
}

Result<http::Response> change_user(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(Member member, member_of(access, request));
  TL_TRY_ASSIGN(const UserChangeJson change, codec::parse_as<UserChangeJson>(request.body));
  TL_TRY_ASSIGN(member, access.change_user(request.actor, member.user, {change.role, change.name}));
  return http::json_response(codec::to_json(json_of(member)));
}

Result<http::Response> remove_user(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const Member member, member_of(access, request));
  TL_TRY(access.remove_user(request.actor, member.user));
  return http::Response{.status = 204};
}

}  // namespace

void add_user_routes(http::Router& router, Access& access) {
  const http::Access needed = http::with_right(Right::manage_team);
  router.get("/api/v1/users", needed,
             {.summary = "The users of the workspace, in the order in which they came.",
              .tag = "Team",
              .response_schema = "UserList"},
             [&](const http::Request& request) { return list_users(access, request); });
  router.post("/api/v1/users", needed,
              {.summary = "Invite a user. Hand on the link; it is shown once.",
               .tag = "Team",
               .request_schema = "NewUser",
               .response_schema = "Invited",
               .status = 201,
               .secret = true},
              [&](const http::Request& request) { return invite(access, request); });
  router.post("/api/v1/users/{user}/invitation", needed,
              {.summary = "A new link for who has not accepted yet; former links end.",
               .tag = "Team",
               .response_schema = "Invited",
               .status = 201,
               .secret = true},
              [&](const http::Request& request) { return invite_again(access, request); });
  router.patch("/api/v1/users/{user}", http::signed_in(),
               {.summary = "Change a user's role or name, with the right manage_team, or one's own "
                           "name. The last owner stays one.",
                .tag = "Team",
                .request_schema = "UserChange",
                .response_schema = "User"},
               [&](const http::Request& request) { return change_user(access, request); });
  router.remove("/api/v1/users/{user}", needed,
                {.summary = "Remove a user, whose sessions end. The last owner stays.",
                 .tag = "Team",
                 .status = 204},
                [&](const http::Request& request) { return remove_user(access, request); });
}

}  // namespace throughline::access
