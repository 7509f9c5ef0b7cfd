#include "http/router.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <functional>
#include <future>
#include <mutex>

#include "base/assert.h"
#include "base/log.h"
#include "base/text.h"
#include "http/answer_memory.h"
#include "http/preconditions.h"
#include "http/rate_limit.h"
#include "http/route_tree.h"

namespace throughline::http {

// One lock for each path, or rather for what its hash shares with others.
class PathLocks {
 public:
  using Held = std::unique_lock<std::mutex>;
  Held hold(std::string_view path) {
    return Held(locks_.at(std::hash<std::string_view>()(path) % locks_.size()));
  }

 private:
  std::array<std::mutex, 64> locks_;
};

namespace {

// Holds an Answer to "exactly once", whatever a handler does with its copies.
class Once {
 public:
  explicit Once(Answer answer) : answer_(std::move(answer)) {}
  ~Once() {
    if (!answered_) {
      give(problem(Error::internal("a handler dropped its answer")));
    }
  }
  Once(const Once&) = delete;
  Once& operator=(const Once&) = delete;

  void give(Response response) {
    if (answered_.exchange(true)) {
      log(LogLevel::error, "a handler answered twice");
      return;
    }
    answer_(std::move(response));
  }
  [[nodiscard]] bool answered() const { return answered_; }

 private:
  Answer answer_;
  std::atomic<bool> answered_ = false;
};

Response failed(const std::exception& exception) {
  return problem(Error::internal(exception.what()));
}

Response called(const Handler& handler, const Request& request) {
  try {
    Result<Response> result = handler(request);
    return result.ok() ? *std::move(result) : problem(result.error());
  } catch (const std::exception& exception) {
    return failed(exception);
  }
}

Result<Actor> authenticated(const Authenticator& authenticator, const Request& request,
                            const Access& access) {
  try {
    return authenticator(request, access);
  } catch (const std::exception& exception) {
    return Error::internal(exception.what());
  }
}

void call_async(const AsyncHandler& handler, const Request& request, Answer answer) {
  const auto once = std::make_shared<Once>(std::move(answer));
  try {
    handler(request, [once](Response response) { once->give(std::move(response)); });
  } catch (const std::exception& exception) {
    if (once->answered()) {
      log(LogLevel::error, "a handler failed after its answer", {{"why", exception.what()}});
    } else {
      once->give(failed(exception));
    }
  }
}

Response without_body(Response response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    response.headers.set("content-length", std::to_string(text->size()));
  }
  if (!std::holds_alternative<FileBody>(response.body)) {
    response.body = std::string();
  }
  return response;
}

std::string joined(std::vector<std::string_view> methods) {
  if (std::ranges::find(methods, "GET") != methods.end()) {
    methods.emplace_back("HEAD");
  }
  methods.emplace_back("OPTIONS");
  std::ranges::sort(methods);
  const auto repeated = std::ranges::unique(methods);
  methods.erase(repeated.begin(), repeated.end());
  std::string text;
  for (const std::string_view method : methods) {
    text += (text.empty() ? "" : ", ") + std::string(method);
  }
  return text;
}

Response not_routed(const Request& request, const RouteTree::Match& match) {
  if (match.allowed.empty()) {
    return problem(Error::not_found("There is nothing at " + request.path + "."));
  }
  Response response;
  if (request.method == "OPTIONS") {
    response.status = 204;
  } else {
    response = problem_with_status(405, "method_not_allowed",
                                   request.method + " is not a method of " + request.path + ".");
  }
  response.headers.set("allow", joined(match.allowed));
  return response;
}

Result<void> bind_parameters(const RouteTree::Match& match, Request& request) {
  for (std::size_t i = 0; i < match.values.size(); ++i) {
    std::optional<std::string> value = percent_decoded(match.values[i], Plus::kept);
    if (!value) {
      return Error::invalid("The path holds a '%' that starts no escape.");
    }
    request.parameters[match.names->at(i)] = *std::move(value);
  }
  return {};
}

RouteTree::Match find_match(const RouteTree& tree, std::string_view method, std::string_view path) {
  RouteTree::Match match = tree.find(method, path);
  if (match.index == RouteTree::Match::nothing && method == "HEAD") {
    match = tree.find("GET", path);
  }
  return match;
}

}  // namespace

Router::Router(Authenticator authenticator, RateLimiter* limiter)
    : authenticator_(std::move(authenticator)),
      limiter_(limiter),
      locks_(std::make_unique<PathLocks>()),
      tree_(std::make_unique<RouteTree>()) {}

Router::~Router() = default;

void Router::add(Route route) {
  TL_ASSERT(static_cast<bool>(route.handler) != static_cast<bool>(route.async_handler));
  TL_ASSERT(!route.description.summary.empty());
  tree_->add(route.method, route.pattern, routes_.size());
  routes_.push_back(std::move(route));
}

void Router::get(std::string pattern, Access access, Description description, Handler handler) {
  add({"GET", std::move(pattern), access, std::move(description), std::move(handler)});
}

void Router::post(std::string pattern, Access access, Description description, Handler handler) {
  add({"POST", std::move(pattern), access, std::move(description), std::move(handler)});
}

void Router::put(std::string pattern, Access access, Description description, Handler handler) {
  add({"PUT", std::move(pattern), access, std::move(description), std::move(handler)});
}

