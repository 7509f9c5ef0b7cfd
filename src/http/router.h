// Router: finds the handler of a request, checks who may call it, and turns every outcome, an
// exception included, into a Response.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.h"
#include "base/result.h"
#include "http/proxies.h"
#include "http/request.h"
#include "http/response.h"

namespace throughline::http {

using Handler = std::function<Result<Response>(const Request&)>;

// For answers that wait for a commit: `answer` is called exactly once, on any thread. The request
// lives only as long as the call. An answer that is dropped or called twice is a bug: the first is
// answered as internal, the second ignored.
using Answer = std::function<void(Response)>;
using AsyncHandler = std::function<void(const Request&, Answer answer)>;

// What the OpenAPI document says of a route; every route has one, or is not a route.
struct Description {
  std::string summary = {};          // One sentence.
  std::string tag = {};              // The room, as the reader knows it: People, Sources, ...
  std::string request_schema = {};   // Name of a schema registered with Schemas; empty: no body.
  std::string response_schema = {};  // Likewise; empty: no JSON answer.
  int status = 200;                  // Of success.
  bool secret = false;               // The answer shows something that is shown only once.
  std::vector<std::pair<std::string, std::string>> query = {};  // Parameter, meaning.
};

// Who may call a route. Nobody may call a route that says nothing.
struct Access {
  enum class Kind { anyone, signed_in, right };
  Kind kind = Kind::right;
  Right right = Right::manage_workspace;
};
inline Access anyone() {
  return {Access::Kind::anyone, {}};
}
inline Access signed_in() {
  return {Access::Kind::signed_in, {}};
}
inline Access with_right(Right right) {
  return {Access::Kind::right, right};
}

// Whose bucket the router's rate limiter charges.
enum class Charge {
  caller,  // The API key, the user, or where nobody is signed in the address.
  nobody   // The route limits by itself, or must always answer.
};

struct Route {
  std::string method;
  std::string pattern;  // /api/v1/profiles/{profile}; a last segment {name...} takes the rest.
  Access access;
  Description description;
  Handler handler = {};
  AsyncHandler async_handler = {};  // Exactly one of the two.
  std::size_t body_bytes_max = 0;   // Content-Encoding undone; zero: the server's own limit.
  Charge charge = Charge::caller;
};

// Finds out who asks. Implemented by access/; an Error refuses the request.
using Authenticator = std::function<Result<Actor>(const Request&, const Access&)>;

// What happens around the synchronous handlers of routes that are not for anyone, in one place for
// all of them. Both run on the worker of the request.
struct Around {
  std::function<Result<void>(const Request&)> before = {};            // An Error refuses.
  std::function<void(const Request&, Response&)> after_success = {};  // May add headers.
};

class AnswerMemory;
class PathLocks;
class RateLimiter;
class RouteTree;

// Filled while the program starts, then only read; `serve` is thread-safe.
class Router {
 public:
  // The limiter, where there is one, must outlive the router.
  explicit Router(Authenticator authenticator, RateLimiter* limiter = nullptr);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // Set while the program starts.
  void set_around(Around around) { around_ = std::move(around); }
  // Whose word about a request's origin counts; nobody's without.
  void set_proxies(Proxies proxies) { proxies_ = std::move(proxies); }
  // Must outlive the router. Without one an Idempotency-Key means nothing.
  void set_answer_memory(AnswerMemory& memory) { memory_ = &memory; }

  // A second route of the same method and shape, or one without a summary, is a bug.
  void add(Route route);
  void get(std::string pattern, Access access, Description description, Handler handler);
  void post(std::string pattern, Access access, Description description, Handler handler);
  void put(std::string pattern, Access access, Description description, Handler handler);
  void patch(std::string pattern, Access access, Description description, Handler handler);
  void remove(std::string pattern, Access access, Description description, Handler handler);

  // Never fails and never throws; calls `answer` exactly once, perhaps on another thread. HEAD is
  // answered like GET without the body; a known path with another method is 405 with Allow; OPTIONS
  // tells the methods of a path unless a route answers it. A path that only a {name...} pattern
  // matches is not a known path to other methods.
  //
  // Of routes that are not for anyone: GET answers have an ETag, and PUT, PATCH and DELETE obey
  // If-Match against the ETag of GET on their path, no two of them at once on one path; requests
  // with an Idempotency-Key are carried out once.
  void serve(Request request, Answer answer) const;
  // For tests and synchronous routes: waits for the answer.
  [[nodiscard]] Response serve(Request request) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  // The route that would answer, or null: net/ asks for its limits before it reads a body.
  [[nodiscard]] const Route* find(std::string_view method, std::string_view path) const;

 private:
  void serve_route(const Route& route, Request& request, Answer answer) const;
  [[nodiscard]] Response called_within(const Route& route, const Request& request) const;
  [[nodiscard]] Response changed(const Route& route, const Request& request) const;
  [[nodiscard]] Response changed_once(const Route& route, const Request& request) const;
  [[nodiscard]] std::optional<Response> refused_by_precondition(const Request& request) const;

  Authenticator authenticator_;
  RateLimiter* limiter_;
  Around around_;
  Proxies proxies_;
  AnswerMemory* memory_ = nullptr;
  std::unique_ptr<PathLocks> locks_;
  std::vector<Route> routes_;
  std::unique_ptr<RouteTree> tree_;
};

}  // namespace throughline::http
