#include "http/router.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "base/clock.h"
#include "http/rate_limit.h"

namespace throughline::http {
namespace {

const Description described = {.summary = "For the test."};

Result<Actor> let_in(const Request& request, const Access& access) {
  if (access.kind == Access::Kind::anyone) {
    return Actor{};
  }
  if (request.headers.value_or("authorization", "") != "Bearer good") {
    return Error::unauthenticated("Sign in first.");
  }
  return Actor{.workspace = {1}, .api_key = {5}, .role = Role::admin};
}

Handler says(std::string text) {
  return [text = std::move(text)](const Request&) -> Result<Response> {
    return text_response(text, "text/plain");
  };
}

Handler tells_parameter(std::string name) {
  return [name = std::move(name)](const Request& request) -> Result<Response> {
    return text_response(std::string(request.parameter(name)), "text/plain");
  };
}

Response ask(const Router& router, std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  return router.serve(std::move(request));
}

TEST(Router, PrefersALiteralThenAParameterThenTheRest) {
  Router router(let_in);
  router.get("/p/{id}", anyone(), described, tells_parameter("id"));
  router.get("/p/export", anyone(), described, says("literal"));
  router.get("/p/{other}/events", anyone(), described, tells_parameter("other"));
  router.get("/p/export/events/{n}", anyone(), described, tells_parameter("n"));
  router.get("/{rest...}", anyone(), described, tells_parameter("rest"));
  EXPECT_EQ(ask(router, "GET", "/p/export").text(), "literal");
  EXPECT_EQ(ask(router, "GET", "/p/7").text(), "7");
  EXPECT_EQ(ask(router, "GET", "/p/7/events").text(), "7");
  EXPECT_EQ(ask(router, "GET", "/p/export/events").text(), "export") << "goes back to {other}";
  EXPECT_EQ(ask(router, "GET", "/p/export/events/9").text(), "9");
  EXPECT_EQ(ask(router, "GET", "/a/b/").text(), "a/b/");
  EXPECT_EQ(ask(router, "GET", "/").text(), "");
}

TEST(Router, DecodesParametersAfterSplitting) {
  Router router(let_in);
  router.get("/p/{id}", anyone(), described, tells_parameter("id"));
  EXPECT_EQ(ask(router, "GET", "/p/a%2Fb%20c+d").text(), "a/b c+d");
  EXPECT_EQ(ask(router, "GET", "/p/a/b").status, 404);
  EXPECT_EQ(ask(router, "GET", "/p/").status, 404) << "a parameter is never empty";
  EXPECT_EQ(ask(router, "GET", "/p/%zz").status, 400);
}

TEST(Router, UnknownPathsAreNotFound) {
  Router router(let_in);
  router.get("/p", anyone(), described, says("here"));
  for (const std::string_view path : {"/", "/p/", "/P", "//p", "p", "", "*"}) {
    EXPECT_EQ(ask(router, "GET", std::string(path)).status, 404) << path;
  }
}

TEST(Router, AnotherMethodIsRefusedWithAllow) {
  Router router(let_in);
  router.get("/p/{id}", anyone(), described, says("got"));
  router.remove("/p/{id}", anyone(), described, says("gone"));
  router.post("/p/export", anyone(), described, says("made"));
  const Response response = ask(router, "PUT", "/p/7");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.find("Allow"), "DELETE, GET, HEAD, OPTIONS");
  EXPECT_EQ(ask(router, "PUT", "/p/export").headers.find("Allow"),
            "DELETE, GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(ask(router, "GET", "/p/export").text(), "got") << "the method decides";
}

TEST(Router, ACatchAllMakesNoPathKnown) {
  Router router(let_in);
  router.get("/{rest...}", anyone(), described, says("page"));
  EXPECT_EQ(ask(router, "POST", "/api/nothing").status, 404);
}

TEST(Router, OptionsTellsTheMethodsUnlessARouteAnswersIt) {
  Router router(let_in);
  router.get("/p", anyone(), described, says("got"));
  router.add({.method = "OPTIONS",
              .pattern = "/t",
              .access = anyone(),
              .description = described,
              .handler = says("preflight")});
  const Response response = ask(router, "OPTIONS", "/p");
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.find("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(ask(router, "OPTIONS", "/t").text(), "preflight");
}

TEST(Router, HeadIsGetWithoutTheBody) {
  Router router(let_in);
  router.get("/p", anyone(), described, says("twelve bytes"));
  const Response response = ask(router, "HEAD", "/p");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.text(), "");
  EXPECT_EQ(response.headers.find("content-length"), "12");
  EXPECT_EQ(ask(router, "HEAD", "/nothing").text(), "");
}

TEST(Router, DeniesUnlessTheRouteSaysOtherwise) {
  Router router(let_in);
  router.get("/closed", Access(), described, says("secret"));
  router.get("/open", anyone(), described, says("open"));
  EXPECT_EQ(ask(router, "GET", "/closed").status, 401);
  EXPECT_EQ(ask(router, "GET", "/open").status, 200);
  Request request;
  request.method = "GET";
  request.path = "/closed";
  request.headers.add("Authorization", "Bearer good");
  EXPECT_EQ(router.serve(std::move(request)).text(), "secret");
}

TEST(Router, AnAuthenticatorThatFailsLetsNobodyIn) {
  Router router([](const Request&, const Access&) -> Result<Actor> {
    throw std::runtime_error("no database");
  });
  router.get("/p", anyone(), described, says("secret"));
  EXPECT_EQ(ask(router, "GET", "/p").status, 500);
}

TEST(Router, TurnsErrorsAndExceptionsIntoProblems) {
  Router router(let_in);
  router.get("/conflict", anyone(), described,
             [](const Request&) -> Result<Response> { return Error::conflict("stale"); });
  router.get("/throws", anyone(), described,
             [](const Request&) -> Result<Response> { throw std::runtime_error("private"); });
  router.get("/breaks", anyone(), described, [](const Request& request) -> Result<Response> {
    TL_ASSERT(request.method.empty());
    return Response{};
  });
  EXPECT_EQ(ask(router, "GET", "/conflict").status, 409);
  EXPECT_EQ(ask(router, "GET", "/throws").status, 500);
  EXPECT_EQ(ask(router, "GET", "/throws").text().find("private"), std::string::npos);
  EXPECT_EQ(ask(router, "GET", "/breaks").status, 500);
}

Route async_route(std::string pattern, AsyncHandler handler) {
  return {.method = "POST",
          .pattern = std::move(pattern),
          .access = anyone(),
          .description = described,
          .async_handler = std::move(handler)};
}

TEST(Router, WaitsForAnAnswerFromAnotherThread) {
  Router router(let_in);
  std::thread thread;
  router.add(async_route("/later", [&thread](const Request&, Answer answer) {
    thread =
        std::thread([answer = std::move(answer)] { answer(text_response("done", "text/plain")); });
  }));
  EXPECT_EQ(ask(router, "POST", "/later").text(), "done");
  thread.join();
}

TEST(Router, AnAsyncHandlerAnswersExactlyOnce) {
  Router router(let_in);
  router.add(async_route("/dropped", [](const Request&, const Answer&) {}));
  router.add(async_route(
      "/throws", [](const Request&, const Answer&) { throw std::runtime_error("private"); }));
  router.add(async_route("/late", [](const Request&, const Answer& answer) {
    answer(text_response("first", "text/plain"));
    throw std::runtime_error("private");
  }));
  router.add(async_route("/twice", [](const Request&, const Answer& answer) {
    answer(text_response("first", "text/plain"));
    answer(text_response("second", "text/plain"));
  }));
  EXPECT_EQ(ask(router, "POST", "/dropped").status, 500);
  EXPECT_EQ(ask(router, "POST", "/throws").status, 500);
  EXPECT_EQ(ask(router, "POST", "/late").text(), "first");
  EXPECT_EQ(ask(router, "POST", "/twice").text(), "first");
}

TEST(Router, RefusesRoutesThatCannotBeMeant) {
  Router router(let_in);
  router.get("/p/{id}", anyone(), described, says("x"));
  EXPECT_THROW(router.get("/p/{other}", anyone(), described, says("y")), BrokenInvariant);
  EXPECT_THROW(router.get("/q", anyone(), {}, says("undescribed")), BrokenInvariant);
  EXPECT_THROW(router.get("q", anyone(), described, says("relative")), BrokenInvariant);
  EXPECT_THROW(router.get("/{rest...}/x", anyone(), described, says("not last")), BrokenInvariant);
  EXPECT_THROW(router.get("/r", anyone(), described, Handler()), BrokenInvariant);
}

TEST(Router, ChargesCallersAndRefusesWith429_AP11) {
  const SystemClock clock;
  RateLimiter limiter(clock, {.requests = 2, .window_s = 3600});
  Router router(let_in, &limiter);
  router.get("/p", anyone(), described, says("here"));
  router.add({.method = "GET",
              .pattern = "/healthz",
              .access = anyone(),
              .description = described,
              .handler = says("well"),
              .charge = Charge::nobody});
  const Response first = ask(router, "GET", "/p");
  EXPECT_EQ(first.headers.find("X-RateLimit-Limit"), "2");
  EXPECT_EQ(first.headers.find("X-RateLimit-Remaining"), "1");
  EXPECT_EQ(ask(router, "GET", "/p").status, 200);
  const Response refused = ask(router, "GET", "/p");
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.headers.find("Retry-After"));
  const Response free = ask(router, "GET", "/healthz");
  EXPECT_EQ(free.status, 200);
  EXPECT_FALSE(free.headers.find("X-RateLimit-Limit"));
}

// One document that GET reads and PUT writes.
class Document {
 public:
  Document() {
    router.get("/doc", signed_in(), described,
               [this](const Request&) -> Result<Response> { return json_response(text); });
    router.put("/doc", signed_in(), described, [this](const Request& request) -> Result<Response> {
      text = request.body;
      return Response{.status = 204};
    });
  }
  // Not const: a PUT changes the text, by way of the router.
  // NOLINTNEXTLINE(readability-make-member-function-const)
  Response ask(std::string method,
               const std::pair<std::string, std::string>& header = {"x-none", ""},
               std::string body = {}) {
    Request request;
    request.method = std::move(method);
    request.path = "/doc";
    request.body = std::move(body);
    request.headers.add("authorization", "Bearer good");
    request.headers.add(header.first, header.second);
    return router.serve(std::move(request));
  }

