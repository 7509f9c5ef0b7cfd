#include "access/access_routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "event/public_id.h"
#include "testing/access_world.h"

namespace throughline::access {
namespace {

using testing::AccessWorld;
using testing::Client;
using testing::text_at;

class AccessRoutes : public ::testing::TestWithParam<storage::Dialect> {
 protected:
  static http::Response answer_ok(const http::Request& request) {
    return http::text_response(std::string(name_of(request.actor.role)), "text/plain");
  }
  // Routes that need each right, beside the room's own.
  AccessRoutes() {
    for (int i = 0; i <= static_cast<int>(Right::manage_workspace); ++i) {
      const auto right = static_cast<Right>(i);
      world_.router.post("/test/" + std::string(name_of(right)), http::with_right(right),
                         {.summary = "A test.", .tag = "Test"},
                         [](const http::Request& request) -> Result<http::Response> {
                           return answer_ok(request);
                         });
    }
  }
  std::string setup_body(const std::string& token) {
    return R"({"token":")" + token +
           R"(","name":"Ada","email":"ada@example.com","password":"correct horse",)" +
           R"("workspace_name":"Acme GmbH"})";
  }

  AccessWorld world_{GetParam()};
  Client nobody_{world_.router};
};

INSTANTIATE_TEST_SUITE_P(Both, AccessRoutes, testing::both_databases(), testing::database_name);

TEST_P(AccessRoutes, LeadFromTheSetupLinkToASession) {
  EXPECT_EQ(nobody_.get("/api/v1/setup").text(), R"({"needed":true,"workspace_name":"Acme"})");
  const std::string token = world_.access.make_setup_token()->value();
  const auto answer = nobody_.post("/api/v1/setup", setup_body(token));
  ASSERT_EQ(answer.status, 200) << answer.text();
  EXPECT_EQ(text_at(answer, "user.role"), "owner");
  EXPECT_EQ(text_at(answer, "workspace.name"), "Acme GmbH");
  EXPECT_NE(text_at(answer, "csrf_token"), "");
  EXPECT_TRUE(text_at(answer, "user.id").starts_with("user_"));
  EXPECT_EQ(nobody_.get("/api/v1/session").text(), answer.text());
  Client late(world_.router);
  EXPECT_EQ(late.post("/api/v1/setup", setup_body(token)).status, 403);
  EXPECT_EQ(late.get("/api/v1/setup").text(), R"({"needed":false,"workspace_name":"Acme GmbH"})");
}

TEST_P(AccessRoutes, SessionCookiesAreOutOfReachOfScriptsAndOtherSites) {
  world_.add_user(Role::agent, "ada@example.com");
  const std::string body = AccessWorld::sign_in_body("ada@example.com", AccessWorld::password);
  const auto cookie_of = [&](bool secure) {
    Client client(world_.router);
    client.secure = secure;
    const auto answer = client.post("/api/v1/session", body);
    return std::string(answer.headers.value_or("set-cookie", ""));
  };
  const std::string plain = cookie_of(false);
  EXPECT_TRUE(plain.starts_with("throughline_session="));
  for (const char* flag : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=7776000"}) {
    EXPECT_NE(plain.find(flag), std::string::npos) << flag;
  }
  EXPECT_EQ(plain.find("Secure"), std::string::npos);
  EXPECT_NE(cookie_of(true).find("; Secure"), std::string::npos);
}

TEST_P(AccessRoutes, ASignedOutSessionOpensNothing) {
  Client agent = world_.browser_of(Role::agent);
  const std::string cookie = agent.cookie;
  const auto answer = agent.remove("/api/v1/session");
  EXPECT_EQ(answer.status, 204);
  EXPECT_NE(answer.headers.value_or("set-cookie", "").find("Max-Age=0"), std::string::npos);
  Client again(world_.router);
  again.cookie = cookie;
  EXPECT_EQ(again.get("/api/v1/session").status, 401);
}

TEST_P(AccessRoutes, ASessionCookieThatWasPlantedIsNotTakenOver) {
  world_.add_user(Role::agent, "ada@example.com");
  Client victim(world_.router);
  victim.cookie = "throughline_session=planted";
  const auto answer = victim.post(
      "/api/v1/session", AccessWorld::sign_in_body("ada@example.com", AccessWorld::password));
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(victim.cookie, "throughline_session=planted");
  Client attacker(world_.router);
  attacker.cookie = "throughline_session=planted";
  EXPECT_EQ(attacker.get("/api/v1/session").status, 401);
}