void Router::patch(std::string pattern, Access access, Description description, Handler handler) {
  add({"PATCH", std::move(pattern), access, std::move(description), std::move(handler)});
}

void Router::remove(std::string pattern, Access access, Description description, Handler handler) {
  add({"DELETE", std::move(pattern), access, std::move(description), std::move(handler)});
}

const Route* Router::find(std::string_view method, std::string_view path) const {
  const RouteTree::Match match = find_match(*tree_, method, path);
  return match.index == RouteTree::Match::nothing ? nullptr : &routes_[match.index];
}

Response Router::called_within(const Route& route, const Request& request) const {
  const auto handler = [&](const Request& inner) -> Result<Response> {
    if (around_.before) {
      TL_TRY(around_.before(inner));
    }
    TL_TRY_ASSIGN(Response response, route.handler(inner));
    if (around_.after_success) {
      around_.after_success(inner, response);
    }
    return response;
  };
  return called(handler, request);
}

std::optional<Response> Router::refused_by_precondition(const Request& request) const {
  const auto wanted = request.headers.find("if-match");
  if (!wanted) {
    return std::nullopt;
  }
  const RouteTree::Match match = tree_->find("GET", request.path);
  if (match.index == RouteTree::Match::nothing || !routes_[match.index].handler) {
    return problem_with_status(412, "precondition_failed",
                               "Nothing is read at " + request.path + ", so nothing can match.");
  }
  const Route& reading = routes_[match.index];
  Request read = request;
  read.method = "GET";
  read.raw_query.clear();
  read.body.clear();
  read.body_file.clear();
  read.parameters.clear();
  const Result<Actor> actor = authenticated(authenticator_, read, reading.access);
  if (!actor.ok()) {
    return problem(actor.error());
  }
  if (const Result<void> bound = bind_parameters(match, read); !bound.ok()) {
    return problem(bound.error());
  }
  Response now = called(reading.handler, read);
  if (now.status != 200) {
    return now;
  }
  const std::string etag = etag_of(now);
  if (names_etag(*wanted, etag)) {
    return std::nullopt;
  }
  Response refused = problem_with_status(
      412, "precondition_failed", "It was changed since you read it. Read it again, then decide.");
  refused.headers.set("etag", etag);
  return refused;
}

Response Router::changed(const Route& route, const Request& request) const {
  if (request.method == "POST") {
    return called_within(route, request);
  }
  const PathLocks::Held held = locks_->hold(request.path);
  std::optional<Response> refused = refused_by_precondition(request);
  return refused ? *std::move(refused) : called_within(route, request);
}

Response Router::changed_once(const Route& route, const Request& request) const {
  const auto key = request.headers.find("idempotency-key");
  if (!key || memory_ == nullptr) {
    return changed(route, request);
  }
  Result<AnswerMemory::Attempt> begun = memory_->begin(request, *key);
  if (!begun.ok()) {
    return problem(begun.error());
  }
  AnswerMemory::Attempt& attempt = *begun;
  if (attempt.kept) {
    attempt.kept->headers.set("idempotency-replayed", "true");
    return *std::move(attempt.kept);
  }
  Response response = changed(route, request);
  attempt.keep(response, route.description.secret);
  return response;
}

// Authentication and limits have passed or answered; only now may the handler run.
void Router::serve_route(const Route& route, Request& request, Answer answer) const {
  Result<Actor> actor = authenticated(authenticator_, request, route.access);
  if (actor.ok()) {
    request.actor = *actor;
  }
  if (limiter_ != nullptr && route.charge == Charge::caller) {
    // A refused caller is charged by its address, so that guessing keys is slow.
    const RateDecision decision = limiter_->take(caller_of(request.actor, request.remote_address));
    if (!decision.allowed) {
      answer(too_many_requests(decision));
      return;
    }
    answer = [decision, inner = std::move(answer)](Response response) {
      add_rate_headers(decision, response);
      inner(std::move(response));
    };
  }
  if (!actor.ok()) {
    answer(problem(actor.error()));
  } else if (!route.handler) {
    call_async(route.async_handler, request, std::move(answer));
  } else if (route.access.kind == Access::Kind::anyone) {
    answer(called(route.handler, request));
  } else if (request.method == "GET" || request.method == "HEAD") {
    answer(with_etag(request, called_within(route, request)));
  } else {
    answer(changed_once(route, request));
  }
}

void Router::serve(Request request, Answer answer) const {
  if (request.method == "HEAD") {
    answer = [inner = std::move(answer)](Response response) {
      inner(without_body(std::move(response)));
    };
  }
  proxies_.settle(request);
  const RouteTree::Match match = find_match(*tree_, request.method, request.path);
  if (match.index == RouteTree::Match::nothing) {
    answer(not_routed(request, match));
    return;
  }
  if (const Result<void> bound = bind_parameters(match, request); !bound.ok()) {
    answer(problem(bound.error()));
    return;
  }
  serve_route(routes_[match.index], request, std::move(answer));
}

Response Router::serve(Request request) const {
  std::promise<Response> promise;
  std::future<Response> future = promise.get_future();
  serve(std::move(request),
        [&promise](Response response) { promise.set_value(std::move(response)); });
  return future.get();
}

}  // namespace throughline::http
