// AccessWorld: the access room on fresh databases with one owner, and clients of every role.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "access/access.h"
#include "access/access_routes.h"
#include "access/answer_memory_routes.h"
#include "access/authenticator_routes.h"
#include "base/random.h"
#include "codec/openapi.h"
#include "http/router.h"
#include "testing/client.h"
#include "testing/databases.h"

namespace throughline::testing {

// More routes may be added to `router`.
struct AccessWorld {
  explicit AccessWorld(storage::Dialect dialect) : storage(dialect) {
    EXPECT_TRUE(access.start("Acme").ok());
    access::add_access_routes(router, schemas, access);
    router.set_answer_memory(*answers);
  }

  // Who the operator's command line acts as.
  Actor server() const { return {.workspace = {1}, .role = Role::owner, .name = "server"}; }
  // A user with this role and `password`; her address is ROLE@example.com, or as given.
  access::Member add_user(Role role, std::string_view email = {}) {
    const std::string address =
        email.empty() ? std::string(name_of(role)) + "@example.com" : std::string(email);
    const auto member = access.create_user(server(), {address, "Ada", role}, password);
    EXPECT_TRUE(member.ok()) << member.error().message;
    return *member;
  }
  // A browser in which that user has signed in, which changes what is stored: not const.
  // NOLINTNEXTLINE(readability-make-member-function-const)
  Client sign_in(std::string_view email) {
    Client client(router);
    const auto answer = client.post("/api/v1/session", sign_in_body(email, password));
    EXPECT_EQ(answer.status, 200) << answer.text();
    return client;
  }
  Client browser_of(Role role) { return sign_in(add_user(role).email); }
  // A program with a key of this role.
  Client program_of(Role role) {
    Client client(router);
    client.api_key = access.create_api_key(server(), "Program", role)->secret;
    return client;
  }
  static std::string sign_in_body(std::string_view email, std::string_view with) {
    return R"({"email":")" + std::string(email) + R"(","password":")" + std::string(with) + "\"}";
  }

  static constexpr const char* password = "correct horse";
  TestStorage storage;
  SecureRandom random;
  access::Access access{storage.workspaces(), storage.clock(), random};
  std::unique_ptr<http::AnswerMemory> answers = access::make_answer_memory(access);
  codec::Schemas schemas;
  http::Router router{access::make_authenticator(access)};
};

}  // namespace throughline::testing