struct CsrfCase {
  const char* what;
  bool token;
  const char* header;
  const char* value;
  int status;
};

TEST_P(AccessRoutes, WritesWithACookieNeedTheTokenAndOurOwnPages) {
  const Client agent = world_.browser_of(Role::agent);
  const std::array<CsrfCase, 11> cases = {{
      {"token alone", true, "", "", 200},
      {"no token", false, "", "", 403},
      {"no token, our page", false, "sec-fetch-site", "same-origin", 403},
      {"our page", true, "sec-fetch-site", "same-origin", 200},
      {"typed address", true, "sec-fetch-site", "none", 200},
      {"other site", true, "sec-fetch-site", "cross-site", 403},
      {"sister domain", true, "sec-fetch-site", "same-site", 403},
      {"our origin", true, "origin", "http://throughline.example", 200},
      {"other origin", true, "origin", "http://evil.example", 403},
      {"our name within another", true, "origin", "http://throughline.example.evil.example", 403},
      {"opaque origin", true, "origin", "null", 403},
  }};
  for (const CsrfCase& each : cases) {
    Client client = agent;
    client.csrf = each.token ? agent.csrf : "";
    if (each.header[0] != '\0') {
      client.extra.add(each.header, each.value);
    }
    EXPECT_EQ(client.post("/test/edit_people", "").status, each.status) << each.what;
  }
}

TEST_P(AccessRoutes, TheTokenOfAnotherSessionIsRefused) {
  Client one = world_.browser_of(Role::agent);
  const Client other = world_.sign_in("agent@example.com");
  EXPECT_EQ(one.post("/test/edit_people", "").status, 200);
  one.csrf = other.csrf;
  EXPECT_EQ(one.post("/test/edit_people", "").status, 403);
}

TEST_P(AccessRoutes, ReadingNeedsNoToken) {
  Client agent = world_.browser_of(Role::agent);
  agent.csrf.clear();
  EXPECT_EQ(agent.get("/api/v1/session").status, 200);
  EXPECT_EQ(agent.send("HEAD", "/api/v1/session").status, 200);
}

TEST_P(AccessRoutes, OtherSitesMaySignNobodyIn) {
  world_.add_user(Role::agent, "ada@example.com");
  nobody_.extra.add("sec-fetch-site", "cross-site");
  const auto answer = nobody_.post(
      "/api/v1/session", AccessWorld::sign_in_body("ada@example.com", AccessWorld::password));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(nobody_.post("/api/v1/setup", setup_body("x")).status, 403);
}

TEST_P(AccessRoutes, KeysComeAsBearerOrAsTheUserNameOfBasic) {
  const std::string key = world_.program_of(Role::agent).api_key;
  const auto status = [&](const std::string& authorization) {
    Client client(world_.router);
    client.extra.add("authorization", authorization);
    return client.post("/test/edit_people", "").status;
  };
  EXPECT_EQ(status("Bearer " + key), 200);
  EXPECT_EQ(status("bearer  " + key), 200);
  EXPECT_EQ(status("Basic " + to_base64(key + ":")), 200);
  EXPECT_EQ(status("Basic " + to_base64(key)), 200);
  EXPECT_EQ(status("Basic " + to_base64(key + ":ignored")), 200);
  for (const std::string& bad :
       {std::string("Bearer"), std::string("Bearer "), "Bearer x" + key, "Token " + key, key,
        std::string("Basic !!!"), "Basic " + to_base64(":" + key)}) {
    EXPECT_EQ(status(bad), 401) << bad;
  }
}

TEST_P(AccessRoutes, AWrongKeyIsNotHelpedByACookie) {
  Client agent = world_.browser_of(Role::agent);
  agent.api_key = "tl_api_wrong";
  EXPECT_EQ(agent.get("/api/v1/session").status, 401);
}

TEST_P(AccessRoutes, AKeyHasNoSessionAndNoPassword) {
  Client program = world_.program_of(Role::owner);
  EXPECT_EQ(program.get("/api/v1/session").status, 403);
  EXPECT_EQ(program
                .patch("/api/v1/session/password",
                       R"({"current_password":"correct horse","new_password":"new password"})")
                .status,
            403);
}