  std::string text = "{}";
  Router router{let_in};
};

TEST(Preconditions, AReadThatStillHoldsIs304_AP01) {
  Document document;
  const std::string etag(*document.ask("GET").headers.find("etag"));
  const Response again = document.ask("GET", {"if-none-match", "\"other\", W/" + etag});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.text(), "");
  document.text = "[]";
  EXPECT_EQ(document.ask("GET", {"if-none-match", etag}).status, 200);
}

TEST(Preconditions, AWriteOverSomebodyElsesIs412AndChangesNothing_AP01) {
  Document document;
  const std::string etag(*document.ask("GET").headers.find("etag"));
  EXPECT_EQ(document.ask("PUT", {"if-match", etag}, "1").status, 204);
  const Response late = document.ask("PUT", {"if-match", etag}, "2");
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(document.text, "1");
  EXPECT_EQ(document.ask("PUT", {"if-match", std::string(*late.headers.find("etag"))}, "3").status,
            204);
  EXPECT_EQ(document.ask("PUT", {"if-match", "*"}, "4").status, 204);
  EXPECT_EQ(document.ask("PUT", {"x-none", ""}, "5").status, 204) << "nobody has to ask";
}

TEST(Preconditions, OfManyWritersWithOneETagOneWins_AP01) {
  Document document;
  const std::string etag(*document.ask("GET").headers.find("etag"));
  std::atomic<int> won = 0;
  std::vector<std::jthread> writers;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&, i] {
      won += document.ask("PUT", {"if-match", etag}, std::to_string(i)).status == 204 ? 1 : 0;
    });
  }
  writers.clear();
  EXPECT_EQ(won, 1);
}

}  // namespace
}  // namespace throughline::http