std::string filled(std::string pattern) {
  for (std::size_t brace = 0; (brace = pattern.find('{')) != std::string::npos;) {
    pattern.replace(brace, pattern.find('}') - brace + 1, "x");
  }
  return pattern;
}

// Whether the authenticator let the request through to a handler, which then may refuse it for
// reasons of its own.
bool is_let_in(const http::Response& response) {
  return response.status != 401 && response.status != 403;
}

TEST_P(AccessRoutes, EveryRouteLetsInExactlyTheRolesThatHoldItsRight) {
  int checked = 0;
  for (const Role role : {Role::owner, Role::admin, Role::agent, Role::analyst, Role::viewer}) {
    const Client program = world_.program_of(role);
    const Client browser = world_.browser_of(role);
    for (const http::Route& route : world_.router.routes()) {
      if (route.access.kind != http::Access::Kind::right) {
        continue;
      }
      const bool allowed = holds(role, route.access.right);
      for (Client client : {program, browser}) {
        const auto answer = client.send(route.method, filled(route.pattern), "{}");
        EXPECT_EQ(is_let_in(answer), allowed)
            << name_of(role) << " " << route.method << " " << route.pattern << answer.status;
        ++checked;
      }
    }
  }
  EXPECT_GT(checked, 5 * 2 * 10);
}

TEST_P(AccessRoutes, NobodyMayCallWhatIsNotForAnyone) {
  std::vector<std::string> open;
  for (const http::Route& route : world_.router.routes()) {
    Client client(world_.router);
    const int status = client.send(route.method, filled(route.pattern), "{}").status;
    if (route.access.kind == http::Access::Kind::anyone) {
      open.push_back(route.method + " " + route.pattern);
      continue;
    }
    EXPECT_EQ(status, 401) << route.method << " " << route.pattern;
  }
  std::ranges::sort(open);
  EXPECT_EQ(open, (std::vector<std::string>{"GET /api/v1/invitations/{token}", "GET /api/v1/setup",
                                            "POST /api/v1/invitations/{token}",
                                            "POST /api/v1/session", "POST /api/v1/setup"}));
}

TEST_P(AccessRoutes, InviteChangeAndRemoveUsers) {
  Client owner = world_.browser_of(Role::owner);
  const auto invited =
      owner.post("/api/v1/users", R"({"name":"Bea","email":"Bea@example.com","role":"agent"})");
  ASSERT_EQ(invited.status, 201) << invited.text();
  const std::string url = text_at(invited, "invitation_url");
  const std::string start = "http://throughline.example/invitation/";
  ASSERT_TRUE(url.starts_with(start)) << url;
  const std::string path = "/api/v1/invitations/" + url.substr(start.size());
  EXPECT_EQ(nobody_.get(path).text(),
            R"({"name":"Bea","email":"bea@example.com","workspace_name":"Acme"})");
  EXPECT_EQ(nobody_.post(path, R"({"password":"short"})").status, 400);
  EXPECT_EQ(nobody_.post(path, R"({"password":"correct horse"})").status, 200);
  EXPECT_EQ(text_at(nobody_.get("/api/v1/session"), "user.name"), "Bea");

  const std::string bea = "/api/v1/users/" + text_at(invited, "user.id");
  EXPECT_EQ(owner.post(bea + "/invitation", "").status, 409);
  EXPECT_EQ(text_at(owner.patch(bea, R"({"role":"analyst"})"), "role"), "analyst");
  EXPECT_EQ(text_at(owner.patch(bea, R"({"name":"Beatrix"})"), "name"), "Beatrix");
  EXPECT_EQ(owner.patch(bea, R"({"role":"root"})").status, 400);
  const auto list = owner.get("/api/v1/users");
  EXPECT_NE(list.text().find("Beatrix"), std::string::npos);
  EXPECT_NE(list.text().find(R"("next":null,"total":2)"), std::string::npos) << list.text();
  EXPECT_EQ(owner.remove(bea).status, 204);
  EXPECT_EQ(owner.remove(bea).status, 404);
  EXPECT_EQ(nobody_.get("/api/v1/session").status, 401);
}

TEST_P(AccessRoutes, EverybodyChangesTheirOwnNameAndNothingElse) {
  const Member other = world_.add_user(Role::analyst);
  Client viewer = world_.browser_of(Role::viewer);
  const std::string self = "/api/v1/users/" + text_at(viewer.get("/api/v1/session"), "user.id");
  EXPECT_EQ(text_at(viewer.patch(self, R"({"name":"Me"})"), "name"), "Me");
  EXPECT_EQ(viewer.patch(self, R"({"role":"owner"})").status, 403);
  EXPECT_EQ(viewer.patch(self, R"({"name":"Me","role":"viewer"})").status, 403);
  const std::string id = to_public_id("user", other.created_at, other.user.value);
  EXPECT_EQ(viewer.patch("/api/v1/users/" + id, R"({"name":"Eve"})").status, 403);
  Client program = world_.program_of(Role::agent);
  EXPECT_EQ(program.patch("/api/v1/users/" + id, R"({"name":"Eve"})").status, 403);
}

TEST_P(AccessRoutes, AnIdOfAnotherUserOrWorkspaceIsNotFound) {
  Client owner = world_.browser_of(Role::owner);
  const Workspace other = *world_.access.create_workspace("Other");
  const Actor there = {.workspace = other.id, .role = Role::owner};
  const Member stranger =
      world_.access.invite(there, {"eve@example.com", "Eve", Role::agent})->member;
  const std::string id = to_public_id("user", stranger.created_at, stranger.user.value);
  EXPECT_EQ(owner.remove("/api/v1/users/" + id).status, 404);
  const Member agent = world_.add_user(Role::agent);
  const std::string forged =
      to_public_id("user", {agent.created_at.us + us_per_second}, agent.user.value);
  EXPECT_EQ(owner.remove("/api/v1/users/" + forged).status, 404);
  EXPECT_EQ(owner.remove("/api/v1/users/7").status, 404);
  const ApiKey key = world_.access.create_api_key(there, "Key", Role::agent)->key;
  EXPECT_EQ(
      owner.remove("/api/v1/keys/" + to_public_id("key", key.created_at, key.id.value)).status,
      404);
}

TEST_P(AccessRoutes, AKeyDoesWhatItsScopesSayAndNoMore_AM06) {
  Client owner = world_.browser_of(Role::owner);
  const auto created =
      owner.post("/api/v1/keys", R"({"name":"Reader","role":"admin","scopes":["view_people"]})");
  ASSERT_EQ(created.status, 201) << created.text();
  Client program(world_.router);
  program.api_key = text_at(created, "secret");
  EXPECT_EQ(program.post("/test/view_people", "").status, 200);
  EXPECT_EQ(program.post("/test/edit_people", "").status, 403);
  EXPECT_EQ(program.post("/test/manage_workspace", "").status, 403);
  EXPECT_EQ(
      owner.post("/api/v1/keys", R"({"name":"K","role":"admin","scopes":["manage_keys"]})").status,
      400);
  EXPECT_EQ(
      owner.post("/api/v1/keys", R"({"name":"K","role":"viewer","scopes":["edit_people"]})").status,
      400);
  const auto rotated = owner.post("/api/v1/keys/" + text_at(created, "key.id") + "/rotate",
                                  R"({"overlap_hours":0})");
  ASSERT_EQ(rotated.status, 200) << rotated.text();
  EXPECT_EQ(program.post("/test/view_people", "").status, 401);
  program.api_key = text_at(rotated, "secret");
  EXPECT_EQ(program.post("/test/view_people", "").status, 200);
  EXPECT_EQ(program.post("/test/edit_people", "").status, 403);
}

TEST_P(AccessRoutes, TheAuditIsForThoseWhoManageTheWorkspace_AM05) {
  Client owner = world_.browser_of(Role::owner);
  Client agent = world_.browser_of(Role::agent);
  const auto list = owner.get("/api/v1/audit?limit=1");
  ASSERT_EQ(list.status, 200) << list.text();
  EXPECT_NE(list.text().find("\"action\":\"session.begin\""), std::string::npos);
  EXPECT_NE(text_at(list, "next"), "");
  EXPECT_EQ(owner.get("/api/v1/audit?limit=0").status, 400);
  EXPECT_EQ(owner.get("/api/v1/audit?from=yesterday").status, 400);
  const auto check = owner.get("/api/v1/audit/check");
  EXPECT_NE(check.text().find("\"intact\":true"), std::string::npos) << check.text();
  EXPECT_EQ(agent.get("/api/v1/audit").status, 403);
  EXPECT_EQ(agent.get("/api/v1/audit/check").status, 403);
  EXPECT_EQ(agent.get("/api/v1/audit/export").status, 403);
}

TEST_P(AccessRoutes, ASecondFactorIsAUsersOwnBusiness_AM04) {
  Client owner = world_.browser_of(Role::owner);
  const std::string password = R"({"password":")" + std::string(AccessWorld::password) + "\"}";
  const auto begun = owner.post("/api/v1/session/second-factor", password);
  ASSERT_EQ(begun.status, 201) << begun.text();
  EXPECT_TRUE(text_at(begun, "uri").starts_with("otpauth://totp/Throughline:"));
  EXPECT_EQ(owner.post("/api/v1/session/second-factor/confirm", R"({"code":"1"})").status, 400);
  EXPECT_NE(owner.get("/api/v1/session/second-factor").text().find("\"enabled\":false"),
            std::string::npos);
  Client program = world_.program_of(Role::owner);
  EXPECT_EQ(program.get("/api/v1/session/second-factor").status, 403);
  EXPECT_EQ(owner.post("/api/v1/session/second-factor/remove", R"({"password":"guess"})").status,
            403);
  EXPECT_EQ(owner.post("/api/v1/session/second-factor/remove", password).status, 204);
}

TEST_P(AccessRoutes, AKeyIsShownOnceAndRefusedOnceRevoked) {
  Client owner = world_.browser_of(Role::owner);
  const auto created = owner.post("/api/v1/keys", R"({"name":"Reports","role":"analyst"})");
  ASSERT_EQ(created.status, 201) << created.text();
  const std::string secret = text_at(created, "secret");
  const auto list = owner.get("/api/v1/keys");
  EXPECT_EQ(list.text().find(secret), std::string::npos);
  EXPECT_NE(list.text().find(text_at(created, "key.prefix")), std::string::npos);
  EXPECT_EQ(text_at(created, "key.created_by"), "Ada");
  Client program(world_.router);
  program.api_key = secret;
  EXPECT_EQ(program.post("/test/view_people", "").status, 200);
  EXPECT_EQ(owner.remove("/api/v1/keys/" + text_at(created, "key.id")).status, 204);
  EXPECT_EQ(program.post("/test/view_people", "").status, 401);
}

TEST_P(AccessRoutes, TooManyAttemptsSayWhenToComeBack) {
  world_.add_user(Role::agent, "ada@example.com");
  const std::string wrong = AccessWorld::sign_in_body("ada@example.com", "guess guess");
  for (int i = 0; i < free_attempts; ++i) {
    EXPECT_EQ(nobody_.post("/api/v1/session", wrong).status, 401);
  }
  const auto refused = nobody_.post("/api/v1/session", wrong);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.value_or("retry-after", ""), "2");
}

TEST_P(AccessRoutes, ChangeThePasswordAndTheWorkspace) {
  Client admin = world_.browser_of(Role::admin);
  EXPECT_EQ(admin
                .patch("/api/v1/session/password",
                       R"({"current_password":"correct horse","new_password":"new password"})")
                .status,
            204);
  EXPECT_EQ(admin.get("/api/v1/session").status, 200);
  EXPECT_EQ(admin.get("/api/v1/workspace").text(), R"({"name":"Acme","time_zone":"UTC"})");
  EXPECT_EQ(admin.patch("/api/v1/workspace", R"({"time_zone":"Europe/Paris"})").text(),
            R"({"name":"Acme","time_zone":"Europe/Paris"})");
  EXPECT_EQ(admin.patch("/api/v1/workspace", R"({"time_zone":"Mars"})").status, 400);
}

TEST_P(AccessRoutes, MalformedBodiesAreRefused) {
  world_.add_user(Role::agent, "ada@example.com");
  for (const char* body :
       {"", "[]", "{", R"({"email":"ada@example.com"})", R"({"email":1,"password":"x"})",
        R"({"email":"a@b","password":"x","more":1})"}) {
    EXPECT_EQ(nobody_.post("/api/v1/session", body).status, 400) << body;
  }
}

TEST_P(AccessRoutes, EverySchemaThatARouteNamesExists) {
  for (const http::Route& route : world_.router.routes()) {
    for (const std::string& name :
         {route.description.request_schema, route.description.response_schema}) {
      EXPECT_TRUE(name.empty() || world_.schemas.has(name)) << name;
    }
  }
}

}  // namespace
}  // namespace throughline::access
